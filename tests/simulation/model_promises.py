"""What a promise of the model test is, and the row that the database has of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.model import PostKind, Recurrence


@dataclass(frozen=True, slots=True)
class Subject:
    """What is promised to whom: a reminder, a goal's alerts, a check-in, a community's post."""

    kind: PostKind
    owner: str
    id: str = ""


@dataclass
class Series:
    """When a subject is due; ``next_at`` None: it is over, or its owner stopped it."""

    rule: Recurrence
    next_at: datetime | None
    is_stopped: bool = False


Key = tuple[Subject, datetime, str]


@dataclass(eq=False)
class Promise:
    """A moment that passed, ``after`` so many ticks; a community's is in an ISO ``week``.

    ``is_taken``: its owner wants it no more.
    ``is_free``: its owner changed it, so that it may come or not, but once at most.
    ``is_hidden``: its message named another of several, or came before its time by a clock that was
    ahead. ``may_repeat``: a copy of the file cannot find what was sent.
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
    is_hidden: bool = False
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


def week_of(moment: datetime, rule: Recurrence) -> tuple[int, int]:
    day: date = moment.astimezone(ZoneInfo(rule.zone)).date()
    return day.isocalendar()[:2]
