"""A member's reminder: their own words, at their own time."""

from __future__ import annotations

from bot.cards import Card
from bot.model import Delivery, PostKind, ReminderId
from bot.replies import reminders as replies
from bot.schedule.kinds import LatePolicy
from bot.storage import reminders
from bot.storage.database import Transaction


class ReminderKind:
    """Send what a member asked for; late is better than never, and says so."""

    kind = PostKind.REMINDER
    late = LatePolicy(send_within=None, is_exact=True)

    async def choose(self, tx: Transaction, delivery: Delivery) -> str:
        """Return the reminder that the schedule is about."""
        return delivery.subject_id

    async def compose(self, tx: Transaction, delivery: Delivery, is_late: bool) -> Card | None:
        """Return the reminder, or None when the member deleted it."""
        found = await reminders.find_reminder(tx, ReminderId(delivery.subject_id))
        return None if found is None else replies.due(found, delivery, is_late)
