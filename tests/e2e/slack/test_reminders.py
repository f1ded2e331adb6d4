"""Reminders and check-ins on Slack: nobody is asked for a zone, and each arrives once."""

from __future__ import annotations

import pytest

from playground.slack import Reply
from tests.e2e.slack.stage import SlackStage


@pytest.fixture(autouse=True)
def everybody_is_met(stage: SlackStage) -> None:
    stage.meet(stage.ana, stage.mia, stage.noor, stage.person("Ben"))


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no time pass before another attempt."""
    monkeypatch.setattr("bot.schedule.sender.back_off", lambda *_: 0.0)


async def saved(stage: SlackStage, text: str = 'me "Call PMI" tomorrow 9am') -> Reply:
    draft = await stage.noor.slash("/tpm", f"remind {text}")
    return await stage.noor.click(draft, draft.buttons[0])


async def arrived(stage: SlackStage, count: int = 1) -> list[Reply]:
    """Return the reminders that came, beside the message that says where they come."""
    return [one for one in await stage.noor.dms(count + 1) if "Call PMI" in one.text]


async def test_the_zone_is_slacks_and_nobody_is_asked(stage: SlackStage):
    draft = await stage.noor.slash("/tpm", 'remind me "Call PMI" tomorrow 9am')
    assert "Call PMI" in draft.text
    assert "Dubai" in draft.text
    assert "09:00" in draft.text
    settings = await stage.noor.slash("/tpm", "me settings")
    assert "Asia/Dubai" in settings.text


async def test_what_is_missing_is_asked_with_what_was_typed(stage: SlackStage):
    form = await stage.ana.slash("/tpm", "remind me Call PMI")
    fields = {one["block_id"]: one["element"] for one in form.view["blocks"]}
    assert fields["text"]["initial_value"] == "Call PMI"
    draft = await stage.ana.submit(form, when="tomorrow 9am")
    assert "Call PMI" in draft.text


async def test_a_reminder_arrives_once_as_a_direct_message(stage: SlackStage):
    await saved(stage)
    await stage.advance(hours=30)
    [came] = await arrived(stage)
    assert "Call PMI" in came.text
    assert "Call PMI" in came.spoken
    assert not came.ephemeral
    await stage.advance(hours=1)
    assert len(await arrived(stage)) == 1
    done = await stage.noor.click(came, came.buttons[0])
    assert done.text


@pytest.mark.usefixtures("at_once")
async def test_an_answer_that_is_lost_is_looked_for_before_anything_is_sent_again(
    stage: SlackStage,
):
    await saved(stage)
    stage.server.faults.refuse("fatal_error", "chat.postMessage", apply=True)
    await stage.advance(hours=30)
    await stage.advance(hours=1)
    assert len(stage.asked("conversations.history")) == 1
    assert len(stage.asked("chat.postMessage")) == 2
    assert len(await arrived(stage)) == 1
    assert not stage.server.workspace.honours_client_msg_id


@pytest.mark.usefixtures("at_once")
async def test_what_was_refused_before_it_was_posted_comes_later(stage: SlackStage):
    await saved(stage)
    stage.server.faults.refuse("fatal_error", "chat.postMessage")
    await stage.advance(hours=30)
    await stage.advance(hours=1)
    assert len(await arrived(stage)) == 1
    await stage.advance(hours=1)
    assert len(await arrived(stage)) == 1


@pytest.mark.parametrize(
    ("error", "says"),
    [("messages_tab_disabled", "Messages tab"), ("user_disabled", "takes no direct message")],
)
async def test_what_slack_refuses_for_good_waits_in_the_inbox_with_its_reason(
    stage: SlackStage, error: str, says: str
):
    await saved(stage, 'me "Call PMI" tomorrow 9am')
    stage.server.faults.refuse(error, "chat.postMessage")
    stage.noor.user.locale = "en-US"
    stage.client.directory.forget(stage.noor.id)
    await stage.advance(hours=30)
    await stage.advance(minutes=1)
    kept = await stage.noor.slash("/tpm", "me inbox")
    assert "Call PMI" in kept.text
    assert says in kept.text


async def test_a_check_in_begins_with_one_press(stage: SlackStage):
    ben = stage.person("Ben")
    offered = await ben.slash("/nudge", "settings")
    assert "Europe/London" in offered.text
    await ben.click(offered, offered.buttons[0])
    await stage.advance(days=7)
    [_where, came] = await ben.dms(2)
    assert came.buttons
    assert "Europe/London" in (await ben.slash("/nudge", "settings")).text


async def test_beginners_are_not_asked_where_they_live(stage: SlackStage):
    form = await stage.noor.slash("/start")
    asked = [one["block_id"] for one in form.view["blocks"] if one["type"] == "input"]
    assert asked == ["today", "role", "hours"]
