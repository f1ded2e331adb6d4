"""What the bot says when a member exports or deletes their data."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards import Alert, Attachment, Button, Card, CommandRef, Facts, Note, Role, Text, inline
from bot.words import N_, _, plural

# What people call the tables that can hold their id.
_TABLE_WORDS = {
    "goal": N_("Goals"),
    "goal_event": N_("Things that happened to your goals"),
    "member": N_("Your settings and profile"),
    "member_skill": N_("Skills in your profile"),
    "held_certification": N_("Certifications you hold"),
    "reminder": N_("Reminders"),
    "schedule": N_("When your messages are due"),
    "audit": N_("Changes you made as a moderator"),
    "delivery": N_("Messages planned for you, sent or not"),
    "mentor": N_("What you offer as a mentor"),
    "mentor_request": N_("Your requests for a mentor"),
    "mentor_offer": N_("Requests sent to you as a mentor"),
    "mentorship_side": N_("Your side of mentorships"),
    "mentorship_session": N_("Sessions you logged"),
    "mentorship_review": N_("What you said about mentorships that ended"),
    "mentorship_thanks": N_("Thanks you wrote to mentors"),
    "report": N_("Reports you made to moderators"),
    "block": N_("People you block (not who they are)"),
}


def _counts(counts: Mapping[str, int]) -> Facts:
    return Facts(
        tuple(
            (_(_TABLE_WORDS.get(table, table.replace("_", " ").capitalize())), (str(count),))
            for table, count in counts.items()
        )
    )


def _staying(counts: Mapping[str, int]) -> tuple[Note, ...]:
    told = {
        "audit": _(
            "Changes made as a moderator stay without your id, as those of a former moderator."
        ),
        "report": _("Reports stay with the moderators they were made to, without your id."),
    }
    return tuple(Note((sentence,)) for table, sentence in told.items() if table in counts)


def export(files: tuple[bytes, ...]) -> Card:
    """Hand over everything stored about a member as JSON: one file, or several of much."""
    names = ["my-data.json"]
    if len(files) > 1:
        names = [f"my-data-{number}.json" for number in range(1, len(files) + 1)]
    told = _("Everything stored about you, as JSON")
    attached = (Attachment(*one, told) for one in zip(files, names, strict=False))
    return Card(
        title=_("Your data"),
        summary=_("Everything stored about you, as a file."),
        blocks=(
            Text((_("This file holds every row that carries your id. Only you can see it."),)),
            *attached,
        ),
        actions=(Button(_("Delete my data…"), "privacy.preview", style="danger"),),
    )


def preview(counts: Mapping[str, int]) -> Card:
    """Show what deleting would remove, before anything is removed."""
    if not counts:
        return Card(
            title=_("Nothing to delete"),
            summary=_("Nothing is stored about you."),
            blocks=(Text((_("There is no row with your id in any table."),)),),
        )
    return Card(
        title=_("Delete everything about you?"),
        summary=_("This would delete all rows that carry your id."),
        blocks=(
            Alert((_("This cannot be undone. Export first if you want a copy."),), "bad"),
            _counts(counts),
            *_staying(counts),
            Note((_("Backups made earlier keep it for at most 30 days."),)),
        ),
        actions=(
            Button(_("Delete it all"), "privacy.delete", style="danger"),
            Button(_("Export first"), "privacy.export"),
            Button(_("Cancel"), "privacy.cancel"),
        ),
        role=Role.BAD,
    )


def deleted(counts: Mapping[str, int]) -> Card:
    """Give a receipt of what was deleted."""
    total = sum(counts.values())
    return Card(
        title=_("Your data is deleted"),
        summary=plural("Deleted {n} row.", "Deleted {n} rows.", total),
        blocks=(
            _counts(counts),
            *_staying(counts),
            Note(
                inline(
                    _("No row with your id is left. {command} says the rest."),
                    command=CommandRef("privacy info"),
                )
            ),
        ),
        role=Role.GOOD,
    )


def cancelled() -> Card:
    """Say that nothing was deleted."""
    return Card(
        title=_("Nothing was deleted"),
        summary=_("Nothing was deleted."),
        blocks=(Text((_("Nothing was deleted."),)),),
    )
