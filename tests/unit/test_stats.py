"""Figures about fewer than five members are not told, nor what a single member changes."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.search import CatalogueSearch
from bot.model import CommunityId, MemberId
from bot.replies.stats import Figures
from bot.services.daily import coarsen
from bot.services.goals import Goals
from bot.services.stats import Stats
from bot.storage.adoption import Tally
from bot.storage.database import Database
from tests.outside import StoppedClock

HERE = CommunityId("discord:1")


class Members:
    """A platform that knows who belongs to the community."""

    def __init__(self, *own_ids: MemberId) -> None:
        self.own_ids = set(own_ids)

    async def find_members(
        self, community_id: CommunityId, people: Collection[MemberId]
    ) -> set[MemberId]:
        return self.own_ids & set(people)


@given(members=st.integers(0, 4), more=st.integers(0, 1000))
def test_fewer_than_five_members_are_never_told(members: int, more: int):
    total = more if members else 0
    assert coarsen(Tally(members, total), total) is None


@given(members=st.integers(5, 500), more=st.integers(0, 5000))
def test_what_is_told_is_a_lower_bound_in_fives(members: int, more: int):
    told = coarsen(Tally(members, members + more), members + more)
    assert told is not None
    assert told % 5 == 0
    assert told <= members + more < told + 5


@pytest.fixture
def goals(database: Database, clock: StoppedClock, search: CatalogueSearch) -> Goals:
    return Goals(database, clock, search)


async def test_only_members_of_the_community_are_counted_once_a_day(
    database: Database, clock: StoppedClock, goals: Goals
):
    people = [MemberId(f"discord:{number}") for number in range(10, 22)]
    here, elsewhere = people[:6], people[6:]
    for number, person in enumerate(people):
        goal = await goals.add(person, "Read", None, None)
        await goals.add(person, "Write", None, None)
        if number < 4:
            await goals.complete(person, goal.id)
        await goals.progress(person, goal.id, "A page")
    stats = Stats(database, clock, Members(*here))
    first = await stats.figures(HERE)
    assert (first.keepers, first.open, first.logged) == (5, 5, 5)
    # Four finished a goal: not told. With two more it is, the next day.
    assert first.achieved is None
    assert first.check_ins is None
    for person in here[4:]:
        goal = await goals.add(person, "Finish", None, None)
        await goals.complete(person, goal.id)
    assert await stats.figures(HERE) == first
    clock.advance(days=1)
    assert (await stats.figures(HERE)).achieved == 5
    clock.advance(days=31)
    assert (await stats.figures(HERE)).logged is None
    outside = await Stats(database, clock, Members(*elsewhere[:4])).figures(HERE)
    assert outside == Figures(outside.day, None, None, None, None, None, 0, 0)
