"""Moderators see how mentoring goes in figures that name nobody."""

from __future__ import annotations

from playground.person import Person
from tests.e2e.stage import Stage
from tests.e2e.test_mentoring import HOW_MANY, WANTED, ask, be_mentor, told
from tests.e2e.test_reminders import later

FEW = ": fewer than 5 members"


def newcomers(stage: Stage, count: int) -> list[Person]:
    world = stage.server.world
    guild = next(iter(world.guilds.values()))
    users = [world.add_user(f"newcomer-{number}") for number in range(count)]
    for user in users:
        world.add_member(guild, user)
    return [stage.person(user["id"]) for user in users]


async def figures(stage: Stage) -> str:
    shown = await stage.mia.slash("config mentors queue")
    assert shown.ephemeral
    return shown.plain_text


async def test_figures_appear_with_the_fifth_member_and_a_new_day(stage: Stage):
    assert "Manage Server" in (await stage.ana.slash("config mentors queue", force=True)).text
    people = newcomers(stage, 5)
    for person in people[:4]:
        await ask(person, "Join the waiting list")
    few = await figures(stage)
    assert few.count(FEW) == 7
    assert "at least" not in few
    await ask(people[4], "Join the waiting list")
    assert await figures(stage) == few
    await stage.move(6)
    many = await figures(stage)
    assert "Waiting requests: at least 5" in many
    assert "The oldest has waited: at least 5 days" in many
    assert many.count(FEW) == 5
    assert WANTED not in many
    assert not any(person.id in many for person in people)


async def test_many_requests_of_few_members_are_not_told(stage: Stage):
    ana, ben, noor = stage.ana, stage.ben, stage.person("noor")
    for person in (ana, ben):
        for _number in range(3):
            await ask(person, "Join the waiting list")
    assert (await figures(stage)).count(FEW) == 7
    await be_mentor(stage, noor, **{HOW_MANY: "3"})
    await later(stage, days=1)
    assert (await figures(stage)).count(FEW) == 7


async def test_mentors_and_mentorships_are_counted_by_what_they_do(stage: Stage):
    people = newcomers(stage, 10)
    mentors, learners = people[:5], people[5:]
    for mentor in mentors:
        await be_mentor(stage, mentor)
    for learner in learners:
        await ask(learner)
    await later(stage, minutes=1)
    for mentor in mentors:
        await mentor.click(told(mentor, WANTED)[0], "Accept")
    shown = await figures(stage)
    assert "Open to learners: at least 5" in shown
    assert "Running mentorships: at least 5" in shown
    assert shown.count(FEW) == 5
