"""What leads from one entry of the catalogue to others, and to a goal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from bot.cards import Button, Select
from bot.catalogue import Catalogue
from bot.catalogue.schema import Stage
from bot.catalogue.search import HitKind
from bot.replies import facts
from bot.words import _


def goal(
    kind: str, own_id: str, style: Literal["primary", "secondary"] = "secondary", name: str = ""
) -> Button:
    """Return the button that makes an entry a goal; with ``name`` it says which of several."""
    label = _("Add as goal: {name}", name=name) if name else _("Add as goal")
    return Button(label, "goal.from", (kind, own_id), style)


def select(*groups: Iterable[Button]) -> tuple[Select, ...]:
    """Return everything that an entry leads to behind one word; nothing where that is nothing."""
    buttons = tuple(dict.fromkeys(button for group in groups for button in group))
    return (Select(_("Related"), buttons),) if buttons else ()


def certifications(ids: Iterable[str], catalogue: Catalogue) -> tuple[Button, ...]:
    """Return the way to certifications."""
    return tuple(
        Button(facts.abbreviation(own_id, catalogue), "cert.show", (own_id,)) for own_id in ids
    )


def roles(ids: Iterable[str], catalogue: Catalogue) -> tuple[Button, ...]:
    """Return the way to job roles."""
    return tuple(Button(catalogue.roles[own_id].name, "role.show", (own_id,)) for own_id in ids)


def terms(ids: Iterable[str], catalogue: Catalogue) -> tuple[Button, ...]:
    """Return the way to words of the field."""
    return tuple(Button(catalogue.terms[own_id].name, "term.show", (own_id,)) for own_id in ids)


def steps(ids: Iterable[str], catalogue: Catalogue) -> tuple[Button, ...]:
    """Return the way to steps of the path."""
    return tuple(
        Button(catalogue.steps[own_id].title, "find.open", (HitKind.STEP, own_id)) for own_id in ids
    )


def stages(shown: Iterable[Stage]) -> tuple[Button, ...]:
    """Return the way to stages of the path."""
    return tuple(
        Button(_("Path: {stage}", stage=stage.name), "stage.show", (stage.id,)) for stage in shown
    )
