"""Deliveries that ended are kept for a year, and only so many of each member."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.services.audit import Audit
from bot.services.community_data import CommunityData
from bot.services.goal_ends import GoalEnds
from bot.services.housekeeping import MAX_DELIVERIES, Housekeeping
from bot.services.privacy import Privacy
from bot.storage.database import Database
from tests.filled import ANA, delivery_row, fill, put
from tests.outside import StoppedClock


class House:
    """Housekeeping, and what it leaves."""

    def __init__(self, database: Database, clock: StoppedClock) -> None:
        data, audit = CommunityData(database, clock, ()), Audit(database, clock)
        self.keeper = Housekeeping(
            database, clock, audit, data, GoalEnds(database, clock), lambda _: True
        )
        self.privacy = Privacy(database)

    async def keep(self) -> set[int]:
        """Let a day's housekeeping run; return the numbers of the deliveries that are gone."""
        before = await self.deliveries()
        await self.keeper.run()
        return before - await self.deliveries()

    async def deliveries(self) -> set[int]:
        told = [json.loads(file) for file in await self.privacy.export(ANA)]
        rows = [one for file in told for one in file.get("delivery", [])]
        return {int(one["id"].removeprefix("delivery")) for one in rows}


@pytest.fixture
def house(database: Database, database_file: Path, clock: StoppedClock) -> House:
    fill(database_file)
    return House(database, clock)


async def test_deliveries_go_a_year_after_they_ended_with_what_was_merged_into_them(
    house: House, database_file: Path
):
    with closing(sqlite3.connect(database_file)) as connection:
        for change in (
            "due_at = '2025' || substr(due_at, 5) WHERE id < 'delivery0060'",
            "state = 'pending' WHERE id < 'delivery0010'",
            "state = 'merged', merged_into = 'delivery0011' WHERE id = 'delivery0099'",
        ):
            connection.execute(f"UPDATE delivery SET {change}")
        connection.commit()
    assert await house.keep() == {*range(10, 60), 99}


async def test_of_more_deliveries_than_are_kept_the_oldest_go(house: House, database_file: Path):
    more = [delivery_row(MAX_DELIVERIES + number) for number in range(450)]
    with closing(sqlite3.connect(database_file)) as connection:
        put(connection, "delivery", more)
        connection.execute("UPDATE delivery SET state = 'pending' WHERE id < 'delivery0010'")
        connection.commit()
    assert await house.keep() == set(range(10, 450))
