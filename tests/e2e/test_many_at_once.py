"""Much that falls due at one moment comes as one message, and each of it stays in reach."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

import pytest

from playground.component_limits import walk
from playground.reading import buttons_of
from playground.reply import Reply
from tests.e2e.stage import Stage
from tests.e2e.test_member_story import choose, opt_in, remind

NINE = time(9)


async def due_at_nine(stage: Stage, count: int, length: int = 0) -> Reply:
    """Let as many reminders come at 09:00 and return the only message that brings them."""
    await choose(stage.ana, "By direct message")
    for number in range(1, count + 1):
        await remind(stage, f"Thing {number:02} {'_x' * (length // 2)}".strip()[:500], NINE)
    return await at_nine(stage)


async def at_nine(stage: Stage) -> Reply:
    before = len(stage.ana.sees(dm=True))
    stage.server.clock.advance(stage.until(9) + timedelta(minutes=1))
    await stage.catch_up()
    [message] = stage.ana.sees(dm=True)[before:]
    return message


def openers(message: Reply) -> list[str]:
    return [b["custom_id"] for b in buttons_of(message.message) if b["label"] == "Open"]


def things(text: str) -> Iterator[int]:
    return (n for n in range(1, 51) if f"Thing {n:02}" in text)


def outline(message: Reply) -> list[str]:
    """Return what stands in the message, from its top: text, and the labels of rows."""
    [container] = message.message["components"]
    told: list[str] = []
    for one in container["components"]:
        inner: list[dict[str, Any]] = one.get("components", [])
        labels = [inside["label"] for inside in inner if "label" in inside]
        told.append(one.get("content", "") or " ".join(labels))
    return [part for part in told if part]


@pytest.mark.parametrize(
    ("count", "length"),
    [(2, 0), (3, 0), (4, 0), (7, 0), (12, 0), (13, 0), (50, 0), (2, 500), (7, 500), (50, 500)],
)
async def test_however_many_come_at_once_they_are_one_message_and_all_in_reach(
    stage: Stage, count: int, length: int
):
    message = await due_at_nine(stage, count, length)
    assert f"{count} messages" in message.text
    assert len(list(walk(message.message["components"]))) <= 40
    assert sum(len(one.get("content", "")) for one in walk(message.message["components"])) <= 4000
    seen = list(things(message.plain_text))
    if count == 2:
        assert message.buttons == ["Done", "In 1 hour", "In 1 day", "Stop"] * 2
        assert seen == [1, 2]
        return
    assert message.buttons.count("Open") == len(seen)
    if "Show them" in message.buttons:
        assert f"{count - len(seen)} more messages came with these" in message.text
        listed = await stage.ana.click(message, "Show them")
        while True:
            seen += things(listed.plain_text)
            if "Next" not in listed.buttons:
                break
            listed = await stage.ana.click(listed, "Next")
        last = await stage.ana.click(listed, openers(listed)[-1])
        assert f"Thing {count:02}" in last.plain_text
    assert seen == list(range(1, count + 1))
    assert message.now() == message


async def test_two_have_their_own_buttons_right_under_their_words(stage: Stage):
    message = await due_at_nine(stage, 2)
    buttons = "Done In 1 hour In 1 day Stop"
    assert outline(message) == [
        "## 2 messages",
        "### Reminder\nThing 01",
        buttons,
        "### Reminder\nThing 02",
        buttons,
    ]


async def test_what_is_opened_of_many_has_its_buttons_and_they_work(stage: Stage):
    message = await due_at_nine(stage, 12)
    assert "Show them" not in message.buttons
    fifth = await stage.ana.click(message, openers(message)[4])
    assert "Thing 05" in fifth.text
    assert fifth.buttons[:4] == ["Done", "In 1 hour", "In 1 day", "Stop"]
    stopped = await stage.ana.click(fifth, "Stop")
    assert "Stopped" in stopped.text
    assert "Thing 05" in (await stage.ana.click(message, openers(message)[4])).text
    assert "not for you" in (await stage.ben.click(await called(stage), "Read it")).text


async def called(stage: Stage) -> Reply:
    """Let the same come again where others read, and return the call."""
    await choose(stage.ana, "In this channel")
    stage.server.clock.advance(timedelta(days=1))
    await stage.catch_up()
    return (await stage.posts("general", count=1))[-1]


async def test_a_check_in_a_goal_and_reminders_come_together(stage: Stage):
    await stage.ana.slash("goal add", title="Finish Domain II", due="2026-12-21")
    await opt_in(stage)
    await stage.ana.slash("me settings", timezone="Europe/Rome")
    await remind(stage, "Water the plants", time(8))
    stage.server.clock.jump(stage.server.clock.now().replace(day=14, hour=7, minute=30))
    await stage.catch_up()
    before = len(stage.ana.sees(dm=True))
    stage.server.clock.advance(timedelta(minutes=31))
    await stage.catch_up()
    [message] = stage.ana.sees(dm=True)[before:]
    assert "3 messages" in message.text
    assert "Due in 7 days" in message.text
    assert "Water the plants" in message.text
    assert "One thing for this week" in message.text
    opened = [await stage.ana.click(message, own_id) for own_id in openers(message)]
    assert {one.buttons[0] for one in opened} == {"Done"}
    assert any("Stop check-ins" in one.buttons for one in opened)
    assert any("Move the date" in one.buttons for one in opened)
    assert any("In 1 hour" in one.buttons for one in opened)


async def test_many_that_wait_where_others_read_are_read_as_one(stage: Stage):
    await choose(stage.ana, "In this channel")
    for number in range(1, 21):
        await remind(stage, f"Thing {number:02}", NINE)
    stage.server.clock.advance(stage.until(9) + timedelta(minutes=1))
    await stage.catch_up()
    [call] = await stage.posts("general", count=1)
    assert "Thing" not in call.text
    read = await stage.ana.click(call, "Read it")
    assert read.ephemeral
    assert read.followups == []
    rest = await stage.ana.click(read, "Show them")
    assert rest.ephemeral
    assert list(things(read.text + rest.text)) == list(range(1, 21))
    assert "Thing 20" in (await stage.ana.click(rest, openers(rest)[-1])).text


async def test_the_rest_is_in_reach_when_the_first_is_deleted(stage: Stage):
    message = await due_at_nine(stage, 15)
    listed = await stage.ana.slash("remind list")
    shown = await stage.ana.click(listed, "Open")
    await stage.ana.click(await stage.ana.click(shown, "Delete…"), "Delete it")
    rest = await stage.ana.click(message, "Show them")
    assert list(things(rest.text)) == [12, 13, 14, 15]
