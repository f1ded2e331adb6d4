"""What communities add takes turns with the catalogue and never crosses to another community."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch
from bot.errors import InvalidInputError, NotFoundError, StaleActionError
from bot.model import ChannelId, CommunityId, EntryKind, OwnEntry, PostKind
from bot.ports import SendError
from bot.schedule import build_kinds
from bot.schedule.kinds import choose_in_turn
from bot.services.communities import Communities
from bot.services.community_entries import MAX_ENTRIES, CommunityEntries, EntryDraft
from bot.storage.database import Database
from tests.outside import RecordingChannel, StoppedClock
from tests.unit.test_delivery import Engine, move_to

HERE, THERE = CommunityId("discord:1"), CommunityId("discord:2")
ROOMS = {HERE: ChannelId("discord:10"), THERE: ChannelId("discord:20")}
START = datetime(2026, 1, 1, tzinfo=UTC)
NUDGE, TIP, LINK = EntryKind.NUDGE, EntryKind.TIP, EntryKind.LINK
GOOD = {"title": "Study group", "text": "Join us on Thursdays", "url": "https://example.org/a"}


@pytest.fixture
def entries(database: Database, clock: StoppedClock, catalogue: Catalogue) -> CommunityEntries:
    return CommunityEntries(database, clock, catalogue)


async def add(
    entries: CommunityEntries, community: CommunityId, kind: EntryKind, **typed: str
) -> OwnEntry:
    draft = entries.draft(community, kind, {**GOOD, **typed})
    result = await entries.save(community, draft.id)
    assert result.is_saved
    return result.draft.entry


@given(
    own=st.integers(0, 12),
    shared=st.integers(1, 12),
    later=st.lists(st.integers(0, 40), max_size=4),
)
def test_every_entry_gets_its_turn_and_none_repeats_before(own: int, shared: int, later: list[int]):
    pools = [[f"own-{n}" for n in range(own)], [f"shared-{n}" for n in range(shared)]]
    used: dict[str, datetime] = {}
    said: list[str] = []
    for week in range(3 * (own + shared + len(later))):
        pools[0] += [f"own-{week}-{n}" for n, at in enumerate(later) if at == week]
        chosen = choose_in_turn(pools, used)
        fresh = [[one for one in pool if one not in used] for pool in pools]
        assert chosen not in used or not any(fresh)
        # While both have something new, neither keeps the other waiting.
        if said and all(fresh) and said[-1] in used:
            is_own = said[-1].startswith("own")
            assert chosen.startswith("own") != is_own
        assert chosen == choose_in_turn(pools, used)
        used[chosen] = START + timedelta(weeks=week)
        said.append(chosen)
    round_length = sum(map(len, pools))
    if not later:
        first, second = said[:round_length], said[round_length : 2 * round_length]
        assert first == second
        assert set(first) == {*pools[0], *pools[1]}
        assert all(said.index(one) < 2 * own for one in pools[0])


async def test_two_communities_over_weeks_read_only_their_own(
    entries: CommunityEntries,
    database: Database,
    clock: StoppedClock,
    catalogue: Catalogue,
    search: CatalogueSearch,
):
    kinds = build_kinds(catalogue, clock)
    engine = Engine(database, clock, kinds, Communities(database, clock), RecordingChannel(clock))
    for community, room in ROOMS.items():
        for kind in (PostKind.WEEKLY_NUDGE, PostKind.TREND_TIP):
            at = f"{clock.at:%H:%M}"
            await engine.communities.set_schedule(
                community, kind, clock.at.weekday(), at, "UTC", room
            )
        for number in range(3):
            await add(entries, community, NUDGE, text=f"Nudge {number} of {community}")
            await add(entries, community, TIP, title=f"Tip {number} of {community}")
    clock.advance(days=7)
    await engine.run()
    gone = await add(entries, HERE, NUDGE, text=f"Regretted by {HERE}")
    await entries.remove(HERE, gone.id)
    for _week in range(9):
        clock.advance(days=7)
        await engine.run()
    for community, room in ROOMS.items():
        said = [one.card.summary for one in engine.channel.posts if one.channel_id == room]
        own = [one for one in said if "discord:" in one]
        assert len(said) == 20
        assert len(own) == len(set(own)) == 6
        assert all(community in one for one in own)
        assert "Regretted" not in str(said)


async def test_what_was_removed_between_choice_and_post_is_not_posted(
    entries: CommunityEntries,
    database: Database,
    clock: StoppedClock,
    catalogue: Catalogue,
    search: CatalogueSearch,
):
    engine = Engine(
        database,
        clock,
        build_kinds(catalogue, clock),
        Communities(database, clock),
        RecordingChannel(clock),
    )
    await engine.communities.set_channel(HERE, PostKind.WEEKLY_NUDGE, ROOMS[HERE])
    first = await add(entries, HERE, NUDGE, text="First words")
    second = await add(entries, HERE, NUDGE, text="Second words")

    engine.channel.errors.append(SendError("down"))
    saved = await engine.communities.schedule(HERE, PostKind.WEEKLY_NUDGE)
    assert saved.next_run_at is not None
    move_to(clock, saved.next_run_at)
    await engine.run()
    assert engine.channel.posts == []
    await entries.remove(HERE, first.id)
    clock.advance(hours=1)
    await engine.run()
    [post] = engine.channel.posts
    assert second.text in post.card.summary


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://example.org",
        "https://",
        "https://localhost/",
        "https://.org",
        "https://exa mple.org",
        "https://bank.example@evil.example/",
        "https://example.org/<@1>",
        "https://example.org/\\evil",
        "https://example.org:99999999/",
        "https://[::1",
        "javascript:alert(1)",
        "https://example.org/" + "a" * 300,
        "https://exa\u202emple.org/",
    ],
)
async def test_a_link_that_cannot_be_trusted_is_refused_and_kept(
    entries: CommunityEntries, url: str
):
    draft = entries.draft(HERE, LINK, {**GOOD, "url": url})
    assert draft.problem is not None
    assert draft.problem.hint
    assert entries.recall(HERE, draft.id).entry.url == (url or None)
    with pytest.raises(InvalidInputError):
        await entries.save(HERE, draft.id)
    assert await entries.list(HERE) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Https://example.org/Page?A=B#C", "https://example.org/Page?A=B#C"),
        (" HTTPS://Example.ORG?Q ", "https://example.org?Q"),
        ("https://Example.Org:443/HTTP://X", "https://example.org:443/HTTP://X"),
        ("my_wiki.example.org", "https://my_wiki.example.org"),
        ("https://my_wiki.example.org/a", "https://my_wiki.example.org/a"),
        ("Www.Example.org/Page?q=1#x", "https://www.example.org/Page?q=1#x"),
        ("example.org:8443/x", "https://example.org:8443/x"),
        ("<https://example.org/a>", "https://example.org/a"),
        (" < example.org > ", "https://example.org"),
        ("\u200bhttps://example.org\ufeff", "https://example.org"),
        ("münchen.example/straße", "https://münchen.example/straße"),
    ],
)
async def test_an_address_is_kept_in_the_case_that_every_client_opens(
    entries: CommunityEntries, typed: str, kept: str
):
    assert (await add(entries, HERE, LINK, url=typed)).url == kept


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.org", "begins with http:"),
        ("<ftp://example.org>", "begins with ftp:"),
        ("mailto:ben@example.org", "begins with mailto:"),
        ("our wiki", "may not hold a user name, spaces"),
        ("https://exa mple.org", "may not hold a user name, spaces"),
        ("wiki", "names no site"),
        ("https://localhost/", "names no site"),
        ("https://exa\u202emple.org/", "cannot be seen"),
    ],
)
def test_a_link_is_refused_for_the_reason_that_is_so(
    entries: CommunityEntries, url: str, reason: str
):
    assert reason in str(entries.draft(HERE, LINK, {**GOOD, "url": url}).problem)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (NUDGE, {"text": "…"}),
        (NUDGE, {"text": "x" * 281}),
        (TIP, {"title": ""}),
        (TIP, {"title": "x" * 101}),
        (TIP, {"text": "x" * 601}),
        (LINK, {"text": "x" * 201}),
    ],
)
def test_words_are_needed_and_bounded(
    entries: CommunityEntries, kind: EntryKind, typed: dict[str, str]
):
    assert entries.draft(HERE, kind, {**GOOD, **typed}).problem is not None


async def test_a_community_keeps_a_hundred(entries: CommunityEntries):
    kept = [await add(entries, HERE, LINK, title=f"Link {n}") for n in range(MAX_ENTRIES)]
    with pytest.raises(InvalidInputError) as refused:
        await add(entries, HERE, LINK)
    assert "100" in refused.value.message
    await add(entries, THERE, LINK)
    opened = await entries.edit(HERE, kept[0].id)
    draft = entries.draft(HERE, LINK, {**GOOD, "title": "Changed"}, opened)
    assert (await entries.save(HERE, draft.id)).is_saved
    assert (await entries.load(HERE, kept[0].id)).title == "Changed"


async def test_a_draft_is_saved_as_it_was_shown_or_not_at_all(entries: CommunityEntries):
    own = await add(entries, HERE, TIP)

    async def typed(title: str) -> EntryDraft:
        return entries.draft(HERE, TIP, {**GOOD, "title": title}, await entries.edit(HERE, own.id))

    mias, bens = await typed("Mia's"), await typed("Ben's")
    for _press in range(2):
        assert (await entries.save(HERE, mias.id)).is_saved
    late = await entries.save(HERE, bens.id)
    assert not late.is_saved
    assert late.now == mias.entry
    assert late.draft.entry == bens.entry
    assert (await entries.save(HERE, late.draft.id)).is_saved
    # The button of what was saved earlier does not bring it back.
    assert (await entries.save(HERE, mias.id)).now == bens.entry
    await entries.remove(HERE, own.id)
    again = await entries.save(HERE, late.draft.id)
    assert (again.is_saved, again.now) == (False, None)
    assert await entries.list(HERE) == []
    for _press in range(2):
        assert (await entries.save(HERE, again.draft.id)).is_saved
    [new] = await entries.list(HERE)
    assert new.title == "Ben's"
    assert new.id != own.id


async def test_nothing_is_reached_from_another_community(entries: CommunityEntries):
    own = await add(entries, HERE, LINK, title="Zorbing handbook", text="How we zorb")
    for question in ("zorbing", "zorbng handbok", "how do we zorb?", "example.org zorb"):
        assert await entries.search(HERE, question) == [own]
    assert await entries.search(HERE, "how do I get the PMP") == []
    assert await entries.search(HERE, "…") == []
    assert await entries.search(THERE, "zorbing") == []
    for refused in (entries.load(THERE, own.id), entries.remove(THERE, own.id)):
        with pytest.raises(NotFoundError):
            await refused
    opened = await entries.edit(HERE, own.id)
    with pytest.raises(StaleActionError):
        entries.recall(THERE, entries.draft(HERE, LINK, GOOD, opened).id)
    # Somebody else's id in a draft changes nothing of theirs.
    taken = entries.draft(THERE, LINK, {**GOOD, "title": "Taken"}, opened)
    assert not (await entries.save(THERE, taken.id)).is_saved
    assert (await entries.load(HERE, own.id)).title == "Zorbing handbook"
    await entries.remove(HERE, own.id)
    assert await entries.search(HERE, "zorbing") == []
