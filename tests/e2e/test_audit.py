"""Who changed what: every change of a moderator leaves one line, also when its moderator leaves."""

from __future__ import annotations

import json
from datetime import timedelta

from bot.model import CommunityId
from bot.services.audit import MOST_SHOWN
from bot.storage import audit
from bot.trail import Entry, Verb
from tests.e2e.stage import Stage
from tests.e2e.test_setup import set_up

NUDGE, NUDGES = "weekly-nudge", "weekly-nudges"


async def test_every_change_is_told_with_who_when_and_from_what_to_what(stage: Stage):
    mia = stage.mia
    assert "Nobody changed anything" in (await mia.slash("config log")).text
    place = stage.channel(NUDGES)
    await mia.slash("config channel set", channel=place, purpose=NUDGE)
    await mia.slash("config channel set", channel=place, purpose=NUDGE)
    stage.server.clock.advance(timedelta(minutes=1))
    await stage.catch_up()
    await mia.slash("config schedule set", time="18:30", timezone="Europe/Rome", purpose=NUDGE)
    paused = await mia.slash("config schedule pause", purpose=NUDGE)
    await mia.click(paused, "Resume")
    await mia.slash("config language", language="it")
    await mia.slash("config channel clear", purpose=NUDGE)
    await mia.slash("config show")
    log = await mia.slash("config log")
    assert log.ephemeral
    lines = [
        f"Channel: <#{place}> → not set",
        "Language of posts: the server's own → Italiano",
        "Paused: yes → no",
        "Paused: no → yes",
        "Local time: `09:00` → `18:30`",
        "Time zone: `UTC` → `Europe/Rome`",
        f"Channel: not set → <#{place}>",
    ]
    at = [log.text.index(line) for line in lines]
    assert at == sorted(at)
    assert "6 changes" in log.text
    assert log.text.count(f"by {mia.mention}") == 6
    refused = await stage.ana.slash("config log", force=True)
    assert "Manage Server" in refused.text


async def test_a_moderator_takes_their_name_off_and_the_line_stays(stage: Stage):
    mia = stage.mia
    await mia.slash("config channel set", purpose="weekly-nudge", channel=stage.channel(NUDGES))
    export = await mia.slash("privacy export")
    [file] = export.attachments
    [line] = json.loads(await stage.download(file))["audit"]
    assert line["actor_id"] == f"discord:{mia.id}"
    preview = await mia.slash("privacy delete")
    assert "Changes you made as a moderator" in preview.text
    receipt = await mia.click(preview, "Delete it all")
    assert "stay without your id" in receipt.text
    assert stage.cells_with(mia.id) == []
    log = await mia.slash("config log")
    assert "by a former moderator" in log.text
    assert f"<#{stage.channel(NUDGES)}>" in log.text


async def test_what_is_older_than_180_days_is_forgotten(stage: Stage):
    mia = stage.mia
    await mia.slash("config language", language="it")
    stage.server.clock.advance(timedelta(days=179))
    await stage.catch_up()
    await mia.slash("config language", language="en")
    await stage.bot.engine.check_now()
    assert "Italiano → English" in (await mia.slash("config log")).text
    stage.server.clock.advance(timedelta(days=2))
    await stage.catch_up()
    await stage.bot.engine.check_now()
    log = (await mia.slash("config log")).text
    assert "Italiano → English" in log
    assert "own → Italiano" not in log


async def test_many_changes_are_turned_page_by_page(stage: Stage):
    mia, [guild] = stage.mia, stage.server.world.guilds
    start = stage.server.clock.now()
    async with stage.bot.database.write() as tx:
        for minute in range(MOST_SHOWN + 1):
            at = start + timedelta(minutes=minute)
            entry = Entry(
                CommunityId(f"discord:{guild}"), None, at, Verb.CHANGE, NUDGE, {}, {"time": "09:00"}
            )
            await audit.append(tx, entry)
    first = await mia.slash("config log")
    assert "61 changes" in first.text
    assert "Page 1 of" in first.text
    second = await mia.click(first, "Next")
    assert "Page 2 of" in second.text
    assert "by a former moderator" in second.text


async def test_the_set_up_is_written_down_once_it_is_saved(stage: Stage):
    mia = stage.mia
    await mia.slash("config setup")
    assert "Nobody changed anything" in (await mia.slash("config log")).text
    await set_up(stage)
    log = (await mia.slash("config log")).text
    assert "Weekly nudge: set up" in log
    assert "Trend tip: set up" in log
    assert "2 changes" in log
