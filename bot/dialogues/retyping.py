"""A command's options as a form: what was refused is corrected there, with all else that was typed.

A form has room for five. What is left over goes along in the form's arguments, so that the form
can still be sent after a restart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.dialogues.forms import ChannelChoice, Choice, Field, Form, Line
from bot.dialogues.seam import Command, File, Parameter
from bot.model import ChannelId

# docs: components/reference, "Modal": at most five; "Text Input": at most 4,000 characters
_MOST_FIELDS = 5
_LONGEST = 4000
# A form's arguments, its verb and its command share 100 characters.
_LONGEST_LEFT_OVER = 24


def leave_over(command: Command, typed: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return what a form of a command's options has no room for: name, value and so on.

    None where no form can hold what was typed: nothing was, or a file, or far too much.
    """
    if not typed or any(one.type is File for one in command.parameters):
        return None
    if any(len(text) > _LONGEST for text in typed.values()):
        return None
    by_length = sorted(command.parameters, key=lambda one: len(typed.get(one.name, "")))
    over = by_length[: max(len(by_length) - _MOST_FIELDS, 0)]
    if any(len(typed.get(one.name, "")) > _LONGEST_LEFT_OVER for one in over):
        return None
    return tuple(part for one in over for part in (one.name, typed.get(one.name, "")))


def draw_form(command: Command, left_over: Sequence[str]) -> Form:
    """Return a command's options as the fields of a form, without those that are left over."""
    names = left_over[::2]
    fields = tuple(_field(one) for one in command.parameters if one.name not in names)
    return Form(f"/{command.name}", fields[:_MOST_FIELDS])


def _field(one: Parameter) -> Field:
    # Named as in the command that was typed, which has one name in every language.
    hint = one.option.hint
    if one.option.choices:
        options = tuple((label, str(value)) for label, value in one.option.choices)
        return Choice(one.name, one.name, options, hint, is_required=one.is_required)
    if one.type is ChannelId:
        return ChannelChoice(one.name, one.name, hint, is_required=one.is_required)
    suggest = one.option.suggest
    return Line(one.name, one.name, hint, _LONGEST, is_required=one.is_required, suggest=suggest)
