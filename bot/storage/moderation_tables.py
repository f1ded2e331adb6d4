"""The tables of what moderators decide about mentoring and what is reported to them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text

from bot.model_moderation import About, ReportReason, ReportState
from bot.storage.columns import Flag, Instant, OneOf, metadata
from bot.storage.mentoring_tables import OF_MEMBERS

mentor_rules = Table(
    "mentor_rules",
    metadata,
    Column("community_id", Text, primary_key=True, nullable=False),
    Column("answer_days", Integer, nullable=False),
    Column("most_learners", Integer, nullable=False),
    Column("months", Integer, nullable=False),
    Column("reports_channel_id", Text),
    Column("in_rounds", Flag, nullable=False),
    CheckConstraint("answer_days BETWEEN 1 AND 7", name="answer_days"),
    CheckConstraint("most_learners BETWEEN 1 AND 5", name="most_learners"),
    CheckConstraint("months BETWEEN 1 AND 6", name="months"),
    sqlite_strict=True,
)

report = Table(
    "report",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("community_id", Text, nullable=False),
    Column("actor_id", Text),
    Column("reported_id", Text),
    Column("about", OneOf(About), nullable=False),
    Column("reason", OneOf(ReportReason), nullable=False),
    Column("text", Text, nullable=False),
    Column("state", OneOf(ReportState), nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("message_id", Text),
    Index(None, "actor_id"),
    Index(None, "reported_id"),
    Index(None, "community_id", "state", "sent_at"),
    info=OF_MEMBERS,
    sqlite_strict=True,
)
