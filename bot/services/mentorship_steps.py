"""What the bot asks or does next about a mentorship by itself, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bot.model import MemberId
from bot.model_mentoring import Mentorship, MentorshipEvent, MentorshipState, Pair, Side
from bot.model_mentoring import MentorshipEventKind as Kind
from bot.replies.refusals import mentoring as refusals
from bot.storage import mentorships as pairs
from bot.storage.database import Transaction

HELLO_AFTER = timedelta(hours=24)
FIRST_ASKED_AFTER = timedelta(days=7)
ASKED_EVERY = timedelta(days=28)
SILENT_AFTER = timedelta(days=35)
ENDS_AFTER_WARNING = timedelta(days=7)
LAST_WEEK = timedelta(days=7)
BETWEEN_QUESTIONS = timedelta(days=7)
# Whoever was asked late, because the bot was not running, has a day to answer all the same.
_LEAST_TO_ANSWER = timedelta(days=1)


def end_of(mentorship: Mentorship) -> datetime:
    """Return when a mentorship ends by time: at noon UTC, when it is that day nearly everywhere."""
    return datetime.combine(mentorship.ends_on, time(12), UTC)


def is_last_week(mentorship: Mentorship, now: datetime) -> bool:
    """Tell whether it is time to say whether a mentorship goes on."""
    return now >= end_of(mentorship) - LAST_WEEK


def next_step(
    now: Mentorship, events: Sequence[MentorshipEvent], at: datetime
) -> tuple[datetime, Kind] | None:
    """Return what the bot does next about a mentorship and when (aware UTC), None once it ended.

    At the moment ``at`` (aware UTC) it may be late.

    After a day in which not both agreed one side is asked to say hello; after a week, then every
    four, both are asked whether they met; five weeks after the last sign of life both are asked
    whether it is still on, and a week later it ends. A week before its planned end both are asked
    whether it goes on. While it is paused nothing is asked.

    Of two questions within a week only the weightier is asked, also where both are late: whether it
    goes on before whether it is still on, and that before whether they met.
    """
    if now.state is MentorshipState.ENDED:
        return None
    if now.state is MentorshipState.PAUSED and now.paused_until is not None:
        return now.paused_until, Kind.RESUMED
    last = {event.kind: event.at for event in events}
    steps: list[tuple[datetime, Kind]] = [_end(now, last.get(Kind.ENDING))]
    if now.state is MentorshipState.STARTING and Kind.GREETED not in last:
        steps.append((now.started_at + HELLO_AFTER, Kind.GREETED))
    warned, silent_at = last.get(Kind.WARNED), max(now.active_at + SILENT_AFTER, at)
    if warned is not None and warned > now.active_at:
        return min(*steps, (warned + ENDS_AFTER_WARNING, Kind.ENDED))
    last_at = end_of(now) - LAST_WEEK
    if silent_at <= last_at - BETWEEN_QUESTIONS:
        steps.append((silent_at, Kind.WARNED))
    ask_at = _ask_at(now, _later(last.get(Kind.ASKED), warned), last.get(Kind.RESUMED))
    # Where it was left out for another question, they may have told something meanwhile.
    ask_at = now.active_at + BETWEEN_QUESTIONS if ask_at < now.active_at else max(ask_at, at)
    if ask_at <= min(silent_at, last_at) - BETWEEN_QUESTIONS:
        steps.append((ask_at, Kind.ASKED))
    return min(steps)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at is not None), default=None)


def _end(now: Mentorship, asked: datetime | None) -> tuple[datetime, Kind]:
    ends_at = end_of(now)
    # A question of before it was renewed is not about this end.
    if asked is None or not is_last_week(now, asked):
        return ends_at - LAST_WEEK, Kind.ENDING
    return max(ends_at, asked + _LEAST_TO_ANSWER), Kind.ENDED


def _ask_at(now: Mentorship, asked: datetime | None, resumed: datetime | None) -> datetime:
    if resumed is not None and (asked is None or asked < resumed):
        return resumed + FIRST_ASKED_AFTER
    return now.started_at + FIRST_ASKED_AFTER if asked is None else asked + ASKED_EVERY


def running_state(pair: Pair, now: datetime) -> MentorshipState:
    """Return where a mentorship stands that has not ended."""
    until = pair.mentorship.paused_until
    if until is not None and until > now:
        return MentorshipState.PAUSED
    return MentorshipState.ACTIVE if pair.are_agreed else MentorshipState.STARTING


async def touch(tx: Transaction, changed: Mentorship, now: datetime) -> None:
    """Store a mentorship with a sign of life, and when it is asked next."""
    alive = replace(changed, active_at=now)
    due = next_step(alive, await pairs.list_events(tx, alive.id), now)
    await pairs.save(tx, replace(alive, check_at=None if due is None else due[0]))


async def load_own(tx: Transaction, member_id: MemberId, mentorship_id: str) -> tuple[Pair, Side]:
    """Return a mentorship and a member's side of it; raises NotFoundError."""
    pair = await pairs.load(tx, mentorship_id)
    own = None if pair is None else pair.of(member_id)
    if pair is None or own is None:
        raise refusals.no_mentorship()
    return pair, own


async def load_running(
    tx: Transaction, member_id: MemberId, mentorship_id: str
) -> tuple[Pair, Side]:
    """Return a mentorship that has not ended, and a member's side of it.

    Raises
    ------
    NotFoundError
        The member has no such mentorship.
    StaleActionError
        It has ended.
    """
    pair, own = await load_own(tx, member_id, mentorship_id)
    if pair.mentorship.state is MentorshipState.ENDED:
        raise refusals.ended()
    return pair, own
