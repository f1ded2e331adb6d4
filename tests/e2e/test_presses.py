"""How many presses a task takes somebody whom the bot has never seen; the table is the promise.

A press is whatever a person sends: a command, a button, a select or a form. They are counted where
they arrive, not where a test thinks it sent them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.model import MemberId
from playground.interactions import COMMAND, COMPONENT, MODAL
from tests.e2e.stage import Stage, offered
from tests.e2e.test_career import CAN, HOLD, JOB
from tests.e2e.test_newcomers import tell
from tests.e2e.test_setup import NUDGES, TIPS, ZONE, set_up

DAY = timedelta(days=1)
Play = Callable[[Stage], Awaitable[None]]


async def nothing(stage: Stage) -> None:
    """Nobody did anything before."""


@dataclass(frozen=True, slots=True)
class Task:
    """What somebody wants, how many presses it took before they were counted, and may take."""

    play: Play
    before: str
    budget: int
    given: Play = nothing


def presses(stage: Stage) -> int:
    """Count what people sent so far; what is asked for while somebody types is no press."""
    sent = stage.server.interactions._by_token.values()
    return sum(one.kind in (COMMAND, COMPONENT, MODAL) for one in sent)


async def community_is_set_up(stage: Stage) -> None:
    await set_up(stage, **{ZONE: "Europe/Rome"})


async def has_a_goal(stage: Stage) -> None:
    ana = MemberId(f"discord:{stage.ana.id}")
    await stage.bot.client.services.goals.add(ana, "Something to delete", None, None)


async def answer(stage: Stage) -> None:
    found = await stage.ana.slash("find", query="do I need to code")
    assert "code" in found.text


async def first_reminder(stage: Stage) -> None:
    shown = await stage.ana.slash("remind me", text="Read the guide", when="tomorrow at 9am")
    saved = await stage.ana.click(shown, "Save")
    assert "by direct message" in saved.text
    assert "Europe/Rome" in saved.plain_text
    stage.server.clock.advance(stage.until(8) + DAY)
    await stage.catch_up()
    sent = await stage.ana.dms(2)
    assert "Read the guide" in sent[-1].text


async def first_reminder_of_the_first(stage: Stage) -> None:
    """Nobody told a time zone: it is chosen in place of Save."""
    asked = await stage.ana.slash("remind me", text="Read the guide", when="tomorrow at 9am")
    saved = await stage.ana.click(asked, next(one for one in asked.buttons if "New York" in one))
    assert "by direct message" in saved.text
    stage.server.clock.advance(2 * DAY)
    await stage.catch_up()
    assert "Read the guide" in (await stage.ana.dms(2))[-1].text


async def first_goal(stage: Stage) -> None:
    added = await stage.ana.slash("goal add", title="Finish the guide", due="in three months")
    assert "Goal added" in added.text
    assert "due" in added.text


async def goals_of_a_stage(stage: Stage) -> None:
    asked = await stage.ana.slash("career path")
    here = await stage.ana.click(asked, "I know some IT, and want hands-on work")
    added = await stage.ana.click(here, "Add all 3 as goals")
    assert "3 goals added" in added.text


async def plan(stage: Stage) -> None:
    shown = await tell(stage.ana, await stage.ana.slash("start"), "it-support", "Rome")
    begun = await stage.ana.click(shown, "Add these three goals")
    assert "3 goals added" in begun.text
    on = await stage.ana.click(begun, "Remind me every Monday")
    assert "Mondays at 09:00" in on.plain_text
    assert "by direct message" in on.text


async def gap(stage: Stage) -> None:
    empty = await stage.ana.submit(
        await stage.ana.slash("career gap"), **{JOB: "technical-project-manager"}
    )
    form = await stage.ana.click(empty, "I have some of these")
    told = await stage.ana.submit(form, **{CAN: ["agile"], HOLD: ["csm"]})
    assert "Your profile is missing 12 things" in told.text


async def weekly_posts(stage: Stage) -> None:
    done = await set_up(stage)
    assert "All set" in done.text
    await stage.mia.click(done, "Send a test post")
    posted = [*await stage.posts(NUDGES, count=0), *await stage.posts(TIPS, count=0)]
    assert len(posted) == 1


async def check_in(stage: Stage) -> None:
    off = await stage.ana.slash("nudge settings")
    on = await stage.ana.choose(off, "Start in my time zone…", offered(off, "New York"))
    assert "I send it by direct message." in on.text
    assert "is off" not in (off.now() or off).text
    await stage.move(days=7)
    sent = await stage.ana.dms(2)
    assert "One thing for this week" in sent[-1].text


async def share(stage: Stage) -> None:
    await stage.ana.click(await stage.ana.slash("cert info", name="pmp"), "Share")
    assert await stage.ben.posts("general", count=1)


async def export(stage: Stage) -> None:
    given = await stage.ana.slash("privacy export")
    assert given.attachments


async def delete(stage: Stage) -> None:
    asked = await stage.ana.slash("privacy delete")
    gone = await stage.ana.click(asked, "Delete it all")
    assert "left" in gone.text


TASKS = {
    "an answer to a question": Task(answer, "1", 1),
    "first reminder in one's own words, by direct message": Task(
        first_reminder, "7 or more", 2, community_is_set_up
    ),
    "first reminder where nobody told a time zone": Task(first_reminder_of_the_first, "refused", 2),
    "first goal with a date in words": Task(first_goal, "refused", 1),
    "from the path to three goals of one's stage": Task(goals_of_a_stage, "8", 4),
    "“I'm new” to a plan with three goals and a weekly check-in": Task(
        plan, "not there", 4, nothing
    ),
    "gap for a role, told what I have": Task(gap, "6 or more", 4),
    "weekly posts set up and tested": Task(weekly_posts, "12", 5),
    "weekly check-in on": Task(check_in, "3", 2),
    "share a look-up": Task(share, "2", 2),
    "everything stored about me as a file": Task(export, "1", 1),
    "everything stored about me deleted": Task(delete, "2", 2, has_a_goal),
}


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
async def test_a_task_takes_no_more_presses_than_it_may(stage: Stage, task: Task):
    await task.given(stage)
    before = presses(stage)
    await task.play(stage)
    assert 0 < presses(stage) - before <= task.budget
