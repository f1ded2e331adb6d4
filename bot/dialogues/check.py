"""/config check: what does not work in a community, and what mends it."""

from __future__ import annotations

from importlib.metadata import version

from bot.cards import Card
from bot.dialogues.config import config_noun
from bot.dialogues.seam import Answer, Ask, Replace
from bot.replies import health as replies

check = config_noun()
_STALE_AFTER_DAYS = 365


@check.command("check")
async def show(ask: Ask) -> Answer:
    """Find out what does not work and how to fix it."""
    return await _card(ask)


@check.button("config.check")
async def press_check(ask: Ask) -> Answer:
    """Look again, as it is now."""
    return Replace(await _card(ask))


async def _card(ask: Ask) -> Card:
    communities, access = ask.services.communities, ask.services.messenger.access
    schedules = await communities.overview(ask.here)
    health = replies.Health(
        schedules,
        {place: access(place, ask.here) for one in schedules if (place := one.channel_id)},
        await communities.on_their_way(ask.here),
        await communities.problems(ask.here),
        _content(ask),
        await _is_role_gone(ask),
    )
    return replies.check(health)


def _content(ask: Ask) -> replies.Content:
    catalogue = ask.services.catalogue
    stale = len(catalogue.stale(ask.services.clock.now().date(), _STALE_AFTER_DAYS))
    oldest = min(checked for *_, checked in catalogue.check_dates())
    return replies.Content(stale, oldest, version("tpm-mentor"))


async def _is_role_gone(ask: Ask) -> bool:
    role = (await ask.services.communities.community(ask.here)).mentors_role_id
    return role is not None and not ask.services.places.has_role(ask.here, role)
