"""Which cards offer Share, and what of them others see."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.cards import Audience, Button, Card, Item, Items, LinkButton, Text
from bot.dialogues.copies import offer_share, public_copy
from bot.model import MemberId
from bot.platforms.discord.custom_id import fits

OPEN, OWN = Button("Open", "cert.show", ("pmp",)), Button("Add", "goal.from", ("step", "x"))
VISIT = LinkButton("Visit", "https://example.org")
OPENERS = {"cert.show"}
CARD = Card(
    title="PMP",
    summary="A certification.",
    blocks=(Text(("Words",)), Items((Item("One", action=OPEN), Item("Two", action=OWN)))),
    actions=(OWN, OPEN, VISIT),
    pager=("cert.show", "pmp"),
)


def test_the_button_holds_what_opens_the_page():
    shown = offer_share(CARD, 3, OPENERS.__contains__, fits)
    assert shown.actions == (
        *CARD.actions,
        Button("Share", "card.share", ("cert.show", "pmp", "3")),
    )


@pytest.mark.parametrize(
    "card",
    [
        replace(CARD, audience=Audience.POST),
        replace(CARD, audience=Audience.SHARED),
        replace(CARD, pager=("goal.list", "open")),
        replace(CARD, pager=()),
        replace(CARD, pager=("cert.show", "x" * 90)),
    ],
)
def test_what_nobody_else_may_see_or_cannot_be_opened_again_is_not_offered(card: Card):
    assert offer_share(card, 1, OPENERS.__contains__, fits) is card


def test_others_get_what_opens_a_card_and_nothing_of_the_members():
    copy = public_copy(CARD, MemberId("discord:1"), OPENERS.__contains__)
    assert copy.actions == (OPEN, VISIT)
    assert [item.action for item in copy.blocks[1].items] == [OPEN, None]  # pyright: ignore
    assert copy.audience is Audience.SHARED
    assert copy.shared_by == "discord:1"
    assert offer_share(copy, 1, OPENERS.__contains__, fits) is copy
