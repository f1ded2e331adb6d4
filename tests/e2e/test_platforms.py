"""What plays on both platforms, and that the list of what cannot is exactly that."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.e2e.platforms import EXCEPTIONS

HERE = Path(__file__).parent
PLAYED = {"test_career", "test_goal_story", "test_mentoring", "test_reminders"}


def test_these_dialogues_play_on_both():
    found = {
        one.stem
        for one in HERE.glob("test_*.py")
        if "\npytestmark = on_both\n" in one.read_text(encoding="utf-8")
    }
    assert found == PLAYED


def test_every_exception_names_a_dialogue_and_says_why():
    # Each is a strict xfail: it fails there, or the test run does.
    for name, why in EXCEPTIONS.items():
        file, _, test = name.partition("::")
        tree = ast.parse((HERE / f"{file}.py").read_text(encoding="utf-8"))
        tests = {one.name for one in tree.body if isinstance(one, ast.AsyncFunctionDef)}
        assert file in PLAYED
        assert test.partition("[")[0] in tests
        assert why.endswith(".")
    assert len(EXCEPTIONS) == 3
