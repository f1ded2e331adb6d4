"""Goals: what a member wants to reach; theirs alone."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from rapidfuzz import fuzz, process

from bot.catalogue.search import CatalogueSearch
from bot.model import Goal, GoalEvent, GoalEventKind, GoalId, GoalState, MemberId, Schedule
from bot.ports import Clock
from bot.replies.goals import MOST_EVENTS, MOST_LISTED
from bot.replies.refusals import goals as refusals
from bot.replies.times import day_words, local_day
from bot.schedule import goal_deadline
from bot.services import goal_room
from bot.services.reading.answers import day_ahead, hear_day
from bot.services.reading.phrase import Said
from bot.services.typed import in_lines, one_line
from bot.storage import goals as queries
from bot.storage import members
from bot.storage.database import Database, Transaction

MAX_TITLE = 200
MAX_NOTE = 500
MOST_RANKED = 250
_MAX_CHOICES = 25
_MAX_LABEL = 100
# Somewhere on Earth it is still yesterday (UTC-12): for members whose zone is not known.
_ZONE_GRACE = timedelta(days=1)


class Goals:
    """Add, change and look up a member's goals; each change is an event that stays.

    A due date brings alerts, which are planned, moved and ended together with the change.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        search: CatalogueSearch,
    ) -> None:
        self._database = database
        self._clock = clock
        self._search = search

    async def add(
        self, member_id: MemberId, title: str, certification: str | None, due: str | None
    ) -> Goal:
        """Store a new goal.

        ``due`` is a day in people's own words, not before the member's today.

        Raises
        ------
        InvalidInputError
            Title or date cannot be used, or there are too many goals.
        NotFoundError
            No certification has this name.
        """
        named = self._certification_id(certification)
        said = await _hear(due)
        async with self._database.write() as tx:
            due_on = await self._check_due(tx, member_id, said)
            goal = self._new(member_id, title, named, due_on)
            await self._store(tx, goal)
        return goal

    async def take(
        self,
        member_id: MemberId,
        title: str,
        certification: str | None,
        titles: Collection[str],
        due_on: date | None = None,
    ) -> tuple[Goal, bool]:
        """Store a new goal unless the member has one with one of ``titles``, open or done.

        A dropped one does not count: whoever wants it again begins anew. ``certification`` is an
        id. Return the goal that is there now, and whether it is new.

        Raises
        ------
        InvalidInputError
            There are too many goals.
        """
        goal = self._new(member_id, title, certification, due_on)
        async with self._database.write() as tx:
            found = await queries.list_titled(tx, member_id, titles, None)
            if there := [one for one in found if one.state is not GoalState.DROPPED]:
                return there[0], False
            await self._store(tx, goal)
        return goal, True

    def _new(
        self, member_id: MemberId, title: str, certification: str | None, due_on: date | None
    ) -> Goal:
        now = self._clock.now()
        return Goal(
            id=_new_id(),
            member_id=member_id,
            title=_check_title(title),
            certification=certification,
            due_on=due_on,
            state=GoalState.OPEN,
            created_at=now,
            changed_at=now,
        )

    async def _store(self, tx: Transaction, goal: Goal) -> None:
        due_on = goal.due_on.isoformat() if goal.due_on else None
        said = {"title": goal.title, "certification": goal.certification, "due_on": due_on}
        event = GoalEvent(goal.id, GoalEventKind.CREATED, goal.created_at, said)
        if not await queries.insert_goal(tx, goal, event, goal_room.ROOM):
            await goal_room.require_open(tx, goal.member_id)
            await goal_room.require_goal(tx, goal.member_id)
            raise refusals.too_long_a_history(goal_room.MAX_EVENTS)
        if goal.due_on is not None:
            await goal_deadline.start(tx, goal, goal.created_at)

    async def list(
        self, member_id: MemberId, state: GoalState | None = None, start: int = 0
    ) -> tuple[Goal, ...]:
        """Return at most 100 of a member's goals from number ``start`` on, the next due first."""
        async with self._database.read() as tx:
            return await queries.list_goals(tx, member_id, state, MOST_LISTED, max(start, 0))

    async def count(self, member_id: MemberId, state: GoalState | None = None) -> int:
        """Return how many goals a member has."""
        async with self._database.read() as tx:
            return await queries.count_goals(tx, member_id, state)

    async def titled(
        self, member_id: MemberId, titles: Collection[str], state: GoalState | None = None
    ) -> dict[str, Goal]:
        """Return by title a member's goal of each of ``titles``: a finished one, if there is.

        Those of any ``state`` (None) are open or done: a dropped one stands for nothing any more.
        """
        async with self._database.read() as tx:
            found = await queries.list_titled(tx, member_id, titles, state)
        return {one.title: one for one in found if state or one.state is not GoalState.DROPPED}

    async def show(self, member_id: MemberId, goal_id: str) -> tuple[Goal, tuple[GoalEvent, ...]]:
        """Return a goal and the last 15 things that happened to it, oldest first.

        Raises
        ------
        NotFoundError
            The member has no such goal (somebody else's looks the same).
        """
        async with self._database.read() as tx:
            goal = _require(await queries.load_goal(tx, member_id, goal_id))
            return goal, await queries.list_events(tx, goal.id, MOST_EVENTS)

    async def complete(self, member_id: MemberId, goal_id: str) -> Goal:
        """Mark a goal as done; doing it twice is the same as once.

        Raises
        ------
        InvalidInputError
            The goal is dropped.
        NotFoundError
            The member has no such goal.
        """
        return await self._move(member_id, goal_id, GoalState.DONE, GoalEventKind.DONE)

    async def reopen(self, member_id: MemberId, goal_id: str) -> Goal:
        """Undo that a goal is done or dropped; doing it twice is the same as once.

        Raises
        ------
        InvalidInputError
            There are too many open goals, or too much has happened to the member's goals.
        NotFoundError
            The member has no such goal.
        """
        return await self._move(member_id, goal_id, GoalState.OPEN, GoalEventKind.REOPENED)

    async def edit(
        self,
        member_id: MemberId,
        goal_id: str,
        *,
        title: str | None = None,
        certification: str | None = None,
        due: str | None = None,
    ) -> Goal:
        """Change what a goal says: None stays as it is, an empty certification or date is removed.

        A date that has passed can stay, but not be chosen.

        Raises
        ------
        InvalidInputError
            Title or date cannot be used, the goal is dropped, or too much has happened to the
            member's goals.
        NotFoundError
            The member has no such goal, or no certification has this name.
        """
        now = self._clock.now()
        changes: dict[str, Any] = {}
        if title is not None:
            changes["title"] = _check_title(title)
        if certification is not None:
            changes["certification"] = self._certification_id(certification)
        said = await _hear(due)
        async with self._database.write() as tx:
            goal = _require_kept(await queries.load_goal(tx, member_id, goal_id))
            if due is not None and not _is_shown(due, goal.due_on):
                changes["due_on"] = await self._check_due(tx, member_id, said)
            if replace(goal, **changes) == goal:
                return goal
            edited = replace(goal, **changes, changed_at=now)
            await goal_room.require_event(tx, member_id)
            detail = {key: None if value is None else str(value) for key, value in changes.items()}
            event = GoalEvent(goal.id, GoalEventKind.EDITED, now, detail)
            await queries.update_goal(tx, edited, event)
            if edited.due_on != goal.due_on:
                await goal_deadline.plan_again(tx, edited, now)
        return edited

    async def progress(self, member_id: MemberId, goal_id: str, note: str = "") -> Goal:
        """Record a step towards a goal, with a short note (at most 500 characters) if wanted.

        Raises
        ------
        InvalidInputError
            The note is too long, the goal is dropped, or too much has happened to the member's
            goals.
        NotFoundError
            The member has no such goal.
        """
        now = self._clock.now()
        text = in_lines(note)
        if len(text) > MAX_NOTE:
            raise refusals.long_note(len(text), MAX_NOTE)
        async with self._database.write() as tx:
            goal = _require_kept(await queries.load_goal(tx, member_id, goal_id))
            await goal_room.require_event(tx, member_id)
            moved = replace(goal, changed_at=now)
            event = GoalEvent(goal.id, GoalEventKind.PROGRESSED, now, {"note": text or None})
            await queries.update_goal(tx, moved, event)
        return moved

    async def alerts(self, goal: Goal) -> Schedule | None:
        """Return when a goal's alerts come; None when it has no due date."""
        if goal.due_on is None:
            return None
        async with self._database.read() as tx:
            return await goal_deadline.load_series(tx, goal.member_id, goal.id)

    async def switch_alerts(
        self, member_id: MemberId, goal_id: str, *, is_on: bool
    ) -> tuple[Goal, Schedule]:
        """Turn a goal's alerts on or off; doing it twice is the same as once.

        Raises
        ------
        InvalidInputError
            The goal is dropped.
        NotFoundError
            The member has no such goal.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            goal = _require_kept(await queries.load_goal(tx, member_id, goal_id))
            switch = goal_deadline.start if is_on else goal_deadline.stop
            return goal, await switch(tx, goal, now)

    async def suggest(
        self, member_id: MemberId, text: str, state: GoalState | None
    ) -> list[tuple[str, str]]:
        """Return the member's goals that ``text`` may mean, as (label, id), at most 25."""
        wanted = text.strip().lower()[:_MAX_LABEL]
        most = MOST_RANKED if wanted else _MAX_CHOICES
        async with self._database.read() as tx:
            found = await queries.list_likely(tx, member_id, wanted, state, most)
        labels: dict[str, str] = {goal_id: _label(title) for goal_id, title in found.items()}
        if not wanted:
            return [(label, goal_id) for goal_id, label in labels.items()]
        ranked = process.extract(
            wanted,
            labels,
            scorer=fuzz.WRatio,
            processor=str.lower,
            limit=_MAX_CHOICES,
            score_cutoff=60,
        )
        return [(label, goal_id) for label, _, goal_id in ranked]

    async def _move(
        self, member_id: MemberId, goal_id: str, to: GoalState, kind: GoalEventKind
    ) -> Goal:
        now = self._clock.now()
        async with self._database.write() as tx:
            goal = _require(await queries.load_goal(tx, member_id, goal_id))
            if goal.state is to:
                return goal
            if to is GoalState.OPEN:
                await goal_room.require_open(tx, member_id)
                await goal_room.require_event(tx, member_id)
            else:
                _require_kept(goal)
            done_at = now if to is GoalState.DONE else None
            moved = replace(goal, state=to, changed_at=now, done_at=done_at)
            await queries.update_goal(tx, moved, GoalEvent(goal.id, kind, now))
            if moved.due_on is not None:
                await goal_deadline.plan_again(tx, moved, now)
        return moved

    async def today(self, member_id: MemberId) -> date:
        """Return the day it is for a member (in UTC while their zone is not known)."""
        async with self._database.read() as tx:
            zone = (await members.load_member(tx, member_id)).zone
        return local_day(self._clock.now(), zone)

    async def _check_due(
        self, tx: Transaction, member_id: MemberId, said: Said | None
    ) -> date | None:
        if said is None:
            return None
        zone = (await members.load_member(tx, member_id)).zone
        today = local_day(self._clock.now(), zone)
        return day_ahead(said, today, earliest=today if zone else today - _ZONE_GRACE)

    def _certification_id(self, name: str | None) -> str | None:
        if name is None or not name.strip():
            return None
        entry, variant = self._search.find_certification(name)
        return variant.id if variant is not None else entry.id


def title_from(message: str) -> str:
    """Return a goal's title from a message: one line, cut at a word where it is too long.

    Raises
    ------
    InvalidInputError
        The message says nothing in words.
    """
    text = one_line(message)
    if not any(sign.isalnum() for sign in text):
        raise refusals.wordless_message()
    if len(text) <= MAX_TITLE:
        return text
    head = text[: MAX_TITLE - 1]
    whole, space, _rest = head.rpartition(" ")
    return f"{whole if space else head}…"


def _label(title: str) -> str:
    return title if len(title) <= _MAX_LABEL else f"{title[: _MAX_LABEL - 1]}…"


def _new_id() -> GoalId:
    return GoalId(base64.b32encode(secrets.token_bytes(5)).decode().lower())


def _require(goal: Goal | None) -> Goal:
    if goal is None:
        raise refusals.no_such_goal()
    return goal


def _require_kept(goal: Goal | None) -> Goal:
    if (found := _require(goal)).state is GoalState.DROPPED:
        raise refusals.dropped()
    return found


def _check_title(title: str) -> str:
    text = one_line(title)
    if not text:
        raise refusals.no_title()
    if len(text) > MAX_TITLE:
        raise refusals.long_title(len(text), MAX_TITLE)
    return text


async def _hear(due: str | None) -> Said | None:
    return None if due is None or not due.strip() else await hear_day(due)


def _is_shown(due: str, due_on: date | None) -> bool:
    """Tell whether a form was sent back with the day that it showed."""
    return due_on is not None and due.strip() in (due_on.isoformat(), day_words(due_on))
