"""Mentors and learners to match: named ones, and at random."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from bot.services.matching.hours import Hours, Span
from bot.services.matching.wishes import Learner, Mentor

WEEK = date(2026, 6, 1)
SINCE = datetime(2026, 5, 1, tzinfo=UTC)
NINE_TO_FIVE = Hours("UTC", tuple(Span(day, time(9), time(17)) for day in range(5)))
TOPICS = ("agile", "budget", "jira", "risks", "scope")
ZONES = ("Asia/Kathmandu", "Australia/Lord_Howe", "Europe/Rome", "UTC")
LANGUAGES = ("en", "hi", "it")


def hours(weekday: int, start: int, end: int, zone: str = "UTC") -> Hours:
    return Hours(zone, (Span(weekday, time(start), time(end)),))


def mentor(
    own_id: str = "mia",
    topics: Iterable[str] = (),
    certifications: Iterable[str] = (),
    role: str | None = None,
    languages: Iterable[str] = ("en",),
    free: Hours = NINE_TO_FIVE,
    room: int = 1,
) -> Mentor:
    return Mentor(
        own_id,
        frozenset(topics),
        frozenset(certifications),
        role,
        frozenset(languages),
        free,
        room,
        None,
    )


def learner(
    own_id: str = "leo",
    topics: Iterable[str] = (),
    certification: str | None = None,
    role: str | None = None,
    languages: Iterable[str] = ("en",),
    free: Hours = NINE_TO_FIVE,
    waited: int = 0,
    days: int = 0,
    not_with: Iterable[str] = (),
) -> Learner:
    """Return a learner who has waited for so many rounds, and so many days more than others."""
    return Learner(
        own_id,
        frozenset(topics),
        certification,
        role,
        frozenset(languages),
        free,
        waited,
        SINCE - timedelta(days=days),
        frozenset(not_with),
    )


def draw(dice: random.Random, learners: int, mentors: int) -> tuple[list[Learner], list[Mentor]]:
    """Return people at random, of whom many tie and some fit nobody, in no order."""

    def free() -> Hours:
        starts = [(dice.randrange(5), dice.choice((8, 12, 16))) for _ in range(dice.randint(1, 3))]
        spans = (Span(day, time(at), time(at + 4)) for day, at in starts)
        return Hours(dice.choice(ZONES), tuple(spans))

    def some(of: tuple[str, ...], most: int) -> list[str]:
        return dice.sample(of, dice.randint(1, most))

    offering = [
        mentor(
            f"m{number}",
            some(TOPICS, 3),
            some(("capm", "pmp"), 2) if dice.random() < 0.5 else (),
            dice.choice((None, "tpm")),
            some(LANGUAGES, 2),
            free(),
            dice.randrange(3),
        )
        for number in range(mentors)
    ]
    ids = [one.id for one in offering]
    waiting = [
        learner(
            f"l{number}",
            some(TOPICS, 2),
            dice.choice((None, "pmp")),
            dice.choice((None, "tpm")),
            some(LANGUAGES, 2),
            free(),
            dice.randrange(2),
            dice.randrange(3),
            dice.sample(ids, dice.randint(0, min(2, mentors))),
        )
        for number in range(learners)
    ]
    dice.shuffle(offering)
    dice.shuffle(waiting)
    return waiting, offering
