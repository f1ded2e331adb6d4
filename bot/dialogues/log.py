"""/config log: who changed what of a community."""

from __future__ import annotations

from bot.cards import Card
from bot.dialogues.config import config_noun
from bot.dialogues.seam import Answer, Ask, Replace
from bot.replies import audit as replies

log = config_noun()


@log.command("log")
async def show(ask: Ask) -> Answer:
    """See who changed which setting, newest first."""
    return await _card(ask)


@log.button("config.log")
async def press_log(ask: Ask, page: int = 1) -> Answer:
    """Turn to another page, as the trail is now."""
    return Replace(await _card(ask), page)


async def _card(ask: Ask) -> Card:
    return replies.log(*await ask.services.audit.newest(ask.here))
