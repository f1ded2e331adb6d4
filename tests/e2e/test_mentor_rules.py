"""The rules of mentoring: chosen by moderators, kept by everything that follows them."""

from __future__ import annotations

from typing import Any

import pytest

from playground.reply import Reply
from tests.e2e.stage import Stage
from tests.e2e.test_mentoring import HOW_MANY, WANTED, ask, be_mentor, told, write
from tests.e2e.test_mentors_role import new_role
from tests.e2e.test_reminders import later

ANSWER, MOST = "How many days to answer a request?", "How many learners may a mentor have?"
MATCHED = "When is a mentor asked for whoever waits?"
MONTHS, REPORTS = "How many months does a mentorship last?", "Where should reports appear?"


async def set_rules(stage: Stage, **chosen: Any) -> Reply:
    return await stage.mia.submit(await stage.mia.slash("config mentors rules"), **chosen)


async def test_what_is_chosen_is_shown_written_down_and_begins_with_the_defaults(stage: Stage):
    mia = stage.mia
    opened = await mia.slash("config mentors rules")
    saved = await mia.submit(opened)
    assert "3 days" in saved.text
    assert "at most 5" in saved.text
    assert "3 months" in saved.text
    assert "Nobody changed anything" in (await mia.slash("config log")).text
    place = stage.channel("weekly-nudges")
    saved = await set_rules(stage, **{ANSWER: "1", MOST: "2", MONTHS: "6", REPORTS: place})
    assert "1 day" in saved.text
    assert f"<#{place}>" in saved.text
    log = (await mia.slash("config log")).text
    for line in (
        "`3` → `1`",
        "`5` → `2`",
        "`3` → `6`",
        f"Channel of reports: not set → <#{place}>",
    ):
        assert line in log
    refused = await stage.ana.slash("config mentors rules", force=True)
    assert "Manage Server" in refused.text


async def test_a_channel_where_reports_would_not_arrive_is_refused(stage: Stage):
    refused = await set_rules(stage, **{REPORTS: stage.channel("mods-only")})
    assert "gone or hidden" in refused.text or "lacks" in refused.text
    assert "no channel yet" in (await set_rules(stage)).text


async def test_a_mentor_has_as_many_days_as_the_rules_say(stage: Stage):
    ana, ben = stage.ana, stage.ben
    await set_rules(stage, **{ANSWER: "1"})
    await be_mentor(stage, ben)
    assert "They have 1 day;" in (await write(ana)).plain_text
    await ask(ana)
    await later(stage, hours=11, minutes=59)
    assert told(ben, "still waiting for your answer") == []
    await later(stage, minutes=2)
    assert len(told(ben, "still waiting for your answer")) == 1
    await later(stage, hours=12)
    [moved] = told(ben, "I've asked someone else this time")
    assert "waited 1 day" in moved.plain_text


async def test_no_mentor_has_more_learners_than_the_rules_say(stage: Stage):
    ana, ben, noor = stage.ana, stage.ben, stage.person("noor")
    await be_mentor(stage, ben, **{HOW_MANY: "3"})
    await ask(ana)
    await later(stage, minutes=1)
    await ben.click(told(ben, WANTED)[0], "Accept")
    await set_rules(stage, **{MOST: "1"})
    assert "No mentor is free" in (await noor.slash("mentor find")).text
    assert "Learners: 1 of 1" in (await ben.slash("mentees availability")).plain_text
    await set_rules(stage, **{MOST: "5"})
    assert "Learners: 1 of 3" in (await ben.slash("mentees availability")).plain_text
    assert "Ask" in (await noor.slash("mentor find")).buttons


async def test_a_mentorship_is_planned_for_as_many_months_as_the_rules_say(stage: Stage):
    ana, ben = stage.ana, stage.ben
    await set_rules(stage, **{MONTHS: "1"})
    await be_mentor(stage, ben)
    await ask(ana)
    await later(stage, minutes=1)
    started = await ben.click(told(ben, WANTED)[0], "Accept")
    # The stage begins on 8 December 2026.
    assert "8 January 2027" in started.plain_text


async def test_who_may_mentor_is_chosen_by_itself(stage: Stage):
    mia, ben, role = stage.mia, stage.ben, new_role(stage)
    saved = await mia.submit(
        await mia.slash("config mentors role"), **{"The role of your mentors": role}
    )
    assert f"<@&{role}>" in saved.text
    assert "role that you don't have" in (await ben.slash("mentees availability")).text
    assert f"Mentors: not set → <@&{role}>" in (await mia.slash("config log")).text


async def test_rules_are_carried_in_the_file_of_settings(stage: Stage):
    from tests.e2e.test_community_data import exported, imported

    mia, place = stage.mia, stage.channel("weekly-nudges")
    await set_rules(stage, **{ANSWER: "7", REPORTS: place})
    file = await exported(stage)
    assert file["mentor_rules"]["answer_days"] == 7
    gone = await mia.click(
        await mia.slash("config data purge"), "Delete all settings and stop the posts"
    )
    assert "All settings are deleted" in gone.text
    preview = await imported(stage, file)
    assert "Days to answer: `3` → `7`" in preview.text
    await mia.click(preview, "Import all of it")
    assert "7 days" in (await set_rules(stage)).text
    file["mentor_rules"]["reports_channel"] = f"discord:{stage.channel('mods-only')}"
    assert "isn't in this server" in (await imported(stage, file)).text
    del file["mentor_rules"]
    assert "Nothing would change" in (await imported(stage, file)).text


@pytest.mark.parametrize("spoiled", [0, 8, "3", None])
async def test_rules_out_of_their_range_are_not_imported(stage: Stage, spoiled: Any):
    from tests.e2e.test_community_data import exported, imported

    file = await exported(stage)
    file["mentor_rules"]["answer_days"] = spoiled
    assert r"mentor\_rules.answer\_days" in (await imported(stage, file)).plain_text
