"""/me: where and when the bot reaches a member, and what it kept for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from bot.cards import Card
from bot.dialogues import fields, options
from bot.dialogues.forms import Form, Line
from bot.dialogues.seam import Answer, Ask, Noun, Option, Page, Replace
from bot.model import ChannelId
from bot.ports import SendError
from bot.replies import forms as words
from bot.replies import inbox, profiles
from bot.replies import members as replies
from bot.replies.times import local_day

me = Noun("me", "How I reach you, your inbox and profile")


@me.command("settings")
async def settings(
    ask: Ask,
    timezone: Annotated[
        str | None,
        options.or_off(options.zone("Your time zone: a city or a country, such as Rome")),
    ] = None,
    quiet_from: Annotated[
        str | None,
        options.or_off(options.time("Start of quiet hours, such as 22:00 or 10pm, or off")),
    ] = None,
    quiet_until: Annotated[
        str | None, options.or_off(options.time("End of quiet hours, such as 07:00, or off"))
    ] = None,
    weekly_cap: Annotated[
        str | None, Option("Most messages in seven days, 1 to 50, or off")
    ] = None,
    pause_until: Annotated[
        str | None,
        options.or_off(
            options.day("Pause all messages until this day, such as: in 2 weeks, or off")
        ),
    ] = None,
) -> Answer:
    """See or change when and where the bot reaches you."""
    typed = {
        "zone": timezone,
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
        "weekly_cap": weekly_cap,
        "pause_until": pause_until,
    }
    given = {name: text for name, text in typed.items() if text is not None}
    return await save(ask, **given) if given else await _settings(ask)


@me.command("inbox")
async def read_inbox(ask: Ask) -> Answer:
    """Read what could not be sent to you."""
    return inbox.listing(await ask.services.inbox.list(ask.member))


@me.command("profile")
async def profile(
    ask: Ask,
    stage: Annotated[
        str | None, options.or_off(options.stage("Your stage of the path, or off"))
    ] = None,
    role: Annotated[
        str | None, options.or_off(options.role("The job role you want, or off"))
    ] = None,
    skill: Annotated[str | None, options.skill("A skill to add")] = None,
    certification: Annotated[str | None, options.certification("A certification you hold")] = None,
    earned: Annotated[
        str | None, options.past_day("The day you earned it, such as: 5 march 2024")
    ] = None,
    cycle: Annotated[
        str | None, options.past_day("The day its renewal cycle began, such as: 5 march 2024")
    ] = None,
) -> Answer:
    """View or edit your profile (everything is optional)."""
    typed = (stage, role, skill, certification, earned, cycle)
    saved = await ask.services.profiles.change(ask.member, *typed)
    is_saved = any(value is not None for value in typed)
    return profiles.shown(saved, ask.services.search, is_saved=is_saved)


@me.form("me.edit")
async def ask_settings(ask: Ask) -> Form:
    """Ask for zone, quiet hours, weekly limit and pause; an empty field clears its setting."""
    member = await ask.services.members.load(ask.member)
    start, end, pause = member.quiet_from, member.quiet_until, member.paused_until
    is_paused = pause is not None and local_day(ask.services.clock.now(), member.zone) < pause
    return Form(
        words.SETTINGS_TITLE,
        (
            replace(fields.ZONE, label=words.SETTINGS_ZONE, is_required=False),
            fields.time_line(
                "quiet_from", words.SETTINGS_QUIET_FROM, words.SETTINGS_QUIET_HINT, "22:00"
            ),
            fields.time_line(
                "quiet_until", words.SETTINGS_QUIET_UNTIL, words.SETTINGS_QUIET_HINT, "07:00"
            ),
            Line("weekly_cap", words.SETTINGS_CAP, words.SETTINGS_CAP_HINT, 3, "5"),
            fields.date_line("pause_until", words.SETTINGS_PAUSE, words.SETTINGS_PAUSE_HINT),
        ),
        {
            "zone": member.zone or "",
            "quiet_from": f"{start:%H:%M}" if start else "",
            "quiet_until": f"{end:%H:%M}" if end else "",
            "weekly_cap": str(member.weekly_cap or ""),
            "pause_until": pause.isoformat() if pause and is_paused else "",
        },
    )


@me.submit("me.edit")
async def save(ask: Ask, **typed: str) -> Answer:
    """Store what the command or the form holds."""
    await ask.services.members.change_settings(ask.member, **typed)
    return await _settings(ask, is_saved=True)


@me.button("me.resume")
async def press_resume(ask: Ask) -> Answer:
    """End a pause."""
    await ask.services.members.change_settings(ask.member, pause_until="")
    return Replace(await _settings(ask, is_saved=True))


@me.button("zone.all")
async def press_move_all(ask: Ask) -> Answer:
    """Let everything come at the hours of the member's own zone."""
    await ask.services.members.move(ask.member)
    return Replace(await _settings(ask, is_saved=True))


@me.button("zone.choose")
async def press_choose_moves(ask: Ask, page: int = 1) -> Answer:
    """Offer what keeps the hours of another zone."""
    return Replace(await _moves(ask), page)


@me.button("zone.move")
async def press_move(ask: Ask, schedule: str) -> Answer:
    """Let one series come at the hours of the member's own zone."""
    await ask.services.members.move(ask.member, schedule)
    return Replace(await _moves(ask))


# Where


@me.button("place.choose")
async def press_choose(ask: Ask) -> Answer:
    """Offer the places."""
    return Replace(replies.choose_place(await ask.services.members.load(ask.member)))


@me.button("place.dm", is_slow=True)
async def press_dm(ask: Ask) -> Answer:
    """Opt in to direct messages; the click is the consent."""
    try:
        changed = await ask.services.members.choose_dm(ask.member)
    except SendError as error:
        return replies.dm_refused(error.reason)
    return replies.chosen(changed)


@me.button("place.channel")
async def press_channel(ask: Ask) -> Answer:
    """Be called in the channel of the click."""
    changed = await ask.services.members.choose_channel(ask.member, _channel(ask))
    return Replace(replies.chosen(changed))


@me.button("place.inbox")
async def press_inbox(ask: Ask) -> Answer:
    """Be sent nothing."""
    return Replace(replies.chosen(await ask.services.members.choose_inbox(ask.member)))


@me.button("place.backup")
async def press_backup(ask: Ask) -> Answer:
    """Be called in the channel of the click when direct messages do not arrive."""
    changed = await ask.services.members.choose_way_out(ask.member, _channel(ask))
    return Replace(replies.chosen(changed))


@me.button("place.nobackup")
async def press_no_backup(ask: Ask) -> Answer:
    """Never be called in a channel."""
    return Replace(replies.chosen(await ask.services.members.choose_way_out(ask.member, None)))


async def send_by_dm(ask: Ask, card: Card) -> Card:
    """Return a card about something to be sent with its place, or with the question where to.

    Who has never chosen one gets direct messages and is told so: it is what they asked for.
    """
    member = await ask.services.members.load(ask.member)
    if member.consented_at is not None:
        return replies.ask_place(card, member)
    try:
        return replies.ask_place(card, await ask.services.members.choose_dm(ask.member))
    except SendError as error:
        return replies.ask_place(card, member, refusal=error.reason)


# The inbox


@me.button("inbox.show")
async def press_show(ask: Ask, delivery: str) -> Answer:
    """Read a message; pressed by anybody else it says nothing."""
    return Replace(inbox.opened(*await ask.services.inbox.show(ask.member, delivery)))


@me.button("inbox.open")
async def press_open(ask: Ask, delivery: str) -> Answer:
    """Show one of several that came as one message, which stays as it is."""
    return inbox.opened(*await ask.services.inbox.open(ask.member, delivery))


@me.button("inbox.rest")
async def press_rest(ask: Ask, delivery: str, first: str, page: int | None = None) -> Answer:
    """List what a message had no room for, below it; only the list itself turns its pages."""
    _, cards = await ask.services.inbox.show(ask.member, delivery, first)
    card = inbox.rest(delivery, first, cards)
    return Page(card, 1) if page is None else Replace(card, page)


@me.button("inbox.list")
async def press_list(ask: Ask, page: int = 1) -> Answer:
    """Open the inbox on a page."""
    return Replace(inbox.listing(await ask.services.inbox.list(ask.member)), page)


@me.button("inbox.read")
async def press_read(ask: Ask, delivery: str) -> Answer:
    """Read a message of the inbox."""
    return Replace(inbox.read(*await ask.services.inbox.read(ask.member, delivery)))


@me.button("inbox.away")
async def press_away(ask: Ask, delivery: str) -> Answer:
    """Put one message away."""
    await ask.services.inbox.put_away(ask.member, delivery)
    return await press_list(ask)


@me.button("inbox.clear")
async def press_clear(ask: Ask) -> Answer:
    """Put all messages away."""
    await ask.services.inbox.put_away(ask.member)
    return await press_list(ask)


async def _settings(ask: Ask, *, is_saved: bool = False) -> Card:
    members = ask.services.members
    found, outlook = await members.load(ask.member), await members.outlook(ask.member)
    left = await members.elsewhere(ask.member)
    now = ask.services.clock.now()
    return replies.settings(found, outlook, now, left, is_saved=is_saved)


async def _moves(ask: Ask) -> Card:
    found = await ask.services.members.load(ask.member)
    return replies.moving(found, await ask.services.members.elsewhere(ask.member))


def _channel(ask: Ask) -> ChannelId:
    if ask.channel is None:
        raise LookupError("a button was pressed in no channel")
    return ask.channel
