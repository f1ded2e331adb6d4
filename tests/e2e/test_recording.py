"""What people do can be written down, and replayed word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo import TOURS
from playground.dialogue import Performance, load_dialogue, replay
from playground.recording import Recording
from tests.e2e.stage import Stage


@pytest.mark.parametrize("name", ["3-goal", "5-weekly-posts"])
async def test_a_recorded_tour_can_be_replayed(stage: Stage, tmp_path: Path, name: str):
    recording, tour = Recording(stage.server), load_dialogue(TOURS / f"{name}.yaml")
    performance = Performance(stage.server, tour)
    for number in range(len(tour.steps)):
        await performance.perform(number)
    file = tmp_path / "recorded.yaml"
    file.write_text(recording.as_yaml(tour.title))
    recorded = load_dialogue(file)
    told = [(step.deed, step.argument) for step in tour.steps]
    assert [(step.deed, step.argument) for step in recorded.steps] == told
    assert all(step.sees for step in recorded.steps)
    recording.stop()
    await replay(stage.server, recorded)


async def test_a_press_on_an_older_message_says_where(stage: Stage, tmp_path: Path):
    recording = Recording(stage.server)
    first = await stage.ana.slash("goal add", title="Read chapter 1")
    await stage.ana.slash("help")
    await stage.ana.click(first, "Done")
    stage.ben.says("hello everybody")
    stage.server.clock.advance(stage.until(9) * 2)
    pressed, said = recording.steps[2:]
    assert (pressed["person"], pressed["press"], pressed["where"]) == ("Ana", "Done", "general")
    assert said["say"] == "hello everybody"
    file = tmp_path / "recorded.yaml"
    file.write_text(recording.as_yaml())
    recorded = load_dialogue(file)
    assert [step.deed for step in recorded.steps] == ["slash", "slash", "press", "say", "advance"]
    recording.stop()
    await replay(stage.server, recorded)
