"""Options that several commands take: what each suggests while somebody types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.catalogue.meaning import Meaning, Named, one_of
from bot.dialogues.seam import Ask, Naming, Option, Suggestions
from bot.errors import Sought
from bot.model import COMMUNITY_KINDS
from bot.replies.forms import POST_TITLES, WEEKDAYS
from bot.replies.times import day_words, zone_words
from bot.services.composition import Services
from bot.services.reading import answers
from bot.services.reading.answers import is_cleared

# Whoever stores a day decides whether it is over where its owner lives.
_ONE_DAY = timedelta(days=1)
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
focus = _suggest(lambda services, text: services.search.suggest_focuses(text), Sought.FOCUS)
term = _suggest(lambda services, text: services.search.suggest_terms(text), Sought.TERM)
topic = _suggest(lambda services, text: services.search.suggest_topics(text), Sought.TOPIC)


async def _suggest_zones(ask: Ask, text: str) -> Suggestions:
    return await answers.suggest(text)


async def _mean_zone(ask: Ask, text: str) -> Meaning:
    found, nearest = await answers.name_zones(text)
    if found:
        return one_of([Named(zone, zone_words(zone)) for zone in found])
    return Meaning(nearest=tuple(Named(zone, zone) for zone in nearest))


async def _mean_day(ask: Ask, text: str) -> Meaning:
    said, today = await answers.hear_day(text), await ask.services.goals.today(ask.member)
    days = answers.read_days(said, today, earliest=today - _ONE_DAY)
    return one_of([Named(day.isoformat(), day_words(day)) for day in days])


async def _mean_past_day(ask: Ask, text: str) -> Meaning:
    said, today = await answers.hear_day(text), await ask.services.goals.today(ask.member)
    days = answers.read_past_days(said, today, latest=today + _ONE_DAY)
    return one_of([Named(day.isoformat(), day_words(day)) for day in days])


async def _mean_time(ask: Ask, text: str) -> Meaning:
    times = await answers.read_time(text)
    return one_of([Named(f"{at:%H:%M}", f"{at:%H:%M}") for at in times])


def zone(hint: str) -> Option:
    """Return an option for a time zone, named by city, country, abbreviation or offset."""
    return Option(hint, _suggest_zones, Naming(Sought.ZONE, _mean_zone))


def day(hint: str) -> Option:
    """Return an option for a day ahead in people's own words; what runs gets YYYY-MM-DD."""
    return Option(hint, naming=Naming(Sought.DAY, _mean_day))


def past_day(hint: str) -> Option:
    """Return an option for a day of one's life in people's own words, given as YYYY-MM-DD."""
    return Option(hint, naming=Naming(Sought.DAY, _mean_past_day))


def time(hint: str) -> Option:
    """Return an option for a time of day in people's own words; what runs gets HH:MM."""
    return Option(hint, naming=Naming(Sought.TIME, _mean_time))


PURPOSE = Option(
    "Which post", choices=tuple((POST_TITLES[kind], kind.value) for kind in COMMUNITY_KINDS)
)
DAY = Option(
    "Day of the week", choices=tuple((name, number) for number, name in enumerate(WEEKDAYS))
)
"""A weekday as a number; 0 is Monday."""
