"""The tables; migrations/ builds them, a golden test keeps the two and the golden SQL equal.

Those of mentoring are in modules of their own: whoever imports these has them all.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from bot.model import (
    DeliveryState,
    EntryKind,
    Frequency,
    GoalEventKind,
    GoalState,
    Place,
    PostKind,
)
from bot.storage import mentoring_tables, moderation_tables
from bot.storage.columns import Day, Document, Flag, Instant, OneOf, WallTime, Weekdays, metadata
from bot.trail import Verb

__all__ = ["mentoring_tables", "metadata", "moderation_tables"]

goal = Table(
    "goal",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("certification", Text),
    Column("due_on", Day),
    Column("state", OneOf(GoalState), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("deleted_at", Instant),
    CheckConstraint("state IN ('open', 'done', 'dropped')", name="state"),
    Index(None, "member_id", "state"),
    Index(None, "deleted_at"),
    sqlite_strict=True,
)

goal_event = Table(
    "goal_event",
    metadata,
    Column("id", Integer, primary_key=True, nullable=False),
    Column("goal_id", Text, ForeignKey("goal.id", ondelete="CASCADE"), nullable=False),
    Column("member_id", Text, nullable=False),
    Column("kind", OneOf(GoalEventKind), nullable=False),
    Column("at", Instant, nullable=False),
    Column("detail", Document, nullable=False),
    Index(None, "goal_id"),
    Index(None, "member_id"),
    sqlite_strict=True,
)

schedule = Table(
    "schedule",
    metadata,
    Column("id", Integer, primary_key=True, nullable=False),
    Column("kind", OneOf(PostKind), nullable=False),
    Column("community_id", Text),
    Column("member_id", Text),
    Column("subject_id", Text, nullable=False),
    Column("channel_id", Text),
    Column("frequency", OneOf(Frequency), nullable=False),
    Column("local_time", WallTime, nullable=False),
    Column("zone", Text, nullable=False),
    Column("weekday", Integer),
    Column("on_day", Day),
    Column("until_day", Day),
    Column("every", Integer, nullable=False),
    Column("is_snooze", Flag, nullable=False),
    Column("next_run_at", Instant),
    Column("last_run_at", Instant),
    Column("paused_at", Instant),
    Column("paused_until", Day),
    Column("pause_reason", Text),
    Column("told_at", Instant),
    Column("also_on", Weekdays, nullable=False, server_default=""),
    Column("nth", Integer),
    CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
    CheckConstraint("every >= 1", name="every"),
    CheckConstraint("(community_id IS NULL) <> (member_id IS NULL)", name="owner"),
    UniqueConstraint("community_id", "kind"),
    # A snooze is a second schedule about the same thing: once, beside the series.
    UniqueConstraint("member_id", "kind", "subject_id", "is_snooze"),
    Index(None, "next_run_at"),
    sqlite_strict=True,
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("schedule_id", Integer, ForeignKey("schedule.id", ondelete="CASCADE"), nullable=False),
    Column("member_id", Text),
    Column("channel_id", Text),
    Column("due_at", Instant, nullable=False),
    Column("state", OneOf(DeliveryState), nullable=False),
    Column("mark", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("next_try_at", Instant, nullable=False),
    Column("not_before", Instant),
    Column("entry_id", Text),
    Column("is_discreet", Flag, nullable=False),
    Column("first_attempt_at", Instant),
    Column("last_attempt_at", Instant),
    Column("attempt_ended_at", Instant),
    Column("sent_at", Instant),
    Column("answered_at", Instant),
    # Checked at the commit: nothing can be told inside a message that is gone.
    Column("merged_into", Text, ForeignKey("delivery.id", deferrable=True, initially="DEFERRED")),
    Column("reason", Text),
    Column("message_id", Text),
    CheckConstraint(
        "state IN ('pending', 'sending', 'sent', 'failed', 'skipped', 'in-doubt', 'inbox', "
        "'merged')",
        name="state",
    ),
    # One row per planned moment: the database refuses a second message of the same occurrence.
    UniqueConstraint("schedule_id", "due_at"),
    Index(None, "state", "next_try_at"),
    Index(None, "member_id", "state"),
    Index(None, "mark"),
    Index(None, "merged_into"),
    sqlite_strict=True,
)

member = Table(
    "member",
    metadata,
    Column("member_id", Text, primary_key=True, nullable=False),
    Column("zone", Text),
    Column("place", OneOf(Place), nullable=False),
    Column("dm_channel_id", Text),
    Column("channel_id", Text),
    Column("consented_at", Instant),
    Column("refused_at", Instant),
    Column("refusal", Text),
    Column("quiet_from", WallTime),
    Column("quiet_until", WallTime),
    Column("weekly_cap", Integer),
    Column("paused_until", Day),
    Column("stage", Text),
    Column("target_role", Text),
    Column("locale", Text),
    CheckConstraint("place IN ('dm', 'channel', 'inbox')", name="place"),
    CheckConstraint("weekly_cap >= 1", name="weekly_cap"),
    sqlite_strict=True,
)

member_skill = Table(
    "member_skill",
    metadata,
    Column("member_id", Text, primary_key=True, nullable=False),
    Column("skill", Text, primary_key=True, nullable=False),
    sqlite_strict=True,
)

held_certification = Table(
    "held_certification",
    metadata,
    Column("member_id", Text, primary_key=True, nullable=False),
    Column("certification", Text, primary_key=True, nullable=False),
    Column("earned_on", Day),
    Column("cycle_started_on", Day),
    sqlite_strict=True,
)

community = Table(
    "community",
    metadata,
    Column("community_id", Text, primary_key=True, nullable=False),
    Column("joined_at", Instant),
    Column("greeting_began_at", Instant),
    Column("greeted_at", Instant),
    Column("removed_at", Instant),
    Column("mentors_role_id", Text),
    Column("locale", Text),
    Index(None, "removed_at"),
    sqlite_strict=True,
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, nullable=False),
    Column("community_id", Text, nullable=False),
    Column("actor_id", Text),
    Column("at", Instant, nullable=False),
    Column("verb", OneOf(Verb), nullable=False),
    Column("subject", Text, nullable=False),
    Column("old_values", Document, nullable=False),
    Column("new_values", Document, nullable=False),
    Index(None, "community_id", "at"),
    Index(None, "actor_id"),
    Index(None, "at"),
    sqlite_strict=True,
)

post_topic = Table(
    "post_topic",
    metadata,
    Column("community_id", Text, primary_key=True, nullable=False),
    Column("kind", OneOf(PostKind), primary_key=True, nullable=False),
    Column("topic", Text, primary_key=True, nullable=False),
    sqlite_strict=True,
)

community_entry = Table(
    "community_entry",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("community_id", Text, nullable=False),
    Column("kind", OneOf(EntryKind), nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("url", Text),
    Column("added_at", Instant, nullable=False),
    CheckConstraint("kind IN ('nudge', 'tip', 'link')", name="kind"),
    Index(None, "community_id", "kind"),
    sqlite_strict=True,
)

import_draft = Table(
    "import_draft",
    metadata,
    Column("community_id", Text, primary_key=True, nullable=False),
    Column("content", Text, nullable=False),
    Column("at", Instant, nullable=False),
    sqlite_strict=True,
)

reminder = Table(
    "reminder",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index(None, "member_id"),
    sqlite_strict=True,
)

bot_state = Table(
    "bot_state",
    metadata,
    Column("key", Text, primary_key=True, nullable=False),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)
