"""Somebody new says where they are: a plan, its goals and a weekly check-in in four presses."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest

from bot.model import MemberId
from playground.person import Person
from playground.reply import Reply
from tests import shared
from tests.e2e.stage import Stage

TODAY, JOB, TIME, PLACE = (
    "What do you do today?",
    "Which job do you want?",
    "How much time do you have?",
    "Where do you live?",
)
NEWCOMERS = {
    "it-support": ("Follow one incident", "Offer to coordinate", "foundations course"),
    "developer": ("Offer to coordinate", "Write a charter", "risk log"),
    "project-manager": ("Pick one technology area", "networks and operating", "Draw context"),
    "student": ("introductory computing", "personal project", "Scrum Guide"),
    "scrum-master": ("decision and risk rhythm", "Log the months you lead", "budget line"),
}


async def tell(person: Person, form: Reply, today: str, place: str = "") -> Reply:
    told = {TODAY: today, JOB: "technical-project-manager", TIME: "4", PLACE: place}
    return await person.submit(form, **told)


@pytest.mark.parametrize(("today", "steps"), NEWCOMERS.items())
async def test_each_newcomer_gets_the_steps_that_a_mentor_would_name(
    stage: Stage, today: str, steps: tuple[str, ...]
):
    plan = await tell(stage.ana, await stage.ana.slash("start"), today)
    assert plan.ephemeral
    assert all(step in plan.plain_text for step in steps)
    assert len(plan.plain_text) <= 1000
    assert "Nothing is saved yet" in plan.plain_text
    assert stage.cells_with(steps[0]) == []


def test_the_button_of_every_plan_fits():
    content = shared.content()
    longest = [
        max(ids, key=len) for ids in (content.beginnings, content.roles, available_timezones())
    ]
    assert len(":".join(("v1", "plan.add", longest[0], longest[1], "20", longest[2]))) <= 100


async def test_from_help_to_a_plan_with_goals_and_a_check_in_in_four_presses(stage: Stage):
    ana = stage.ana
    start = await ana.slash("help")
    assert len(start.plain_text) <= 1000
    asked = await tell(ana, await ana.click(start, "I'm new here"), "scrum-master", "Brazil")
    assert "Several time zones fit “Brazil”" in asked.plain_text
    form = await ana.click(asked, "Correct it")
    assert "'value': 'Brazil'" in str(form.modal)
    # The first of them is São Paulo's.
    plan = await ana.click(asked, "This one")
    begun = await ana.click(plan, "Add these three goals")
    assert "3 goals added" in begun.text
    assert r"America/Sao\_Paulo" in begun.text or "America/Sao_Paulo" in begun.text
    on = await ana.click(begun, "Remind me every Monday")
    assert "Mondays at 09:00" in on.plain_text
    listed = await ana.slash("goal list")
    assert "3 goals" in listed.text
    assert "due " in listed.text
    profile = await ana.slash("me profile")
    assert "Technical Project Manager" in profile.text

    again = await ana.click(plan, "Add these three goals")
    assert "You have these goals already" in again.text
    assert "3 goals" in (await ana.slash("goal list")).text


async def test_help_answers_a_question_and_lists_the_commands(stage: Stage):
    ana = stage.ana
    start = await ana.slash("help")
    form = await ana.click(start, "Ask a question")
    found = await ana.submit(form, **{"What would you like to know?": "do I need to code"})
    assert "code" in found.text
    commands = await ana.click(start, "More commands")
    assert "/find" in commands.text or "find" in commands.text
    assert "I'm new here" in (await ana.click(commands, "Back")).buttons
    assert (await ana.click(start, "Set a goal")).modal is not None


async def test_a_plan_with_no_room_for_its_goals_saves_nothing(stage: Stage):
    ana = stage.ana
    services = stage.bot.client.services
    for number in range(98):
        await services.goals.add(MemberId(f"discord:{ana.id}"), f"Goal {number}", None, None)
    plan = await tell(ana, await ana.slash("start"), "developer")
    refused = await ana.click(plan, "Add these three goals")
    assert "100" in refused.text
    assert "98 goals" in (await ana.slash("goal list")).text


async def test_a_plan_whose_goals_are_there_needs_no_room(stage: Stage):
    ana = stage.ana
    services = stage.bot.client.services
    plan = await tell(ana, await ana.slash("start"), "developer")
    await ana.click(plan, "Add these three goals")
    for number in range(97):
        await services.goals.add(MemberId(f"discord:{ana.id}"), f"Goal {number}", None, None)
    again = await ana.click(plan, "Add these three goals")
    assert "You have these goals already" in again.text
    assert "100 goals" in (await ana.slash("goal list")).text
