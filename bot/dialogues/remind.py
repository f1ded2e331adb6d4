"""/remind: a member's reminders, and the buttons on every one that was sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Literal

from bot.cards import Card
from bot.dialogues import fields, whereabouts
from bot.dialogues.forms import Form, Line
from bot.dialogues.me import send_by_dm
from bot.dialogues.seam import Answer, Ask, Noun, OpenForm, Option, Replace, Value
from bot.errors import ZoneNeededError
from bot.model import ReminderId
from bot.replies import forms as words
from bot.replies import reminders as replies
from bot.replies.reminder_drafts import Draft, Kept, Wish
from bot.services.reading.text import MAX_TYPED

remind = Noun("remind", "Your reminders, private to you")
Span = Literal["hour", "day"]
_SNOOZES: dict[Span, timedelta] = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
Repeat = Literal["daily", "weekdays", "weekly", "monthly"]
_REPEATS = tuple((name, key) for key, (name, _words) in replies.REPEATS.items())


@remind.command("me")
async def understand(
    ask: Ask,
    text: Annotated[str, Option("What to remind you about")],
    when: Annotated[
        str, Option("Such as: tomorrow 9am, in 2 hours, every friday at 18:30, 5pm New York")
    ],
    repeat: Annotated[
        Repeat | None, Option("How often (or say it in when: every 2 weeks)", choices=_REPEATS)
    ] = None,
    until: Annotated[str, Option("The last day of a repeating one, such as: 31 december")] = "",
) -> Answer:
    """Be reminded; you see it back before it is saved."""
    return await _draft(ask, Wish(text, replies.joined(when, repeat, until)))


@remind.command("list")
async def list_reminders(ask: Ask) -> Answer:
    """See your reminders, and change, pause or delete them."""
    return await _list(ask)


@remind.form("remind.edit")
async def ask_change(ask: Ask, reminder: str) -> Form:
    """Ask what a saved reminder should be, with what it is now."""
    kept = await ask.services.reminders.load(ask.member, reminder)
    return _form(_fields(kept.as_wish(), None))


@remind.form("remind.wish")
async def ask_wish(ask: Ask, key: str) -> Form:
    """Ask for what is not saved yet."""
    return _form(None)


@remind.submit("remind.edit")
@remind.submit("remind.wish")
async def draft(ask: Ask, key: str, text: str, when: str, zone: str) -> Answer:
    """Show back what was understood; nothing is saved yet."""
    return await _draft(ask, Wish(text, when, zone), ReminderId(key))


@remind.button("remind.save", is_slow=True)
async def press_save(ask: Ask, draft: str, number: int = 0) -> Answer:
    """Save what was shown, in one of its readings; pressing twice saves once."""
    kept = await ask.services.reminders.save(ask.member, draft, number)
    if kept.series is None:
        raise LookupError("a saved reminder has no time")
    return Replace(await send_by_dm(ask, replies.saved(kept)))


@remind.button("remind.here", is_slow=True)
async def press_here(ask: Ask, draft: str, zone: str) -> Answer:
    """Save what was asked for in the zone that was chosen, unless it can mean several times."""
    found = ask.services.reminders.recall(ask.member, draft)
    wish = replace(found.wish, zone=zone)
    read = await ask.services.reminders.draft(ask.member, wish, found.id, ask.community)
    if read.problem is None and len(read.readings) == 1:
        return await press_save(ask, draft)
    return Replace(await _show(ask, read))


@remind.button("remind.change")
async def press_change(ask: Ask, draft: str) -> Answer:
    """Correct a draft in the form."""
    found = ask.services.reminders.recall(ask.member, draft)
    return OpenForm("remind.wish", (found.id,), _fields(found.wish, found.zone))


@remind.button("remind.cancel")
async def press_cancel(ask: Ask, draft: str) -> Answer:
    """Forget a draft; it was never stored."""
    return Replace(replies.cancelled())


@remind.button("remind.list")
async def press_list(ask: Ask, page: int = 1) -> Answer:
    """Open the list on a page."""
    return Replace(await _list(ask), page)


@remind.button("remind.past")
async def press_past(ask: Ask, page: int = 1) -> Answer:
    """List what has come for the last time."""
    return Replace(replies.past(await ask.services.reminders.list(ask.member)), page)


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
    return Replace(replies.shown(kept))


async def _list(ask: Ask) -> Card:
    return replies.listing(await ask.services.reminders.list(ask.member))


async def _draft(ask: Ask, wish: Wish, reminder: ReminderId | None = None) -> Card:
    if not wish.zone:
        await ask.services.members.adopt_zone(ask.member, ask.zone)
    return await _show(
        ask, await ask.services.reminders.draft(ask.member, wish, reminder, ask.community)
    )


async def _show(ask: Ask, draft: Draft) -> Card:
    if isinstance(draft.problem, ZoneNeededError):
        return replies.where(draft, await whereabouts.offer(ask))
    if draft.problem is not None:
        return replies.refused(draft.id, draft.problem)
    return replies.understood(draft, await ask.services.members.load(ask.member))


def _fields(wish: Wish, zone: str | None) -> dict[str, Value]:
    return {"text": wish.text, "when": wish.when, "zone": wish.zone or zone or ""}


def _form(now: dict[str, Value] | None) -> Form:
    return Form(
        words.REMIND_TITLE,
        (
            Line("text", words.REMIND_WHAT, longest=500, is_required=True, is_long=True),
            Line(
                "when",
                words.REMIND_WHEN,
                words.REMIND_WHEN_HINT,
                longest=MAX_TYPED,
                example=words.REMIND_WHEN_EXAMPLE,
                is_required=True,
            ),
            replace(fields.ZONE, hint=words.REMIND_ZONE_HINT, is_required=False),
        ),
        now,
    )
