"""Whoever tells hours and no time zone is asked for it in place, and then goes on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.cards import Card
from bot.dialogues import fields
from bot.dialogues.forms import Form
from bot.dialogues.seam import Answer, Ask, Noun, Replace
from bot.replies import forms as words
from bot.replies import whereabouts as replies
from bot.replies.whereabouts import Zones
from bot.services.reading import answers

GoOn = Callable[[Ask, str], Awaitable[Answer]]


async def offer(ask: Ask) -> Zones:
    """Return the zones to choose from for whoever asks."""
    likely, common = await answers.offer_zones(ask.locale)
    return Zones(likely, common, ask.services.clock.now())


async def needed(ask: Ask, draft: str) -> Card:
    """Ask for the zone that a draft needs."""
    return replies.needed(await offer(ask), draft)


def noun(go_on: GoOn) -> Noun:
    """Return what keeps a zone and then sends a draft, named by its id, once more."""
    asked = Noun()

    async def use(ask: Ask, draft: str, zone: str) -> Answer:
        await ask.services.members.change_settings(ask.member, zone=zone)
        said = await go_on(ask, draft)
        # What was asked for stands where the zone was asked for.
        return Replace(said) if isinstance(said, Card) else said

    @asked.button("zone.here")
    async def press_here(ask: Ask, draft: str, zone: str) -> Answer:
        """Go on in the zone that was chosen."""
        return await use(ask, draft, zone)

    @asked.form("zone.type")
    async def ask_place(ask: Ask, draft: str) -> Form:
        """Ask for any place."""
        return Form(words.ZONE_TITLE, (fields.ZONE,))

    @asked.submit("zone.type")
    async def take_place(ask: Ask, draft: str, zone: str) -> Answer:
        """Go on in the zone of the place."""
        return await use(ask, draft, zone)

    return asked
