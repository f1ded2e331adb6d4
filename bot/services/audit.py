"""The audit trail: what a moderator changes is written down in the transaction that changes it.

Who acts belongs to the task at hand (an interaction), like the language: the one check that lets a
person change a community says who they are, so that no service takes an actor as an argument and
none can forget it. What the bot does by itself has no actor and is not written down.
"""

from __future__ import annotations

from contextvars import ContextVar
from datetime import datetime, timedelta

from bot.model import Community, CommunityId, MemberId, Schedule
from bot.ports import Clock
from bot.storage import audit, communities
from bot.storage.database import Database, Transaction
from bot.trail import Entry, Values, Verb, difference

KEPT = timedelta(days=180)
COMMUNITY = "community"
# Building a card of more would hold the event loop for longer than 20 ms.
MOST_SHOWN = 60
MOST_EXPORTED = 300
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_actor: ContextVar[MemberId | None] = ContextVar("actor", default=None)


def act_as(member_id: MemberId | None) -> None:
    """Say who acts from here to the end of the current task; None is the bot itself."""
    _actor.set(member_id)


def acting() -> MemberId | None:
    """Return who acts in the current task; None is the bot itself."""
    return _actor.get()


async def record(
    tx: Transaction,
    at: datetime,
    community_id: CommunityId,
    subject: str,
    old: Values,
    new: Values,
    verb: Verb = Verb.CHANGE,
) -> None:
    """Write one change down: of ``old`` and ``new`` what differs; nothing when nothing does.

    ``at`` is aware UTC, in schedule time.
    """
    actor, differing = _actor.get(), difference(subject, old, new)
    if actor is not None and differing is not None:
        entry = Entry(community_id, actor, at, verb, subject, differing.old, differing.new)
        await audit.append(tx, entry)


async def save_community(
    tx: Transaction, at: datetime, changed: Community, verb: Verb = Verb.CHANGE
) -> None:
    """Store what holds for all of a community's posts, and write the change down."""
    was = await communities.load_community(tx, changed.id)
    await communities.save_community(tx, changed)
    await record(
        tx, at, changed.id, COMMUNITY, community_values(was), community_values(changed), verb
    )


def community_values(community: Community) -> dict[str, str | None]:
    """Return what moderators choose for all posts."""
    return {"language": community.locale, "mentors_role": community.mentors_role_id}


def post_values(post: Schedule) -> dict[str, str | None]:
    """Return what moderators choose for one kind of post, and whether the bot itself paused it."""
    return {
        "channel": post.channel_id,
        "weekday": WEEKDAYS[post.recurrence.weekday or 0],
        "time": f"{post.recurrence.at:%H:%M}",
        "zone": post.recurrence.zone,
        "paused": _pause(post),
    }


def _pause(post: Schedule) -> str:
    if post.pause_reason is not None:
        return "bot"
    if post.paused_until is not None:
        return post.paused_until.isoformat()
    return "no" if post.paused_at is None else "yes"


class Audit:
    """Read a community's trail, and forget what is too old."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def newest(self, community_id: CommunityId) -> tuple[list[Entry], int]:
        """Return the newest changes, newest first, and how many are kept in all."""
        async with self._database.read() as tx:
            entries = await audit.list_newest(tx, community_id, MOST_SHOWN)
            return entries, await audit.count(tx, community_id)

    async def forget(self) -> int:
        """Delete what is older than 180 days; return how many changes."""
        async with self._database.write() as tx:
            return await audit.delete_before(tx, self._clock.now() - KEPT)
