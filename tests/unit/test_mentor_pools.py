"""What mentors offer is kept in memory: after whatever is written, it says what is stored."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete

from bot.model import CommunityId, HeldCertification, MemberId
from bot.model_mentoring import SLOTS, MentorRequest, RequestId, RequestState
from bot.services.drafts import Memory
from bot.services.mentor_fits import MOST_POOLS, Fitting, MentorPools, find_fitting, week_of
from bot.services.mentor_offers import MentorOffers
from bot.services.mentors import Mentors
from bot.services.privacy import Privacy
from bot.storage import members, mentors
from bot.storage.database import Database
from bot.storage.mentoring_tables import mentor, mentor_request
from tests.outside import StoppedClock

HERE, ANA = CommunityId("discord:1"), MemberId("discord:2")
PEOPLE = tuple(MemberId(f"discord:{10 + number}") for number in range(12))
TOPICS = ("agile", "risk", "delivery")
ZONES = ("Europe/Rome", "America/New_York", "Asia/Tokyo")
STEPS = 120


class House:
    def __init__(self, database: Database, clock: StoppedClock) -> None:
        self.database, self.clock, self.memory = database, clock, Memory()
        self.mentors = Mentors(database, clock, TOPICS, on_change=lambda: None)
        self.offers = MentorOffers(database, clock, on_change=lambda: None)
        self.privacy = Privacy(database, self.memory, (self.offers.leave,))
        self.pools = MentorPools(self.memory)
        self.chance = random.Random(3)

    async def offer(self, person: MemberId, place: CommunityId = HERE) -> None:
        async with self.database.write() as tx:
            known = await members.load_member(tx, person)
            await members.save_member(tx, replace(known, zone=self.chance.choice(ZONES)))
        await self.mentors.offer(
            place,
            person,
            topics=self.chance.sample(TOPICS, self.chance.randint(0, 2)),
            languages=self.chance.sample(("en", "it"), self.chance.randint(1, 2)),
            slots=self.chance.sample(sorted(SLOTS), self.chance.randint(1, 3)),
            capacity=self.chance.randint(1, 2),
            intro="",
        )

    async def rest(self, person: MemberId) -> None:
        await self.mentors.rest(HERE, person, self.clock.now().date() + timedelta(days=3))

    async def come_back(self, person: MemberId) -> None:
        await self.mentors.come_back(HERE, person)

    async def stop(self, person: MemberId) -> None:
        await self.mentors.stop(HERE, person)

    async def hold(self, person: MemberId) -> None:
        async with self.database.write() as tx:
            await members.save_held(tx, person, HeldCertification("pmp"))

    async def block(self, person: MemberId) -> None:
        async with self.database.write() as tx:
            await mentors.save_block(tx, person, ANA, self.clock.now())

    async def ask(self, person: MemberId) -> None:
        asked = self.request(RequestState.OPEN, MemberId(f"{person}9"), str(self.clock.now()))
        async with self.database.write() as tx:
            await mentors.save_request(tx, asked)
            await self.offers.ask(tx, asked, person, self.clock.now())

    async def delete(self, person: MemberId) -> None:
        await self.privacy.delete(person)

    async def come_from_a_backup(self, person: MemberId) -> None:
        """Be there again with an old moment, as after an import or by another process."""
        async with self.database.write() as tx:
            if (found := await mentors.load_mentor(tx, HERE, person)) is None:
                return
            old = self.clock.now() - timedelta(seconds=self.chance.randint(1, 10**6))
            await mentors.save_mentor(tx, replace(found, changed_at=old, slots=tuple(SLOTS)))

    async def clear(self, _person: MemberId) -> None:
        """Remove all mentors, as when a community is removed."""
        if self.chance.random() < 0.2:
            async with self.database.write() as tx:
                for table in (mentor, mentor_request):
                    await tx.execute(delete(table).where(table.c.community_id == HERE))

    def request(self, state: RequestState, of: MemberId, own_id: str = "") -> MentorRequest:
        now = self.clock.now()
        topics = tuple(self.chance.sample(TOPICS, self.chance.randint(0, 2)))
        wished = self.chance.choice((None, "pmp"))
        return MentorRequest(
            RequestId(own_id),
            HERE,
            of,
            "",
            "",
            topics,
            wished,
            ("en",),
            ("sunday-evening",),
            self.chance.choice(ZONES),
            state,
            now,
            now,
            now,
        )

    async def find(self, request: MentorRequest, *, is_kept: bool) -> list[Fitting]:
        now = self.clock.now()
        async with self.database.read() as tx:
            pool = await self.pools.load(tx, HERE, week_of(now)) if is_kept else None
            return await find_fitting(tx, request, now, 5, is_open=True, pool=pool)


@pytest.fixture
def house(database: Database, clock: StoppedClock) -> House:
    return House(database, clock)


@pytest.mark.by_hand
async def test_after_each_write_it_finds_what_is_stored(house: House):
    found = 0
    for person in PEOPLE:
        await house.offer(person)
    acts: tuple[Callable[[MemberId], Awaitable[None]], ...] = (
        house.offer,
        house.rest,
        house.come_back,
        house.stop,
        house.hold,
        house.block,
        house.ask,
        house.delete,
        house.come_from_a_backup,
        house.clear,
    )
    for _ in range(STEPS):
        act, person = house.chance.choice(acts), house.chance.choice(PEOPLE)
        if act in (house.rest, house.come_back, house.stop):
            async with house.database.read() as tx:
                if await mentors.load_mentor(tx, HERE, person) is None:
                    act = house.offer
        # Not in whole seconds, and now and then the clock is set back.
        house.clock.advance(seconds=house.chance.uniform(-20, 3600))
        await act(person)
        request = house.request(RequestState.OPEN, ANA)
        kept = await house.find(request, is_kept=True)
        assert kept == await house.find(request, is_kept=False), act.__name__
        found += len(kept)
    assert found > STEPS


async def test_it_is_read_again_only_when_it_is_another(house: House):
    await house.offer(PEOPLE[0])
    week = week_of(house.clock.now())
    async with house.database.read() as tx:
        first = await house.pools.load(tx, HERE, week)
        assert await house.pools.load(tx, HERE, week) is first
        assert await house.pools.load(tx, HERE, week + timedelta(days=7)) is not first


async def test_whoever_is_deleted_is_gone_from_memory_too(house: House):
    await house.offer(PEOPLE[0])
    await house.find(house.request(RequestState.OPEN, ANA), is_kept=True)
    assert len(house.pools) == 1
    house.memory.forget(PEOPLE[1])
    assert len(house.pools) == 1
    await house.delete(PEOPLE[0])
    assert len(house.pools) == 0


async def test_a_community_that_is_removed_and_the_oldest_of_too_many_go(house: House):
    places = [CommunityId(f"discord:{100 + number}") for number in range(MOST_POOLS + 1)]
    async with house.database.read() as tx:
        for place in places:
            await house.pools.load(tx, place, week_of(house.clock.now()))
    assert len(house.pools) == MOST_POOLS
    house.memory.forget(places[0])
    assert len(house.pools) == MOST_POOLS
    house.memory.forget(places[-1])
    assert len(house.pools) == MOST_POOLS - 1
