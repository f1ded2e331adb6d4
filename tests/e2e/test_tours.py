"""Every guided tour goes as it is told, with the real bot."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo import TOURS
from playground.dialogue import DialogueError, load_dialogue, replay
from tests.e2e.stage import Stage

FILES = sorted(TOURS.glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
async def test_a_tour_goes_as_told(stage: Stage, file: Path):
    await replay(stage.server, load_dialogue(file))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("title: [", "expected"),
        ("title: a", "title, summary and steps"),
        ("{title: a, summary: b, steps: [{person: Ana}]}", "step 1: a step has a person"),
        ("{title: a, summary: b, steps: [{person: A, text: b, dance: 1}]}", "unknown: dance"),
        ("{title: a, summary: b, steps: [{person: A, text: b, say: a, press: b}]}", "one deed"),
    ],
)
def test_a_broken_dialogue_names_its_file_and_step(tmp_path: Path, text: str, reason: str):
    file = tmp_path / "broken.yaml"
    file.write_text(text)
    with pytest.raises(DialogueError, match=reason) as refused:
        load_dialogue(file)
    assert str(file) in str(refused.value)


async def test_a_dialogue_that_goes_otherwise_says_what_was_seen(stage: Stage, tmp_path: Path):
    file = tmp_path / "wrong.yaml"
    step = "{person: Ana, text: asks, slash: help, sees: No such words}"
    file.write_text(f"{{title: a, summary: b, steps: [{step}]}}")
    with pytest.raises(AssertionError, match=r"wrong, step 1 \(asks\): Ana does not see"):
        await replay(stage.server, load_dialogue(file))
