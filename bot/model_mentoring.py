"""The words of mentoring as frozen values; standard library only.

A mentor and a learner are sides of one mentorship, each of which belongs to the member it is about:
whoever deletes their data takes their side with them, and the other keeps their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import NewType

from bot.model import CommunityId, MemberId

RequestId = NewType("RequestId", str)
OfferId = NewType("OfferId", str)
MentorshipId = NewType("MentorshipId", str)
SessionId = NewType("SessionId", str)
"""Eight base32 characters; say nothing about whom they are of."""


class MentorState(StrEnum):
    """Whether somebody takes on learners.

    ``resting``: three offers in a row went unanswered, so the bot sends none until they are back.
    ``suspended``: moderators decided that they take on nobody, and only moderators lift it.
    """

    AVAILABLE = "available"
    AWAY = "away"
    RESTING = "resting"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"


class Lack(StrEnum):
    """What stands between a learner and every mentor, from the farthest to the nearest."""

    NOBODY_FREE = "nobody-free"
    LANGUAGE = "language"
    HOURS = "hours"
    OTHERS_FIRST = "others-first"


@dataclass(frozen=True, slots=True)
class FreeHours:
    """A part of every week, in somebody's own zone; ``weekday`` 0 is Monday, midnight ends it."""

    weekday: int
    start: time
    end: time


_WORKDAYS, _SATURDAY, _SUNDAY = (0, 1, 2, 3, 4), (5,), (6,)


def _on(days: tuple[int, ...], start: int, end: int) -> tuple[FreeHours, ...]:
    return tuple(FreeHours(day, time(start), time(end)) for day in days)


SLOTS: Mapping[str, tuple[FreeHours, ...]] = {
    "workday-early": _on(_WORKDAYS, 6, 8),
    "workday-morning": _on(_WORKDAYS, 8, 12),
    "workday-noon": _on(_WORKDAYS, 12, 14),
    "workday-afternoon": _on(_WORKDAYS, 14, 18),
    "workday-evening": _on(_WORKDAYS, 18, 22),
    "saturday-morning": _on(_SATURDAY, 8, 12),
    "saturday-afternoon": _on(_SATURDAY, 12, 18),
    "saturday-evening": _on(_SATURDAY, 18, 22),
    "sunday-morning": _on(_SUNDAY, 8, 12),
    "sunday-afternoon": _on(_SUNDAY, 12, 18),
    "sunday-evening": _on(_SUNDAY, 18, 22),
}
"""Parts of the week to choose from, by id: a press each instead of hours to type."""


@dataclass(frozen=True, slots=True)
class Mentor:
    """What a mentor offers in a community; whoever looks for one sees it. Times are aware UTC.

    ``slots`` are ids of ``SLOTS``. ``unanswered`` counts the offers in a row that expired;
    ``away_until`` is the local day on which they are back.
    """

    community_id: CommunityId
    member_id: MemberId
    intro: str
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    slots: tuple[str, ...]
    zone: str
    capacity: int
    state: MentorState
    consented_at: datetime
    changed_at: datetime
    away_until: date | None = None
    unanswered: int = 0


class RequestState(StrEnum):
    """Where a learner's request stands; ``offered``: a mentor was asked and has not answered."""

    OPEN = "open"
    OFFERED = "offered"
    MATCHED = "matched"
    WITHDRAWN = "withdrawn"


LOOKING = (RequestState.OPEN, RequestState.OFFERED)
"""The states of a request that looks for a mentor."""


@dataclass(frozen=True, slots=True)
class MentorRequest:
    """What a learner asks for; nobody but them knows who asks until a mentor accepts.

    ``waiting_since`` decides who comes first. ``look_at`` is when the bot looks for the next
    mentor, None while one is asked; ``moved_at`` since when its learner has to be told
    that the last one is not asked any more. Times are aware UTC.
    """

    id: RequestId
    community_id: CommunityId
    member_id: MemberId
    goal: str
    tried: str
    topics: tuple[str, ...]
    certification: str | None
    languages: tuple[str, ...]
    slots: tuple[str, ...]
    zone: str
    state: RequestState
    created_at: datetime
    waiting_since: datetime
    changed_at: datetime
    look_at: datetime | None = None
    moved_at: datetime | None = None

    @property
    def is_looking(self) -> bool:
        """Tell whether it still looks for a mentor."""
        return self.state in LOOKING


class OfferState(StrEnum):
    """What became of asking a mentor; ``overtaken``: another accepted, or it was taken back."""

    SENT = "sent"
    ACCEPTED = "accepted"
    PASSED = "passed"
    EXPIRED = "expired"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True)
class Offer:
    """One mentor asked about one request; it is the mentor's. Times are aware UTC."""

    id: OfferId
    request_id: RequestId
    community_id: CommunityId
    member_id: MemberId
    state: OfferState
    sent_at: datetime
    expires_at: datetime
    answered_at: datetime | None = None


class MentorshipState(StrEnum):
    """Where a mentorship stands; ``starting``: not both have agreed yet."""

    STARTING = "starting"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


RUNNING = (MentorshipState.STARTING, MentorshipState.ACTIVE, MentorshipState.PAUSED)
"""The states of a mentorship that takes up a place of its mentor."""


class Ending(StrEnum):
    """Why a mentorship ended; the other side is told "ended", whatever the reason."""

    AGREED = "agreed"
    SILENCE = "silence"
    TIME = "time"
    BLOCKED = "blocked"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Mentorship:
    """What two members do together; who they are is told by its sides. Times are aware UTC.

    ``ends_on`` is the local day of its planned end, ``active_at`` when either side last did
    something, ``check_at`` when the bot next asks or says something by itself, ``paused_until``
    when a pause ends.
    """

    id: MentorshipId
    community_id: CommunityId
    request_id: RequestId | None
    state: MentorshipState
    started_at: datetime
    active_at: datetime
    ends_on: date
    check_at: datetime | None = None
    ended_at: datetime | None = None
    ending: Ending | None = None
    paused_until: datetime | None = None


class SideName(StrEnum):
    """The two sides of a mentorship."""

    MENTOR = "mentor"
    LEARNER = "learner"

    @property
    def other(self) -> SideName:
        """Return the side across."""
        return SideName.LEARNER if self is SideName.MENTOR else SideName.MENTOR


@dataclass(frozen=True, slots=True)
class Side:
    """One member in a mentorship; ``goal`` is the learner's, told to the mentor, too.

    ``more_months`` is for how long this side wants to go on after the planned end.
    """

    mentorship_id: MentorshipId
    member_id: MemberId
    side: SideName
    goal: str = ""
    agreed_at: datetime | None = None
    more_months: int | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A mentorship with its sides; one that was left for good has only one."""

    mentorship: Mentorship
    sides: tuple[Side, ...]

    def of(self, member_id: MemberId) -> Side | None:
        """Return a member's side."""
        return next((one for one in self.sides if one.member_id == member_id), None)

    def at(self, name: SideName) -> Side | None:
        """Return a side by its name, if its member did not delete it."""
        return next((one for one in self.sides if one.side is name), None)

    @property
    def are_agreed(self) -> bool:
        """Tell whether both agreed to how it begins."""
        return all(side.agreed_at for side in self.sides)


class MentorshipEventKind(StrEnum):
    """What may happen to a mentorship; events are only ever appended."""

    STARTED = "started"
    GREETED = "greeted"
    AGREED = "agreed"
    MET = "met"
    PLANNED = "planned"
    NOT_MET = "not-met"
    STILL_ON = "still-on"
    ASKED = "asked"
    WARNED = "warned"
    PAUSED = "paused"
    RESUMED = "resumed"
    ENDING = "ending"
    RENEWED = "renewed"
    ENDED = "ended"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class MentorshipEvent:
    """One thing that happened to a mentorship, never rewritten; ``side`` None: by itself."""

    mentorship_id: MentorshipId
    kind: MentorshipEventKind
    at: datetime
    side: SideName | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A meeting of the two as one of them wrote it down; ``next_step`` may be empty."""

    id: SessionId
    mentorship_id: MentorshipId
    member_id: MemberId
    held_on: date
    minutes: int
    next_step: str
    logged_at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    """How a mentorship went for one side, from 1 to 5; nobody else reads it."""

    mentorship_id: MentorshipId
    member_id: MemberId
    reached: int
    would_repeat: bool
    words: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Thanks:
    """What a learner writes to their mentor at the end; the mentor reads it once it is sent."""

    mentorship_id: MentorshipId
    member_id: MemberId
    words: str
    written_at: datetime
    sent_at: datetime | None = None
