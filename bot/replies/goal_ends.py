"""What the bot says about goals that end, or are open again after all; all of it is private."""

from __future__ import annotations

from datetime import date

from bot.cards import Alert, Block, Button, Card, Facts, Inline, Note, Role, Strong, Text, inline
from bot.model import Goal, GoalState, Schedule
from bot.replies.goals import alert_rows, due_words, state_words, toggle
from bot.words import _, plural


def _dropped_goals() -> Button:
    return Button(_("Dropped goals"), "goal.list", ("dropped",))


def done(goal: Goal) -> Card:
    """Celebrate a finished goal and offer the way back."""
    return Card(
        title=_("Well done!"),
        summary=_("Goal done: {title}", title=goal.title),
        blocks=(
            Text(inline(_("{title} is done."), title=Strong(goal.title))),
            Note((_("Pressed by mistake? Reopen it below; nothing is lost."),)),
        ),
        actions=(toggle(goal), Button(_("Open goals"), "goal.list", ("open",))),
        role=Role.GOOD,
    )


def reopened(goal: Goal, today: date, alerts: Schedule | None) -> Card:
    """Confirm that a goal that had ended is open again, and say when it alerts."""
    rows = alert_rows(alerts)
    return Card(
        title=_("Goal is open again"),
        summary=_("Goal reopened: {title}", title=goal.title),
        blocks=(
            Text((Strong(goal.title), " · ", due_words(goal.due_on, today))),
            *((Facts(rows),) if rows else ()),
        ),
        actions=(toggle(goal), Button(_("All goals"), "goal.list", ("open",))),
    )


def dropped(goal: Goal, why: str | None) -> Card:
    """Confirm that a goal is given up, with why, and offer the way back."""
    told: tuple[Block, ...] = (Text((why,)),) if why else ()
    return Card(
        title=_("Goal dropped"),
        summary=_("Goal dropped: {title}", title=goal.title),
        blocks=(
            Text(inline(_("{title} is dropped."), title=Strong(goal.title))),
            *told,
            Note(
                (
                    _(
                        "It's kept with its history and sends no alerts. Changed your mind? "
                        "Reopen it."
                    ),
                )
            ),
        ),
        actions=(toggle(goal), _dropped_goals(), Button(_("Open goals"), "goal.list", ("open",))),
        role=Role.INFO,
    )


def ask_delete(goal: Goal, events: int, alerts: Schedule | None, today: date) -> Card:
    """Say what goes with a goal before it is deleted."""
    history = plural("{n} entry", "{n} entries", events)
    rows: tuple[tuple[str, Inline], ...] = (
        (_("The goal"), (Strong(goal.title), " · ", state_words(goal, today))),
        (_("Its history"), (history,)),
        (_("Its alerts"), (_alerts_that_go(goal, alerts),)),
    )
    is_open = goal.state is GoalState.OPEN
    instead: tuple[Block, ...] = (
        (Note((_("Dropping it instead keeps its history and stops its alerts."),)),)
        if is_open
        else ()
    )
    return Card(
        title=_("Delete this goal?"),
        summary=_("Delete the goal: {title}", title=goal.title),
        blocks=(
            Facts(rows, heading=_("What will be deleted")),
            Alert((_("You can undo this for a day. After that it's gone for good."),)),
            *instead,
        ),
        actions=(
            Button(_("Delete it"), "goal.delete", (goal.id,), style="danger"),
            *((Button(_("Drop…"), "goal.drop", (goal.id,)),) if is_open else ()),
            Button(_("Keep it"), "goal.show", (goal.id,)),
        ),
        role=Role.BAD,
    )


def _alerts_that_go(goal: Goal, alerts: Schedule | None) -> str:
    if alerts is None:
        return _("none")
    if alerts.next_run_at is None or goal.state is not GoalState.OPEN:
        return _("the record of those already sent")
    return _("upcoming ones, and the record of those already sent")


def deleted(goal: Goal) -> Card:
    """Confirm a deletion, with the way back for a day."""
    return Card(
        title=_("Goal deleted"),
        summary=_("Goal deleted: {title}", title=goal.title),
        blocks=(
            Text(
                inline(
                    _("{title} is in no list any more and sends no alerts."),
                    title=Strong(goal.title),
                )
            ),
            Note(
                (
                    _(
                        "It's kept for a day so that you can undo this, and erased for good within "
                        "two days, history and alerts included."
                    ),
                )
            ),
        ),
        actions=(
            Button(_("Undo: bring it back"), "goal.restore", (goal.id,)),
            Button(_("Open goals"), "goal.list", ("open",)),
        ),
        role=Role.GOOD,
    )


def restored(goal: Goal, today: date, alerts: Schedule | None) -> Card:
    """Confirm that a deleted goal is back as it was."""
    rows = alert_rows(alerts) if goal.state is GoalState.OPEN else ()
    return Card(
        title=_("Goal is back"),
        summary=_("Goal brought back: {title}", title=goal.title),
        blocks=(
            Text((Strong(goal.title), " · ", state_words(goal, today))),
            *((Facts(rows),) if rows else ()),
        ),
        actions=(
            Button(_("Open"), "goal.show", (goal.id,)),
            Button(_("All goals"), "goal.list", ("open",)),
        ),
        role=Role.GOOD,
    )
