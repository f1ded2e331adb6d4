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
    RequestId,
    RequestState,
)
from bot.services.mentor_fits import find_fitting
from bot.services.mentor_offers import LOOK_EVERY
from bot.services.mentor_requests import MAX_OPEN
from bot.storage import invariants, mentors
from bot.storage.database import Transaction
from bot.storage.mentoring_tables import mentor_request
from bot.storage.rows import read
from tests.simulation.mentoring_world import PEOPLE, TOPICS, MentoringWorld

PLACES = (CommunityId("discord:200000000000000001"), CommunityId("discord:200000000000000002"))
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
_THERE = (
    "SELECT EXISTS (SELECT 1 FROM mentor), EXISTS (SELECT 1 FROM mentor_request), "
    "EXISTS (SELECT 1 FROM mentor_offer), EXISTS (SELECT 1 FROM mentorship), "
    "EXISTS (SELECT 1 FROM block)"
)
_TOGETHER = (
    "SELECT a.member_id, b.member_id FROM mentorship m JOIN mentorship_side a "
    "ON a.mentorship_id = m.id AND a.side = 'mentor' JOIN mentorship_side b "
    "ON b.mentorship_id = m.id AND b.side = 'learner' WHERE m.state <> 'ended' UNION "
    "SELECT o.member_id, r.member_id FROM mentor_offer o JOIN mentor_request r "
    "ON r.id = o.request_id WHERE o.state = 'sent'"
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
        # How often each is done, and what there has to be so that it is more than a refusal.
        self._deeds: tuple[tuple[int, Deed, str], ...] = (
            (5, self.offer, ""),
            (1, self.rest, "mentor"),
            (1, self.come_back, "mentor"),
            (1, self.stop, "mentor"),
            (8, self.send, "mentor"),
            (2, self.withdraw, "request"),
            (2, self.undo, "request"),
            (9, self.accept, "offer"),
            (3, self.decline, "offer"),
            (2, self.block_asker, "offer"),
            (4, self.agree, "pair"),
            (2, self.note, "pair"),
            (4, self.end, "pair"),
            (2, self.end_and_block, "pair"),
            (4, self.reopen, "pair"),
            (3, self.look_again, "pair"),
            (1, self.lift_blocks, "block"),
            (1, self.delete_everything, ""),
        )
        world.reset()
        random.seed(seed)
        world.clock.at = world.clock.real_at = self.chance.choice(BEGINNINGS)
        self._version = -1
        for person in PEOPLE[:2]:
            world.run(self.offer(person))

    def play(self, steps: int) -> None:
        """Play, judge after each step, then let everybody fall silent and judge what is left."""
        for _ in range(steps):
            self.step()
            self.work()
            self.judge()
        for days in (4, 36, 8):
            self.world.clock.advance(days=days)
            # What an absence held up comes one after the other.
            for _ in range(3):
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
        [there] = self.world.ask(_THERE)
        named: dict[str, object] = dict(
            zip(("mentor", "request", "offer", "pair", "block"), there, strict=True)
        )
        able = [one for one in self._deeds if named.get(one[2], True)]
        chosen = self.chance.choices([one[1] for one in able], [one[0] for one in able], k=at_once)
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

    async def withdraw(self, _person: MemberId) -> None:
        await self.world.requests.withdraw(*self._request())

    async def undo(self, _person: MemberId) -> None:
        await self.world.requests.restore(*self._request())

    def _request(self) -> tuple[MemberId, str]:
        return self._owned("SELECT member_id, id FROM mentor_request ORDER BY created_at, id")

    def _owned(self, query: str) -> tuple[MemberId, str]:
        """Return whose something is and its id, or an id that nobody has."""
        found = self.world.ask(query) or [(PEOPLE[0], "nothing0")]
        member_id, own_id = self.chance.choice(found)
        return MemberId(str(member_id)), str(own_id)

    def _offer_to(self) -> tuple[MemberId, str]:
        # Mostly what waits for an answer, now and then what does not any more.
        open_only = "WHERE state = 'sent' " if self.chance.random() < 0.8 else ""
        query = f"SELECT member_id, id FROM mentor_offer {open_only}ORDER BY sent_at, id"
        return self._owned(query)

    async def accept(self, _person: MemberId) -> None:
        await self.world.mentorships.accept(*self._offer_to())

    async def decline(self, _person: MemberId) -> None:
        await self.world.offers.decline(*self._offer_to())

    async def block_asker(self, _person: MemberId) -> None:
        await self.world.mentorships.block_asker(*self._offer_to())

    def _side(self) -> tuple[MemberId, str]:
        return self._owned(
            "SELECT member_id, mentorship_id FROM mentorship_side ORDER BY mentorship_id, side"
        )

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
        await self.world.settle(person)

    # What must hold

    def judge(self) -> None:
        [(version,)] = self.world.ask("PRAGMA data_version")
        if version == self._version:
            return
        self._version = version
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
        both = [(MemberId(str(a)), MemberId(str(b))) for a, b in self.world.ask(_TOGETHER)]
        async with self.world.database.read() as tx:
            for one, other in both:
                assert not await mentors.list_apart(tx, one, [other]), f"apart: {one}, {other}"
            await self._judge_waiting(tx)

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
