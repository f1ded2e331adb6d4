"""What the bot says of a form that could not be saved as it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.cards import Alert, Button, Card, Facts, Inline, Note, Role, Text
from bot.errors import MentorError, StaleActionError
from bot.replies import failures
from bot.words import _

Overtaken = tuple[str, Inline, Inline]
"""A field by its label, what it is now and what was sent."""


def correctable(draft_id: str, card: Card) -> Card:
    """Offer to correct what was typed below why it was not saved."""
    kept = Note((_("What you typed is kept: correct it in the form."),))
    style = "secondary" if card.actions else "primary"
    correct = Button(_("Correct it"), "form.correct", (draft_id,), style=style)
    return replace(card, blocks=(*card.blocks, kept), actions=(*card.actions, correct))


def one_more(draft_id: str) -> Card:
    """Offer the form in which what was corrected goes on."""
    told = _("I need one more thing from you.")
    return Card(
        title=_("Nearly done"),
        summary=told,
        blocks=(Text((told,)),),
        actions=(Button(_("Go on"), "form.correct", (draft_id,), style="primary"),),
    )


def overtaken(draft_id: str, fields: Sequence[Overtaken]) -> Card:
    """Show what somebody else changed while a form was open, and let one press decide."""
    told = _("This was changed while your form was open. Nothing was saved.")
    rows = [
        (name, said)
        for label, now, sent in fields
        for name, said in (
            (_("{field}, now", field=label), now),
            (_("{field}, yours", field=label), sent),
        )
    ]
    return Card(
        title=_("It was changed meanwhile"),
        summary=told,
        blocks=(Alert((told,)), Facts(tuple(rows))),
        actions=(
            Button(_("Save mine instead"), "form.keep", (draft_id,), style="primary"),
            Button(_("Keep it as it is now"), "form.drop", (draft_id,)),
        ),
        role=Role.WARN,
    )


def lost(error: MentorError, typed: Sequence[str]) -> Card:
    """Say that what a form would change is gone, and give back what was typed."""
    card = failures.refused(error)
    heading = _("What you wrote, to copy into a new one")
    words = (Text((text,), heading="" if place else heading) for place, text in enumerate(typed))
    return replace(card, blocks=(*card.blocks, *words))


def nothing() -> str:
    """Return what stands for a field in which nothing is typed or chosen."""
    return _("nothing")


def dropped() -> Card:
    """Say that what was sent is forgotten."""
    told = _("Nothing was changed.")
    return Card(title=_("As it is now"), summary=told, blocks=(Note((told,)),))


def gone() -> StaleActionError:
    """Say that a form that could not be saved is no longer there to be corrected."""
    return StaleActionError(
        _("This draft is gone; nothing was saved."), _("Open the form again and type it anew.")
    )


def elsewhere() -> StaleActionError:
    """Say that a button of a community's own content was pressed on a forwarded copy."""
    return StaleActionError(
        _("This button works only in the community it belongs to."),
        _("Write your own with /goal add."),
    )


def forgotten() -> StaleActionError:
    """Say that a question was asked too long ago to be answered once more."""
    return StaleActionError(
        _("I no longer know what was asked here."), _("Ask again with /find; nothing was changed.")
    )


def outdated() -> StaleActionError:
    """Say that a card is of an older version of the bot."""
    return StaleActionError(
        _("This button belongs to an older version of the card."),
        _("Run the command again to get a fresh one; nothing was changed."),
    )
