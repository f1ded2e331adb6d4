"""The wording of questions that no button holds: exact, bounded, and gone when it is old."""

from __future__ import annotations

import pytest

from bot.errors import StaleActionError
from bot.services.questions import MOST_QUESTIONS, Questions


@pytest.mark.parametrize(
    "text", ["pmp", "how long to study", "AZ-900?", "under $300", "é", "x" * 6000, "a_b", " pmp "]
)
def test_a_question_comes_back_as_it_was(text: str):
    asked = Questions()
    token = asked.keep(text)
    assert len(token) <= 30
    assert asked.recall(token) == text


def test_the_oldest_go_first():
    asked = Questions()
    tokens = [asked.keep(f"Question {number}?") for number in range(MOST_QUESTIONS + 1)]
    assert len(asked) == MOST_QUESTIONS
    assert asked.recall(tokens[-1]) == f"Question {MOST_QUESTIONS}?"
    with pytest.raises(StaleActionError):
        asked.recall(tokens[0])
