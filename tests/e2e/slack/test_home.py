"""The Home tab: goals, what comes next, the inbox - by the same cards as everywhere."""

from __future__ import annotations

import pytest

from bot.platforms.slack.home import _blocks
from bot.platforms.slack.limits import HOME_BLOCKS
from bot.platforms.slack.renderer import Rendered, rich
from bot.platforms.slack.richtext import Reader
from playground.slack.reading import text_of
from tests.e2e.slack.stage import SlackStage


@pytest.fixture(autouse=True)
def everybody_is_met(stage: SlackStage) -> None:
    stage.meet(stage.ana, stage.mia, stage.noor)


async def test_it_shows_goals_what_comes_next_and_the_inbox(stage: SlackStage):
    empty = await stage.ana.home()
    assert "No goals yet" in empty.text
    assert "inbox is empty" in empty.text
    stage.server.faults.refuse("messages_tab_disabled", "chat.postMessage", times=100)
    await stage.ana.slash("/goal", f"add Pass the exam due:{stage.day(9)}")
    await stage.advance(days=3)
    shown = await stage.ana.home()
    assert "Pass the exam" in shown.text.partition("inbox")[0]
    assert "Europe/Rome" in shown.text
    assert "Pass the exam" in shown.text.rpartition("inbox")[2]


async def test_it_is_in_the_language_of_who_looks_and_nobody_elses(stage: SlackStage):
    await stage.ana.slash("/goal", "add Pass the exam")
    theirs = await stage.noor.home()
    assert "Pass the exam" not in theirs.text
    assert "Impostazioni" in theirs.text or "Fuso" in theirs.text


async def test_what_is_pressed_there_is_answered_and_shown(stage: SlackStage):
    await stage.ana.slash("/goal", "add Pass the exam")
    shown = await stage.ana.home()
    await stage.ana.click(shown, "Open", wait=False)
    [card] = await stage.ana.dms()
    assert "Pass the exam" in card.text
    await stage.ana.click(card, "Done")
    again = await stage.ana.home()
    assert "Pass the exam" not in again.text


def test_what_does_not_fit_is_named():
    page = Rendered([rich([{"type": "text", "text": "x"}])] * 49, "Title\nrest", 1, 1)
    blocks = list(_blocks([page, page, page], Reader()))
    assert len(blocks) <= HOME_BLOCKS
    assert text_of(blocks[-1] if "blocks" in blocks[-1] else {"blocks": blocks}).endswith("Title")
