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
RoleId = NewType("RoleId", str)
MessageId = NewType("MessageId", str)
"""A place for posts, a role that people hold, a message: ``discord:<snowflake>``."""


def platform_of(own_id: str) -> str:
    """Return the platform that an id of somebody or something is of."""
    return own_id.partition(":")[0]


GoalId = NewType("GoalId", str)
ReminderId = NewType("ReminderId", str)
"""Eight base32 characters, like a goal's; says nothing about its owner or its age."""

EntryId = NewType("EntryId", str)
"""What a community added itself: ``own-`` and eight base32 characters."""
ScheduleId = NewType("ScheduleId", int)
DeliveryId = NewType("DeliveryId", str)
"""128 bits that follow from the occurrence, in lower-case base32 (26 characters)."""


class GoalState(StrEnum):
    """Where a goal stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class GoalEventKind(StrEnum):
    """What may happen to a goal; events are only ever appended."""

    CREATED = "created"
    PROGRESSED = "progressed"
    EDITED = "edited"
    DONE = "done"
    DROPPED = "dropped"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Goal:
    """A member's goal as it stands now; ``deleted_at`` is set while Undo can bring it back."""

    id: GoalId
    member_id: MemberId
    title: str
    certification: str | None
    due_on: date | None
    state: GoalState
    created_at: datetime
    changed_at: datetime
    done_at: datetime | None = None
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class GoalEvent:
    """One thing that happened to a goal, never rewritten."""

    goal_id: GoalId
    kind: GoalEventKind
    at: datetime
    detail: dict[str, str | None] = field(default_factory=dict[str, "str | None"])


class PostKind(StrEnum):
    """What can be sent on a schedule; Discord shows a community's kinds as ``purpose``."""

    WEEKLY_NUDGE = "weekly-nudge"
    TREND_TIP = "trend-tip"
    REMINDER = "reminder"
    GOAL_DEADLINE = "goal-deadline"
    CHECK_IN = "check-in"
    MENTOR_OFFER = "mentor-offer"
    MENTOR_REQUEST = "mentor-request"
    MENTORSHIP = "mentorship"


COMMUNITY_KINDS = (PostKind.WEEKLY_NUDGE, PostKind.TREND_TIP)
"""What moderators schedule for a channel; all other kinds are a member's own."""


class DeliveryState(StrEnum):
    """Where one planned moment stands on its way.

    ``inbox``: kept for the member to read in ``/me inbox``, because there was no way to them.
    ``merged``: told inside another delivery to the same member, which ``merged_into`` names.
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"
    IN_DOUBT = "in-doubt"
    INBOX = "inbox"
    MERGED = "merged"


class Frequency(StrEnum):
    """How often something recurs."""

    ONCE = "once"
    DAILY = "daily"
    WEEKDAYS = "weekdays"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    COUNTDOWN = "countdown"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Local wall times in an IANA ``zone``.

    ``weekday`` (0 is Monday) belongs to weekly, with ``also`` if there are several. ``on`` is the
    day of ``once``, the day that ``countdown`` counts down to (7 days before, 1 day before, the
    day), the first day of any other. A monthly one keeps the day of the month of ``on``; with
    ``nth`` it comes on the Nth ``weekday`` (-1: the last), or without one on the last day.
    ``until`` is the last local day. ``every`` spaces daily, weekly and monthly ones: 2 is every
    other, counted from ``on``.
    """

    frequency: Frequency
    at: time
    zone: str
    weekday: int | None = None
    on: date | None = None
    until: date | None = None
    every: int = 1
    also: tuple[int, ...] = ()
    nth: int | None = None


def weekly(weekday: int, at: time, zone: str) -> Recurrence:
    """Return the recurrence of every week; ``weekday`` 0 is Monday."""
    return Recurrence(Frequency.WEEKLY, at, zone, weekday=weekday)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a phrase, with its first moment (aware UTC).

    ``is_elapsed``: it lies a length of time ahead, the same in every zone.
    """

    recurrence: Recurrence
    first_at: datetime
    is_elapsed: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """When one kind of message is due for a community or a member (exactly one of the two).

    ``subject_id`` says what it is about (a reminder, a goal) or is empty. ``channel_id`` is a
    community's channel; where a member is reached is theirs to say, in their ``Member`` row.
    ``is_snooze``: once more, beside its series. ``next_run_at`` is aware UTC, or None while nothing
    is planned; ``last_run_at`` is the newest moment that was. ``paused_until`` is the local day on
    which a pause ends; ``pause_reason`` is what people see.
    """

    id: ScheduleId
    kind: PostKind
    recurrence: Recurrence
    next_run_at: datetime | None
    community_id: CommunityId | None = None
    member_id: MemberId | None = None
    subject_id: str = ""
    channel_id: ChannelId | None = None
    is_snooze: bool = False
    last_run_at: datetime | None = None
    paused_at: datetime | None = None
    paused_until: date | None = None
    pause_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One planned moment of a schedule and what became of it; times are aware UTC.

    ``due_at``, ``not_before`` and ``sent_at`` are schedule time, ``next_try_at`` is real time, the
    attempts are in the platform's time (``attempt_ended_at`` None: nobody saw the last one end).
    ``mark`` is what its message carries: its own id, or that of one it took over. ``failures``
    counts failed tries in a row. ``is_discreet``: others read there, so it says nothing private.
    """

    id: DeliveryId
    schedule_id: ScheduleId
    kind: PostKind
    community_id: CommunityId | None
    member_id: MemberId | None
    subject_id: str
    channel_id: ChannelId | None
    due_at: datetime
    state: DeliveryState
    mark: str
    attempts: int
    failures: int
    next_try_at: datetime
    not_before: datetime | None = None
    entry_id: str | None = None
    is_discreet: bool = False
    first_attempt_at: datetime | None = None
    last_attempt_at: datetime | None = None
    attempt_ended_at: datetime | None = None
    sent_at: datetime | None = None
    answered_at: datetime | None = None
    merged_into: DeliveryId | None = None
    reason: str | None = None
    message_id: MessageId | None = None

    @property
    def nonce(self) -> str:
        """Return the 24 characters that make the platform drop a second copy."""
        return self.mark[:24]


@dataclass(frozen=True, slots=True)
class Community:
    """What is known about a community besides its schedules; times are aware UTC.

    ``joined_at`` is when the bot joined, as the platform tells it: another one means that it was
    invited again. ``greeting_began_at`` and ``greeted_at`` belong to the one card that says hello
    after joining (real time). ``removed_at`` (schedule time) is set while the bot is not there: the
    settings stay for 30 days.
    ``locale`` is the language (BCP 47) of posts, None to follow the platform.
    """

    id: CommunityId
    joined_at: datetime | None = None
    greeting_began_at: datetime | None = None
    greeted_at: datetime | None = None
    removed_at: datetime | None = None
    mentors_role_id: RoleId | None = None
    locale: str | None = None


class Place(StrEnum):
    """Where a member wants to be reached."""

    DM = "dm"
    CHANNEL = "channel"
    INBOX = "inbox"


@dataclass(frozen=True, slots=True)
class Member:
    """What a member told the bot about how to reach them; all of it optional.

    ``dm_channel_id`` is opened when they opt in; ``refused_at`` says since when direct messages
    do not arrive (``refusal`` is why), until their next interaction. ``channel_id`` is the place
    for ``Place.CHANNEL`` and the way out when direct messages are refused. Quiet hours are local
    times in ``zone`` and may span midnight. ``weekly_cap`` bounds messages in seven days;
    what they asked for to the minute (reminders) is not held back by it. ``paused_until`` is the
    local day on which a pause of everything ends. ``locale`` is the language (BCP 47) they last
    used when they said so.
    """

    id: MemberId
    zone: str | None = None
    place: Place = Place.INBOX
    dm_channel_id: ChannelId | None = None
    channel_id: ChannelId | None = None
    consented_at: datetime | None = None
    refused_at: datetime | None = None
    refusal: str | None = None
    quiet_from: time | None = None
    quiet_until: time | None = None
    weekly_cap: int | None = None
    paused_until: date | None = None
    stage: str | None = None
    target_role: str | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """A member's next message: when it is due and arrives (aware UTC), or why it only waits."""

    kind: PostKind
    due_at: datetime
    arrives_at: datetime | None
    kept_because: str | None = None


@dataclass(frozen=True, slots=True)
class HeldCertification:
    """A certification a member says they hold; ``cycle_started_on`` begins its renewal cycle."""

    certification: str
    earned_on: date | None = None
    cycle_started_on: date | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What a member told about their path; ``stage``, role, skills: ids of the catalogue."""

    stage: str | None = None
    target_role: str | None = None
    skills: tuple[str, ...] = ()
    held: tuple[HeldCertification, ...] = ()


@dataclass(frozen=True, slots=True)
class PathProgress:
    """Where a member stands: the stage they told and their goals by the step they stand for."""

    stage: str | None = None
    goals: dict[str, Goal] = field(default_factory=dict[str, Goal])


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a member asked to be reminded of."""

    id: ReminderId
    member_id: MemberId
    text: str
    created_at: datetime


class EntryKind(StrEnum):
    """What a community can add to the catalogue for itself."""

    NUDGE = "nudge"
    TIP = "tip"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """What a community added for itself; nothing tells who wrote it.

    A nudge has no ``title``, a link always a ``url`` (https). Times are aware UTC.
    """

    id: EntryId
    community_id: CommunityId
    kind: EntryKind
    title: str
    text: str
    url: str | None
    added_at: datetime
