"""Public copies of cards that anybody may see: which have a Share button, and what is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.cards import Action, Audience, Block, Button, Card, Items, Select
from bot.model import MemberId
from bot.replies import shares

CanOpen = Callable[[str], bool]
"""Tell whether a verb opens a card for anybody."""
Fits = Callable[[str, tuple[str, ...]], bool]
"""Tell whether a platform's button has room for a verb and its arguments."""


def offer_share(card: Card, page: int, can_open: CanOpen, fits: Fits) -> Card:
    """Return ``card`` with a Share button if others may see it and it can be built again."""
    if card.audience is not Audience.PRIVATE or not card.pager or not can_open(card.pager[0]):
        return card
    button = shares.button((*card.pager, str(page)))
    if not fits(button.verb, button.args):
        return card
    return replace(card, actions=(*card.actions, button))


def public_copy(card: Card, member: MemberId, can_open: CanOpen) -> Card:
    """Return ``card`` for everybody: it names who shared it and keeps what opens other cards.

    What such a button opens is shown to whoever presses it, privately.
    """
    return replace(
        card,
        blocks=tuple(_public_block(block, can_open) for block in card.blocks),
        actions=tuple(action for action in card.actions if _is_public(action, can_open)),
        selects=tuple(_public_select(select, can_open) for select in card.selects),
        audience=Audience.SHARED,
        shared_by=member,
    )


def _public_block(block: Block, can_open: CanOpen) -> Block:
    if not isinstance(block, Items):
        return block
    items = (
        item if _is_public(item.action, can_open) else replace(item, action=None)
        for item in block.items
    )
    return replace(block, items=tuple(items))


def _public_select(select: Select, can_open: CanOpen) -> Select:
    return replace(select, buttons=tuple(one for one in select.buttons if can_open(one.verb)))


def _is_public(action: Action | None, can_open: CanOpen) -> bool:
    return not isinstance(action, Button) or can_open(action.verb)
