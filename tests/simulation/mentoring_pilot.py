"""A pilot of mentoring: a community of learners and mentors, a part of whom never answer."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.errors import MentorError
from bot.model import CommunityId, MemberId
from bot.model_mentoring import (
    RUNNING,
    Mentorship,
    MentorshipEvent,
    MentorshipEventKind,
    MentorshipState,
    SideName,
)
from bot.model_moderation import MOST_LEARNERS
from bot.storage import mentorships
from bot.storage.mentoring_tables import mentorship
from bot.storage.rows import read
from tests.simulation.mentoring_world import TOPICS, MentoringWorld

HERE = CommunityId("discord:200000000000000001")
START = datetime(2026, 9, 14, 6, tzinfo=UTC)
DAYS, STEP = 90, timedelta(hours=12)
LEARNERS, MENTORS, GHOSTS = 30, 10, 0.2
SLOTS = (
    "workday-noon",
    "workday-evening",
    "workday-afternoon",
    "saturday-morning",
    "sunday-evening",
)
ZONES = ("Europe/Rome", "Europe/London", "Europe/Helsinki")
JOIN_WITHIN = 30
MATCHED_WITHIN = timedelta(days=14)
_ASKED = "SELECT member_id, id FROM mentor_offer WHERE state = 'sent' ORDER BY sent_at, id"
_SIDES = (
    "SELECT s.member_id, m.id FROM mentorship m JOIN mentorship_side s ON s.mentorship_id = m.id "
)
_RUNNING = f"{_SIDES} WHERE m.state <> 'ended' ORDER BY m.started_at, m.id, s.side"
# Where both agreed to end nobody looks for another.
_OVER = (
    f"{_SIDES} WHERE s.side = 'learner' AND m.ending IN ('silence', 'blocked') ORDER BY m.ended_at"
)


@dataclass
class Told:
    """What a pilot came to."""

    seed: int
    willing: int = 0
    matched: int = 0
    in_time: int = 0
    hanging: list[str] = field(default_factory=list[str])
    states: Counter[str] = field(default_factory=Counter[str])
    replayed: Counter[str] = field(default_factory=Counter[str])
    offers: Counter[str] = field(default_factory=Counter[str])
    events: int = 0

    def __str__(self) -> str:
        states = ", ".join(f"{count} {name}" for name, count in sorted(self.states.items()))
        offers = ", ".join(f"{count} {name}" for name, count in sorted(self.offers.items()))
        share = self.in_time / self.willing
        return (
            f"seed {self.seed} | {self.in_time}/{self.willing} ({share:.0%}) in 14 days, "
            f"{self.matched} in all | {len(self.hanging)} hanging | {states} | offers: {offers} "
            f"| {self.events} events"
        )


class Pilot:
    """Ninety days of one community; the seed decides who does what when."""

    def __init__(self, world: MentoringWorld, seed: int) -> None:
        self.world, self.chance, self.seed = world, random.Random(seed), seed
        world.reset()
        random.seed(seed)
        world.clock.at = world.clock.real_at = START
        self.mentors = [MemberId(f"discord:3000000000000001{one:02}") for one in range(MENTORS)]
        self.learners = [MemberId(f"discord:3000000000000002{one:02}") for one in range(LEARNERS)]
        self.ghosts = {
            *self.chance.sample(self.mentors, int(MENTORS * GHOSTS)),
            *self.chance.sample(self.learners, int(LEARNERS * GHOSTS)),
        }
        self.joins = {one: self.chance.uniform(0, JOIN_WITHIN) for one in self.learners}
        self.sent: dict[MemberId, str] = {}

    def run(self) -> Told:
        """Let ninety days pass, and tell what they came to."""
        self.world.run(self._begin())
        for _ in range(int(timedelta(days=DAYS) / STEP)):
            self.world.clock.advance(seconds=STEP.total_seconds())
            self.world.run(self._day())
            self.world.run(self.world.tick.run(self.world.clock.now(), self.world.clock.real()))
        return self.world.run(self._tell())

    async def _begin(self) -> None:
        for person in (*self.mentors, *self.learners):
            zone = self.chance.choice(ZONES)
            await self.world.members.change_settings(person, zone=zone)
        for person in self.mentors:
            await self.world.mentors.offer(
                HERE,
                person,
                topics=self.chance.sample(TOPICS, 2),
                languages=("en", "it")[: self.chance.randint(1, 2)],
                slots=self.chance.sample(SLOTS, 3),
                capacity=self.chance.randint(3, MOST_LEARNERS[-1]),
                intro="",
            )

    async def _day(self) -> None:
        """Let everybody do what they might in half a day."""
        elapsed = (self.world.clock.now() - START) / timedelta(days=1)
        for learner in self.learners:
            if learner not in self.sent and elapsed >= self.joins[learner]:
                languages = ("en",) if self.chance.random() < 0.7 else ("en", "it")
                slots = tuple(self.chance.sample(SLOTS, 3))
                topics = (self.chance.choice(TOPICS),)
                self.sent[learner] = await self.world.send(
                    learner, HERE, "", languages, slots, topics
                )
        for query, act in ((_ASKED, self._answer), (_RUNNING, self._meet), (_OVER, self._go_on)):
            for person, own_id in self.world.ask(query):
                if person not in self.ghosts:
                    # What somebody else did first is refused, as in life.
                    with suppress(MentorError):
                        await act(MemberId(str(person)), str(own_id))
        for mentor in self.mentors:
            if self.chance.random() < 0.006:
                until = self.world.clock.now().date() + timedelta(days=self.chance.randint(3, 10))
                await self.world.mentors.rest(HERE, mentor, until)

    async def _answer(self, mentor: MemberId, offer_id: str) -> None:
        chance = self.chance.random()
        if chance < 0.3:
            await self.world.mentorships.accept(mentor, offer_id)
        elif chance < 0.37:
            await self.world.offers.decline(mentor, offer_id)

    async def _meet(self, person: MemberId, own_id: str) -> None:
        chance = self.chance.random()
        if chance < 0.2:
            await self.world.mentorships.agree(person, own_id)
        elif chance < 0.28:
            await self.world.mentorships.note(person, own_id, MentorshipEventKind.MET)
        elif chance < 0.29:
            await self.world.mentorships.end(person, own_id)
        elif chance < 0.292:
            await self.world.mentorships.end(person, own_id, block=True)

    async def _go_on(self, learner: MemberId, own_id: str) -> None:
        if self.chance.random() < 0.1:
            await self.world.mentorships.look_again(learner, own_id)

    async def _tell(self) -> Told:
        told = Told(self.seed)
        now = self.world.clock.now()
        async with self.world.database.read() as tx:
            stored = [read(Mentorship, row) for row in await tx.execute(mentorship.select())]
            for one in stored:
                happened = await mentorships.list_events(tx, one.id)
                told.events += len(happened)
                told.states[one.state.value] += 1
                told.replayed[replay(happened).value] += 1
                is_late = one.check_at is None or one.check_at <= now
                if one.state in RUNNING and is_late:
                    told.hanging.append(f"mentorship {one.id}")
        began = {str(one.request_id): one.started_at for one in reversed(stored)}
        waiting = self.world.ask(
            "SELECT r.id FROM mentor_request r LEFT JOIN mentor_offer o ON o.request_id = r.id "
            "AND o.state = 'sent' AND o.expires_at > ?1 WHERE r.state IN ('open', 'offered') "
            "AND o.id IS NULL AND coalesce(r.look_at, '') <= ?1",
            now.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        )
        told.hanging += [f"request {row[0]}" for row in waiting]
        for learner, request in self.sent.items():
            if learner in self.ghosts:
                continue
            told.willing += 1
            told.matched += request in began
            sent_at = START + timedelta(days=self.joins[learner])
            told.in_time += request in began and began[request] - sent_at <= MATCHED_WITHIN
        for state, count in self.world.ask("SELECT state, count(*) FROM mentor_offer GROUP BY 1"):
            told.offers[str(state)] = int(str(count))
        return told


def replay(events: list[MentorshipEvent]) -> MentorshipState:
    """Return where a mentorship stands, by nothing but what happened to it."""
    is_over = False
    agreed: set[SideName | None] = set()
    for event in events:
        is_over = (is_over or event.kind is MentorshipEventKind.ENDED) and (
            event.kind is not MentorshipEventKind.REOPENED
        )
        if event.kind is MentorshipEventKind.AGREED:
            agreed.add(event.side)
    if is_over:
        return MentorshipState.ENDED
    return MentorshipState.ACTIVE if len(agreed) == 2 else MentorshipState.STARTING
