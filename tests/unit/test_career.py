"""Careers: where a member stands, from their profile and goals alone."""

from __future__ import annotations

import pytest

from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch
from bot.model import GoalState, MemberId, PathProgress
from bot.services.career import Career
from bot.services.goals import Goals
from bot.services.profiles import Profiles
from bot.storage.database import Database
from tests.outside import StoppedClock

ANA, BEN = MemberId("discord:5"), MemberId("discord:6")


@pytest.fixture
def goals(database: Database, clock: StoppedClock, search: CatalogueSearch) -> Goals:
    return Goals(database, clock, search)


@pytest.fixture
def profiles(database: Database, clock: StoppedClock, search: CatalogueSearch) -> Profiles:
    return Profiles(database, clock, search)


@pytest.fixture
def career(catalogue: Catalogue, profiles: Profiles, goals: Goals) -> Career:
    return Career(catalogue, profiles, goals)


async def test_progress_is_the_stage_and_the_goals_made_from_steps(
    career: Career, profiles: Profiles, goals: Goals, catalogue: Catalogue
):
    assert await career.progress(ANA) == PathProgress()
    await profiles.change(ANA, stage="3")
    charter, risks = catalogue.steps["pm-charter"], catalogue.steps["pm-risk-log"]
    done = await goals.add(ANA, charter.title.upper(), None, None)
    await goals.complete(ANA, done.id)
    again = await goals.add(ANA, charter.title, None, None)
    opened = await goals.add(ANA, risks.title, None, None)
    await goals.add(ANA, "something of my own", None, None)
    found = await career.progress(ANA)
    assert found.stage == "project-management-skills"
    assert set(found.goals) == {charter.id, risks.id}
    assert found.goals[risks.id] == opened
    assert (found.goals[charter.id].id, found.goals[charter.id].state) == (done.id, GoalState.DONE)
    await goals.edit(ANA, opened.id, title="another title")
    await goals.reopen(ANA, done.id)
    changed = await career.progress(ANA)
    assert set(changed.goals) == {charter.id}
    assert changed.goals[charter.id].id in (done.id, again.id)
    assert await career.progress(BEN) == PathProgress()
