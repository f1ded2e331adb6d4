"""What the bot says about a member's reminders."""

from __future__ import annotations

from bot.cards import Audience, Block, Card, Note, Role, Text, When
from bot.model import Delivery, Reminder


def due(reminder: Reminder, delivery: Delivery, is_late: bool) -> Card:
    """Return the reminder itself, as it reaches its member."""
    late: tuple[Block, ...] = (
        (Note(("This was due ", When(delivery.due_at), "; I could not send it then.")),)
        if is_late
        else ()
    )
    return Card(
        title="Reminder",
        summary=f"Reminder: {reminder.text}",
        blocks=(Text((reminder.text,)), *late),
        role=Role.BRAND,
        audience=Audience.POST,
    )
