"""Queries about reminders: the words; when they are due is their schedules' business."""

from __future__ import annotations

from sqlalchemy import and_, delete, func, insert, or_, select, update

from bot.model import MemberId, PostKind, Reminder, ReminderId
from bot.storage.database import Transaction
from bot.storage.rows import read, values
from bot.storage.tables import reminder, schedule

_IS_OPEN = and_(
    schedule.c.member_id == reminder.c.member_id,
    schedule.c.kind == PostKind.REMINDER,
    schedule.c.subject_id == reminder.c.id,
    or_(schedule.c.next_run_at.is_not(None), schedule.c.paused_at.is_not(None)),
)


async def insert_reminder(tx: Transaction, created: Reminder) -> None:
    """Store a new reminder."""
    await tx.execute(insert(reminder).values(values(created)))


async def find_reminder(tx: Transaction, reminder_id: ReminderId) -> Reminder | None:
    """Return a reminder, whoever it belongs to; for composing, not for showing."""
    row = (await tx.execute(select(reminder).where(reminder.c.id == reminder_id))).one_or_none()
    return None if row is None else read(Reminder, row)


async def load_reminder(tx: Transaction, member_id: MemberId, reminder_id: str) -> Reminder | None:
    """Return a member's own reminder."""
    query = select(reminder).where(reminder.c.id == reminder_id, reminder.c.member_id == member_id)
    row = (await tx.execute(query)).one_or_none()
    return None if row is None else read(Reminder, row)


async def list_reminders(tx: Transaction, member_id: MemberId) -> list[Reminder]:
    """Return a member's reminders, oldest first."""
    query = select(reminder).where(reminder.c.member_id == member_id)
    rows = await tx.execute(query.order_by(reminder.c.created_at))
    return [read(Reminder, row) for row in rows]


async def count_open(tx: Transaction, member_id: MemberId) -> int:
    """Return how many of a member's reminders are still to come or paused."""
    query = select(func.count(reminder.c.id.distinct())).join_from(reminder, schedule, _IS_OPEN)
    return (await tx.execute(query.where(reminder.c.member_id == member_id))).scalar_one()


async def list_past(tx: Transaction, member_id: MemberId, after: int) -> list[ReminderId]:
    """Return a member's reminders that are over, the newest first, without the first ``after``."""
    is_open = select(schedule.c.id).where(_IS_OPEN).exists()
    query = select(reminder.c.id).where(reminder.c.member_id == member_id, ~is_open)
    rows = await tx.execute(query.order_by(reminder.c.created_at.desc()).offset(after).limit(1000))
    return [ReminderId(row.id) for row in rows]


async def update_text(tx: Transaction, reminder_id: ReminderId, text: str) -> None:
    """Change what a reminder says."""
    await tx.execute(update(reminder).where(reminder.c.id == reminder_id).values(text=text))


async def delete_reminder(tx: Transaction, reminder_id: ReminderId) -> None:
    """Delete a reminder's words."""
    await tx.execute(delete(reminder).where(reminder.c.id == reminder_id))
