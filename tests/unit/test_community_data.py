"""Whatever a file holds, it is imported as a whole or told to be wrong; nothing in between."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.cards import Attachment
from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch
from bot.errors import InvalidInputError
from bot.model import ChannelId, CommunityId, EntryKind, MemberId, PostKind, RoleId
from bot.replies.community_data import export
from bot.services.audit import MOST_EXPORTED, WEEKDAYS, Audit, act_as, record
from bot.services.communities import Communities
from bot.services.community_data import CommunityData
from bot.services.community_entries import (
    MAX_ENTRIES,
    MAX_TEXT,
    MAX_TITLE,
    MAX_URL,
    CommunityEntries,
)
from bot.services.content_sections import ContentSection, TopicsSection
from bot.services.sections import Belongings, CommunitySection, PostsSection, TrailSection
from bot.services.topics import Topics, topic_values
from bot.storage import community_entries
from bot.storage.database import Database
from tests.outside import StoppedClock

HERE, MIA = CommunityId("discord:1"), MemberId("discord:1001")
CHANNELS = ("discord:10", "discord:11")
OWN = Belongings(frozenset(map(ChannelId, CHANNELS)), frozenset({RoleId("discord:20")}))
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
FEW = settings(
    phases=[Phase.generate],
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=SLOW,
)
MANY = settings(max_examples=3000, deadline=None, suppress_health_check=SLOW)

posts = st.fixed_dictionaries(
    {
        "channel": st.none() | st.sampled_from(CHANNELS),
        "weekday": st.sampled_from(WEEKDAYS),
        "time": st.times().map("{:%H:%M}".format),
        "zone": st.sampled_from(("UTC", "Europe/Rome", "America/St_Johns")),
        "paused": st.sampled_from(("yes", "no", "2026-04-01T22:00:00+00:00")),
    }
)
files = st.fixed_dictionaries(
    {
        "format": st.just("tpm-mentor.community"),
        "version": st.just(1),
        "community": st.just(HERE),
        "exported_at": st.just("2026-03-01T00:00:00+00:00"),
        "settings": st.fixed_dictionaries(
            {
                "language": st.sampled_from((None, "en", "it")),
                "mentors_role": st.sampled_from((None, "discord:20")),
            }
        ),
        "posts": st.fixed_dictionaries({"weekly-nudge": posts, "trend-tip": posts}),
        "changes": st.just([]),
    }
)
_deep: Any = []
for _turn in range(500):
    _deep = [_deep]
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from(
        (10**400, -1, float("nan"), float("inf"), 1e308, "", "discord:", "discord:999", "x" * 5000)
    ),
    st.text(),
    st.just(_deep),
    st.just({}),
    st.dictionaries(st.text(max_size=9), st.none(), max_size=2),
    st.sampled_from(("24:00", "9:00", "discord:-1", "discord:१", "0001-01-01T00:00:00+00:00")),
    st.sampled_from(("9999-12-31T23:59:59-23:59", "../etc/passwd", "Europe\x00/Rome", "UTC\n")),
)


def places(part: Any) -> list[tuple[Any, Any]]:
    """Return every (container, key) of a file."""
    if not isinstance(part, dict):
        return []
    return [(part, key) for key in part] + [one for held in part.values() for one in places(held)]


@st.composite
def spoiled(draw: st.DrawFn) -> bytes:
    """Draw a file of which a few values are others, missing or too many."""
    file = draw(files)
    for _ in range(draw(st.integers(1, 3))):
        container, key = draw(st.sampled_from(places(file)))
        match draw(st.sampled_from(("other", "missing", "more"))):
            case "other":
                container[key] = draw(values)
            case "missing":
                container.pop(key)
            case _:
                container[draw(st.text(max_size=9))] = draw(values)
        if not places(file):
            break
    return json.dumps(file).encode("utf-8", "surrogatepass")


@pytest.fixture
def data(database: Database, clock: StoppedClock, search: CatalogueSearch) -> CommunityData:
    act_as(MIA)
    communities = Communities(database, clock)
    sections = (CommunitySection(clock), PostsSection(clock, communities), TrailSection())
    return CommunityData(database, clock, sections)


async def chosen(data: CommunityData) -> dict[str, Any]:
    file = await data.export(HERE)
    return {"settings": file["settings"], "posts": file["posts"]}


async def hold(data: CommunityData, content: bytes) -> None:
    before = await chosen(data)
    try:
        view = await data.preview(HERE, content, OWN)
    except InvalidInputError as error:
        assert error.message
        assert await chosen(data) == before
        return
    assert await chosen(data) == before
    if not view.differences:
        return
    done, is_done = await data.apply(HERE, view.token, OWN)
    assert is_done
    assert done.differences == view.differences
    after, file = await chosen(data), json.loads(content)
    assert after["settings"] == file["settings"]
    for kind, post in file["posts"].items():
        kept = after["posts"][kind]
        assert {**kept, "paused": None, "zone": None} == {**post, "paused": None, "zone": None}


@FEW
@given(content=st.one_of(files.map(json.dumps).map(str.encode), spoiled(), st.binary()))
async def test_a_file_is_imported_as_a_whole_or_refused(data: CommunityData, content: bytes):
    act_as(MIA)
    await hold(data, content)


@pytest.mark.soak
@MANY
@given(content=st.one_of(files.map(json.dumps).map(str.encode), spoiled(), st.binary()))
async def test_any_file_is_imported_as_a_whole_or_refused(data: CommunityData, content: bytes):
    act_as(MIA)
    await hold(data, content)


async def test_what_was_exported_comes_back_as_it_was(data: CommunityData, database: Database):
    act_as(MIA)
    file = await data.export(HERE)
    file["settings"] = {"language": "it", "mentors_role": "discord:20"}
    file["posts"]["weekly-nudge"] |= {
        "channel": "discord:10",
        "paused": "2026-04-01",
    }
    file["posts"]["trend-tip"] |= {"channel": "discord:11", "paused": "yes", "weekday": "sunday"}
    view = await data.preview(HERE, json.dumps(file).encode(), OWN)
    assert {one.subject for one in view.differences} == {"community", "weekly-nudge", "trend-tip"}
    await data.apply(HERE, view.token, OWN)
    once = await chosen(data)
    assert once == {"settings": file["settings"], "posts": file["posts"]}
    copy = json.dumps(await data.export(HERE)).encode()
    await data.purge(HERE)
    assert await data.count(HERE) == {}
    assert await data.purge(HERE) == {}
    view = await data.preview(HERE, copy, OWN)
    await data.apply(HERE, view.token, OWN)
    assert await chosen(data) == once
    entries, kept = await Audit(database, StoppedClock()).newest(HERE)
    assert [entry.verb for entry in entries] == ["import"] * 3 + ["purge"] + ["import"] * 3
    assert kept == 7


async def exported(data: CommunityData) -> str:
    return json.dumps(await data.export(HERE), ensure_ascii=False)


async def test_a_file_that_an_editor_put_a_mark_before_is_read(data: CommunityData):
    content = (await exported(data)).encode("utf-8-sig")
    assert (await data.preview(HERE, content, OWN)).differences == []


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-16", "saved as UTF-16"),
        ("utf-16-le", "saved as UTF-16"),
        ("utf-16-be", "saved as UTF-16"),
        ("utf-32", "saved as UTF-32"),
        ("utf-32-be", "saved as UTF-32"),
        ("cp1252", "another encoding than UTF-8"),
    ],
)
async def test_a_file_in_another_encoding_is_told_by_its_name(
    data: CommunityData, encoding: str, named: str
):
    content = (await exported(data)).replace("tpm", "tpmé").encode(encoding)
    with pytest.raises(InvalidInputError, match=named) as refused:
        await data.preview(HERE, content, OWN)
    assert "UTF-8" in (refused.value.hint or "")


async def test_a_channel_that_is_gone_at_the_press_changes_nothing(data: CommunityData):
    act_as(MIA)
    file = await data.export(HERE)
    file["posts"]["weekly-nudge"]["channel"] = "discord:10"
    file["settings"]["language"] = "it"
    view = await data.preview(HERE, json.dumps(file).encode(), OWN)
    before = await chosen(data)
    with pytest.raises(InvalidInputError):
        await data.apply(HERE, view.token, Belongings(frozenset(), OWN.roles))
    assert await chosen(data) == before
    assert (await data.apply(HERE, view.token, OWN))[1]


async def test_a_channel_or_role_that_is_lost_already_does_not_spoil_the_file(data: CommunityData):
    act_as(MIA)
    file = await data.export(HERE)
    file["posts"]["weekly-nudge"]["channel"] = "discord:10"
    file["settings"]["mentors_role"] = "discord:20"
    view = await data.preview(HERE, json.dumps(file).encode(), OWN)
    await data.apply(HERE, view.token, OWN)
    nothing = Belongings(frozenset(), frozenset())
    file["posts"]["weekly-nudge"]["time"] = "18:30"
    view = await data.preview(HERE, json.dumps(file).encode(), nothing)
    assert [dict(one.new) for one in view.differences] == [{"time": "18:30"}]
    assert (await data.apply(HERE, view.token, nothing))[1]
    await data.purge(HERE)
    with pytest.raises(InvalidInputError, match="role in this file") as refused:
        await data.preview(HERE, json.dumps(file).encode(), nothing)
    assert "null for mentors_role" in refused.value.hint
    file["settings"]["mentors_role"] = None
    with pytest.raises(InvalidInputError, match="Weekly nudge: channel 10") as refused:
        await data.preview(HERE, json.dumps(file).encode(), nothing)
    assert "write null" in refused.value.hint
    file["posts"]["weekly-nudge"]["channel"] = None
    assert (await data.preview(HERE, json.dumps(file).encode(), nothing)).differences


async def test_own_content_and_topics_go_and_come_back_with_the_rest(
    database: Database, clock: StoppedClock, catalogue: Catalogue
):
    act_as(MIA)
    topics, entries = (
        Topics(database, clock, catalogue),
        CommunityEntries(database, clock, catalogue),
    )
    data = CommunityData(database, clock, (TopicsSection(clock, topics), ContentSection(clock)))
    chosen_topics = topics.offered(PostKind.TREND_TIP)
    await topics.choose(HERE, PostKind.TREND_TIP, chosen_topics)
    typed = {"title": "Our wiki", "text": "Start here", "url": "https://example.org/wiki"}
    link = (await entries.save(HERE, entries.draft(HERE, EntryKind.LINK, typed).id)).draft.entry
    file = await data.export(HERE)
    await data.purge(HERE)
    assert await entries.list(HERE) == []
    extra = (await entries.save(HERE, entries.draft(HERE, EntryKind.LINK, typed).id)).draft.entry
    view = await data.preview(HERE, json.dumps(file).encode(), OWN)
    await data.apply(HERE, view.token, OWN)
    assert await data.export(HERE) == file
    assert [one.id for one in await entries.list(HERE)] == [link.id]
    assert extra.id not in json.dumps(file)
    trail, _kept = await Audit(database, clock).newest(HERE)
    assert "Start here" not in str(trail)

    # Another community cannot take an entry over, whatever its file says.
    there = CommunityId("discord:2")
    stolen = json.dumps({**file, "community": there}).encode()
    with pytest.raises(InvalidInputError, match="belongs to another server") as refused:
        await data.preview(there, stolen, OWN)
    assert "Take it out of the file" in refused.value.hint
    assert await entries.list(there) == []
    assert (await topics.load(there, PostKind.TREND_TIP)).chosen == ()
    for wrong in ({"url": "http://example.org"}, {"text": "x" * 999}, {"title": ""}):
        spoilt = {**file, "content": {link.id: {**file["content"][link.id], **wrong}}}
        with pytest.raises(InvalidInputError):
            await data.preview(HERE, json.dumps(spoilt).encode(), OWN)


async def test_imported_entries_are_tidied_and_bounded_like_typed_ones(
    database: Database, clock: StoppedClock, catalogue: Catalogue
):
    act_as(MIA)
    entries = CommunityEntries(database, clock, catalogue)
    data = CommunityData(database, clock, (ContentSection(clock),))
    file = await data.export(HERE)
    file["content"] = {
        "own-aaaaaaaa": {"kind": "nudge", "title": "x" * 9999, "text": " Ask ", "url": ""},
        "own-bbbbbbbb": {"kind": "tip", "title": " A  b ", "text": "Do\n", "url": None},
        "own-cccccccc": {"kind": "link", "title": "C", "text": "", "url": "Https://Example.org/C"},
    }
    view = await data.preview(HERE, json.dumps(file).encode(), OWN)
    await data.apply(HERE, view.token, OWN)
    kept = {one.id: (one.title, one.text, one.url) for one in await entries.list(HERE)}
    assert kept == {
        "own-aaaaaaaa": ("", "Ask", None),
        "own-bbbbbbbb": ("A b", "Do", None),
        "own-cccccccc": ("C", "", "https://example.org/C"),
    }
    assert not (await data.preview(HERE, json.dumps(file).encode(), OWN)).differences


async def test_the_largest_export_can_be_imported(
    database: Database, clock: StoppedClock, catalogue: Catalogue, search: CatalogueSearch
):
    act_as(MIA)
    entries, topics = (
        CommunityEntries(database, clock, catalogue),
        Topics(database, clock, catalogue),
    )
    sections = (
        CommunitySection(clock),
        PostsSection(clock, Communities(database, clock)),
        TopicsSection(clock, topics),
        ContentSection(clock),
        TrailSection(),
    )
    data = CommunityData(database, clock, sections)
    offered = topics.offered(PostKind.TREND_TIP)
    old, new = topic_values(offered), topic_values(tuple(reversed(offered)))
    url = "https://example.org/" + "\N{DIRECT HIT}" * (MAX_URL - 20)
    text = "x" + "\x07" * (MAX_TEXT[EntryKind.TIP] - 1)
    async with database.write() as tx:
        for _turn in range(MOST_EXPORTED):
            await record(tx, clock.now(), HERE, PostKind.TREND_TIP, old, new)
        for number in range(MAX_ENTRIES):
            typed = {"title": f"{number:03}" + "\x07" * (MAX_TITLE - 3), "text": text, "url": url}
            draft = entries.draft(HERE, EntryKind.TIP, typed)
            assert draft.problem is None
            await community_entries.save_entry(tx, draft.entry)
    [file] = [one for one in export(await data.export(HERE)).blocks if isinstance(one, Attachment)]
    assert len(file.content) > 512 * 1024
    await data.purge(HERE)
    view = await data.preview(HERE, file.content, OWN)
    assert (await data.apply(HERE, view.token, OWN))[1]
    assert len(await entries.list(HERE)) == MAX_ENTRIES


async def test_a_file_with_a_mistake_in_every_place_is_refused_before_they_are_listed(
    data: CommunityData,
):
    file = await data.export(HERE)
    for more in ({f"x{n}": {} for n in range(301)}, [[[0] * 30] * 30] * 10):
        with pytest.raises(InvalidInputError, match="holds more than"):
            await data.preview(HERE, json.dumps({**file, "more": more}).encode(), OWN)
