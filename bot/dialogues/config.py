"""/config show, channel and schedule: what is posted where and when; for moderators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Literal

from bot.cards import Card
from bot.dialogues import fields, options
from bot.dialogues.forms import ChannelChoice, Form
from bot.dialogues.seam import Answer, Ask, May, Noun, Option, Replace
from bot.errors import PermissionDeniedError
from bot.model import ChannelId, PostKind, RoleId, Schedule
from bot.replies import communities as replies
from bot.replies import forms as words
from bot.replies.refusals import communities as refusals
from bot.words import _

CommunityKind = Literal[PostKind.WEEKLY_NUDGE, PostKind.TREND_TIP]
"""What a button of a community's posts may name: ``COMMUNITY_KINDS``, as an annotation."""
_LONGEST_NONCE = 25


def config_noun(groups: Mapping[str, str] | None = None) -> Noun:
    """Return a part of ``/config``: everything in it is for moderators."""
    description = "Settings of this server (Manage Server)"
    return Noun("config", description, may=May.MODERATOR, groups=groups)


config = config_noun({"channel": "Where posts appear", "schedule": "When posts appear"})


@config.command("show")
async def show(ask: Ask) -> Answer:
    """See what is posted where and when."""
    services = ask.services
    settings = await services.communities.community(ask.here)
    settings = replace(settings, mentors_role_id=await mentors_role(ask))
    schedules = await services.communities.overview(ask.here)
    upcoming = await services.communities.upcoming(ask.here)
    topics = await services.topics.overview(ask.here)
    own = Counter(entry.kind for entry in await services.entries.list(ask.here))
    return replies.overview(settings, schedules, upcoming, topics, own)


@config.command("channel set")
async def set_channel(
    ask: Ask,
    purpose: Annotated[CommunityKind, options.PURPOSE],
    channel: Annotated[ChannelId, Option("Where it should appear")],
) -> Answer:
    """Choose the channel of a weekly post."""
    place = postable(ask, channel)
    return _saved(ask, await ask.services.communities.set_channel(ask.here, purpose, place))


@config.command("channel clear")
async def clear_channel(ask: Ask, purpose: Annotated[CommunityKind, options.PURPOSE]) -> Answer:
    """Stop a weekly post; its day and time stay."""
    was = await ask.services.communities.schedule(ask.here, purpose)
    now = await ask.services.communities.clear_channel(ask.here, purpose)
    return replies.stopped(now, was)


@config.command("schedule set")
async def set_schedule(
    ask: Ask,
    purpose: Annotated[CommunityKind, options.PURPOSE],
    day: Annotated[int | None, options.DAY] = None,
    time: Annotated[str | None, options.time("Local time, such as 09:00 or 9am")] = None,
    timezone: Annotated[str | None, options.zone("A city or country, such as Rome")] = None,
) -> Answer:
    """Choose day, time and zone of a weekly post (also resumes it)."""
    await _require_postable(ask, purpose)
    communities = ask.services.communities
    return _saved(ask, await communities.set_schedule(ask.here, purpose, day, time, timezone))


@config.command("schedule pause")
async def pause(
    ask: Ask,
    purpose: Annotated[CommunityKind, options.PURPOSE],
    until: Annotated[
        str | None, options.day("Resume on this day, such as: in 2 weeks, 7 january")
    ] = None,
) -> Answer:
    """Pause a weekly post, indefinitely or until a date."""
    return replies.paused(await ask.services.communities.pause(ask.here, purpose, until))


@config.command("schedule next")
async def list_next(ask: Ask) -> Answer:
    """See the next five posts."""
    return replies.following(await ask.services.communities.upcoming(ask.here))


@config.command("schedule test")
async def test(ask: Ask, purpose: Annotated[CommunityKind, options.PURPOSE]) -> Answer:
    """Preview the next post, then send it as a test if you like."""
    return await press_preview(ask, purpose)


@config.form("config.edit")
async def ask_post(ask: Ask, kind: CommunityKind) -> Form:
    """Ask where and when one kind of post appears."""
    now = await ask.services.communities.schedule(ask.here, kind)
    return Form(
        words.POST_TITLES[kind],
        (
            ChannelChoice("channel", words.POST_CHANNEL, words.POST_CHANNEL_HINT, is_required=True),
            fields.DAY,
            fields.TIME,
            fields.ZONE,
        ),
        {
            "channel": now.channel_id or "",
            "day": str(now.recurrence.weekday),
            "time": f"{now.recurrence.at:%H:%M}",
            "zone": now.recurrence.zone,
        },
    )


@config.submit("config.edit")
async def save_post(
    ask: Ask, kind: CommunityKind, channel: ChannelId, day: int, time: str, zone: str
) -> Answer:
    """Store channel, day, time and zone together."""
    place = postable(ask, channel)
    communities = ask.services.communities
    saved = await communities.set_schedule(ask.here, kind, day, time, zone, place)
    return _saved(ask, saved)


@config.button("config.preview")
async def press_preview(ask: Ask, kind: CommunityKind) -> Answer:
    """Preview the next post."""
    now = await ask.services.communities.schedule(ask.here, kind)
    topics = (await ask.services.topics.load(ask.here, kind)).chosen
    return replies.preview(kind, now, topics), await preview(ask, now)


@config.button("config.undo")
async def press_undo(ask: Ask, kind: CommunityKind, channel: ChannelId) -> Answer:
    """Post again where it was posted before, unless somebody chose a channel meanwhile."""
    now = await ask.services.communities.schedule(ask.here, kind)
    if now.channel_id is None:
        postable(ask, channel)
        now = await ask.services.communities.restore_channel(ask.here, now.kind, channel)
    return Replace(replies.undone(now, channel))


@config.button("config.resume")
async def press_resume(ask: Ask, kind: CommunityKind) -> Answer:
    """Resume a paused post, once it can arrive."""
    await _require_postable(ask, kind)
    return Replace(_saved(ask, await ask.services.communities.resume(ask.here, kind)))


@config.button("config.week")
async def press_week(ask: Ask, kind: CommunityKind) -> Answer:
    """Post once more this week."""
    return Replace(_saved(ask, await ask.services.communities.post_this_week(ask.here, kind)))


@config.button("config.test", is_slow=True)
async def press_test(ask: Ask, kind: CommunityKind) -> Answer:
    """Send a test post; pressing twice posts once (same nonce)."""
    now = await ask.services.communities.schedule(ask.here, kind)
    if now.channel_id is None:
        raise refusals.no_channel()
    place = postable(ask, now.channel_id)
    nonce = f"test-{ask.key}"[:_LONGEST_NONCE]
    await ask.services.messenger.post(place, await preview(ask, now), nonce)
    return replies.tested(place)


async def preview(ask: Ask, post: Schedule) -> Card:
    """Return the next post of a series, as it would be now."""
    return await ask.services.mentoring.preview(post, ask.community_language or "")


def postable(ask: Ask, place: ChannelId, kind: PostKind | None = None) -> ChannelId:
    """Return a channel, once it is known to be the community's and the bot can post there.

    Of several posts the one of ``kind`` is named.

    Raises
    ------
    PermissionDeniedError
        It is another's, gone, or the bot lacks a permission there.
    """
    problem = replies.cannot_post(ask.services.messenger.access(place, ask.here))
    if problem is not None:
        named = "" if kind is None else f"{_(words.POST_TITLES[kind])}: "
        raise PermissionDeniedError(f"{named}{problem}")
    return place


async def mentors_role(ask: Ask) -> RoleId | None:
    """Return the mentors' role, unless none is set or it is gone."""
    role = (await ask.services.communities.community(ask.here)).mentors_role_id
    return role if role is None or ask.services.places.has_role(ask.here, role) else None


def given_role(ask: Ask, chosen: str) -> RoleId | None:
    """Return the role that a form names, once it is known that the community gives it.

    Raises
    ------
    InvalidInputError
        It is gone, or everybody's.
    """
    role = RoleId(chosen) if chosen else None
    if role is not None and role not in ask.services.places.list_roles(ask.here):
        is_there = ask.services.places.has_role(ask.here, role)
        raise refusals.everybodys_role() if is_there else refusals.role_gone()
    return role


async def _require_postable(ask: Ask, kind: PostKind) -> None:
    """Refuse to go on while the bot cannot post in the channel of a post, if it has one."""
    if (place := (await ask.services.communities.schedule(ask.here, kind)).channel_id) is not None:
        postable(ask, place)


def _saved(ask: Ask, post: Schedule) -> Card:
    return replies.saved(post, ask.services.communities.left_out(post))
