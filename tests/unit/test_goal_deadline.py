"""Alerts of a goal's due date: planned, moved and ended with the goal, said in today's words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch
from bot.errors import InvalidInputError, NotFoundError
from bot.model import DeliveryState, Frequency, Goal, MemberId, PostKind, Schedule
from bot.replies.reasons import GOAL_CHANGED
from bot.schedule import build_kinds
from bot.schedule.goal_deadline import GoalDeadlineKind
from bot.services.goals import Goals
from bot.services.inbox import Inbox
from bot.services.members import Members
from bot.services.privacy import Privacy
from bot.storage import schedules
from bot.storage.database import Database
from tests.outside import StoppedClock
from tests.unit.test_member_delivery import ANA, REACHABLE, Stage
from tests.unit.test_services import cells_with

BEN = MemberId("discord:1002")
ROME, SYDNEY, NEW_YORK = "Europe/Rome", "Australia/Sydney", "America/New_York"


class Deadlines(Stage):
    """The delivery engine with the services that change goals and members."""

    def __init__(
        self,
        database: Database,
        clock: StoppedClock,
        catalogue: Catalogue,
        search: CatalogueSearch,
    ) -> None:
        super().__init__(database, clock, catalogue)
        kinds = build_kinds(catalogue, clock)
        self.goals = Goals(database, clock, search)
        self.kept = Inbox(database, clock, kinds)
        self.members = Members(database, clock, self.channel, kinds, set())

    async def add(self, due: str | None, title: str = "Pass the exam") -> Goal:
        return await self.goals.add(ANA, title, None, due)

    async def alerts(self) -> list[Schedule]:
        async with self.database.read() as tx:
            return await schedules.list_of_member(tx, ANA, PostKind.GOAL_DEADLINE)

    async def next_at(self) -> str | None:
        """Return the moment (UTC) of the next alert of the only goal that has any."""
        [series] = await self.alerts()
        return series.next_run_at.strftime("%m-%dT%H:%M") if series.next_run_at else None

    async def said(self) -> list[str]:
        return [post.card.title for post in self.channel.posts]

    async def live(self, days: int) -> None:
        for _ in range(days):
            await self.run(days=1)


@pytest.fixture
def stage(
    database: Database, clock: StoppedClock, catalogue: Catalogue, search: CatalogueSearch
) -> Deadlines:
    return Deadlines(database, clock, catalogue, search)


async def test_a_goal_alerts_three_times_in_the_words_of_the_day(stage: Deadlines):
    await stage.know(REACHABLE)
    await stage.add("2026-03-12")
    await stage.run(hours=2)
    await stage.live(20)
    assert await stage.said() == ["Due in 7 days", "Due tomorrow", "Due today"]
    assert {post.card.summary.split(": ")[1] for post in stage.channel.posts} == {"Pass the exam"}


async def test_a_goal_without_a_date_plans_nothing(stage: Deadlines):
    goal = await stage.add(None)
    await stage.goals.complete(ANA, goal.id)
    await stage.goals.reopen(ANA, goal.id)
    assert await stage.alerts() == []
    assert await stage.goals.alerts(goal) is None


@pytest.mark.parametrize(
    ("zone", "due", "first"),
    [
        (ROME, "2026-03-12", "03-05T08:00"),
        # The clocks go forward on 29 March in Rome and back on 5 April in Sydney.
        (ROME, "2026-03-30", "03-23T08:00"),
        (ROME, "2026-04-06", "03-30T07:00"),
        (SYDNEY, "2026-04-12", "04-04T23:00"),
        (SYDNEY, "2026-04-11", "04-03T22:00"),
        (NEW_YORK, "2026-03-12", "03-05T14:00"),
        (None, "2026-03-12", "03-05T09:00"),
        # The first that is still to come; it is 07:00 UTC on 2 March.
        (ROME, "2026-03-09", "03-02T08:00"),
        (SYDNEY, "2026-03-09", "03-07T22:00"),
        (ROME, "2026-03-03", "03-02T08:00"),
        (ROME, "2026-03-02", "03-02T08:00"),
        (SYDNEY, "2026-03-02", None),
    ],
)
async def test_alerts_come_at_nine_where_the_member_lives(
    stage: Deadlines, zone: str | None, due: str, first: str | None
):
    await stage.know(replace(REACHABLE, zone=zone))
    await stage.add(due)
    assert await stage.next_at() == first
    [series] = await stage.alerts()
    assert (series.recurrence.frequency, series.recurrence.at) == (Frequency.COUNTDOWN, time(9))


async def test_moving_the_date_moves_the_alerts(stage: Deadlines):
    await stage.know(REACHABLE)
    goal = await stage.add("2026-03-12")
    await stage.goals.edit(ANA, goal.id, due="2026-05-20")
    assert await stage.next_at() == "05-13T07:00"
    await stage.goals.edit(ANA, goal.id, title="Pass it well")
    assert await stage.next_at() == "05-13T07:00"
    await stage.goals.edit(ANA, goal.id, due="")
    assert await stage.next_at() is None
    await stage.goals.edit(ANA, goal.id, due="2026-03-12")
    assert await stage.next_at() == "03-05T08:00"
    assert len(await stage.alerts()) == 1


async def test_a_date_given_later_plans_alerts(stage: Deadlines):
    await stage.know(REACHABLE)
    goal = await stage.add(None)
    await stage.goals.edit(ANA, goal.id, due="2026-03-12")
    assert await stage.next_at() == "03-05T08:00"


async def test_done_ends_the_alerts_and_reopening_plans_what_is_left(stage: Deadlines):
    await stage.know(REACHABLE)
    goal = await stage.add("2026-03-12")
    await stage.goals.complete(ANA, goal.id)
    await stage.run(hours=2)
    await stage.live(8)
    assert await stage.said() == []
    await stage.goals.reopen(ANA, goal.id)
    assert await stage.next_at() == "03-11T08:00"
    await stage.live(5)
    assert await stage.said() == ["Due tomorrow", "Due today"]


async def test_off_is_off_whatever_happens_to_the_goal(stage: Deadlines):
    await stage.know(REACHABLE)
    goal = await stage.add("2026-03-12")
    for _ in range(2):
        await stage.goals.switch_alerts(ANA, goal.id, is_on=False)
    await stage.goals.edit(ANA, goal.id, due="2026-03-14")
    await stage.goals.complete(ANA, goal.id)
    await stage.goals.reopen(ANA, goal.id)
    await stage.run(hours=2)
    await stage.live(4)
    assert (await stage.said(), await stage.next_at()) == ([], None)
    for _ in range(2):
        await stage.goals.switch_alerts(ANA, goal.id, is_on=True)
    assert await stage.next_at() == "03-07T08:00"
    await stage.live(12)
    assert await stage.said() == ["Due in 7 days", "Due tomorrow", "Due today"]


async def test_what_waits_goes_when_the_date_moves(stage: Deadlines):
    await stage.know(replace(REACHABLE, quiet_from=time(8), quiet_until=time(12)))
    goal = await stage.add("2026-03-09")
    await stage.run(hours=2)
    assert await stage.said() == []
    await stage.goals.edit(ANA, goal.id, due="2026-06-01")
    await stage.run(hours=6)
    assert await stage.said() == []
    [gone] = await stage.inbox()
    assert (gone.state, gone.reason) == (DeliveryState.SKIPPED, GOAL_CHANGED)


async def test_after_an_outage_only_the_newest_comes_and_says_how_things_stand(stage: Deadlines):
    await stage.know(REACHABLE)
    await stage.add("2026-03-12")
    await stage.run(days=11, hours=5)
    assert await stage.said() == ["Was due yesterday"]
    assert len(await stage.in_state(DeliveryState.SENT)) == 1


async def test_who_chose_no_place_reads_it_in_the_inbox_as_it_is_then(stage: Deadlines):
    goal = await stage.add("2026-03-12")
    await stage.live(4)
    [kept] = await stage.kept.list(ANA)
    assert kept[1].title == "Due in 6 days"
    await stage.goals.complete(ANA, goal.id)
    assert await stage.kept.list(ANA) == []


async def test_several_alerts_become_one_message_with_the_buttons_of_each_under_it(
    stage: Deadlines,
):
    await stage.know(REACHABLE)
    await stage.add("2026-03-09", "First")
    await stage.add("2026-03-09", "Second")
    await stage.run(hours=2)
    [post] = stage.channel.posts
    assert post.card.actions == ()
    for part, title in zip(post.card.parts, ("First", "Second"), strict=True):
        labels = [action.label for action in part.card.actions]
        assert labels == ["Done", "Move the date", "Stop alerts"]
        assert title in repr(part.card.blocks)


@pytest.mark.parametrize(
    ("zone", "first"),
    [(NEW_YORK, "03-05T14:00"), (SYDNEY, "03-04T22:00"), ("", "03-05T09:00")],
)
async def test_alerts_follow_the_members_zone(stage: Deadlines, zone: str, first: str):
    await stage.know(REACHABLE)
    await stage.add("2026-03-12")
    await stage.members.change_settings(ANA, zone=zone)
    assert await stage.next_at() == first


async def test_a_move_of_zone_on_the_day_neither_doubles_nor_loses_an_alert(stage: Deadlines):
    await stage.know(REACHABLE)
    await stage.add("2026-03-09")
    # Seven days before has come in Rome; in New York it is not yet nine.
    await stage.run(hours=2)
    await stage.members.change_settings(ANA, zone=NEW_YORK)
    await stage.run(hours=8)
    assert await stage.said() == ["Due in 7 days"]
    # The day before, at 23:30 UTC on 7 March, nine has passed in Sydney and not yet come here.
    stage.clock.at = datetime(2026, 3, 7, 23, 30, tzinfo=UTC)
    await stage.members.change_settings(ANA, zone=SYDNEY)
    await stage.run(minutes=1)
    assert await stage.said() == ["Due in 7 days", "Due tomorrow"]


async def test_an_overdue_goal_can_be_edited_without_a_new_date(
    stage: Deadlines, clock: StoppedClock
):
    goal = await stage.add("2026-03-12")
    clock.advance(days=30)
    edited = await stage.goals.edit(ANA, goal.id, title="Still", due="2026-03-12")
    assert (edited.title, str(edited.due_on)) == ("Still", "2026-03-12")
    with pytest.raises(InvalidInputError):
        await stage.goals.edit(ANA, goal.id, due="2026-03-11")


async def test_nobody_switches_somebody_elses_alerts(stage: Deadlines):
    await stage.know(REACHABLE)
    goal = await stage.add("2026-03-12")
    for is_on in (True, False):
        with pytest.raises(NotFoundError):
            await stage.goals.switch_alerts(BEN, goal.id, is_on=is_on)
    assert await stage.next_at() == "03-05T08:00"


async def test_deleting_all_data_deletes_the_alerts(
    stage: Deadlines, database: Database, database_file: Path
):
    goal = await stage.add("2026-03-12")
    await stage.live(4)
    await Privacy(database).delete(ANA)
    assert cells_with(database_file, goal.id) == []
    await stage.live(10)
    assert stage.channel.posts == []


async def test_a_goal_that_is_refused_plans_nothing(stage: Deadlines):
    with pytest.raises(InvalidInputError):
        await stage.add("2020-01-01")
    assert await stage.alerts() == []


def test_an_alert_is_never_too_late(clock: StoppedClock):
    assert GoalDeadlineKind(clock).late.send_within is None
