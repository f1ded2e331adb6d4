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
    inline,
)
from bot.model import Delivery, Frequency, Recurrence, Reminder, Schedule
from bot.replies import posts
from bot.replies.times import recurrence_words
from bot.words import N_, _, plural

REPEATS = {
    Frequency.ONCE: N_("Once"),
    Frequency.DAILY: N_("Every day"),
    Frequency.WEEKDAYS: N_("Monday to Friday"),
    Frequency.WEEKLY: N_("Every week"),
    Frequency.MONTHLY: N_("Every month"),
}


def _back() -> Button:
    return Button(_("All my reminders"), "remind.list")


def due(reminder: Reminder, delivery: Delivery, is_late: bool) -> Card:
    """Return the reminder itself, as it reaches its member."""
    late = (posts.late(delivery),) if is_late else ()
    return Card(
        title=_("Reminder"),
        summary=_("Reminder: {text}", text=reminder.text),
        blocks=(Text((reminder.text,)), *late),
        actions=(
            Button(_("Done"), "remind.done", (delivery.id,), style="primary"),
            Button(_("In 1 hour"), "remind.snooze", (delivery.id, "hour")),
            Button(_("In 1 day"), "remind.snooze", (delivery.id, "day")),
            Button(_("Stop"), "remind.stop", (delivery.id,), style="danger"),
        ),
        role=Role.BRAND,
        audience=Audience.POST,
    )


def understood(
    draft_id: str,
    text: str,
    recurrence: Recurrence,
    first_at: datetime | None,
    *,
    is_kept: bool = False,
    is_paused: bool = False,
) -> Card:
    """Show a wish back before it is saved; ``is_kept``: of one that is changed, the times stay."""
    stays: tuple[Block, ...] = (Note((_("Its times stay as they are."),)),) if is_kept else ()
    if is_paused:
        stays = (*stays, Note((_("It is paused and stays so until you resume it."),)))
    return Card(
        title=_("Should I remind you?"),
        summary=_("Reminder understood: {text}", text=text),
        blocks=(
            Text((text,)),
            Facts(
                (
                    (_("Next one") if is_kept else _("First one"), _next(first_at)),
                    (_("When"), (recurrence_words(recurrence),)),
                )
            ),
            *stays,
            Note((_("Nothing is saved yet."),)),
        ),
        actions=(
            Button(_("Save"), "remind.save", (draft_id,), style="primary"),
            Button(_("Change"), "remind.change", (draft_id,)),
            Button(_("Cancel"), "remind.cancel", (draft_id,)),
        ),
        role=Role.BRAND,
    )


def refused(draft_id: str, message: str, hint: str) -> Card:
    """Say why a wish cannot be used, and offer to correct it."""
    return Card(
        title=_("Not saved yet"),
        summary=message,
        blocks=(
            Alert((message,)),
            Text((hint,)),
            Note((_("What you typed is kept: correct it in the form."),)),
        ),
        actions=(Button(_("Correct it"), "remind.change", (draft_id,), style="primary"),),
        role=Role.WARN,
    )


def saved(reminder: Reminder, series: Schedule, next_at: datetime | None) -> Card:
    """Confirm a saved reminder."""
    return Card(
        title=_("Saved: I will remind you"),
        summary=_("Saved: {text}", text=reminder.text),
        blocks=(Text((reminder.text,)), _times(series, next_at)),
        actions=(Button(_("Edit"), "remind.edit", (reminder.id,)), _back()),
        role=Role.GOOD,
    )


def cancelled() -> Card:
    """Say that nothing was saved."""
    return Card(
        title=_("Nothing was saved"),
        summary=_("The draft is gone."),
        blocks=(
            Text(
                inline(
                    _("I forgot the draft. Type it again with {command}."),
                    command=CommandRef("remind me"),
                )
            ),
        ),
    )


def listing(kept: Sequence[tuple[Reminder, Schedule | None, datetime | None]]) -> Card:
    """List a member's reminders, the next due first."""
    if not kept:
        return Card(
            title=_("You have no reminders"),
            summary=_("No reminders yet."),
            blocks=(Text(inline(_("Add one with {command}."), command=CommandRef("remind me"))),),
        )
    count = plural("{n} reminder", "{n} reminders", len(kept))
    return Card(
        title=_("Your reminders"),
        summary=_("You have {count}.", count=count),
        subtitle=_("{count} · only you can see this", count=count),
        blocks=(
            Items(
                tuple(
                    Item(one.text, _next(next_at), Button(_("Open"), "remind.show", (one.id,)))
                    for one, _series, next_at in kept
                )
            ),
        ),
        pager=("remind.list",),
    )


def shown(reminder: Reminder, series: Schedule | None, next_at: datetime | None) -> Card:
    """Show one reminder with what can be done with it."""
    run = (
        Button(_("Pause"), "remind.pause", (reminder.id,))
        if next_at
        else Button(_("Resume"), "remind.resume", (reminder.id,), style="primary")
    )
    return Card(
        title=_("Reminder"),
        summary=_("Reminder: {text}", text=reminder.text),
        blocks=(Text((reminder.text,)), _times(series, next_at)),
        actions=(
            Button(_("Edit"), "remind.edit", (reminder.id,)),
            run,
            Button(_("Delete…"), "remind.ask", (reminder.id,), style="danger"),
            _back(),
        ),
    )


def ask_delete(reminder: Reminder) -> Card:
    """Ask before a reminder is deleted."""
    return Card(
        title=_("Delete this reminder?"),
        summary=_("Delete: {text}", text=reminder.text),
        blocks=(Text((reminder.text,)), Note((_("Pausing keeps it without sending it."),))),
        actions=(
            Button(_("Delete it"), "remind.delete", (reminder.id,), style="danger"),
            Button(_("Keep it"), "remind.show", (reminder.id,)),
        ),
        role=Role.BAD,
    )


def deleted(reminder: Reminder) -> Card:
    """Confirm a deletion."""
    return Card(
        title=_("Reminder deleted"),
        summary=_("Deleted: {text}", text=reminder.text),
        blocks=(Text((reminder.text,)),),
        actions=(_back(),),
        role=Role.GOOD,
    )


def done(reminder: Reminder, next_at: datetime | None) -> Card:
    """Confirm a Done."""
    return Card(
        title=_("Done"),
        summary=_("Done: {text}", text=reminder.text),
        blocks=(
            Text(
                inline(_("Next time: {when}"), when=_next(next_at))
                if next_at
                else (_("That was the last one."),)
            ),
        ),
        actions=(_back(),),
        role=Role.GOOD,
    )


def snoozed(until: datetime) -> Card:
    """Confirm a snooze."""
    return Card(
        title=_("Snoozed"),
        summary=_("The reminder comes again."),
        blocks=(
            Text(
                inline(
                    _("I bring it again {when} ({distance})."),
                    when=When(until),
                    distance=When(until, "relative"),
                )
            ),
            Note((_("If it repeats, its own times stay as they are."),)),
        ),
        role=Role.GOOD,
    )


def stopped(reminder: Reminder) -> Card:
    """Confirm a Stop, with the way back."""
    return Card(
        title=_("Stopped"),
        summary=_("Stopped: {text}", text=reminder.text),
        blocks=(Text((_("It is kept, but it does not come any more."),)),),
        actions=(Button(_("Undo: resume"), "remind.resume", (reminder.id,)), _back()),
        role=Role.GOOD,
    )


def _times(series: Schedule | None, next_at: datetime | None) -> Facts:
    when = recurrence_words(series.recurrence) if series else _("no time")
    return Facts(((_("When"), (when,)), (_("Next one"), _next(next_at))))


def _next(next_at: datetime | None) -> Inline:
    if next_at is None:
        return (_("paused or over"),)
    return (When(next_at), " · ", When(next_at, "relative"))
