"""Deleted is deleted: in memory, in the database and in the files it consists of."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch
from bot.errors import StaleActionError
from bot.model import CommunityId, EntryKind, MemberId
from bot.replies.reminder_drafts import Wish
from bot.services.audit import Audit, act_as
from bot.services.community_data import CommunityData
from bot.services.community_entries import CommunityEntries
from bot.services.drafts import Memory
from bot.services.goal_ends import GoalEnds
from bot.services.goals import Goals
from bot.services.housekeeping import Housekeeping
from bot.services.privacy import Privacy
from bot.services.reminders import Reminders
from bot.storage.database import Database
from tests.outside import StoppedClock

ANA, BEN, HERE = MemberId("discord:1001"), MemberId("discord:1002"), CommunityId("discord:1")
WISH = Wish("Water my secret plan", "tomorrow 9am", zone="UTC")
TIP = {"title": "A secret", "text": "Nobody knows it", "url": ""}


class House:
    """The services that keep something of Ana's, on one database."""

    def __init__(
        self, database: Database, clock: StoppedClock, catalogue: Catalogue, search: CatalogueSearch
    ) -> None:
        memory = Memory()
        self.goals = Goals(database, clock, search)
        self.goal_ends = GoalEnds(database, clock)
        self.reminders = Reminders(database, clock, memory=memory)
        self.entries = CommunityEntries(database, clock, catalogue, memory)
        self.privacy = Privacy(database, memory)
        self.community_data = CommunityData(database, clock, (), memory=memory)
        self.housekeeping = Housekeeping(
            database,
            clock,
            Audit(database, clock),
            self.community_data,
            self.goal_ends,
            lambda _: True,
        )


@pytest.fixture
def house(
    database: Database, clock: StoppedClock, catalogue: Catalogue, search: CatalogueSearch
) -> House:
    return House(database, clock, catalogue, search)


def files_with(path: Path, *words: str) -> set[str]:
    """Return the names of the database's files that hold one of some words anywhere."""
    there = (path.with_name(path.name + end) for end in ("", "-wal", "-shm"))
    return {
        one.name
        for one in there
        if one.exists() and any(word.encode() in one.read_bytes() for word in words)
    }


async def keep_something(house: House) -> None:
    goal = await house.goals.add(ANA, "Secret plan", "pmp", "2026-04-01")
    await house.goals.progress(ANA, goal.id, "First secret step")
    await house.reminders.save(ANA, (await house.reminders.draft(ANA, WISH)).id)
    await house.goals.add(BEN, "Other plan", None, None)


async def test_no_file_of_the_database_holds_a_word_after_a_deletion(
    house: House, database_file: Path
):
    await keep_something(house)
    assert files_with(database_file, "ecret", ANA) == {"mentor.db-wal"}
    await house.privacy.delete(ANA)
    assert files_with(database_file, "ecret", ANA) == set()
    assert files_with(database_file, "Other plan") == {"mentor.db"}


async def test_a_reader_holds_it_up_until_housekeeping_and_no_deletion_fails(
    house: House, database_file: Path
):
    await keep_something(house)
    with closing(sqlite3.connect(database_file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM goal").fetchone()
        assert (await house.privacy.delete(ANA))["goal"] == 1
        assert "mentor.db-wal" in files_with(database_file, "ecret")
    await house.housekeeping.run()
    assert files_with(database_file, "ecret", ANA) == set()


async def test_no_file_holds_a_word_of_a_deleted_goal_once_it_is_erased(
    house: House, clock: StoppedClock, database_file: Path
):
    goal = await house.goals.add(ANA, "Secret plan", "pmp", "2026-04-01")
    await house.goals.progress(ANA, goal.id, "First secret step")
    await house.goal_ends.delete(ANA, goal.id)
    clock.advance(hours=23)
    await house.housekeeping.run()
    [told] = await house.privacy.export(ANA)
    assert b"ecret step" in told
    assert b'"deleted_at": "2026-03-02' in told
    clock.advance(hours=2)
    await house.housekeeping.run()
    assert files_with(database_file, "ecret", ANA) == set()
    assert await house.privacy.count(ANA) == {}


async def test_what_is_deleted_and_not_erased_yet_goes_with_everything_else(house: House):
    goal = await house.goals.add(ANA, "Secret plan", None, "2026-04-01")
    await house.goal_ends.delete(ANA, goal.id)
    assert (await house.privacy.delete(ANA))["goal"] == 1
    with pytest.raises(StaleActionError):
        await house.goal_ends.restore(ANA, goal.id)
    assert await house.privacy.count(ANA) == {}


async def test_a_draft_cannot_be_saved_after_everything_was_deleted(house: House):
    draft = await house.reminders.draft(ANA, WISH)
    await house.privacy.delete(ANA)
    with pytest.raises(StaleActionError):
        await house.reminders.save(ANA, draft.id)
    assert await house.privacy.count(ANA) == {}


async def test_a_draft_saved_while_everything_is_deleted_is_there_before_or_not_at_all(
    house: House,
):
    await house.goals.add(ANA, "Secret plan", None, None)
    draft = await house.reminders.draft(ANA, WISH)
    _, saved = await asyncio.gather(
        house.privacy.delete(ANA), house.reminders.save(ANA, draft.id), return_exceptions=True
    )
    assert isinstance(saved, StaleActionError)
    assert await house.privacy.count(ANA) == {}


async def test_what_a_member_typed_for_a_community_goes_before_it_is_saved(house: House):
    act_as(ANA)
    of_ana = house.entries.draft(HERE, EntryKind.TIP, TIP)
    act_as(BEN)
    of_ben = house.entries.draft(HERE, EntryKind.TIP, TIP)
    await house.privacy.delete(ANA)
    with pytest.raises(StaleActionError):
        await house.entries.save(HERE, of_ana.id)
    assert (await house.entries.save(HERE, of_ben.id)).is_saved


async def test_a_purge_takes_the_drafts_of_its_community_along(house: House, database_file: Path):
    act_as(BEN)
    saved = house.entries.draft(HERE, EntryKind.TIP, TIP)
    await house.entries.save(HERE, saved.id)
    draft = house.entries.draft(HERE, EntryKind.TIP, TIP)
    await house.community_data.purge(HERE)
    with pytest.raises(StaleActionError):
        await house.entries.save(HERE, draft.id)
    assert files_with(database_file, "Nobody knows it") == set()
