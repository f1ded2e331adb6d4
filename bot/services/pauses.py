"""Pauses of a community's posts: a moderator ends those that moderators set, the bot its own.

The bot pauses what cannot arrive, and says why (``pause_reason``). Where moderators paused until a
day, that day stays beneath the bot's pause.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.errors import UnknownZoneError
from bot.model import Schedule
from bot.schedule.recurrence import day_start


def resumed(post: Schedule) -> Schedule:
    """Return a post that nobody pauses."""
    return replace(post, paused_at=None, paused_until=None, pause_reason=None)


def released(post: Schedule, now: datetime) -> Schedule:
    """Return a post that the bot does not pause; a pause that moderators set stays.

    ``now`` is aware UTC, in schedule time: a pause that is over is none.
    """
    is_by_bot_only = post.pause_reason is not None and post.paused_until is None
    if is_by_bot_only or _is_over(post, now):
        return resumed(post)
    return replace(post, pause_reason=None)


def without_past(post: Schedule, now: datetime) -> Schedule:
    """Return a post without the day, if it has come, until which moderators paused it."""
    if not _is_over(post, now):
        return post
    return resumed(post) if post.pause_reason is None else replace(post, paused_until=None)


def _is_over(post: Schedule, now: datetime) -> bool:
    if post.paused_until is None:
        return False
    try:
        return day_start(post.paused_until, post.recurrence.zone) <= now
    except UnknownZoneError:
        # Nobody can tell; a post without a zone does not run anyhow.
        return False
