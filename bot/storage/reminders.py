"""Queries about reminders: the words; when they are due is their schedules' business."""

from __future__ import annotations

from sqlalchemy import delete, func, insert, select, update

from bot.model import MemberId, Reminder, ReminderId
from bot.storage.database import Transaction
from bot.storage.rows import read, values
from bot.storage.tables import reminder


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


async def count_reminders(tx: Transaction, member_id: MemberId) -> int:
    """Return how many reminders a member keeps."""
    query = select(func.count()).where(reminder.c.member_id == member_id)
    return (await tx.execute(query)).scalar_one()


async def update_text(tx: Transaction, reminder_id: ReminderId, text: str) -> None:
    """Change what a reminder says."""
    await tx.execute(update(reminder).where(reminder.c.id == reminder_id).values(text=text))


async def delete_reminder(tx: Transaction, reminder_id: ReminderId) -> None:
    """Delete a reminder's words."""
    await tx.execute(delete(reminder).where(reminder.c.id == reminder_id))
