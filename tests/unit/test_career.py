"""Careers: where a member stands, from their profile and goals alone."""

from __future__ import annotations

from datetime import date

import pytest

from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch
from bot.errors import NotFoundError, StaleActionError
from bot.model import GoalState, MemberId, PathProgress
from bot.services.career import Career
from bot.services.goals import Goals
from bot.services.mentoring import Mentoring
from bot.services.profiles import Profiles
from bot.storage.database import Database
from bot.words import speak
from tests.outside import StoppedClock

ANA, BEN = MemberId("discord:5"), MemberId("discord:6")


@pytest.fixture
def goals(database: Database, clock: StoppedClock, search: CatalogueSearch) -> Goals:
    return Goals(database, clock, search)


@pytest.fixture
def profiles(database: Database, clock: StoppedClock, search: CatalogueSearch) -> Profiles:
    return Profiles(database, clock, search)


@pytest.fixture
def career(
    catalogue: Catalogue,
    search: CatalogueSearch,
    profiles: Profiles,
    goals: Goals,
    database: Database,
) -> Career:
    return Career(catalogue, search, profiles, goals, Mentoring(database, catalogue, {}))


async def test_progress_is_the_stage_and_the_goals_made_from_steps(
    career: Career, profiles: Profiles, goals: Goals, catalogue: Catalogue
):
    assert await career.progress(ANA) == PathProgress()
    await profiles.change(ANA, stage="3")
    charter, risks = catalogue.steps["pm-charter"], catalogue.steps["pm-risk-log"]
    done = await goals.add(ANA, f"  {charter.title} ", None, None)
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


async def test_a_gap_is_what_the_profile_lacks(career: Career, profiles: Profiles):
    with pytest.raises(NotFoundError):
        await career.gap(ANA, "zzqx unheard of")
    empty = await career.gap(ANA, "tpm")
    assert empty.untold == ("stage", "skills", "certifications")
    assert (empty.held_skills, empty.held_certifications) == ((), ())
    assert empty.missing_skills == empty.role.key_skills
    assert empty.missing_certifications == empty.role.useful_certifications

    first, *others = empty.role.key_skills
    await profiles.change(ANA, stage="4", target_role="tpm", skill=first, certification="pmp")
    told = await career.gap(ANA, "tpm")
    assert told.untold == ()
    assert (told.held_skills, told.missing_skills) == ((first,), tuple(others))
    assert told.held_certifications == ("pmp",)
    assert "pmp" not in told.missing_certifications
    behind = {"Educational background", "Technical experience", "Project management skills"}
    assert behind <= {step.place for step in empty.steps}
    assert behind.isdisjoint(step.place for step in told.steps)


async def test_the_pair_counts_for_who_holds_its_second_certification(
    career: Career, profiles: Profiles, catalogue: Catalogue
):
    role = catalogue.roles["program-manager"]
    pair = catalogue.certifications["safe-agilist-scrum-master"]
    await profiles.change(ANA, certification=pair.variants[0].name)
    assert pair.id in (await career.gap(ANA, role.id)).held_certifications


async def test_what_one_has_for_a_role_leaves_the_rest_of_a_profile_alone(
    career: Career, profiles: Profiles, catalogue: Catalogue
):
    role = catalogue.roles["program-manager"]
    pair = catalogue.certifications["safe-agilist-scrum-master"]
    others = await profiles.change(ANA, skill="scripting", certification="csm")
    await profiles.change(
        ANA, skill=role.key_skills[0], certification=pair.variants[0].name, earned="2024-03-05"
    )
    await career.tell(ANA, role, role.key_skills[1:3], ["pgmp", pair.id], "stay-abreast")
    found = await profiles.load(ANA)
    assert set(found.skills) == {*others.skills, *role.key_skills[1:3]}
    held = {one.certification: one.earned_on for one in found.held}
    assert set(held) == {"csm", "pgmp", pair.variants[0].id}
    assert held[pair.variants[0].id] == date(2024, 3, 5)
    assert found.stage == "stay-abreast"
    await career.tell(ANA, role, (), (), "")
    gone = await profiles.load(ANA)
    assert (gone.skills, gone.held, gone.stage) == (others.skills, others.held, None)


async def test_of_another_role_only_what_leads_there_is_named(career: Career, catalogue: Catalogue):
    gap = await career.gap(ANA, "network-engineer")
    steps = [
        step for step in catalogue.steps.values() if step.title in {s.title for s in gap.steps}
    ]
    assert steps
    for step in steps:
        wanted = set(step.certifications) & set(gap.missing_certifications)
        assert "network-engineer" in step.roles or wanted
    easiest = next(one.entry for one in gap.actions if one.kind == "certification")
    assert catalogue.certifications[easiest].level == "entry"


async def test_next_actions_become_goals_once_in_any_language(career: Career, goals: Goals):
    before = await career.gap(ANA, "tpm")
    assert {one.kind for one in before.actions} == {"step", "certification", "skill", "role"}
    assert all(one.goal is None for one in before.actions)
    for one in before.actions:
        goal, is_new = await career.take(ANA, one.kind, one.entry)
        assert is_new
        with speak("it"):
            assert await career.take(ANA, one.kind, one.entry) == (goal, False)
    assert len(await goals.list(ANA)) == len(before.actions)
    assert await goals.list(BEN) == ()
    after = await career.gap(ANA, "tpm")
    assert all(one.goal is not None for one in after.actions)

    step = next(one for one in after.actions if one.kind == "step")
    assert step.goal is not None
    await goals.complete(ANA, step.goal.id)
    done = await career.gap(ANA, "tpm")
    assert [one.is_done for one in done.steps].count(True) == 1
    assert step.entry not in [one.entry for one in done.actions]
    with pytest.raises(StaleActionError):
        await career.take(ANA, "skill", "unheard-of")


async def test_what_was_done_is_followed_by_the_next(career: Career, goals: Goals):
    seen: set[tuple[str, str]] = set()
    actions = (await career.gap(ANA, "tpm")).actions
    while actions:
        fresh = {(one.kind, one.entry) for one in actions}
        assert not fresh & seen
        seen |= fresh
        for one in actions:
            goal, _ = await career.take(ANA, one.kind, one.entry)
            assert await career.open_goal(ANA, one.kind, one.entry) == goal
            await goals.complete(ANA, goal.id)
            assert await career.open_goal(ANA, one.kind, one.entry) is None
        actions = (await career.gap(ANA, "tpm")).actions
    gap = await career.gap(ANA, "tpm")
    assert {own for kind, own in seen if kind == "skill"} == set(gap.missing_skills)
    assert {own for kind, own in seen if kind == "certification"} == set(gap.missing_certifications)
    assert all(step.is_done for step in gap.steps)


def test_a_goal_from_a_trend_keeps_its_capitals(database: Database, catalogue: Catalogue):
    mentoring = Mentoring(database, catalogue, {})
    for trend in catalogue.trends.values():
        title, _ = mentoring.goal_idea("trend", trend.id)
        assert title[1:] == trend.try_this[1:]
        assert title[0].isupper() or not title[0].isalpha()
