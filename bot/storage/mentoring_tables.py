"""The tables of mentoring; a row has one owner, so that whoever deletes theirs takes it along."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text

from bot.model_mentoring import (
    Ending,
    MentorshipEventKind,
    MentorshipState,
    MentorState,
    OfferState,
    RequestState,
    SideName,
)
from bot.storage.columns import Day, Flag, Instant, OneOf, Words, metadata

OF_MEMBERS = {"of": "members"}
"""Rows of members in a community: no settings of it, so moderators cannot purge them."""

mentor = Table(
    "mentor",
    metadata,
    Column("community_id", Text, primary_key=True, nullable=False),
    Column("member_id", Text, primary_key=True, nullable=False),
    Column("intro", Text, nullable=False),
    Column("topics", Words, nullable=False),
    Column("languages", Words, nullable=False),
    Column("slots", Words, nullable=False),
    Column("zone", Text, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("state", OneOf(MentorState), nullable=False),
    Column("consented_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("away_until", Day),
    Column("unanswered", Integer, nullable=False),
    CheckConstraint("capacity BETWEEN 1 AND 5", name="capacity"),
    Index(None, "member_id"),
    Index(None, "state", "away_until"),
    info=OF_MEMBERS,
    sqlite_strict=True,
)

mentor_request = Table(
    "mentor_request",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("community_id", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("goal", Text, nullable=False),
    Column("tried", Text, nullable=False),
    Column("topics", Words, nullable=False),
    Column("certification", Text),
    Column("languages", Words, nullable=False),
    Column("slots", Words, nullable=False),
    Column("zone", Text, nullable=False),
    Column("state", OneOf(RequestState), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("waiting_since", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("look_at", Instant),
    Column("moved_at", Instant),
    Index(None, "member_id"),
    Index(None, "community_id", "state", "waiting_since"),
    Index(None, "look_at"),
    info=OF_MEMBERS,
    sqlite_strict=True,
)

mentor_offer = Table(
    "mentor_offer",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("request_id", Text, ForeignKey("mentor_request.id", ondelete="CASCADE"), nullable=False),
    Column("community_id", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("state", OneOf(OfferState), nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("answered_at", Instant),
    Index(None, "member_id", "state"),
    Index(None, "state", "expires_at"),
    Index(None, "community_id", "state"),
    # One mentor at a time is asked about a request: nobody reads it whom it does not need.
    Index(
        "uq_mentor_offer_open",
        "request_id",
        unique=True,
        sqlite_where=text("state = 'sent'"),
    ),
    info=OF_MEMBERS,
    sqlite_strict=True,
)

mentorship = Table(
    "mentorship",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("community_id", Text, nullable=False),
    Column("request_id", Text),
    Column("state", OneOf(MentorshipState), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("active_at", Instant, nullable=False),
    Column("ends_on", Day, nullable=False),
    Column("check_at", Instant),
    Column("ended_at", Instant),
    Column("ending", OneOf(Ending)),
    Column("paused_until", Instant),
    Index(None, "community_id", "state"),
    Index(None, "check_at"),
    info=OF_MEMBERS,
    sqlite_strict=True,
)

mentorship_side = Table(
    "mentorship_side",
    metadata,
    Column(
        "mentorship_id",
        Text,
        ForeignKey("mentorship.id", ondelete="CASCADE"),
        primary_key=True,
        nullable=False,
    ),
    Column("side", OneOf(SideName), primary_key=True, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("goal", Text, nullable=False),
    Column("agreed_at", Instant),
    Column("more_months", Integer),
    Index(None, "member_id"),
    info=OF_MEMBERS,
    sqlite_strict=True,
)

mentorship_event = Table(
    "mentorship_event",
    metadata,
    Column("id", Integer, primary_key=True, nullable=False),
    Column("mentorship_id", Text, ForeignKey("mentorship.id", ondelete="CASCADE"), nullable=False),
    Column("kind", OneOf(MentorshipEventKind), nullable=False),
    Column("at", Instant, nullable=False),
    Column("side", OneOf(SideName)),
    Index(None, "mentorship_id"),
    info=OF_MEMBERS,
    sqlite_strict=True,
)

mentorship_session = Table(
    "mentorship_session",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("mentorship_id", Text, ForeignKey("mentorship.id", ondelete="CASCADE"), nullable=False),
    Column("member_id", Text, nullable=False),
    Column("held_on", Day, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("next_step", Text, nullable=False),
    Column("logged_at", Instant, nullable=False),
    Index(None, "member_id"),
    # A form that is sent twice is one meeting.
    Index(
        "uq_mentorship_session_meeting",
        "mentorship_id",
        "member_id",
        "held_on",
        "minutes",
        unique=True,
    ),
    info=OF_MEMBERS,
    sqlite_strict=True,
)

mentorship_review = Table(
    "mentorship_review",
    metadata,
    Column(
        "mentorship_id",
        Text,
        ForeignKey("mentorship.id", ondelete="CASCADE"),
        primary_key=True,
        nullable=False,
    ),
    Column("member_id", Text, primary_key=True, nullable=False),
    Column("reached", Integer, nullable=False),
    Column("would_repeat", Flag, nullable=False),
    Column("words", Text, nullable=False),
    Column("written_at", Instant, nullable=False),
    CheckConstraint("reached BETWEEN 1 AND 5", name="reached"),
    Index(None, "member_id"),
    info=OF_MEMBERS,
    sqlite_strict=True,
)

mentorship_thanks = Table(
    "mentorship_thanks",
    metadata,
    Column(
        "mentorship_id",
        Text,
        ForeignKey("mentorship.id", ondelete="CASCADE"),
        primary_key=True,
        nullable=False,
    ),
    Column("member_id", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Index(None, "member_id"),
    info=OF_MEMBERS,
    sqlite_strict=True,
)

block = Table(
    "block",
    metadata,
    Column("member_id", Text, primary_key=True, nullable=False),
    # A digest of both ids: it blocks somebody who deleted their data, and names nobody.
    Column("mark", Text, primary_key=True, nullable=False),
    Column("at", Instant, nullable=False),
    info=OF_MEMBERS,
    sqlite_strict=True,
)
