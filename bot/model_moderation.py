"""What moderators decide about mentoring and what is reported to them; standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.model import ChannelId, CommunityId, MemberId, MessageId

ReportId = NewType("ReportId", str)
"""Eight base32 characters; say nothing about whom it is of."""

ANSWER_DAYS = range(1, 8)
MOST_LEARNERS = range(1, 6)
MONTHS = range(1, 7)


@dataclass(frozen=True, slots=True)
class MentorRules:
    """How mentoring goes in a community, as its moderators chose or as it is by default.

    A mentor has ``answer_days`` days for a request and at most ``most_learners`` learners at once;
    a mentorship is planned for ``months``. Reports are posted in ``reports_channel_id``. With
    ``in_rounds`` a waiting request is sent to nobody before a moderator starts a round.
    """

    community_id: CommunityId
    answer_days: int = 3
    most_learners: int = 5
    months: int = 3
    reports_channel_id: ChannelId | None = None
    in_rounds: bool = False


class About(StrEnum):
    """Where a report was begun, which tells about whom it is: the id is of one of these."""

    OFFER = "offer"
    PAIR = "pair"
    MENTOR = "mentor"


class ReportReason(StrEnum):
    """What a report is about."""

    HARASSMENT = "harassment"
    SELLING = "selling"
    NO_SHOW = "no-show"
    MINOR = "minor"
    OTHER = "other"


class ReportState(StrEnum):
    """Where a report stands."""

    OPEN = "open"
    TAKEN_UP = "taken-up"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Report:
    """What a member told moderators about another; times are aware UTC.

    Who wrote it (``actor_id``) and about whom (``reported_id``) are None once they deleted their
    data. Without a ``message_id`` it did not reach the moderators' channel.
    """

    id: ReportId
    community_id: CommunityId
    actor_id: MemberId | None
    reported_id: MemberId | None
    about: About
    reason: ReportReason
    text: str
    state: ReportState
    sent_at: datetime
    changed_at: datetime
    message_id: MessageId | None = None
