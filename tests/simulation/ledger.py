"""What became of every promise, read from the database and from Discord's own messages."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from playground.events import Event
from playground.world import World
from tests.simulation.cast import Promise

_MARK = re.compile(r"~([a-z2-7]{26})")
_LATE_SECONDS = 3600.0
TAKEN_BACK = "taken back"


@dataclass(frozen=True, slots=True)
class Row:
    """A delivery as the database holds it; ``mark`` is what its message carries."""

    id: str
    mark: str
    state: str
    due_at: datetime
    sent_at: datetime | None
    reason: str | None
    merged_into: str | None


@dataclass
class Tally:
    """How many promises ended how; ``lost`` and ``doubled`` name each one."""

    counts: Counter[str] = field(default_factory=Counter[str])
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        ends = ("sent", "late", "merged", "told", "in doubt")
        shown = [f"{self.counts[end]} {end}" for end in (*ends, TAKEN_BACK)]
        return ", ".join([*shown, f"{len(self.lost)} lost, {len(self.doubled)} doubled"])


class Postmark:
    """Count the marks of every message at the moment Discord shows it."""

    def __init__(self, world: World) -> None:
        self.counts: Counter[str] = Counter()
        self.stop = world.subscribe(self._hear)

    def _hear(self, event: Event) -> None:
        if event.name == "MESSAGE_CREATE":
            # Several buttons of one message carry its mark: it counts once.
            self.counts.update(set(_MARK.findall(json.dumps(event.payload["components"]))))


def audit(
    file: Path, marks: Counter[str], promises: Iterable[Promise], deleted: Collection[int]
) -> Tally:
    """Hold every promise against the deliveries there are and the messages there were.

    What an owner ``deleted`` is gone with its deliveries.
    """
    with closing(sqlite3.connect(file)) as connection:
        rows = dict(_rows(connection))
        pauses = dict(_pauses(connection))
    tally = Tally(doubled=[mark for mark, count in marks.items() if count > 1])
    by_id = {row.id: row for row in rows.values()}
    promised = list(promises)
    known = {promise.schedule_id for promise in promised}
    # What sets its own pace, as an unanswered check-in does, was promised where it was planned.
    promised += [Promise(key, due_at) for key, due_at in rows if key not in known]
    for promise in promised:
        row = rows.get((promise.schedule_id, promise.due_at))
        if row is None and promise.schedule_id in deleted:
            end = TAKEN_BACK
        else:
            end = _end(row, by_id, marks, pauses.get(promise.schedule_id), promise)
        tally.counts[end] += 1
        if end == "lost":
            tally.lost.append(f"{promise}: {row}")
    return tally


def _end(
    row: Row | None,
    by_id: dict[str, Row],
    marks: Counter[str],
    paused_at: datetime | None,
    promise: Promise,
) -> str:
    if row is None:
        # While a post is paused its reason stands in /config check, for every moment of the pause.
        return "told" if paused_at is not None and promise.due_at >= paused_at else "lost"
    if row.state == "merged":
        primary = by_id.get(row.merged_into or "")
        whole = primary is not None and primary.state == "sent" and marks[primary.mark] == 1
        return "merged" if whole else "lost"
    if row.state == "sent":
        if marks[row.mark] != 1 or row.sent_at is None:
            return "lost"
        is_late = (row.sent_at - row.due_at).total_seconds() > _LATE_SECONDS
        return "late" if is_late else "sent"
    if row.state == "in-doubt" and row.reason:
        return "in doubt"
    return "told" if row.state in ("inbox", "skipped", "failed") and row.reason else "lost"


def _rows(connection: sqlite3.Connection) -> Iterable[tuple[tuple[int, datetime], Row]]:
    query = (
        "SELECT schedule_id, id, mark, state, due_at, sent_at, reason, merged_into FROM delivery"
    )
    for schedule_id, own_id, mark, state, due_at, sent_at, *rest in connection.execute(query):
        due = datetime.fromisoformat(due_at)
        sent = datetime.fromisoformat(sent_at) if sent_at else None
        yield (schedule_id, due), Row(own_id, mark, state, due, sent, *rest)


def _pauses(connection: sqlite3.Connection) -> Iterable[tuple[int, datetime]]:
    query = "SELECT id, paused_at FROM schedule WHERE pause_reason IS NOT NULL"
    for schedule_id, paused_at in connection.execute(query):
        yield schedule_id, datetime.fromisoformat(paused_at)
