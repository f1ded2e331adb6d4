"""Random histories of mentoring, and what must hold after each step of any of them."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta

from bot.errors import MentorError
from bot.model import CommunityId, MemberId
from bot.model_mentoring import (
    LOOKING,
    MentorRequest,
    MentorshipEventKind,
    OfferState,
    RequestId,
    RequestState,
    SideName,
)
from bot.services.mentor_fits import find_fitting
from bot.services.mentor_offers import LOOK_EVERY
from bot.services.mentor_requests import MAX_OPEN
from bot.storage import invariants, mentors, mentorships
from bot.storage.database import Transaction
from bot.storage.mentoring_tables import mentor_request
from bot.storage.rows import read
from tests.simulation.mentoring_world import TOPICS, MentoringWorld

PEOPLE = tuple(MemberId(f"discord:10000000000000000{number}") for number in range(6))
PLACES = (CommunityId("discord:200000000000000001"), CommunityId("discord:200000000000000002"))
ZONES = ("Europe/Rome", "America/New_York", "Pacific/Auckland", "UTC")
# A day before clocks change in Europe, North America and New Zealand, and one in between.
BEGINNINGS = tuple(
    datetime(*day, 12, tzinfo=UTC)
    for day in ((2026, 3, 28), (2026, 10, 24), (2026, 10, 31), (2026, 9, 26), (2026, 6, 10))
)
SLOTS = ("workday-evening", "saturday-morning", "workday-early", "sunday-evening")
LANGUAGES = ("en", "it")
JUMPS = (1, 9, 11, 45, 95, 36 * 60, 72 * 60, 1440, 8 * 1440, 36 * 1440, 100 * 1440, 367 * 1440)
SAID = (
    MentorshipEventKind.MET,
    MentorshipEventKind.NOT_MET,
    MentorshipEventKind.PLANNED,
    MentorshipEventKind.STILL_ON,
)
Deed = Callable[[MemberId], Awaitable[object]]


class History:
    """One history: its seed decides all of it."""

    def __init__(self, world: MentoringWorld, seed: int) -> None:
        self.world, self.chance = world, random.Random(seed)
        self.told: list[str] = []
        self.counts: Counter[str] = Counter()
        self._taken: Counter[tuple[str, str]] = Counter()
        self._since: dict[str, str] = {}
        self._events: dict[str, list[str]] = {}
        self._deeds: tuple[tuple[int, Deed], ...] = (
            (6, self.offer),
            (1, self.rest),
            (1, self.come_back),
            (1, self.stop),
            (8, self.send),
            (2, self.withdraw),
            (2, self.undo),
            (8, self.accept),
            (4, self.decline),
            (1, self.block_asker),
            (4, self.agree),
            (3, self.note),
            (3, self.end),
            (1, self.end_and_block),
            (3, self.reopen),
            (3, self.look_again),
            (1, self.lift_blocks),
            (1, self.delete_everything),
        )
        world.reset()
        random.seed(seed)
        world.clock.at = world.clock.real_at = self.chance.choice(BEGINNINGS)
        for person in PEOPLE:
            world.run(world.settle(person, self.chance.choice(ZONES)))
        for person in PEOPLE[:2]:
            world.run(self.offer(person))

    def play(self, steps: int) -> None:
        """Play, judge after each step, then let everybody fall silent and judge what is left."""
        for _ in range(steps):
            self.step()
            self.work()
            self.judge()
        for _ in range(6):
            self.world.clock.advance(days=30)
            self.work()
            self.judge()
        self.told.append("silence")
        left = self.world.ask("SELECT id FROM mentorship WHERE state <> 'ended'")
        assert left == [], f"runs though nobody says anything: {left}"

    def step(self) -> None:
        if self.chance.random() < 0.3:
            minutes = self.chance.choice(JUMPS)
            self.told.append(f"{minutes} minutes pass")
            self.world.clock.advance(minutes=minutes)
            return
        at_once = 2 if self.chance.random() < 0.2 else 1
        kinds = [weight for weight, _ in self._deeds]
        chosen = self.chance.choices([deed for _, deed in self._deeds], kinds, k=at_once)
        self.world.run(self._together([self._try(deed) for deed in chosen]))

    def work(self) -> None:
        """Let the engine do its part: all of it, or only what mentoring does by itself."""
        now = self.world.clock.now()
        if self.chance.random() < 0.5:
            self.world.run(self.world.tick.run(now, self.world.clock.real()))
        else:
            self.world.run(self.world.turns.run(now))

    async def _together(self, acts: Sequence[Awaitable[None]]) -> None:
        await asyncio.gather(*acts)

    async def _try(self, deed: Deed) -> None:
        person = self.chance.choice(PEOPLE)
        name = deed.__name__
        try:
            await deed(person)
        except MentorError as refused:
            self.counts["refused"] += 1
            self.told.append(f"{name} by {person[-1]}: {type(refused).__name__}")
        else:
            self.counts[name] += 1
            self.told.append(f"{name} by {person[-1]}")

    # What people do

    def _some(self, among: Sequence[str], most: int = 2) -> tuple[str, ...]:
        return tuple(self.chance.sample(among, self.chance.randint(1, most)))

    def _pick(self, query: str, *args: object) -> str:
        """Return an id, or one that nobody has."""
        found = [str(row[0]) for row in self.world.ask(query, *args)]
        return self.chance.choice(found) if found else "nothing0"

    async def offer(self, person: MemberId) -> None:
        await self.world.mentors.offer(
            self.chance.choice(PLACES),
            person,
            topics=self._some(TOPICS),
            languages=self._some(LANGUAGES),
            slots=self._some(SLOTS, 3),
            capacity=self.chance.choice((1, 1, 2, 3)),
            intro="",
        )

    async def rest(self, person: MemberId) -> None:
        until = self.world.clock.now().date() + timedelta(days=self.chance.randint(1, 20))
        await self.world.mentors.rest(self._place_of(person), person, until)

    async def come_back(self, person: MemberId) -> None:
        await self.world.mentors.come_back(self._place_of(person), person)

    async def stop(self, person: MemberId) -> None:
        await self.world.mentors.stop(self._place_of(person), person)

    def _place_of(self, person: MemberId) -> CommunityId:
        query = "SELECT community_id FROM mentor WHERE member_id = ? ORDER BY community_id"
        return CommunityId(self._pick(query, person))

    async def send(self, person: MemberId) -> None:
        place = self.chance.choice(PLACES)
        whom = ""
        if self.chance.random() < 0.3:
            query = "SELECT member_id FROM mentor WHERE community_id = ? ORDER BY member_id"
            whom = self._pick(query, place)
        languages, slots = self._some(LANGUAGES), self._some(SLOTS, 3)
        await self.world.send(person, place, whom, languages, slots, self._some(TOPICS))

    async def withdraw(self, person: MemberId) -> None:
        await self.world.requests.withdraw(person, self._request_of(person))

    async def undo(self, person: MemberId) -> None:
        await self.world.requests.restore(person, self._request_of(person))

    def _request_of(self, person: MemberId) -> str:
        query = "SELECT id FROM mentor_request WHERE member_id = ? ORDER BY created_at, id"
        return self._pick(query, person)

    def _offer_to(self) -> tuple[MemberId, str]:
        # Mostly what waits for an answer, now and then what does not any more.
        open_only = "WHERE state = 'sent' " if self.chance.random() < 0.8 else ""
        query = f"SELECT member_id, id FROM mentor_offer {open_only}ORDER BY sent_at, id"  # noqa: S608
        found = self.world.ask(query)
        if not found:
            return PEOPLE[0], "nothing0"
        member_id, offer_id = self.chance.choice(found)
        return MemberId(str(member_id)), str(offer_id)

    async def accept(self, _person: MemberId) -> None:
        await self.world.mentorships.accept(*self._offer_to())

    async def decline(self, _person: MemberId) -> None:
        await self.world.offers.decline(*self._offer_to())

    async def block_asker(self, _person: MemberId) -> None:
        await self.world.offers.decline(*self._offer_to(), block=True)

    def _side(self) -> tuple[MemberId, str]:
        query = "SELECT member_id, mentorship_id FROM mentorship_side ORDER BY mentorship_id, side"
        found = self.world.ask(query)
        if not found:
            return PEOPLE[0], "nothing0"
        member_id, mentorship_id = self.chance.choice(found)
        return MemberId(str(member_id)), str(mentorship_id)

    async def agree(self, _person: MemberId) -> None:
        await self.world.mentorships.agree(*self._side())

    async def note(self, _person: MemberId) -> None:
        await self.world.mentorships.note(*self._side(), self.chance.choice(SAID))

    async def end(self, _person: MemberId) -> None:
        await self.world.mentorships.end(*self._side())

    async def end_and_block(self, _person: MemberId) -> None:
        await self.world.mentorships.end(*self._side(), block=True)

    async def reopen(self, _person: MemberId) -> None:
        await self.world.mentorships.restore(*self._side())

    async def look_again(self, _person: MemberId) -> None:
        await self.world.mentorships.look_again(*self._side())

    async def lift_blocks(self, person: MemberId) -> None:
        await self.world.requests.lift_blocks(person)

    async def delete_everything(self, person: MemberId) -> None:
        await self.world.privacy.delete(person)
        await self.world.settle(person, self.chance.choice(ZONES))

    # What must hold

    def judge(self) -> None:
        broken = invariants.inspect(self.world.look)
        assert broken == [], broken
        self._judge_rooms()
        self._judge_memory()
        self.world.run(self._judge_people())

    def _judge_rooms(self) -> None:
        """Nobody's places get more than they wanted; they may want fewer than are taken."""
        taken: Counter[tuple[str, str]] = Counter()
        for place, person, count in self.world.ask(
            "SELECT m.community_id, s.member_id, count(*) FROM mentorship m JOIN mentorship_side s "
            "ON s.mentorship_id = m.id WHERE s.side = 'mentor' AND m.state <> 'ended' GROUP BY 1, 2"
            " UNION ALL SELECT community_id, member_id, count(*) FROM mentor_offer "
            "WHERE state = 'sent' GROUP BY 1, 2"
        ):
            taken[str(place), str(person)] += int(str(count))
        rooms = self.world.ask("SELECT community_id, member_id, capacity FROM mentor")
        for place, person, capacity in rooms:
            key = (str(place), str(person))
            is_more = taken[key] > self._taken[key]
            assert not is_more or taken[key] <= int(str(capacity)), f"over capacity: {key}"
        assert {key for key, count in taken.items() if count} <= {
            (str(place), str(person)) for place, person, _ in rooms
        }, "taken by nobody"
        self._taken = taken
        waiting = self.world.ask(
            "SELECT member_id FROM mentor_request WHERE state IN ('open', 'offered') "
            "GROUP BY member_id HAVING count(*) > ?",
            MAX_OPEN,
        )
        assert waiting == [], "too many requests at once"

    def _judge_memory(self) -> None:
        """What was once so stays so: since when somebody waits, and what happened."""
        for own_id, since, created in self.world.ask(
            "SELECT id, waiting_since, created_at FROM mentor_request"
        ):
            known = self._since.setdefault(str(own_id), str(created))
            assert since == known, f"waits since another moment: {own_id}"
        events: dict[str, list[str]] = {}
        for row in self.world.ask("SELECT mentorship_id, * FROM mentorship_event ORDER BY id"):
            events.setdefault(str(row[0]), []).append(repr(row[1:]))
        for own_id, known_events in self._events.items():
            now = events.get(own_id)
            if now is None:
                there = self.world.ask("SELECT 1 FROM mentorship WHERE id = ?", own_id)
                assert not there, f"events are gone: {own_id}"
            else:
                assert now[: len(known_events)] == known_events, f"rewritten: {own_id}"
        self._events = events

    async def _judge_people(self) -> None:
        async with self.world.database.read() as tx:
            await self._judge_pairs(tx)
            await self._judge_waiting(tx)

    async def _judge_pairs(self, tx: Transaction) -> None:
        for place in PLACES:
            for pair in await mentorships.list_of_community(tx, place):
                mentor, learner = pair.at(SideName.MENTOR), pair.at(SideName.LEARNER)
                assert mentor is not None
                assert learner is not None
                both = mentor.member_id, learner.member_id
                assert both[0] != both[1], "mentors themselves"
                assert not await mentors.list_apart(tx, both[0], [both[1]]), f"apart: {both}"
        for person, asker in self.world.ask(
            "SELECT o.member_id, r.member_id FROM mentor_offer o JOIN mentor_request r "
            "ON r.id = o.request_id WHERE o.state = ?",
            OfferState.SENT.value,
        ):
            both = MemberId(str(person)), MemberId(str(asker))
            assert both[0] != both[1], "asks themselves"
            assert not await mentors.list_apart(tx, both[0], [both[1]]), f"asked apart: {both}"

    async def _judge_waiting(self, tx: Transaction) -> None:
        """Whoever waits has nobody to ask, as it was when the bot last looked."""
        for request in await self._looking(tx):
            offer = await mentors.load_open_offer(tx, RequestId(request.id))
            if request.state is RequestState.OFFERED or request.moved_at is not None:
                assert (offer is None) == (request.moved_at is not None)
                continue
            assert request.look_at is not None, f"waits for nothing: {request.id}"
            looked_at = request.look_at - LOOK_EVERY
            fitting = await find_fitting(tx, request, looked_at, 1)
            assert fitting == [], f"waits though somebody fits: {request.id}"

    async def _looking(self, tx: Transaction) -> list[MentorRequest]:
        rows = await tx.execute(mentor_request.select().where(mentor_request.c.state.in_(LOOKING)))
        return [read(MentorRequest, row) for row in rows]
