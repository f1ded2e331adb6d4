"""Titles of goals that are made from messages."""

from __future__ import annotations

import pytest

from bot.errors import InvalidInputError
from bot.services.goals import MAX_TITLE, title_from


def test_a_message_becomes_one_line():
    assert title_from("  read\n\nthe\tguide ") == "read the guide"


@pytest.mark.parametrize(
    "message", ["word " * 100, "x" * 500, "\N{CJK UNIFIED IDEOGRAPH-6F22}" * 300]
)
def test_a_long_message_is_cut_and_says_so(message: str):
    title = title_from(message)
    assert len(title) <= MAX_TITLE
    assert title.endswith("…")
    assert message.startswith(title[:-1])
    assert len(title) > MAX_TITLE - 10


def test_a_title_of_just_the_right_length_stays():
    assert title_from("x" * MAX_TITLE) == "x" * MAX_TITLE


@pytest.mark.parametrize("message", ["", "  \n", "\u200b", "\N{FRAME WITH PICTURE}", "***"])
def test_a_message_without_words_is_refused(message: str):
    with pytest.raises(InvalidInputError, match="no text"):
        title_from(message)
