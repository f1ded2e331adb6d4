"""What the bot says when a member exports or deletes their data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.cards import Alert, Attachment, Button, Card, CommandRef, Facts, Note, Role, Text

# What people call the tables that can hold their id.
_TABLE_WORDS = {
    "goal": "Goals",
    "goal_event": "Things that happened to your goals",
    "member": "Your settings and profile",
    "member_skill": "Skills in your profile",
    "held_certification": "Certifications you hold",
    "reminder": "Reminders",
    "schedule": "When your messages are due",
    "delivery": "Messages planned for you, sent or not",
}


def _counts(counts: Mapping[str, int]) -> Facts:
    return Facts(
        tuple(
            (_TABLE_WORDS.get(table, table.replace("_", " ").capitalize()), (str(count),))
            for table, count in counts.items()
        )
    )


def export(data: Mapping[str, Any]) -> Card:
    """Hand over everything stored about a member as one JSON file."""
    content = json.dumps(data, indent=2, ensure_ascii=False, default=str).encode()
    return Card(
        title="Your data",
        summary="Everything stored about you, as a file.",
        blocks=(
            Text(("This file holds every row that carries your id. Only you can see it.",)),
            Attachment(content, "my-data.json", "Everything stored about you, as JSON"),
        ),
        actions=(Button("Delete my data…", "privacy.preview", style="danger"),),
    )


def preview(counts: Mapping[str, int]) -> Card:
    """Show what deleting would remove, before anything is removed."""
    if not counts:
        return Card(
            title="Nothing to delete",
            summary="Nothing is stored about you.",
            blocks=(Text(("There is no row with your id in any table.",)),),
        )
    return Card(
        title="Delete everything about you?",
        summary="This would delete all rows that carry your id.",
        blocks=(
            Alert(("This cannot be undone. Export first if you want a copy.",), "bad"),
            _counts(counts),
            Note(("Backups made earlier keep it for at most 30 days.",)),
        ),
        actions=(
            Button("Delete it all", "privacy.delete", style="danger"),
            Button("Export first", "privacy.export"),
            Button("Cancel", "privacy.cancel"),
        ),
        role=Role.BAD,
    )


def deleted(counts: Mapping[str, int]) -> Card:
    """Give a receipt of what was deleted."""
    total = sum(counts.values())
    return Card(
        title="Your data is deleted",
        summary=f"Deleted {total} rows.",
        blocks=(
            _counts(counts),
            Note(("No row with your id is left. ", CommandRef("privacy info"), " says the rest.")),
        ),
        role=Role.GOOD,
    )


def cancelled() -> Card:
    """Say that nothing was deleted."""
    return Card(
        title="Nothing was deleted",
        summary="Your data is as it was.",
        blocks=(Text(("Your data is as it was.",)),),
    )
