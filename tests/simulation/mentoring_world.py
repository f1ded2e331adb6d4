"""The world of the model test with what mentoring needs: its services beside the real engine."""

from __future__ import annotations

import random
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import aiosqlite
import pytest

from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch
from bot.model import CommunityId, MemberId
from bot.services.drafts import Memory
from bot.services.mentor_offers import MentorOffers
from bot.services.mentor_requests import MentorRequests, Wish
from bot.services.mentor_turns import MentorTurns
from bot.services.mentors import Mentors
from bot.services.mentorships import Mentorships
from bot.services.privacy import Privacy
from tests.simulation.model_world import World, connect

PEOPLE = tuple(MemberId(f"discord:10000000000000000{number}") for number in range(6))
ZONES = ("Europe/Rome", "America/New_York", "Pacific/Auckland", "UTC")
TOPICS = ("agile", "risk", "stakeholders")
_FAST = Path("/dev/shm")


class MentoringWorld(World):
    """The services of mentoring on real SQLite, with the real tick and sender."""

    def restart(self) -> None:
        """Build all again, as a new process does."""
        super().restart()
        database, clock, memory = self.database, self.clock, Memory()
        self.mentors = Mentors(database, clock, TOPICS, on_change=_sleep_on)
        self.offers = MentorOffers(database, clock, on_change=_sleep_on)
        self.mentorships = Mentorships(database, clock, self.offers, on_change=_sleep_on)
        self.requests = MentorRequests(
            database, clock, self.mentors, self.offers, self._search, _sleep_on, memory
        )
        self.turns = MentorTurns(database, self.mentors, self.offers, self.mentorships)
        self.tick.before = self.turns.run
        self.privacy = Privacy(database, memory, (self.offers.leave, self.mentorships.leave))

    def begin(self) -> None:
        """Let everybody be known, and every history begin so."""
        self.reset()
        for person in PEOPLE:
            self.run(self.settle(person))
        self._pristine = self.back_up()

    async def settle(self, member_id: MemberId) -> None:
        """Let somebody be known, with a zone and a way to be reached."""
        zone = ZONES[PEOPLE.index(member_id) % len(ZONES)]
        await self.members.change_settings(member_id, zone=zone)
        await self.members.choose_dm(member_id)

    async def send(
        self,
        member_id: MemberId,
        community_id: CommunityId,
        mentor_id: str = "",
        languages: tuple[str, ...] = ("en",),
        slots: tuple[str, ...] = ("workday-evening",),
        topics: tuple[str, ...] = TOPICS[:1],
    ) -> str:
        """Look for a mentor, write and send; return the id of the request."""
        await self.requests.find(community_id, member_id, Wish(topics))
        draft = await self.requests.write(
            community_id,
            member_id,
            mentor_id,
            goal="Lead a migration",
            tried="",
            topics=topics,
            languages=languages,
            slots=slots,
        )
        return (await self.requests.send(member_id, draft.id)).request.id

    def ask(self, query: str, *args: object) -> list[tuple[object, ...]]:
        """Return the rows of a query on the file as it stands."""
        return self.look.execute(query, args).fetchall()


def _sleep_on() -> None:
    """Wake nobody: the tests say when the engine runs."""


@contextmanager
def opened(
    catalogue: Catalogue, search: CatalogueSearch, patch: pytest.MonkeyPatch, folder: Path
) -> Generator[MentoringWorld]:
    """Open a world in memory whose chance is that of ``random``, so that a seed plays the same."""
    patch.setattr(aiosqlite, "connect", connect)
    patch.setattr(secrets, "token_bytes", random.randbytes)
    patch.setattr(secrets, "randbelow", random.randrange)
    own = Path(mkdtemp(dir=_FAST if _FAST.is_dir() else folder))
    world = MentoringWorld(own, catalogue, search)
    world.begin()
    try:
        yield world
    finally:
        world.close()
        rmtree(own)
