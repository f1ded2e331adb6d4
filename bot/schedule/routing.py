"""Where and when a member can be reached: quiet hours, weekly cap, and the way that is open.

Deliver or tell: a direct message, else the member's channel without anything private, else the
inbox with the reason. Nothing here asks the platform: a refusal is learnt from a send that
failed and forgotten at the member's next interaction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.errors import UnknownZoneError
from bot.model import ChannelId, Member, Place
from bot.replies import reasons
from bot.schedule.kinds import LatePolicy
from bot.schedule.recurrence import day_start, find_zone, moment

CAP_WINDOW = timedelta(days=7)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Send:
    """Send it to a channel; ``is_discreet``: others read there."""

    channel_id: ChannelId
    is_discreet: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """Keep it back until a moment of the schedule's time."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Keep:
    """Put it into the member's inbox."""

    reason: str


Route = Send | Hold | Keep


def find_route(
    member: Member,
    policy: LatePolicy,
    now: datetime,
    sent: Sequence[datetime],
    is_postable: Callable[[ChannelId], bool],
) -> Route:
    """Return what to do with a member's message at ``now`` (schedule time).

    ``sent`` are the moments of the messages of the last seven days, oldest first.
    """
    try:
        if member.paused_until and now < day_start(member.paused_until, member.zone or "UTC"):
            return Keep(reasons.PAUSED)
        end = quiet_end(member, now)
    except UnknownZoneError:
        return Keep(reasons.UNKNOWN_MEMBER_ZONE)
    if end is not None:
        return Hold(end)
    cap = None if policy.is_exact else member.weekly_cap
    if cap is not None and len(sent) >= cap:
        return Hold(sent[-cap] + CAP_WINDOW)
    return _open_way(member, is_postable)


def quiet_end(member: Member, now: datetime) -> datetime | None:
    """Return when the member's quiet hours that ``now`` lies in end, or None outside of them.

    Raises
    ------
    UnknownZoneError
        The member's zone left the time zone data after it was stored.
    """
    if member.quiet_from is None or member.quiet_until is None:
        return None
    zone = find_zone(member.zone or "UTC")
    local = now.astimezone(zone)
    if not _is_between(member.quiet_from, local.time(), member.quiet_until):
        return None
    day = local.date()
    if local.time() >= member.quiet_until:
        day += _DAY
    end = moment(day, member.quiet_until, zone)
    # Clocks that go back while it is quiet can repeat the last hour: it stays quiet once.
    return end if end > now else (now + timedelta(minutes=1)).astimezone(UTC)


def _is_between(start: time, at: time, end: time) -> bool:
    return start <= at < end if start <= end else at >= start or at < end


def _open_way(member: Member, is_postable: Callable[[ChannelId], bool]) -> Route:
    if member.place is Place.INBOX:
        has_chosen = member.consented_at is not None
        return Keep(reasons.CHOSE_INBOX if has_chosen else reasons.NOT_CHOSEN)
    wants_dm = member.place is Place.DM
    if wants_dm and member.dm_channel_id is not None and member.refused_at is None:
        return Send(member.dm_channel_id)
    if member.channel_id is not None and is_postable(member.channel_id):
        return Send(member.channel_id, is_discreet=True)
    if wants_dm:
        return Keep(member.refusal or reasons.NO_WAY)
    return Keep(reasons.NO_WAY if member.channel_id is None else reasons.CHANNEL_GONE)
