"""The words of the domain as frozen values; standard library only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import NewType

MemberId = NewType("MemberId", str)
"""A person on one platform: ``discord:<snowflake>``."""

CommunityId = NewType("CommunityId", str)
"""A Discord guild or Slack workspace: ``discord:<snowflake>``."""

ChannelId = NewType("ChannelId", str)
"""A place where posts can appear: ``discord:<snowflake>``."""

MessageId = NewType("MessageId", str)
"""A message on its platform: ``discord:<snowflake>``."""

GoalId = NewType("GoalId", str)
"""Eight base32 characters; says nothing about its owner or its age."""

ScheduleId = NewType("ScheduleId", int)

DeliveryId = NewType("DeliveryId", str)
"""128 random bits in lower-case base32 (26 characters); its first 24 are the nonce."""


class GoalState(StrEnum):
    """Where a goal stands."""

    OPEN = "open"
    DONE = "done"


class GoalEventKind(StrEnum):
    """What may happen to a goal; events are only ever appended."""

    CREATED = "created"
    PROGRESSED = "progressed"
    EDITED = "edited"
    DONE = "done"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Goal:
    """A member's goal as it stands now."""

    id: GoalId
    member_id: MemberId
    title: str
    certification: str | None
    due_on: date | None
    state: GoalState
    created_at: datetime
    changed_at: datetime
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class GoalEvent:
    """One thing that happened to a goal, never rewritten."""

    goal_id: GoalId
    kind: GoalEventKind
    at: datetime
    detail: dict[str, str | None] = field(default_factory=dict[str, "str | None"])


class PostKind(StrEnum):
    """What a community can have posted on a schedule (Discord shows it as ``purpose``)."""

    WEEKLY_NUDGE = "weekly-nudge"
    TREND_TIP = "trend-tip"


class DeliveryState(StrEnum):
    """Where one planned moment stands on its way to the channel."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"
    IN_DOUBT = "in-doubt"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Weekly at a local wall time: ``weekday`` 0 is Monday, ``zone`` an IANA name."""

    weekday: int
    at: time
    zone: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """When one kind of post is due in one community.

    ``next_run_at`` is aware UTC, or None while the schedule has no channel or is paused
    without an end. ``paused_until`` is aware UTC; ``pause_reason`` is what moderators see.
    """

    id: ScheduleId
    kind: PostKind
    community_id: CommunityId
    channel_id: ChannelId | None
    recurrence: Recurrence
    next_run_at: datetime | None
    paused_at: datetime | None = None
    paused_until: datetime | None = None
    pause_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One planned moment of a schedule and what became of it; times are aware UTC."""

    id: DeliveryId
    schedule_id: ScheduleId
    kind: PostKind
    community_id: CommunityId
    channel_id: ChannelId
    due_at: datetime
    state: DeliveryState
    attempts: int
    next_try_at: datetime
    entry_id: str | None = None
    first_attempt_at: datetime | None = None
    last_attempt_at: datetime | None = None
    reason: str | None = None
    message_id: MessageId | None = None

    @property
    def nonce(self) -> str:
        """Return the 24 characters that make the platform drop a second copy."""
        return self.id[:24]
