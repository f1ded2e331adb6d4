"""Options that several commands take: what each suggests while somebody types."""

from __future__ import annotations

from collections.abc import Callable

from bot.dialogues.seam import Ask, Option, Suggestions
from bot.model import COMMUNITY_KINDS
from bot.replies.forms import POST_TITLES, WEEKDAYS
from bot.services.composition import Services
from bot.services.reading import answers

Offer = Callable[[Services, str], Suggestions]


def _suggest(offer: Offer) -> Callable[[str], Option]:
    """Return what makes an option that offers what the catalogue knows."""

    async def suggest(ask: Ask, text: str) -> Suggestions:
        return offer(ask.services, text)

    return lambda hint: Option(hint, suggest)


certification = _suggest(lambda services, text: services.search.suggest_certifications(text))
role = _suggest(lambda services, text: services.search.suggest_roles(text))
stage = _suggest(lambda services, text: services.search.suggest_stages(text))
skill = _suggest(lambda services, text: services.search.suggest_skills(text))


async def _suggest_zones(ask: Ask, text: str) -> Suggestions:
    return await answers.suggest(text)


def zone(hint: str) -> Option:
    """Return an option for a time zone, offered by city, country or abbreviation."""
    return Option(hint, _suggest_zones)


focus = _suggest(lambda services, text: services.search.suggest_focuses(text))
topic = _suggest(lambda services, text: services.search.suggest_topics(text))

PURPOSE = Option(
    "Which post", choices=tuple((POST_TITLES[kind], kind.value) for kind in COMMUNITY_KINDS)
)
DAY = Option(
    "Day of the week", choices=tuple((name, number) for number, name in enumerate(WEEKDAYS))
)
"""A weekday as a number; 0 is Monday."""
