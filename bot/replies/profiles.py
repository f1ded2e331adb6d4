"""What the bot says about a member's profile; all of it is private."""

from __future__ import annotations

from datetime import date

from bot.cards import Alert, Block, Button, Card, Facts, Inline, Item, Items, Note, Role, Text
from bot.catalogue.search import CatalogueSearch
from bot.model import HeldCertification, Profile
from bot.words import _


def shown(profile: Profile, search: CatalogueSearch, *, is_saved: bool = False) -> Card:
    """Show what a member told about their path, each part with the way to change it."""
    held: tuple[Block, ...] = ()
    if profile.held:
        items = tuple(
            Item(
                search.certification_name(one.certification),
                (_dates(one),),
                Button(_("Change"), "held.edit", (one.certification,)),
            )
            for one in profile.held
        )
        held = (Items(items, heading=_("Certifications you hold")),)
    is_empty = profile == Profile()
    why = _(
        "All of it is optional and only you see it. Stage, role and certifications choose nudges "
        "that fit you; nothing here ranks or judges anybody."
    )
    delete = Button(_("Delete profile…"), "profile.ask", style="danger")
    return Card(
        title=_("Saved") if is_saved else _("Your profile"),
        summary=_("What you told about your path."),
        subtitle=_("only you can see this"),
        blocks=(Facts(_rows(profile, search)), *held, Note((why,))),
        actions=(
            Button(
                _("Stage and role"), "profile.aims", style="primary" if is_empty else "secondary"
            ),
            Button(_("Skills"), "profile.skills"),
            Button(_("Add a certification"), "held.add"),
            *(() if is_empty else (delete,)),
        ),
        role=Role.GOOD if is_saved else Role.INFO,
    )


def _rows(profile: Profile, search: CatalogueSearch) -> tuple[tuple[str, Inline], ...]:
    labels = search.skills()
    skills = ", ".join(labels.get(skill, skill) for skill in profile.skills)
    return (
        (_("Stage of the path"), (search.stage_name(profile.stage) or _("not set"),)),
        (_("Target role"), (search.role_name(profile.target_role) or _("not set"),)),
        (_("Skills"), (skills or _("not set"),)),
    )


def _dates(held: HeldCertification) -> str:
    earned, began = _day(held.earned_on), _day(held.cycle_started_on)
    return _("earned {earned} · renewal cycle began {began}", earned=earned, began=began)


def _day(day: date | None) -> str:
    return _("on a day not told") if day is None else day.isoformat()


def ask_delete() -> Card:
    """Ask before a profile is deleted."""
    return Card(
        title=_("Delete your profile?"),
        summary=_("This would delete stage, role, skills and certifications."),
        blocks=(
            Alert((_("This cannot be undone. Your goals, messages and settings stay."),), "bad"),
        ),
        actions=(
            Button(_("Delete profile"), "profile.delete", style="danger"),
            Button(_("Keep it"), "profile.show"),
        ),
        role=Role.BAD,
    )


def deleted(profile: Profile, search: CatalogueSearch) -> Card:
    """Give a receipt of what was deleted."""
    names = ", ".join(search.certification_name(one.certification) for one in profile.held)
    return Card(
        title=_("Your profile is deleted"),
        summary=_("Stage, role, skills and certifications are deleted."),
        blocks=(
            Text((_("Here is what was deleted."),)),
            Facts((*_rows(profile, search), (_("Certifications"), (names or _("not set"),)))),
        ),
        actions=(Button(_("Your profile"), "profile.show"),),
        role=Role.GOOD,
    )
