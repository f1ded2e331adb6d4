"""What a form was sent with, held against what it showed and what is there now."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogues.forms import (
    ChannelChoice,
    Choice,
    Form,
    Line,
    find_changed,
    find_changes,
    mark,
    read_sent,
)

TOPICS = (("Agile", "agile"), ("AI", "ai"), ("Risk", "risk"))
FORM = Form(
    "Post",
    (
        Line("time", "At what time?"),
        ChannelChoice("channel", "Where?"),
        Choice("topics", "About what?", TOPICS, most=3),
        Choice("day", "When?", (("Monday", "0"), ("Sunday", "6"))),
    ),
    {"time": "09:00", "channel": "discord:1", "topics": ("ai", "agile"), "day": "0"},
)
SHOWN = mark(FORM)
AS_SHOWN = {"time": "09:00", "channel": "discord:1", "topics": ("agile", "ai"), "day": "0"}


def now(**changed: object) -> Form:
    return replace(FORM, now={**(FORM.now or {}), **changed})


def test_what_is_sent_as_it_was_shown_stays_as_it_is_now():
    later = now(time="10:00", topics=("risk",), channel="")
    found = find_changes(later, SHOWN, AS_SHOWN)
    assert found.overtaken == ()
    assert found.values == dict(later.now or {})


def test_what_only_one_changed_is_theirs():
    sent = AS_SHOWN | {"time": " 11:00 ", "topics": ()}
    found = find_changes(now(channel="discord:2"), SHOWN, sent)
    assert found.overtaken == ()
    assert found.values == {
        "time": " 11:00 ",
        "channel": "discord:2",
        "topics": (),
        "day": "0",
    }


def test_what_both_changed_is_told_unless_they_agree():
    sent = AS_SHOWN | {"time": "11:00", "day": "6"}
    found = find_changes(now(time="10:00", day="6"), SHOWN, sent)
    assert [one.key for one in found.overtaken] == ["time"]
    # Shown once, the press that follows decides; changed again, it is shown again.
    assert find_changes(now(time="10:00", day="6"), found.marks, sent).overtaken == ()
    again = find_changes(now(time="12:00", day="6"), found.marks, sent)
    assert [one.key for one in again.overtaken] == ["time"]


def test_of_something_new_everything_is_used():
    new = replace(FORM, now=None)
    assert mark(new) == ""
    assert find_changes(new, "", AS_SHOWN).values == AS_SHOWN
    assert find_changed(new, "", AS_SHOWN) == AS_SHOWN


@pytest.mark.parametrize("marks", ["", "abc", SHOWN + "abcd", SHOWN[4:]])
def test_marks_of_another_versions_form_let_everything_be_used(marks: str):
    sent = AS_SHOWN | {"time": "11:00"}
    assert find_changes(now(time="10:00"), marks, sent).values == sent


def test_a_choice_that_was_not_offered_is_refused():
    assert read_sent(FORM, {"day": ("6",), "topics": ("ai",), "time": "9"}) == {
        "time": "9",
        "channel": "",
        "topics": ("ai",),
        "day": "6",
    }
    for forged in ({"day": ("7",)}, {"day": ("0", "6")}, {"topics": ("ai", "x")}):
        with pytest.raises(ValueError, match=r"day|topics"):
            read_sent(FORM, forged)
