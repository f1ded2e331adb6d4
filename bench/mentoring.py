"""Mentoring with many mentors: what a round costs, and a community to look for a mentor in."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from sqlalchemy import insert

from bench.child import longest_block
from bot.catalogue import load_catalogue
from bot.catalogue.topics import offered, topics_of
from bot.clock import SystemClock
from bot.model import CommunityId, MemberId, PostKind
from bot.model_mentoring import SLOTS, Mentor, MentorState
from bot.services.matching.hours import Hours, Span
from bot.services.matching.rounds import match
from bot.services.matching.wishes import Learner
from bot.services.matching.wishes import Mentor as Candidate
from bot.storage.database import Database
from bot.storage.mentoring_tables import mentor
from bot.storage.rows import values

MENTORS = 1_000
_LEARNERS, _MENTORS_OF_ROUND = 400, 130
_ZONES = ("Europe/Rome", "America/New_York", "Asia/Tokyo", "Asia/Kolkata", "UTC")
_LANGUAGES = ("en", "it", "de")
_INTRO = "I led three migrations of a payment platform and prepared for two exams beside my work. "


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """Medians over the rounds: seconds of one, pairs found, ms for which the loop stood still.

    Of ``block_ms``, ``block_computing_ms`` are those in which the loop's own thread computed.
    """

    learners: int
    mentors: int
    seconds: float
    pairs: int
    block_ms: float
    block_computing_ms: float


@cache
def topics() -> tuple[str, ...]:
    """Return what mentors offer and learners look for."""
    return offered(topics_of(load_catalogue(), PostKind.TREND_TIP))


async def seed_mentors(database: Database, community: CommunityId) -> None:
    """Store as many mentors as a large community may have."""
    chance, now = random.Random(1), SystemClock().now()  # noqa: S311
    rows = [
        values(
            Mentor(
                community,
                MemberId(f"discord:{10**17 + number}"),
                (_INTRO * 4)[: chance.randint(40, 300)],
                tuple(chance.sample(topics(), chance.randint(1, 4))),
                tuple(chance.sample(_LANGUAGES, chance.randint(1, 2))),
                tuple(chance.sample(sorted(SLOTS), chance.randint(2, 5))),
                chance.choice(_ZONES),
                chance.randint(1, 5),
                MentorState.AVAILABLE,
                now,
                now,
            )
        )
        for number in range(MENTORS)
    ]
    async with database.write() as tx:
        await tx.execute(insert(mentor), rows)


async def measure_round(rounds: int) -> RoundFigures:
    """Match 400 learners and 130 mentors in a thread, and watch the loop meanwhile."""
    told: list[tuple[float, int, float, float]] = []
    for number in range(rounds):
        learners, mentors = _people(random.Random(number))  # noqa: S311
        watching = asyncio.create_task(longest_block())
        await asyncio.sleep(0)
        begun = time.perf_counter()
        found = await asyncio.to_thread(match, learners, mentors, date(2026, 6, 1))
        seconds = time.perf_counter() - begun
        watching.cancel()
        block, computing = await watching
        told.append((seconds, len(found.pairs), block * 1000, computing * 1000))
    seconds, pairs, block, computing = (
        sorted(column)[len(column) // 2] for column in zip(*told, strict=True)
    )
    return RoundFigures(_LEARNERS, _MENTORS_OF_ROUND, seconds, int(pairs), block, computing)


def _people(chance: random.Random) -> tuple[list[Learner], list[Candidate]]:
    themes = topics()

    def hours() -> Hours:
        return Hours(chance.choice(_ZONES), tuple(_spans(chance)))

    def some(among: Sequence[str], most: int) -> frozenset[str]:
        return frozenset(chance.sample(among, chance.randint(1, most)))

    since = datetime(2026, 5, 1, tzinfo=UTC)
    learners = [
        Learner(
            f"learner-{number}",
            some(themes, 3),
            None,
            None,
            some(_LANGUAGES, 2),
            hours(),
            chance.randrange(3),
            since - timedelta(hours=chance.randrange(500)),
            frozenset(),
        )
        for number in range(_LEARNERS)
    ]
    mentors = [
        Candidate(
            f"mentor-{number}",
            some(themes, 4),
            frozenset(),
            None,
            some(_LANGUAGES, 2),
            hours(),
            chance.randint(1, 3),
            None,
        )
        for number in range(_MENTORS_OF_ROUND)
    ]
    return learners, mentors


def _spans(chance: random.Random) -> Iterator[Span]:
    for slot in chance.sample(sorted(SLOTS), chance.randint(2, 5)):
        for one in SLOTS[slot]:
            yield Span(one.weekday, one.start, one.end)
