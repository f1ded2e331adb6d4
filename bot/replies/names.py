"""What the bot asks when a name that was typed may mean several things, or none for sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.cards import Block, Button, Card, Item, Items, Note, Text
from bot.catalogue.meaning import Named
from bot.errors import Sought
from bot.model import Goal
from bot.replies import failures
from bot.replies.goals import due_words
from bot.replies.refusals.catalogue import unknown_called
from bot.replies.times import local_day
from bot.words import N_, _, plural

_MOST_BUTTONS = 5
# What every phone shows of a button: names that differ further on are told apart in a list.
_SHORT = 60
_SEVERAL = {
    Sought.CERTIFICATION: N_("Several certifications fit “{name}”."),
    Sought.ROLE: N_("Several job roles fit “{name}”."),
    Sought.STAGE: N_("Several stages fit “{name}”."),
    Sought.SKILL: N_("Several skills fit “{name}”."),
    Sought.FOCUS: N_("Several focuses fit “{name}”."),
    Sought.TOPIC: N_("Several topics fit “{name}”."),
    Sought.TERM: N_("Several terms fit “{name}”."),
    Sought.GOAL: N_("Several of your goals fit “{name}”."),
    Sought.ZONE: N_("Several time zones fit “{name}”."),
    Sought.DAY: N_("“{name}” can mean several days."),
    Sought.TIME: N_("“{name}” can mean several times of day."),
}


def several(what: Sought, name: str, draft_id: str, things: Sequence[Named], more: int) -> Card:
    """Ask which of the things that fit a name is meant; ``more`` fit that are not shown."""
    told = _(_SEVERAL[what], name=name)
    shown, buttons = _offered(draft_id, things)
    notes: list[Block] = []
    if more:
        notes.append(
            Note(
                (
                    plural(
                        "{n} more fits: type more of the name to find it.",
                        "{n} more fit: type more of the name to find them.",
                        more,
                    ),
                )
            )
        )
    return Card(
        title=_("Which one do you mean?"),
        summary=told,
        blocks=(Text((told,)), *shown, *notes),
        actions=buttons,
        pager=("name.list", draft_id) if shown else (),
        is_personal=True,
    )


def nothing(what: Sought, name: str, draft_id: str, nearest: Sequence[Named]) -> Card:
    """Say that nothing has a name, and offer what is near it, if anything is."""
    card = failures.refused(unknown_called(what, name))
    if not nearest:
        return replace(card, is_personal=True)
    shown, buttons = _offered(draft_id, nearest)
    asked = Text(
        (_("Did you mean this one?") if len(nearest) == 1 else _("Did you mean one of these?"),)
    )
    return replace(
        card,
        blocks=(asked, *shown, *card.blocks),
        actions=buttons,
        pager=("name.list", draft_id) if shown else (),
        is_personal=True,
    )


def of_goal(goal: Goal, today: date, zone: str | None) -> str:
    """Say what tells a goal from another of the same title."""
    if goal.done_at is not None:
        return _("reached on {day}", day=local_day(goal.done_at, zone).isoformat())
    due, added = due_words(goal.due_on, today), local_day(goal.created_at, zone)
    return _("{due}, added on {day}", due=due, day=added.isoformat())


def _offered(
    draft_id: str, things: Sequence[Named]
) -> tuple[tuple[Items, ...], tuple[Button, ...]]:
    """Return a few things as buttons, more or like ones as a list with a button for each."""
    if len({one.label[:_SHORT] for one in things}) == len(things) <= _MOST_BUTTONS:
        return (), tuple(
            Button(one.label, "name.choose", (draft_id, str(at))) for at, one in enumerate(things)
        )
    items = (
        Item(
            one.label,
            (one.detail,) if one.detail else (),
            Button(_("This one"), "name.choose", (draft_id, str(at))),
        )
        for at, one in enumerate(things)
    )
    return (Items(tuple(items)),), ()
