"""A thousand mentors in one community: whoever looks for one holds up nobody else."""

from __future__ import annotations

import asyncio
import gc
import random
import time
from collections.abc import Awaitable, Callable

import pytest

from bot.catalogue.search import CatalogueSearch
from bot.model import CommunityId, MemberId
from bot.model_mentoring import SLOTS, Mentor, MentorState
from bot.services.drafts import Memory
from bot.services.mentor_offers import MentorOffers
from bot.services.mentor_requests import MOST_SUGGESTED, MentorRequests, Wish
from bot.services.mentors import Mentors
from bot.storage import members, mentors
from bot.storage.database import Database
from tests.outside import StoppedClock
from tests.standstill import watched

MENTORS = 1_000
HERE, ANA = CommunityId("discord:1"), MemberId("discord:2")
TOPICS = ("agile", "risk", "stakeholders", "delivery")
ZONES = ("Europe/Rome", "America/New_York", "Asia/Tokyo", "Asia/Kolkata", "UTC")
# 20 ms are promised and measured (-s shows it); this is for slow machines.
MOST_MS = 60.0
TIMES = 40


@pytest.fixture
async def requests(
    database: Database, clock: StoppedClock, search: CatalogueSearch
) -> MentorRequests:
    chance, now = random.Random(1), clock.now()
    async with database.write() as tx:
        for number in range(MENTORS):
            mentor = Mentor(
                HERE,
                MemberId(f"discord:{10_000 + number}"),
                "I led three migrations",
                tuple(chance.sample(TOPICS, 2)),
                tuple(chance.sample(("en", "it"), chance.randint(1, 2))),
                tuple(chance.sample(sorted(SLOTS), 3)),
                chance.choice(ZONES),
                3,
                MentorState.AVAILABLE,
                now,
                now,
            )
            await mentors.save_mentor(tx, mentor)
            if number % 100 == 0:
                await mentors.save_block(tx, mentor.member_id, ANA, now)
    offers = MentorOffers(database, clock, on_change=lambda: None)
    own = Mentors(database, clock, TOPICS, on_change=lambda: None)
    return MentorRequests(database, clock, own, offers, search, lambda: None, Memory())


async def p95(act: Callable[[], Awaitable[object]]) -> float:
    """Return within how many milliseconds of processor time 95 in 100 are answered."""
    took: list[float] = []
    for _ in range(TIMES):
        began = time.thread_time()
        await act()
        took.append((time.thread_time() - began) * 1000)
    return sorted(took)[int(TIMES * 0.95)]


async def test_looking_for_a_mentor_among_a_thousand_holds_up_nobody(
    requests: MentorRequests, database: Database, search: CatalogueSearch
):
    async def find() -> None:
        found, _waiting = await requests.find(HERE, ANA, Wish(("agile",), "pmp"))
        assert len(found) == MOST_SUGGESTED
        assert not any(int(one.mentor.member_id[8:]) % 100 == 0 for one in found)

    async def look_up() -> None:
        async with database.read() as tx:
            await members.load_member(tx, ANA)
        search.find_certification("pmp")

    # As the bot does once it has started: content is not looked through for garbage again.
    gc.collect()
    gc.freeze()
    with watched() as first:
        await asyncio.create_task(find())
    with watched() as later:
        await asyncio.create_task(find())
    gaps = round(first.longest_ms, 1), round(later.longest_ms, 1)
    gc.unfreeze()
    print(f"\nlongest turn of the loop: first {gaps[0]}, then {gaps[1]} ms", end="; ")
    print(f"p95: find {await p95(find):.1f}, look-up {await p95(look_up):.2f} ms")
    assert max(gaps) < MOST_MS
