"""/remind: a member's reminders, and the buttons on every one that was sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from bot.cards import Card
from bot.dialogues import fields
from bot.dialogues.forms import Choice, Form, Line, Value
from bot.dialogues.seam import Answer, Ask, Noun, OpenForm, Option, Replace
from bot.model import Frequency, ReminderId
from bot.replies import forms as words
from bot.replies import members as places
from bot.replies import reminders as replies
from bot.services.reminders import Draft, Kept, Wish

remind = Noun("remind", "Your reminders, private to you")
Span = Literal["hour", "day"]
_SNOOZES: dict[Span, timedelta] = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
_REPEATS = tuple((name, frequency.value) for frequency, name in replies.REPEATS.items())
_AS_WRITTEN = "-"


@remind.command("me")
async def understand(
    ask: Ask,
    text: Annotated[str, Option("What to remind you about")],
    when: Annotated[
        str, Option("Such as: tomorrow 9am, in 2 hours, friday 18:30, 2026-12-05 08:00")
    ],
    repeat: Annotated[
        Frequency | None, Option("How often (once unless you say otherwise)", choices=_REPEATS)
    ] = None,
    until: Annotated[str, Option("The last day of a repeating one, as YYYY-MM-DD")] = "",
) -> Answer:
    """Be reminded; you see it back before it is saved."""
    return _tell(await ask.services.reminders.draft(ask.member, Wish(text, when, repeat, until)))


@remind.command("list")
async def list_reminders(ask: Ask) -> Answer:
    """See your reminders, and change, pause or delete them."""
    return await _list(ask)


@remind.form("remind.edit")
async def ask_change(ask: Ask, reminder: str) -> Form:
    """Ask what a saved reminder should be, with what it is now."""
    kept = await ask.services.reminders.load(ask.member, reminder)
    return _form(await _fields(ask, kept.as_wish()))


@remind.form("remind.wish")
async def ask_wish(ask: Ask, key: str) -> Form:
    """Ask for what is not saved yet."""
    return _form(None)


@remind.submit("remind.edit")
@remind.submit("remind.wish")
async def draft(
    ask: Ask, key: str, text: str, when: str, repeat: str, until: str, zone: str
) -> Answer:
    """Show back what was understood; nothing is saved yet."""
    chosen = None if repeat == _AS_WRITTEN else Frequency(repeat)
    wish = Wish(text, when, chosen, until, zone)
    return _tell(await ask.services.reminders.draft(ask.member, wish, ReminderId(key)))


@remind.button("remind.save")
async def press_save(ask: Ask, draft: str) -> Answer:
    """Save what was shown; pressing twice saves once."""
    kept = await ask.services.reminders.save(ask.member, draft)
    if kept.series is None:
        raise LookupError("a saved reminder has no time")
    card = replies.saved(kept.reminder, kept.series, kept.next_at)
    return Replace(places.ask_place(card, await ask.services.members.load(ask.member)))


@remind.button("remind.change")
async def press_change(ask: Ask, draft: str) -> Answer:
    """Correct a draft in the form."""
    found = ask.services.reminders.recall(ask.member, draft)
    return OpenForm("remind.wish", (found.id,), await _fields(ask, found.wish))


@remind.button("remind.cancel")
async def press_cancel(ask: Ask, draft: str) -> Answer:
    """Forget a draft; it was never stored."""
    return Replace(replies.cancelled())


@remind.button("remind.list")
async def press_list(ask: Ask, page: int = 1) -> Answer:
    """Open the list on a page."""
    return Replace(await _list(ask), page)


@remind.button("remind.show")
async def press_show(ask: Ask, reminder: str) -> Answer:
    """Open one reminder."""
    return _shown(await ask.services.reminders.load(ask.member, reminder))


@remind.button("remind.pause")
async def press_pause(ask: Ask, reminder: str) -> Answer:
    """Pause a reminder."""
    return _shown(await ask.services.reminders.pause(ask.member, reminder))


@remind.button("remind.resume")
async def press_resume(ask: Ask, reminder: str) -> Answer:
    """Resume a reminder."""
    return _shown(await ask.services.reminders.resume(ask.member, reminder))


@remind.button("remind.ask")
async def press_ask(ask: Ask, reminder: str) -> Answer:
    """Ask before deleting."""
    kept = await ask.services.reminders.load(ask.member, reminder)
    return Replace(replies.ask_delete(kept.reminder))


@remind.button("remind.delete")
async def press_delete(ask: Ask, reminder: str) -> Answer:
    """Delete a reminder."""
    return Replace(replies.deleted(await ask.services.reminders.delete(ask.member, reminder)))


@remind.button("remind.done")
async def press_done(ask: Ask, delivery: str) -> Answer:
    """Say that a reminder did its work."""
    kept = await ask.services.reminders.note(ask.member, delivery)
    return replies.done(kept.reminder, kept.next_at)


@remind.button("remind.snooze")
async def press_snooze(ask: Ask, delivery: str, by: Span) -> Answer:
    """Bring a reminder again later."""
    return replies.snoozed(await ask.services.reminders.snooze(ask.member, delivery, _SNOOZES[by]))


@remind.button("remind.stop")
async def press_stop(ask: Ask, delivery: str) -> Answer:
    """Stop a reminder for good, with a way back."""
    kept = await ask.services.reminders.note(ask.member, delivery)
    await ask.services.reminders.pause(ask.member, kept.reminder.id)
    return replies.stopped(kept.reminder)


def _shown(kept: Kept) -> Replace:
    return Replace(replies.shown(kept.reminder, kept.series, kept.next_at))


async def _list(ask: Ask) -> Card:
    found = await ask.services.reminders.list(ask.member)
    return replies.listing([(one.reminder, one.series, one.next_at) for one in found])


async def _fields(ask: Ask, wish: Wish) -> dict[str, Value]:
    zone = wish.zone or await ask.services.reminders.find_zone_of(ask.member) or ""
    repeat = wish.repeat.value if wish.repeat else _AS_WRITTEN
    return {
        "text": wish.text,
        "when": wish.when,
        "repeat": repeat,
        "until": wish.until,
        "zone": zone,
    }


def _form(now: dict[str, Value] | None) -> Form:
    repeats = ((words.REMIND_AS_WRITTEN, _AS_WRITTEN), *_REPEATS)
    return Form(
        words.REMIND_TITLE,
        (
            Line("text", words.REMIND_WHAT, longest=500, is_required=True, is_long=True),
            Line(
                "when",
                words.REMIND_WHEN,
                words.REMIND_WHEN_HINT,
                example="tomorrow 9am",
                is_required=True,
            ),
            Choice("repeat", words.REMIND_REPEAT, repeats, is_required=True),
            fields.date_line("until", words.REMIND_UNTIL),
            fields.ZONE,
        ),
        now,
    )


def _tell(draft: Draft) -> Card:
    if draft.problem is not None or draft.recurrence is None:
        problem = draft.problem
        message, hint = (str(problem), problem.hint) if problem else ("", "")
        return replies.refused(draft.id, message, hint)
    return replies.understood(
        draft.id,
        draft.wish.text,
        draft.recurrence,
        draft.first_at,
        is_kept=not draft.is_timed_anew,
        is_paused=draft.is_paused,
    )
