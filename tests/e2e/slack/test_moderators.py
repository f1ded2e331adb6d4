"""What moderators set up on Slack, and members' own data."""

from __future__ import annotations

import json

import pytest

from tests.e2e.slack.stage import SlackStage


@pytest.fixture(autouse=True)
def everybody_is_met(stage: SlackStage) -> None:
    stage.meet(stage.ana, stage.mia, stage.noor)


async def test_a_post_comes_to_the_channel_it_was_set_up_for(stage: SlackStage):
    [nudge, *_others] = stage.choices("config channel set", "purpose")
    said = f"channel set purpose:{nudge} channel:#weekly-nudges"
    done = await stage.mia.slash("/config", said)
    assert "weekly-nudges" in done.spoken
    for _ in range(7):
        await stage.advance(days=1)
    [post] = await stage.ana.posts("weekly-nudges")
    assert post.text
    assert post.spoken


async def test_a_private_channel_without_the_bot_is_refused_in_words(stage: SlackStage):
    [nudge, *_others] = stage.choices("config channel set", "purpose")
    said = f"channel set purpose:{nudge} channel:#mods-only"
    refused = await stage.mia.slash("/config", said)
    assert "channel cannot be" in refused.text


async def test_a_command_that_needs_a_file_says_so(stage: SlackStage):
    refused = await stage.mia.slash("/config", "data import")
    assert "cannot be attached" in refused.text


async def test_what_is_stored_is_handed_over_as_a_direct_message(stage: SlackStage):
    await stage.ana.slash("/goal", "add Pass the exam")
    await stage.ana.slash("/privacy", "export", wait=False)
    told = await stage.shows(stage.ana, "in your direct messages")
    assert told.ephemeral
    [file] = [file for one in stage.ana.sees(dm=True) for file in one.message.get("files", ())]
    held = json.loads(stage.ana.reads(file))
    assert "Pass the exam" in json.dumps(held)


async def test_a_form_of_a_member_is_found_after_half_an_hour_in_direct_messages(
    stage: SlackStage,
):
    form = await stage.ana.slash("/goal", "add")
    stage.server.workspace.windows.skip(31 * 60)
    await stage.ana.send(form, title="Pass the exam")
    [came] = await stage.ana.dms()
    assert "Pass the exam" in came.text
