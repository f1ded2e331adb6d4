"""/nudge: a member's weekly check-in, and the buttons on every one that was sent."""

from __future__ import annotations

from typing import Annotated

from bot.cards import Card
from bot.dialogues import fields, options, whereabouts
from bot.dialogues.forms import Form
from bot.dialogues.goal import start_from
from bot.dialogues.me import send_by_dm
from bot.dialogues.seam import Answer, Ask, Noun, Replace
from bot.model import Schedule
from bot.replies import check_ins as replies
from bot.replies import forms as words
from bot.replies import goal_ends

nudge = Noun("nudge", "Your weekly check-in, private to you")


@nudge.command("settings", is_slow=True)
async def settings(
    ask: Ask,
    day: Annotated[int | None, options.DAY] = None,
    time: Annotated[str | None, options.time("Local time, such as 09:00 or 9am")] = None,
    timezone: Annotated[str | None, options.zone("A city or country, such as Rome")] = None,
) -> Answer:
    """See, start, change or stop your weekly check-in."""
    if day is None and time is None and timezone is None:
        return await _overview(ask)
    return await send_by_dm(ask, replies.saved(await _start(ask, day, time, timezone)))


@nudge.command("preview")
async def preview(ask: Ask) -> Answer:
    """See your check-in as it would be now, without using it up."""
    return await ask.services.check_ins.preview(ask.member)


@nudge.button("nudge.show")
async def press_show(ask: Ask) -> Answer:
    """Open the settings."""
    return Replace(await _overview(ask))


@nudge.button("nudge.start", is_slow=True)
async def press_start(ask: Ask) -> Answer:
    """Start the check-in as it was offered; one that is on stays as it is."""
    return Replace(await _turn_on(ask))


@nudge.button("nudge.here", is_slow=True)
async def press_here(ask: Ask, zone: str) -> Answer:
    """Start the check-in as it was offered, in the zone that was chosen."""
    return Replace(await _turn_on(ask, zone))


@nudge.button("nudge.on", is_slow=True)
async def press_on(ask: Ask) -> Answer:
    """Start the check-in below a card of other things."""
    return await _turn_on(ask)


@nudge.form("nudge.edit")
async def ask_when(ask: Ask) -> Form:
    """Ask when the weekly check-in comes."""
    now = await ask.services.check_ins.suggest(ask.member, ask.community, ask.zone)
    return Form(
        words.CHECK_IN_TITLE,
        (
            fields.DAY,
            fields.TIME,
            fields.ZONE,
        ),
        {"day": str(now.weekday), "time": f"{now.at:%H:%M}", "zone": now.zone},
    )


@nudge.submit("nudge.edit", is_slow=True)
async def save(ask: Ask, day: int, time: str, zone: str) -> Answer:
    """Start or change the check-in."""
    return Replace(await send_by_dm(ask, replies.saved(await _start(ask, day, time, zone))))


@nudge.button("nudge.preview")
async def press_preview(ask: Ask) -> Answer:
    """Show the check-in as it would be now."""
    return await ask.services.check_ins.preview(ask.member)


@nudge.button("checkin.done")
async def press_done(ask: Ask, goal: str, delivery: str) -> Answer:
    """Finish a goal; pressing twice is the same as once."""
    finished = await ask.services.goals.complete(ask.member, goal)
    await ask.services.check_ins.note(ask.member, delivery)
    # The check-in stays as it is: its other buttons are still of use.
    return goal_ends.done(finished)


@nudge.button("checkin.snooze")
async def press_snooze(ask: Ask, delivery: str) -> Answer:
    """Bring it again tomorrow."""
    return replies.snoozed(await ask.services.check_ins.snooze(ask.member, delivery))


@nudge.button("checkin.weekly", is_slow=True)
async def press_weekly(ask: Ask, delivery: str) -> Answer:
    """Come every week again."""
    series = await ask.services.check_ins.restore(ask.member, delivery)
    return await send_by_dm(ask, replies.saved(series))


@nudge.button("checkin.stop")
async def press_stop(ask: Ask, delivery: str) -> Answer:
    """Stop check-ins."""
    await ask.services.check_ins.stop(ask.member, delivery)
    return replies.stopped()


@nudge.button("checkin.adopt")
async def press_adopt(ask: Ask, delivery: str) -> Answer:
    """Start a goal from the nudge, with a title to change or keep."""
    found = await ask.services.check_ins.nudge_of(ask.member, delivery)
    return await start_from(ask, "nudge", found)


async def _overview(ask: Ask) -> Card:
    check_ins = ask.services.check_ins
    offered = await check_ins.suggest(ask.member, ask.community, ask.zone)
    is_lost = ask.zone is None and await check_ins.needs_zone(ask.member, ask.community)
    zones = await whereabouts.offer(ask) if is_lost else None
    return replies.overview(await check_ins.load(ask.member), offered, zones)


async def _turn_on(ask: Ask, zone: str | None = None) -> Card:
    check_ins = ask.services.check_ins
    now = await check_ins.load(ask.member)
    is_on = now is not None and now.next_run_at is not None
    is_lost = zone is None and ask.zone is None
    if is_on or (is_lost and await check_ins.needs_zone(ask.member, ask.community)):
        return await _overview(ask)
    return await send_by_dm(ask, replies.saved(await _start(ask, None, None, zone)))


async def _start(ask: Ask, day: int | None, time: str | None, zone: str | None) -> Schedule:
    if zone is None:
        await ask.services.members.adopt_zone(ask.member, ask.zone)
    return await ask.services.check_ins.start(ask.member, day, time, zone, ask.community)
