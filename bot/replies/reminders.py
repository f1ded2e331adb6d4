"""What the bot says about a member's reminders; all of it is private."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.cards import (
    Alert,
    Audience,
    Block,
    Button,
    Card,
    CommandRef,
    Facts,
    Inline,
    Item,
    Items,
    Note,
    Role,
    Text,
    When,
)
from bot.model import Delivery, Frequency, Recurrence, Reminder, Schedule
from bot.replies.times import recurrence_words

REPEATS = {
    Frequency.ONCE: "Once",
    Frequency.DAILY: "Every day",
    Frequency.WEEKDAYS: "Monday to Friday",
    Frequency.WEEKLY: "Every week",
    Frequency.MONTHLY: "Every month",
}
_BACK = Button("All my reminders", "remind.list")


def due(reminder: Reminder, delivery: Delivery, is_late: bool) -> Card:
    """Return the reminder itself, as it reaches its member."""
    late: tuple[Block, ...] = (
        (Note(("This was due ", When(delivery.due_at), "; I could not send it then.")),)
        if is_late
        else ()
    )
    return Card(
        title="Reminder",
        summary=f"Reminder: {reminder.text}",
        blocks=(Text((reminder.text,)), *late),
        actions=(
            Button("Done", "remind.done", (delivery.id,), style="primary"),
            Button("In 1 hour", "remind.snooze", (delivery.id, "hour")),
            Button("In 1 day", "remind.snooze", (delivery.id, "day")),
            Button("Stop", "remind.stop", (delivery.id,), style="danger"),
        ),
        role=Role.BRAND,
        audience=Audience.POST,
    )


def understood(draft_id: str, text: str, recurrence: Recurrence, first_at: datetime) -> Card:
    """Show a wish back before it is saved."""
    return Card(
        title="Shall I remind you?",
        summary=f"Reminder understood: {text}",
        blocks=(
            Text((text,)),
            Facts(
                (
                    ("First", (When(first_at), " · ", When(first_at, "relative"))),
                    ("When", (recurrence_words(recurrence),)),
                )
            ),
            Note(("Nothing is saved yet.",)),
        ),
        actions=(
            Button("Save", "remind.save", (draft_id,), style="primary"),
            Button("Change", "remind.change", (draft_id,)),
            Button("Cancel", "remind.cancel", (draft_id,)),
        ),
        role=Role.BRAND,
    )


def refused(draft_id: str, message: str, hint: str) -> Card:
    """Say why a wish cannot be used, and offer to correct it."""
    return Card(
        title="Not saved yet",
        summary=message,
        blocks=(
            Alert((message,)),
            Text((hint,)),
            Note(("What you typed is kept: correct it in the form.",)),
        ),
        actions=(Button("Correct it", "remind.change", (draft_id,), style="primary"),),
        role=Role.WARN,
    )


def saved(reminder: Reminder, series: Schedule, next_at: datetime) -> Card:
    """Confirm a saved reminder."""
    return Card(
        title="Saved: I will remind you",
        summary=f"Saved: {reminder.text}",
        blocks=(Text((reminder.text,)), _times(series, next_at)),
        actions=(Button("Edit", "remind.edit", (reminder.id,)), _BACK),
        role=Role.GOOD,
    )


def cancelled() -> Card:
    """Say that nothing was saved."""
    return Card(
        title="Nothing was saved",
        summary="The draft is gone.",
        blocks=(Text(("I forgot the draft. Type it again with ", CommandRef("remind me"), ".")),),
    )


def listing(kept: Sequence[tuple[Reminder, Schedule | None, datetime | None]]) -> Card:
    """List a member's reminders, the next due first."""
    if not kept:
        return Card(
            title="You have no reminders",
            summary="No reminders yet.",
            blocks=(Text(("Add one with ", CommandRef("remind me"), ".")),),
        )
    count = f"{len(kept)} reminder{'' if len(kept) == 1 else 's'}"
    return Card(
        title="Your reminders",
        summary=f"You have {count}.",
        subtitle=f"{count} · only you can see this",
        blocks=(
            Items(
                tuple(
                    Item(one.text, _next(next_at), Button("Open", "remind.show", (one.id,)))
                    for one, _, next_at in kept
                )
            ),
        ),
        pager=("remind.list",),
    )


def shown(reminder: Reminder, series: Schedule | None, next_at: datetime | None) -> Card:
    """Show one reminder with what can be done with it."""
    run = (
        Button("Pause", "remind.pause", (reminder.id,))
        if next_at
        else Button("Resume", "remind.resume", (reminder.id,), style="primary")
    )
    return Card(
        title="Reminder",
        summary=f"Reminder: {reminder.text}",
        blocks=(Text((reminder.text,)), _times(series, next_at)),
        actions=(
            Button("Edit", "remind.edit", (reminder.id,)),
            run,
            Button("Delete…", "remind.ask", (reminder.id,), style="danger"),
            _BACK,
        ),
    )


def ask_delete(reminder: Reminder) -> Card:
    """Ask before a reminder is deleted."""
    return Card(
        title="Delete this reminder?",
        summary=f"Delete: {reminder.text}",
        blocks=(Text((reminder.text,)), Note(("Pausing keeps it without sending it.",))),
        actions=(
            Button("Delete it", "remind.delete", (reminder.id,), style="danger"),
            Button("Keep it", "remind.show", (reminder.id,)),
        ),
        role=Role.BAD,
    )


def deleted(reminder: Reminder) -> Card:
    """Confirm a deletion."""
    return Card(
        title="Reminder deleted",
        summary=f"Deleted: {reminder.text}",
        blocks=(Text((reminder.text,)),),
        actions=(_BACK,),
        role=Role.GOOD,
    )


def done(reminder: Reminder, next_at: datetime | None) -> Card:
    """Confirm a Done."""
    return Card(
        title="Done",
        summary=f"Done: {reminder.text}",
        blocks=(
            Text(("Next time: ", *_next(next_at)) if next_at else ("That was the last one.",)),
        ),
        actions=(_BACK,),
        role=Role.GOOD,
    )


def snoozed(until: datetime) -> Card:
    """Confirm a snooze."""
    return Card(
        title="Snoozed",
        summary="The reminder comes again.",
        blocks=(
            Text(("I bring it again ", When(until), " (", When(until, "relative"), ").")),
            Note(("If it repeats, its own times stay as they are.",)),
        ),
        role=Role.GOOD,
    )


def stopped(reminder: Reminder) -> Card:
    """Confirm a Stop, with the way back."""
    return Card(
        title="Stopped",
        summary=f"Stopped: {reminder.text}",
        blocks=(Text(("It is kept, but it does not come any more.",)),),
        actions=(Button("Undo: resume", "remind.resume", (reminder.id,)), _BACK),
        role=Role.GOOD,
    )


def _times(series: Schedule | None, next_at: datetime | None) -> Facts:
    when = recurrence_words(series.recurrence) if series else "no time"
    return Facts((("When", (when,)), ("Next", _next(next_at))))


def _next(next_at: datetime | None) -> Inline:
    if next_at is None:
        return ("paused or over",)
    return (When(next_at), " · ", When(next_at, "relative"))
