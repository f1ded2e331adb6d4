"""What the model test knows was promised, kept apart from the tables, and held against them.

A promise is a moment that passed while its owner wanted it. It ends as sent once, told inside a
message that was sent, told with a reason, or taken back by its owner.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.model import COMMUNITY_KINDS, PostKind, Recurrence
from bot.schedule.recurrence import next_after
from tests.outside import Posted

_MARK = re.compile(r"\b[a-z2-7]{26}\b")
_TOLD = ("inbox", "skipped", "failed", "in-doubt")
_ROWS = """
SELECT d.id, d.state, d.reason, d.answered_at, d.merged_into, d.due_at, s.kind,
  coalesce(s.member_id, s.community_id), s.subject_id, s.id
FROM delivery d JOIN schedule s ON s.id = d.schedule_id
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is promised to whom: a reminder, a goal's alerts, a check-in, a community's post."""

    kind: PostKind
    owner: str
    id: str = ""


@dataclass
class Series:
    """When a subject is due; ``next_at`` None: it is over or paused."""

    rule: Recurrence
    next_at: datetime | None


Key = tuple[Subject, datetime, str]


@dataclass(eq=False)
class Promise:
    """A moment that passed, ``after`` so many ticks; a community's is in an ISO ``week``.

    ``is_taken``: its owner wants it no more.
    ``is_free``: its owner changed it, so that it may come or not, but once at most. ``may_repeat``:
    it was sent to a place that a copy of the file does not know.
    """

    subject: Subject
    due_at: datetime
    slot: str
    after: int = 0
    week: tuple[int, int] = (0, 0)
    ids: set[str] = field(default_factory=set[str])
    posts: int = 0
    is_taken: bool = False
    is_free: bool = False
    is_told: bool = False
    is_read: bool = False
    may_repeat: bool = False

    @property
    def key(self) -> Key:
        return self.subject, self.due_at, self.slot

    def __str__(self) -> str:
        return f"{self.subject.kind} {self.subject.id} due {self.due_at:%Y-%m-%d %H:%M}"


@dataclass(frozen=True, slots=True)
class Row:
    """A delivery as it stands in the file."""

    state: str
    due_at: datetime
    is_told: bool
    is_answered: bool
    merged_into: str | None


class Ledger:
    """Every promise and what became of it; ``faults`` are the sentences that say what is wrong."""

    def __init__(self, known: frozenset[str] = frozenset()) -> None:
        self._known = known
        self.series: dict[tuple[Subject, str], Series] = {}
        self.promises: list[Promise] = []
        self.rows: dict[str, Row] = {}
        self.paused: dict[Subject, datetime] = {}
        self.check_ins: set[str] = set()
        self.faults: list[str] = []
        self.ticks = 0
        self._now = datetime.min.replace(tzinfo=UTC)
        self._by_id: dict[str, Promise] = {}
        self._unpromised: dict[str, tuple[Subject, datetime]] = {}
        self._sent_before: dict[Key, Promise] = {}
        self._weeks: dict[Subject, list[Promise]] = {}

    # What people do

    def plan(
        self, subject: Subject, rule: Recurrence, next_at: datetime | None, slot: str = "series"
    ) -> None:
        self.series[subject, slot] = Series(rule, next_at)

    def stop(self, subject: Subject) -> None:
        """Plan nothing of it any more; what was due and is neither sent nor told is taken back.

        What is being sent goes on.
        """
        for (of, _), series in self.series.items():
            if of == subject:
                series.next_at = None
        for promise in self.open(subject):
            promise.is_taken = not self._is_being_sent(promise)
        self.free(subject)

    def free(self, subject: Subject, slot: str | None = None) -> None:
        """Say that what was due was changed by its owner before it came.

        What was told already is told once more only by a clock that goes back, if at all.
        """
        for promise in self.promises:
            if promise.subject == subject and not promise.posts:
                promise.is_free |= slot in (None, promise.slot)

    def forget(self, subject: Subject) -> None:
        """Say that its owner deleted it with all that was kept of it."""
        self.stop(subject)
        self.series = {key: one for key, one in self.series.items() if key[0] != subject}
        for promise in self.promises:
            if promise.subject == subject and not promise.posts:
                promise.is_taken = True

    def open(self, subject: Subject) -> list[Promise]:
        """Return what is to come; a clock that was wrong may have told it before its time."""
        return [
            one
            for one in self.promises
            if one.subject == subject
            and not (one.posts or one.is_taken or (one.is_told and one.due_at <= self._now))
        ]

    def _is_being_sent(self, promise: Promise) -> bool:
        own = [self.rows[own_id] for own_id in promise.ids if own_id in self.rows]
        carriers = [self.rows[one.merged_into] for one in own if one.merged_into in self.rows]
        return any(row.state == "sending" for row in (*own, *carriers))

    def of_owner(self, owner: str) -> set[Subject]:
        kept = {subject for subject, _ in self.series} | {one.subject for one in self.promises}
        return {subject for subject in kept if subject.owner == owner}

    def subject_of(self, delivery_id: str) -> Subject:
        return self._by_id[delivery_id].subject

    def read(self, owner: str, delivery_id: str | None = None) -> None:
        """Say that a member put away all of their inbox, or what one delivery tells."""
        for own_id, row in self.rows.items():
            promise = self._by_id.get(own_id)
            if promise is None or promise.subject.owner != owner:
                continue
            if delivery_id is None or delivery_id in (own_id, row.merged_into):
                promise.is_read = True

    def restore(self, later: Ledger, moved: set[str]) -> None:
        """Go on from a copy of the file: what was sent ``later`` stays sent all the same.

        A copy does not know of the other moments that owners chose later, nor of the other places
        of those who ``moved``: kinds of posts and members (docs/operations.md).
        """
        self._sent_before = {one.key: one for one in later.promises if one.posts}
        for promise in self._sent_before.values():
            promise.may_repeat |= bool(moved & {promise.subject.kind, promise.subject.owner})
        self._sent_before |= later._sent_before
        changed = {one.key for one in later.promises if one.is_free or one.is_taken}
        for promise in self.promises:
            self._remember(promise)
            # Their owner's later wish is gone, but what it made of a message may be found.
            promise.is_free |= promise.key in changed

    def _remember(self, promise: Promise) -> None:
        sent = self._sent_before.get(promise.key)
        if sent is not None:
            promise.posts, promise.may_repeat = sent.posts, sent.may_repeat
            for own_id in sent.ids:
                self._bind(promise, own_id)

    # What time does

    def pass_time(self, now: datetime) -> None:
        """Note as promised what is due by now."""
        if now < self._now:
            self._go_back(now)
        self._now = now
        for (subject, slot), series in self.series.items():
            while series.next_at is not None and series.next_at <= now:
                self._promise(subject, series.next_at, slot)
                series.next_at = next_after(series.rule, series.next_at)

    def _go_back(self, now: datetime) -> None:
        """Say that a clock was ahead: check-ins set their pace by what they were planned then."""
        for promise in self.promises:
            if promise.subject.kind is PostKind.CHECK_IN and promise.due_at > now:
                promise.is_free = True

    def next_at(self) -> datetime | None:
        return min((one.next_at for one in self.series.values() if one.next_at), default=None)

    def _promise(self, subject: Subject, due_at: datetime, slot: str = "series") -> Promise:
        same = [one for one in self.promises if one.key == (subject, due_at, slot)]
        # Clocks that went back: the moment comes once more, its message does not.
        if same:
            same[0].is_free = same[0].is_free or same[0].is_taken
            same[0].is_taken = False
            return same[0]
        promise = Promise(subject, due_at, slot, self.ticks)
        if subject.kind in COMMUNITY_KINDS:
            promise.week = _week(due_at, self.series[subject, slot].rule)
        self.promises.append(promise)
        self._remember(promise)
        for own_id, about in list(self._unpromised.items()):
            if about == (subject, due_at):
                del self._unpromised[own_id]
                self._bind(promise, own_id)
                break
        return promise

    # What the bot did

    def look(self, connection: sqlite3.Connection) -> None:
        """Read how each delivery stands, and find the promise of each new one."""
        self.rows = {}
        new: list[tuple[str, Subject, datetime, str]] = []
        for (
            own_id,
            state,
            reason,
            answered,
            into,
            due,
            kind,
            owner,
            of,
            series,
        ) in connection.execute(_ROWS):
            is_told = state in _TOLD and bool(reason)
            due_at = datetime.fromisoformat(due)
            self.rows[own_id] = Row(state, due_at, is_told, answered is not None, into)
            if own_id not in self._by_id and own_id not in self._unpromised:
                is_check_in = kind == PostKind.CHECK_IN.value
                subject = Subject(PostKind(kind), owner, "" if is_check_in else of)
                new.append((own_id, subject, due_at, f"series {series}"))
        for found in new:
            self._find_promise(*found)
        self.paused = {
            Subject(PostKind(kind), owner): datetime.fromisoformat(at)
            for kind, owner, at in connection.execute(
                "SELECT kind, community_id, paused_at FROM schedule "
                "WHERE community_id IS NOT NULL AND pause_reason IS NOT NULL"
            )
        }

    def _find_promise(self, own_id: str, subject: Subject, due_at: datetime, slot: str) -> None:
        fitting = [
            promise
            for promise in self.promises
            if (promise.subject, promise.due_at) == (subject, due_at)
            and not promise.ids & self.rows.keys()
        ]
        if fitting:
            # Two may be due at one moment: what is owed comes before what may come.
            self._bind(min(fitting, key=lambda promise: promise.is_free), own_id)
            return
        # A check-in sets its own pace: it is promised where it is planned.
        if subject.kind is PostKind.CHECK_IN and subject.owner in self.check_ins:
            promise = self._promise(subject, due_at, slot)
            promise.is_free |= due_at > self._now
            self._bind(promise, own_id)
        else:
            self._unpromised[own_id] = (subject, due_at)

    def _bind(self, promise: Promise, own_id: str) -> None:
        promise.ids.add(own_id)
        self._by_id[own_id] = promise

    def hear(self, post: Posted) -> None:
        """Take note of a message that appeared: what it tells must be promised, once."""
        for own_id in self._told_by(post):
            promise = self._by_id.get(own_id)
            if promise is None:
                about = self._unpromised.get(own_id)
                self.faults.append(f"nobody was promised what was sent: {about or own_id}")
                continue
            promise.posts += 1
            if promise.posts > 1 + promise.may_repeat:
                self.faults.append(f"doubled: {promise}")
            if promise.is_taken:
                self.faults.append(f"sent though taken back: {promise}")
            if promise.subject.kind in COMMUNITY_KINDS:
                self._note_week(promise)

    def _told_by(self, post: Posted) -> set[str]:
        mark = post.card.mark
        if mark is None:
            return set()
        card = post.card
        told = set(_MARK.findall(repr((card.blocks, card.actions, card.parts))))
        if not told:
            return {mark}
        if post.card.notify:
            # It says only how many: the rest is read behind its button.
            told |= {key for key, row in self.rows.items() if row.merged_into == mark}
        return told

    def _note_week(self, promise: Promise) -> None:
        if "week" in self._known or promise.due_at > self._now:
            # Sent by a clock that was ahead: what it is for is still to come.
            return
        rule = self.series[promise.subject, "series"].rule
        others = self._weeks.setdefault(promise.subject, [])
        # Its week is that of the zone it was promised in; in another zone it may be the next one.
        if any(
            other.week == promise.week and _week(other.due_at, rule) == _week(promise.due_at, rule)
            for other in others
        ):
            self.faults.append(f"two in one week: {promise}")
        others.append(promise)

    # Whether all is well

    def judge(self, planned_until: datetime) -> list[str]:
        """Return what is wrong; ``planned_until`` is the moment of the last whole tick."""
        for promise in self.promises:
            promise.is_told = False
            if promise.posts or promise.is_taken:
                continue
            problem = self._problem(promise, planned_until)
            if problem and not promise.is_free:
                self.faults.append(f"{problem}: {promise}")
        return self.faults

    def _problem(self, promise: Promise, planned_until: datetime) -> str | None:
        rows = [self.rows[own_id] for own_id in promise.ids if own_id in self.rows]
        if not rows:
            since = self.paused.get(promise.subject)
            is_paused = since is not None and since <= promise.due_at
            is_early = planned_until < promise.due_at or self.ticks == promise.after
            return None if is_early or is_paused else "lost"
        row = rows[-1]
        if row.state == "merged":
            into = self.rows.get(row.merged_into or "")
            state = "nothing" if into is None else into.state
            return None if state in ("pending", "sending") else f"merged into {state}"
        if row.is_told:
            promise.is_told = True
            # Put away by the bot itself, nobody sees it.
            return "told to nobody" if row.is_answered and not promise.is_read else None
        return None if row.state in ("pending", "sending") else f"ended as {row.state}"

    def count(self) -> Counter[str]:
        """Return how many promises ended how."""
        return Counter(
            "sent"
            if one.posts
            else "taken back"
            if one.is_taken
            else "told"
            if one.is_told
            else "?"
            for one in self.promises
        )


def _week(moment: datetime, rule: Recurrence) -> tuple[int, int]:
    day: date = moment.astimezone(ZoneInfo(rule.zone)).date()
    return day.isocalendar()[:2]
