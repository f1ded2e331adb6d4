"""What the bot says about a member's reminders; all of it is private."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.cards import (
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
from bot.errors import MentorError
from bot.model import Delivery, Frequency, Member, Reading, Recurrence, Reminder
from bot.replies import failures, posts, submissions, whereabouts
from bot.replies.reminder_drafts import Draft, Kept
from bot.replies.times import recurrence_words, zone_words
from bot.replies.whereabouts import Zones
from bot.words import N_, _, plural

REPEATS = {
    "daily": (N_("Every day"), N_("every day")),
    "weekdays": (N_("Monday to Friday"), N_("monday to friday")),
    "weekly": (N_("Every week"), N_("every week")),
    "monthly": (N_("Every month"), N_("every month")),
}
"""How often, as it is offered, and in the words that the reader takes."""
_SHORT_MONTH = 28


def joined(when: str, repeat: str | None, until: str) -> str:
    """Say in one phrase what was typed and chosen in several options."""
    said = when.strip()
    if repeat is not None:
        said = f"{said}, {_(REPEATS[repeat][1])}"
    if until.strip():
        said = _("{when}, until {day}", when=said, day=until.strip())
    return said


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


def understood(draft: Draft, member: Member) -> Card:
    """Show a wish back before it is saved, or ask which of its readings is meant."""
    if draft.unchanged is not None:
        times = _times(draft.unchanged)
        stays: tuple[Block, ...] = (Note((_("Its times stay as they are."),)),)
    else:
        only, *others = draft.readings
        if others:
            return _several(draft, member)
        times = _first(only)
        stays = _short_months(only.recurrence)
    return Card(
        title=_("Should I remind you?"),
        summary=_("Reminder understood: {text}", text=draft.wish.text),
        blocks=(Text((draft.wish.text,)), times, *stays, *_promises(draft, member)),
        actions=(
            Button(_("Save"), "remind.save", (draft.id, "0"), style="primary"),
            *_corrections(draft),
        ),
        role=Role.BRAND,
    )


def _several(draft: Draft, member: Member) -> Card:
    """Ask which reading is meant: pressing one saves it."""
    return Card(
        title=_("Which one do you mean?"),
        summary=_("“{when}” can mean several times.", when=draft.wish.when),
        blocks=(
            Text((draft.wish.text,)),
            Text((_("“{when}” can mean:", when=draft.wish.when),)),
            Items(
                tuple(
                    Item(
                        recurrence_words(one.recurrence, is_begun=False),
                        _coming(one.recurrence, one.first_at),
                        Button(_("Save this"), "remind.save", (draft.id, str(number))),
                    )
                    for number, one in enumerate(draft.readings)
                )
            ),
            *_promises(draft, member),
        ),
        actions=_corrections(draft),
        role=Role.BRAND,
    )


def _first(reading: Reading) -> Facts:
    rule = reading.recurrence
    if rule.frequency is Frequency.ONCE:
        return _once(rule, reading.first_at)
    when = recurrence_words(rule, is_begun=False)
    return Facts(((_("First one"), _next(reading.first_at)), (_("When"), (when,))))


def _short_months(rule: Recurrence) -> tuple[Block, ...]:
    """Say what happens in a month that lacks the day."""
    is_by_day = rule.frequency is Frequency.MONTHLY and rule.nth is None and rule.on is not None
    if not is_by_day or rule.on is None or rule.on.day <= _SHORT_MONTH:
        return ()
    return (Note((_("In a shorter month it comes on the last day."),)),)


def _promises(draft: Draft, member: Member) -> Iterator[Block]:
    """Yield what saving means: whose time zone, where it is sent."""
    if draft.is_paused:
        yield Note((_("It is paused and stays so until you resume it."),))
    if draft.is_assumed and draft.zone is not None:
        zone = zone_words(draft.zone)
        yield Note((_("{zone} is this community's time zone; I'll use it as yours.", zone=zone),))
    if member.consented_at is None:
        yield Note((_("I'll send it by direct message. Nothing is saved yet."),))
    else:
        yield Note((_("Nothing is saved yet."),))


def _corrections(draft: Draft) -> tuple[Button, ...]:
    change = _("Other zone") if draft.is_assumed else _("Change")
    return (
        Button(change, "remind.change", (draft.id,)),
        Button(_("Cancel"), "remind.cancel", (draft.id,)),
    )


def where(draft: Draft, zones: Zones) -> Card:
    """Ask for the time zone of a wish: choosing one saves it."""
    told = (
        Text((draft.wish.text,)),
        Facts(((_("When"), (draft.wish.when,)),)),
        Text((_("Choose your time zone to save it. I'll send it by direct message."),)),
    )
    elsewhere = Button(_("Type a place"), "remind.change", (draft.id,))
    return whereabouts.ask(zones, told, "remind.here", (draft.id,), elsewhere)


def refused(draft_id: str, problem: MentorError) -> Card:
    """Say why a wish cannot be used, and offer to correct it."""
    card = submissions.correctable(draft_id, failures.refused(problem))
    # A reminder's draft outlives the form: it can be saved from its card, too.
    correct = replace(card.actions[0], verb="remind.change")
    return replace(card, actions=(correct,))


def saved(kept: Kept) -> Card:
    """Confirm a saved reminder."""
    reminder = kept.reminder
    return Card(
        title=_("Saved: I will remind you"),
        summary=_("Saved: {text}", text=reminder.text),
        blocks=(Text((reminder.text,)), _times(kept)),
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


def listing(kept: Sequence[Kept]) -> Card:
    """List a member's reminders that are still to come or paused, the next due first."""
    current = [one for one in kept if not one.is_over]
    gone = len(kept) - len(current)
    actions = (Button(_("Past ({n})", n=gone), "remind.past"),) if gone else ()
    if not current:
        return Card(
            title=_("You have no reminders"),
            summary=_("No reminders yet."),
            blocks=(Text(inline(_("Add one with {command}."), command=CommandRef("remind me"))),),
            actions=actions,
        )
    count = plural("{n} reminder", "{n} reminders", len(current))
    return Card(
        title=_("Your reminders"),
        summary=_("You have {count}.", count=count),
        subtitle=_("{count} · only you can see this", count=count),
        blocks=(Items(tuple(map(_item, current))),),
        actions=actions,
        pager=("remind.list",),
    )


def past(kept: Sequence[Kept]) -> Card:
    """List a member's reminders that have come for the last time, the newest first."""
    gone = [one for one in reversed(kept) if one.is_over]
    if not gone:
        return Card(
            title=_("No past reminders"),
            summary=_("No past reminders."),
            blocks=(Text((_("A reminder is kept here once it has come for the last time."),)),),
            actions=(_back(),),
        )
    return Card(
        title=_("Past reminders"),
        summary=_("Past reminders"),
        blocks=(Items(tuple(map(_item, gone))),),
        actions=(_back(),),
        pager=("remind.past",),
    )


def _item(kept: Kept) -> Item:
    open_it = Button(_("Open"), "remind.show", (kept.reminder.id,))
    return Item(kept.reminder.text, _state(kept), open_it)


def shown(kept: Kept) -> Card:
    """Show one reminder with what can be done with it."""
    reminder = kept.reminder
    run: tuple[Button, ...] = ()
    if kept.is_paused:
        run = (Button(_("Resume"), "remind.resume", (reminder.id,), style="primary"),)
    elif kept.next_at is not None:
        run = (Button(_("Pause"), "remind.pause", (reminder.id,)),)
    return Card(
        title=_("Reminder"),
        summary=_("Reminder: {text}", text=reminder.text),
        blocks=(Text((reminder.text,)), _times(kept)),
        actions=(
            Button(_("Edit"), "remind.edit", (reminder.id,)),
            *run,
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


def _times(kept: Kept) -> Facts:
    series = kept.series
    when = recurrence_words(series.recurrence) if series else _("no time")
    is_once = series is not None and series.recurrence.frequency is Frequency.ONCE
    if series and is_once and len(kept.schedules) == 1 and kept.next_at is not None:
        return _once(series.recurrence, kept.next_at)
    return Facts(((_("When"), (when,)), (_("Next one"), _state(kept))))


def _state(kept: Kept) -> Inline:
    """Say when a reminder comes next, or why it does not."""
    if kept.next_at is not None:
        return _next(kept.next_at)
    return (_("paused"),) if kept.is_paused else (_("over"),)


def _once(rule: Recurrence, at: datetime) -> Facts:
    return Facts(((_("When"), (recurrence_words(rule), " · ", *_coming(rule, at))),))


def _coming(rule: Recurrence, next_at: datetime) -> Inline:
    """Say when something comes next, below its own words: those of a single one say when."""
    is_once = rule.frequency is Frequency.ONCE
    return (When(next_at, "relative"),) if is_once else _next(next_at)


def _next(next_at: datetime) -> Inline:
    return (When(next_at), " · ", When(next_at, "relative"))
