"""What the model test knows was promised, kept apart from the tables, and held against them.

A promise is a moment that passed while its owner wanted it. It ends as sent once, told inside a
message that was sent, told with a reason, or taken back by its owner.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from datetime import UTC, datetime

from bot.model import COMMUNITY_KINDS, PostKind, Recurrence
from bot.schedule.recurrence import is_occurrence, next_after
from tests.outside import Posted
from tests.simulation.model_promises import Key, Promise, Row, Series, Subject, week_of

_MARK = re.compile(r"\b[a-z2-7]{26}\b")
_TOLD = ("inbox", "skipped", "failed", "in-doubt")
_ROWS = """
SELECT d.id, d.state, d.reason, d.answered_at, d.merged_into, d.due_at, s.kind,
  coalesce(s.member_id, s.community_id), s.subject_id, s.id
FROM delivery d JOIN schedule s ON s.id = d.schedule_id
"""


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
        self._withdrawn: dict[str, Promise] = {}
        self._anew: set[Key] = set()
        self._sent_before: dict[Key, Promise] = {}
        self._weeks: dict[Subject, list[Promise]] = {}

    # What people do

    def plan(
        self, subject: Subject, rule: Recurrence, next_at: datetime | None, slot: str = "series"
    ) -> None:
        self.series[subject, slot] = Series(rule, next_at, next_at is None)

    def stop(self, subject: Subject) -> None:
        """Plan nothing of it any more; what was due and is neither sent nor told is taken back.

        What is being sent goes on.
        """
        for (of, _), series in self.series.items():
            if of == subject:
                series.next_at, series.is_stopped = None, True
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
                # Planned by a clock that was ahead, it may have been stopped before its moment.
                promise.is_taken &= promise.due_at <= self._now

    def forget(self, subject: Subject) -> None:
        """Say that its owner deleted it with all that was kept of it."""
        self.stop(subject)
        self.series = {key: one for key, one in self.series.items() if key[0] != subject}
        for promise in self.promises:
            if promise.subject == subject and not promise.posts:
                promise.is_taken = True

    def open(self, subject: Subject) -> list[Promise]:
        return [
            one
            for one in self.promises
            if one.subject == subject and not (one.posts or one.is_told or one.is_taken)
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
            promise = self._by_id.get(own_id) or self._withdrawn.get(own_id)
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
            has_moved = bool(moved & {promise.subject.kind, promise.subject.owner})
            promise.may_repeat |= has_moved or promise.is_hidden
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
        """Let what a clock that was ahead brought before its time be due when it comes."""
        for key, series in self.series.items():
            early = [one for one in self.promises if (one.subject, one.slot) == key]
            moments = [one.due_at for one in early if one.due_at > now]
            if moments and not series.is_stopped:
                # What was changed meanwhile is planned anew, if anybody notices in time.
                kept = [due_at for due_at in moments if is_occurrence(series.rule, due_at)]
                anew = [next_after(series.rule, now)] if not kept else []
                self._anew |= {(key[0], due_at, key[1]) for due_at in anew if due_at is not None}
                found = [*kept, *anew, series.next_at]
                series.next_at = min((one for one in found if one is not None), default=None)
        for promise in [one for one in self.promises if one.due_at > now]:
            if promise.subject.kind is PostKind.CHECK_IN:
                # Check-ins set their pace by what they were planned then.
                promise.is_free = True
            elif not (promise.posts or promise.is_read):
                self._withdraw(promise)
            elif promise in self._weeks.get(promise.subject, []):
                self._weeks[promise.subject].remove(promise)

    def _withdraw(self, promise: Promise) -> None:
        self.promises.remove(promise)
        for own_id in promise.ids:
            if self._by_id.pop(own_id, None) is not None:
                self._unpromised[own_id] = (promise.subject, promise.due_at)
                self._withdrawn[own_id] = promise

    def _recall(self, own_id: str) -> Promise | None:
        """Return what a clock that was ahead gave to a message that was already on its way."""
        promise = self._withdrawn.get(own_id)
        if promise is not None:
            self.promises.append(promise)
            del self._unpromised[own_id]
            self._bind(promise, own_id)
        return promise

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
        promise.is_free = promise.key in self._anew
        if subject.kind in COMMUNITY_KINDS:
            promise.week = week_of(due_at, self.series[subject, slot].rule)
        self.promises.append(promise)
        self._remember(promise)
        for own_id, about in list(self._unpromised.items()):
            was = self._withdrawn.get(own_id)
            if about == (subject, due_at) and (was is None or was.slot == slot):
                promise.is_read = was is not None and was.is_read
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
            promise = self._by_id.get(own_id) or self._recall(own_id)
            if promise is None:
                about = self._unpromised.get(own_id)
                self.faults.append(f"nobody was promised what was sent: {about or own_id}")
                continue
            promise.posts += 1
            is_counted = post.card.notify != () and own_id != post.card.mark
            promise.is_hidden = is_counted or post.at < promise.due_at
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
        if "week" in self._known:
            return
        rule = self.series[promise.subject, "series"].rule
        others = self._weeks.setdefault(promise.subject, [])
        # Its week is that of the zone it was promised in; in another zone it may be the next one.
        same = [one for one in others if one.week == promise.week]
        if any(week_of(one.due_at, rule) == week_of(promise.due_at, rule) for one in same):
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
