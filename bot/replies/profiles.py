"""What the bot says about a member's profile; all of it is private."""

from __future__ import annotations

from datetime import date

from bot.cards import Alert, Block, Button, Card, Facts, Inline, Item, Items, Note, Role, Text
from bot.catalogue.search import CatalogueSearch
from bot.model import HeldCertification, Profile

_WHY = Note(
    (
        "All of it is optional and only you see it. Stage, role and certifications choose nudges "
        "that fit you; nothing here ranks or judges anybody.",
    )
)
_DELETE = Button("Delete profile…", "profile.ask", style="danger")


def shown(profile: Profile, search: CatalogueSearch, *, is_saved: bool = False) -> Card:
    """Show what a member told about their path, each part with the way to change it."""
    held: tuple[Block, ...] = ()
    if profile.held:
        items = tuple(
            Item(
                search.certification_name(one.certification),
                (_dates(one),),
                Button("Change", "held.edit", (one.certification,)),
            )
            for one in profile.held
        )
        held = (Items(items, heading="Certifications you hold"),)
    is_empty = profile == Profile()
    return Card(
        title="Saved" if is_saved else "Your profile",
        summary="What you told about your path.",
        subtitle="only you can see this",
        blocks=(Facts(_rows(profile, search)), *held, _WHY),
        actions=(
            Button("Stage and role", "profile.aims", style="primary" if is_empty else "secondary"),
            Button("Skills", "profile.skills"),
            Button("Add a certification", "held.add"),
            *(() if is_empty else (_DELETE,)),
        ),
        role=Role.GOOD if is_saved else Role.INFO,
    )


def _rows(profile: Profile, search: CatalogueSearch) -> tuple[tuple[str, Inline], ...]:
    labels = search.skills()
    skills = ", ".join(labels.get(skill, skill) for skill in profile.skills)
    return (
        ("Stage of the path", (search.stage_name(profile.stage) or "not told",)),
        ("Target role", (search.role_name(profile.target_role) or "not told",)),
        ("Skills", (skills or "not told",)),
    )


def _dates(held: HeldCertification) -> str:
    return f"earned {_day(held.earned_on)} · renewal cycle began {_day(held.cycle_started_on)}"


def _day(day: date | None) -> str:
    return "on a day not told" if day is None else day.isoformat()


def ask_delete() -> Card:
    """Ask before a profile is deleted."""
    return Card(
        title="Delete your profile?",
        summary="This would delete stage, role, skills and certifications.",
        blocks=(Alert(("This cannot be undone. Your goals, messages and settings stay.",), "bad"),),
        actions=(
            Button("Delete profile", "profile.delete", style="danger"),
            Button("Keep it", "profile.show"),
        ),
        role=Role.BAD,
    )


def deleted(profile: Profile, search: CatalogueSearch) -> Card:
    """Give a receipt of what was deleted."""
    names = ", ".join(search.certification_name(one.certification) for one in profile.held)
    return Card(
        title="Your profile is deleted",
        summary="Stage, role, skills and certifications are deleted.",
        blocks=(
            Text(("This is what it held, for the last time.",)),
            Facts((*_rows(profile, search), ("Certifications", (names or "not told",)))),
        ),
        actions=(Button("Your profile", "profile.show"),),
        role=Role.GOOD,
    )
