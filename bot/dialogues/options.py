"""Options that several commands take: what each suggests while somebody types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.catalogue.meaning import Meaning
from bot.dialogues.seam import Ask, Naming, Option, Suggestions
from bot.errors import Sought
from bot.model import COMMUNITY_KINDS
from bot.replies.forms import POST_TITLES, WEEKDAYS
from bot.services.composition import Services
from bot.services.times import is_cleared

Offer = Callable[[Services, str], Suggestions]


def _suggest(offer: Offer, what: Sought | None = None) -> Callable[[str], Option]:
    """Return what makes an option that offers what the catalogue knows, and names one of it."""

    async def suggest(ask: Ask, text: str) -> Suggestions:
        return offer(ask.services, text)

    naming = None if what is None else _named(what)
    return lambda hint: Option(hint, suggest, naming)


def _named(what: Sought) -> Naming:
    async def mean(ask: Ask, text: str) -> Meaning:
        return ask.services.search.mean(what, text)

    return Naming(what, mean)


def or_off(option: Option) -> Option:
    """Return an option whose setting can be cleared instead: by "off", or by nothing."""
    naming = option.naming
    if naming is None:
        return option
    known = naming.mean

    async def mean(ask: Ask, text: str) -> Meaning:
        return Meaning(text) if is_cleared(text) else await known(ask, text)

    return replace(option, naming=Naming(naming.what, mean))


certification = _suggest(
    lambda services, text: services.search.suggest_certifications(text), Sought.CERTIFICATION
)
role = _suggest(lambda services, text: services.search.suggest_roles(text), Sought.ROLE)
stage = _suggest(lambda services, text: services.search.suggest_stages(text), Sought.STAGE)
skill = _suggest(lambda services, text: services.search.suggest_skills(text), Sought.SKILL)
zone = _suggest(lambda services, text: services.search.suggest_zones(text))
focus = _suggest(lambda services, text: services.search.suggest_focuses(text), Sought.FOCUS)
topic = _suggest(lambda services, text: services.search.suggest_topics(text), Sought.TOPIC)

PURPOSE = Option(
    "Which post", choices=tuple((POST_TITLES[kind], kind.value) for kind in COMMUNITY_KINDS)
)
DAY = Option(
    "Day of the week", choices=tuple((name, number) for number, name in enumerate(WEEKDAYS))
)
"""A weekday as a number; 0 is Monday."""
