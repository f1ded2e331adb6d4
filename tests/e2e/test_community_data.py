"""A community's settings as a file: taken away, brought back, destroyed."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from playground.reply import Reply
from tests.e2e.stage import Stage

NUDGE, NUDGES, TIPS = "weekly-nudge", "weekly-nudges", "trend-tips"


async def exported(stage: Stage) -> dict[str, Any]:
    [file] = (await stage.mia.slash("config data export")).attachments
    return json.loads(await stage.download(file))


async def imported(stage: Stage, content: bytes | dict[str, Any]) -> Reply:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return await stage.mia.slash("config data import", file=("settings.json", body))


async def set_up(stage: Stage) -> None:
    await stage.mia.slash("config channel set", purpose=NUDGE, channel=stage.channel(NUDGES))
    await stage.mia.slash("config schedule set", purpose=NUDGE, time="18:30", timezone="Asia/Tokyo")
    await stage.mia.slash("config language", language="it")


async def test_purged_and_brought_back(stage: Stage):
    mia = stage.mia
    await set_up(stage)
    await stage.ana.slash("goal add", title="Only mine")
    file = await exported(stage)
    [guild] = stage.server.world.guilds
    assert (file["format"], file["version"]) == ("tpm-mentor.community", 1)
    assert file["community"] == f"discord:{guild}"
    assert file["posts"][NUDGE]["zone"] == "Asia/Tokyo"
    assert len(file["changes"]) == 3
    told = json.dumps(file)
    assert "Only mine" not in told
    assert not {person["id"] for person in stage.server.world.users.values()} & set(told.split('"'))

    card = await mia.slash("config data purge")
    assert "Weekly posts" in card.text
    assert "Language and mentors' role" in card.text
    assert "Export first" in card.buttons
    kept = await mia.click(card, "Cancel")
    assert "as they were" in kept.text
    button = "Delete all settings and stop the posts"
    gone = await mia.click(card, button)
    assert "All settings are deleted" in gone.text
    assert "Nothing to delete" in (await mia.click(card, button)).text
    shown = (await mia.slash("config show")).text
    assert "Asia/Tokyo" not in shown
    await stage.move(8)
    assert await stage.posts(NUDGES, count=0) == []
    assert "Only mine" in (await stage.ana.slash("goal list")).text

    preview = await imported(stage, file)
    assert preview.ephemeral
    assert "Local time: `09:00` → `18:30`" in preview.text
    assert f"Channel: not set → <#{stage.channel(NUDGES)}>" in preview.text
    assert "Asia/Tokyo" not in (await mia.slash("config show")).text
    done = await mia.click(preview, "Import all of it")
    assert "Settings imported" in done.text
    assert "18:30 (Asia/Tokyo)" in (await mia.slash("config show")).text
    assert "There is no import to confirm" in (await mia.click(preview, "Import all of it")).text
    assert "Nothing would change" in (await imported(stage, file)).text
    log = (await mia.slash("config log")).text
    assert "Weekly nudge: imported" in log
    assert log.count("All settings: purged") == 1
    assert "Weekly posts: 1 deleted" in log
    await stage.move(8)
    assert len(await stage.posts(NUDGES, count=1)) >= 1


async def test_what_cannot_be_imported_is_told_and_changes_nothing(stage: Stage):
    await set_up(stage)
    file, before = await exported(stage), stage.cells_with("discord:")

    def with_nudge(**changed: Any) -> dict[str, Any]:
        return {**file, "posts": {**file["posts"], NUDGE: {**file["posts"][NUDGE], **changed}}}

    files: list[tuple[bytes | dict[str, Any], str]] = [
        ({**file, "community": "discord:1"}, "settings of another server"),
        ({**file, "version": 2}, "cannot read the version"),
        ({**file, "more": 1}, "first mistake is at: more"),
        (with_nudge(weekday=1), "weekly-nudge.weekday"),
        (with_nudge(channel="discord:1"), "channel 1 isn't in this server"),
        (with_nudge(channel=f"discord:{stage.channel('mods-only')}"), "isn't in this server"),
        (with_nudge(zone="Mars/Base"), "Mars/Base is not known here"),
        (with_nudge(paused="9999-12-31T23:59:59+00:00"), "ends too late"),
        (
            {**file, "settings": {"language": "xx", "mentors_role": None}},
            "not know the language xx",
        ),
        (b"x" * (stage.bot.client.services.community_data.most_bytes + 1), "The file is larger"),
        (
            {**file, "settings": {"language": None, "mentors_role": file["community"]}},
            "doesn't exist in this server",
        ),
        (b"[" * 200_000, "not a file of a community's settings"),
        (b"\xff\xfe", "saved as UTF-16"),
    ]
    for content, told in files:
        answer = await imported(stage, content)
        assert answer.ephemeral
        assert told in answer.text
        assert answer.buttons == []
    assert stage.cells_with("discord:") == before


async def test_a_deleted_channel_that_is_set_already_does_not_spoil_the_file(stage: Stage):
    await set_up(stage)
    file = await exported(stage)
    place = stage.channel(NUDGES)
    stage.server.world.delete_channel(place)
    assert "Nothing would change" in (await imported(stage, file)).text
    file["settings"]["language"] = "en"
    preview = await imported(stage, file)
    assert "Settings imported" in (await stage.mia.click(preview, "Import all of it")).text
    card = await stage.mia.slash("config data purge")
    await stage.mia.click(card, "Delete all settings and stop the posts")
    refused = (await imported(stage, file)).text
    assert f"Weekly nudge: channel {place} isn't in this server" in refused
    assert "write null" in refused


async def test_what_changes_between_look_and_press_is_shown_again(stage: Stage):
    mia = stage.mia
    await set_up(stage)
    file = await exported(stage)
    await mia.slash("config language", language="en")
    preview = await imported(stage, file)
    await mia.slash("config schedule set", purpose=NUDGE, time="07:00")
    again = await mia.click(preview, "Import all of it")
    assert "Something changed meanwhile" in again.text
    assert "07:00 (Asia/Tokyo)" in (await mia.slash("config show")).text

    world = stage.server.world
    [guild] = world.guilds.values()
    roles = guild.members[mia.id]["roles"]
    card = await mia.slash("config data purge")
    world.members.edit(guild, mia.id, roles=[])
    for pressed in ((again, "Import all of it"), (card, "Delete all settings and stop the posts")):
        assert "Manage Server" in (await mia.click(*pressed)).text
    world.members.edit(guild, mia.id, roles=roles)
    assert "07:00 (Asia/Tokyo)" in (await mia.slash("config show")).text

    given_up = await mia.click(again, "Cancel")
    assert "as they were" in given_up.text
    late = await imported(stage, file)
    stage.server.clock.advance(timedelta(days=1, minutes=1))
    await stage.catch_up()
    await stage.bot.engine.check_now()
    assert "There is no import to confirm" in (await mia.click(late, "Import all of it")).text


async def test_own_content_is_judged_by_its_words_before_it_is_imported(stage: Stage):
    what = "What should people do this week?"

    async def add(text: str) -> None:
        form = await stage.mia.slash("config content add", kind="nudge")
        await stage.mia.click(await stage.mia.submit(form, **{what: text}), "Save")

    await add("Ask @everyone about **risk**")
    file = await exported(stage)
    [ask] = file["content"]
    file["content"]["own-aaaaaaaa"] = {
        "kind": "link",
        "title": "Our wiki",
        "text": "",
        "url": "https://example.org/wiki",
    }
    file["content"][ask] |= {"text": "Ask @everyone about **scope**"}
    await add("Long ago " * 20)
    preview = await imported(stage, file)
    told = preview.plain_text
    assert "Own content that is added: 1" in told
    assert "Our wiki" in told
    assert "Link · example.org" in told
    assert "Own content that changes: 1" in told
    assert "Ask @everyone about **risk** → Ask @everyone about **scope**" in told
    assert "Own content that is removed: 1" in told
    assert "Long ago Long ago" in told
    assert "own-" not in told
    assert not preview.message["mention_everyone"]
    done = await stage.mia.click(preview, "Import all of it")
    assert "Our wiki" in done.text
    log = (await stage.mia.slash("config log")).text
    assert "Own content: imported" in log
    assert "wiki" not in log
