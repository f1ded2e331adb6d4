"""Goals that end without being reached: dropped, or deleted with a way back for a day."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch
from bot.errors import InvalidInputError, MentorError, NotFoundError, StaleActionError
from bot.model import DeliveryState, Goal, GoalEventKind, GoalState, MemberId, PathProgress
from bot.replies import reasons
from bot.schedule.check_in import CheckInKind
from bot.services.career import Career
from bot.services.check_ins import CheckIns
from bot.services.goal_ends import DELETED_KEPT, GoalEnds
from bot.services.goal_room import MAX_OPEN_GOALS
from bot.services.mentoring import Mentoring
from bot.services.profiles import Profiles
from bot.services.stats import Stats
from bot.storage import invariants
from bot.storage.database import Database
from tests.outside import StoppedClock
from tests.unit.test_goal_deadline import BEN, Deadlines
from tests.unit.test_member_delivery import ANA, REACHABLE
from tests.unit.test_stats import HERE
from tests.unit.test_stats import Members as Roster

DUE = "2026-03-12"


class Ends(Deadlines):
    """The delivery engine with the services that end goals."""

    def __init__(
        self,
        database: Database,
        clock: StoppedClock,
        catalogue: Catalogue,
        search: CatalogueSearch,
    ) -> None:
        super().__init__(database, clock, catalogue, search)
        self.ends = GoalEnds(database, clock)

    async def events(self, goal: Goal) -> list[GoalEventKind]:
        return [one.kind for one in (await self.goals.show(ANA, goal.id))[1]]

    async def broken(self) -> list[invariants.Broken]:
        async with self.database.read() as tx:
            return await invariants.broken(tx)


@pytest.fixture
def stage(
    database: Database, clock: StoppedClock, catalogue: Catalogue, search: CatalogueSearch
) -> Ends:
    return Ends(database, clock, catalogue, search)


# Dropped


async def test_a_dropped_goal_is_kept_with_why_and_leaves_the_open_list(stage: Ends):
    goal = await stage.add(None)
    other = await stage.add(None, "Another")
    dropped, why = await stage.ends.drop(ANA, goal.id, " No time\nthis year ")
    assert (dropped.state, dropped.done_at, why) == (GoalState.DROPPED, None, "No time\nthis year")
    assert await stage.goals.list(ANA, GoalState.OPEN) == (other,)
    assert await stage.goals.list(ANA, GoalState.DONE) == ()
    assert await stage.goals.list(ANA, GoalState.DROPPED) == (dropped,)
    assert len(await stage.goals.list(ANA)) == 2
    shown, events = await stage.goals.show(ANA, goal.id)
    assert shown == dropped
    assert (events[-1].kind, events[-1].detail) == (
        GoalEventKind.DROPPED,
        {"note": "No time\nthis year"},
    )


async def test_dropping_twice_is_once_and_the_first_reason_stays(stage: Ends):
    goal = await stage.add(DUE)
    first = await stage.ends.drop(ANA, goal.id, "No time")
    assert await stage.ends.drop(ANA, goal.id, "Another reason") == first
    assert await stage.events(goal) == [GoalEventKind.CREATED, GoalEventKind.DROPPED]
    other = await stage.add(DUE, "Another")
    told = await asyncio.gather(*(stage.ends.drop(ANA, other.id, why) for why in ("a", "b")))
    assert told[0] == told[1]
    assert await stage.events(other) == [GoalEventKind.CREATED, GoalEventKind.DROPPED]


async def test_a_reason_has_a_most(stage: Ends):
    goal = await stage.add(None)
    with pytest.raises(InvalidInputError, match="501 characters; 500"):
        await stage.ends.drop(ANA, goal.id, "x" * 501)
    assert (await stage.goals.show(ANA, goal.id))[0].state is GoalState.OPEN


async def test_what_is_done_is_not_dropped_and_what_is_dropped_not_changed(stage: Ends):
    done, dropped = await stage.add(DUE, "Done"), await stage.add(DUE, "Dropped")
    await stage.goals.complete(ANA, done.id)
    with pytest.raises(InvalidInputError, match="already reached"):
        await stage.ends.drop(ANA, done.id)
    await stage.ends.drop(ANA, dropped.id)
    before = await stage.goals.show(ANA, dropped.id), await stage.alerts()
    for act in (
        stage.goals.complete(ANA, dropped.id),
        stage.goals.edit(ANA, dropped.id, title="Another"),
        stage.goals.progress(ANA, dropped.id, "A page"),
        stage.goals.switch_alerts(ANA, dropped.id, is_on=True),
        stage.goals.switch_alerts(ANA, dropped.id, is_on=False),
    ):
        with pytest.raises(InvalidInputError, match="You dropped this goal"):
            await act
    assert (await stage.goals.show(ANA, dropped.id), await stage.alerts()) == before


async def test_of_done_and_drop_at_once_one_holds_and_the_other_is_told(stage: Ends):
    goal = await stage.add(DUE)
    told = await asyncio.gather(
        stage.goals.complete(ANA, goal.id), stage.ends.drop(ANA, goal.id), return_exceptions=True
    )
    assert [isinstance(one, InvalidInputError) for one in told].count(True) == 1
    assert len(await stage.events(goal)) == 2
    assert await stage.next_at() is None


async def test_a_dropped_goal_alerts_no_more_and_reopened_as_before(stage: Ends):
    await stage.know(REACHABLE)
    goal = await stage.add(DUE)
    before = await stage.alerts()
    await stage.ends.drop(ANA, goal.id)
    assert await stage.next_at() is None
    reopened = await stage.goals.reopen(ANA, goal.id)
    assert reopened.state is GoalState.OPEN
    assert await stage.alerts() == before
    await stage.ends.drop(ANA, goal.id)
    await stage.run(hours=2)
    await stage.live(12)
    assert await stage.said() == []
    assert await stage.broken() == []


async def test_off_stays_off_when_a_dropped_goal_is_reopened(stage: Ends):
    goal = await stage.add(DUE)
    await stage.goals.switch_alerts(ANA, goal.id, is_on=False)
    before = await stage.alerts()
    await stage.ends.drop(ANA, goal.id)
    await stage.goals.reopen(ANA, goal.id)
    assert await stage.alerts() == before
    assert before[0].paused_at is not None


async def test_a_dropped_goal_is_no_progress_and_can_be_taken_anew(
    stage: Ends, database: Database, clock: StoppedClock, catalogue: Catalogue
):
    search = CatalogueSearch(catalogue)
    profiles = Profiles(database, clock, search)
    mentoring = Mentoring(database, catalogue, {})
    career = Career(catalogue, search, profiles, stage.goals, mentoring)
    taken, _ = await career.take(ANA, "step", "pm-charter")
    await stage.ends.drop(ANA, taken.id)
    assert await career.progress(ANA) == PathProgress()
    assert await career.open_goal(ANA, "step", "pm-charter") is None
    again, is_new = await career.take(ANA, "step", "pm-charter")
    assert (is_new, again.id != taken.id) == (True, True)
    assert (await career.progress(ANA)).goals["pm-charter"] == again
    await stage.ends.delete(ANA, again.id)
    assert await career.progress(ANA) == PathProgress()
    assert (await career.take(ANA, "step", "pm-charter"))[1] is True


async def test_a_check_in_tells_neither_what_was_dropped_nor_what_was_deleted(
    stage: Ends, database: Database, clock: StoppedClock, catalogue: Catalogue
):
    check_ins = CheckIns(database, clock, CheckInKind(catalogue))
    kept, dropped, gone = [
        await stage.goals.add(ANA, title, "pmp", None) for title in ("Kept", "Dropped", "Gone")
    ]
    reached = await stage.goals.add(ANA, "Reached", None, None)
    await stage.goals.complete(ANA, reached.id)
    await stage.ends.drop(ANA, dropped.id)
    await stage.ends.delete(ANA, gone.id)
    await stage.ends.delete(ANA, reached.id)
    told = repr(await check_ins.preview(ANA))
    assert kept.title in told
    assert all(one not in told for one in ("Dropped", "Gone", "Reached"))


async def test_figures_count_neither_as_achieved_nor_as_kept(
    stage: Ends, database: Database, clock: StoppedClock
):
    people = [MemberId(f"discord:{number}") for number in range(10, 20)]
    for number, person in enumerate(people):
        goal = await stage.goals.add(person, "Read", None, None)
        await stage.goals.progress(person, goal.id, "A page")
        if number < 5:
            await stage.ends.drop(person, goal.id)
        else:
            await stage.goals.complete(person, goal.id)
            await stage.ends.delete(person, goal.id)
    figures = await Stats(database, clock, Roster(*people)).figures(HERE)
    assert (figures.keepers, figures.open, figures.achieved) == (None, None, None)
    # What was noted of a dropped goal was done all the same; of a deleted one nothing is told.
    assert figures.logged == 5


# Deleted


async def test_a_deleted_goal_is_nowhere_and_comes_back_as_it_was(stage: Ends):
    await stage.know(REACHABLE)
    goal = await stage.add(DUE)
    await stage.goals.progress(ANA, goal.id, "A page")
    before = await stage.goals.show(ANA, goal.id), await stage.alerts()
    weighed = await stage.ends.weigh(ANA, goal.id)
    assert (weighed.goal, weighed.events, weighed.alerts) == (before[0][0], 2, before[1][0])
    deleted = await stage.ends.delete(ANA, goal.id)
    assert deleted == replace(before[0][0], deleted_at=stage.clock.now())
    for state in (None, *GoalState):
        assert await stage.goals.list(ANA, state) == ()
        assert await stage.goals.count(ANA, state) == 0
        assert await stage.goals.suggest(ANA, "", state) == []
    assert await stage.goals.suggest(ANA, "pass", None) == []
    assert await stage.goals.titled(ANA, [goal.title]) == {}
    assert await stage.next_at() is None
    for act in (
        stage.goals.show(ANA, goal.id),
        stage.goals.complete(ANA, goal.id),
        stage.goals.reopen(ANA, goal.id),
        stage.goals.edit(ANA, goal.id, title="Another"),
        stage.goals.progress(ANA, goal.id),
        stage.goals.switch_alerts(ANA, goal.id, is_on=True),
        stage.ends.drop(ANA, goal.id),
        stage.ends.weigh(ANA, goal.id),
    ):
        with pytest.raises(NotFoundError):
            await act
    stage.clock.advance(hours=1)
    assert await stage.ends.restore(ANA, goal.id) == before[0][0]
    assert (await stage.goals.show(ANA, goal.id), await stage.alerts()) == before
    assert await stage.broken() == []


@pytest.mark.parametrize("state", ["done", "dropped", "off", "undated"])
async def test_whatever_a_goal_was_it_is_again(stage: Ends, state: str):
    goal = await stage.add(None if state == "undated" else DUE)
    if state == "done":
        await stage.goals.complete(ANA, goal.id)
    if state == "dropped":
        await stage.ends.drop(ANA, goal.id, "No time")
    if state == "off":
        await stage.goals.switch_alerts(ANA, goal.id, is_on=False)
    before = await stage.goals.show(ANA, goal.id), await stage.alerts()
    for _ in range(2):
        await stage.ends.delete(ANA, goal.id)
    for _ in range(2):
        await stage.ends.restore(ANA, goal.id)
    assert (await stage.goals.show(ANA, goal.id), await stage.alerts()) == before


async def test_a_deleted_goal_survives_a_restart_and_is_erased_after_a_day(
    stage: Ends, catalogue: Catalogue, search: CatalogueSearch
):
    goal = await stage.add(DUE)
    await stage.ends.delete(ANA, goal.id)
    later = Ends(stage.database, stage.clock, catalogue, search)
    stage.clock.at += DELETED_KEPT
    assert await later.ends.forget(10) == 0
    await later.ends.restore(ANA, goal.id)
    await later.ends.delete(ANA, goal.id)
    stage.clock.at += DELETED_KEPT + timedelta(minutes=1)
    # Not erased yet, and not brought back any more: what was said holds.
    with pytest.raises(StaleActionError, match="brought back"):
        await later.ends.restore(ANA, goal.id)
    assert await later.ends.forget(10) == 1
    assert await later.ends.forget(10) == 0
    with pytest.raises(StaleActionError, match="brought back"):
        await later.ends.restore(ANA, goal.id)
    assert await later.alerts() == []


async def test_what_a_clock_far_ahead_deleted_is_erased_too(stage: Ends):
    goal = await stage.add(None)
    right, stage.clock.at = stage.clock.at, datetime(2036, 1, 1, tzinfo=UTC)
    await stage.ends.delete(ANA, goal.id)
    stage.clock.at = right
    assert await stage.ends.forget(10) == 1


async def test_nobody_ends_or_brings_back_somebody_elses_goal(stage: Ends):
    goal = await stage.add(DUE)
    for act in (stage.ends.drop, stage.ends.delete, stage.ends.weigh):
        with pytest.raises(NotFoundError):
            await act(BEN, goal.id)
    await stage.ends.delete(ANA, goal.id)
    with pytest.raises(NotFoundError):
        await stage.ends.delete(BEN, goal.id)
    with pytest.raises(StaleActionError):
        await stage.ends.restore(BEN, goal.id)
    assert (await stage.ends.restore(ANA, goal.id)).state is GoalState.OPEN


async def test_an_undo_at_the_most_is_refused_and_can_be_tried_again(stage: Ends):
    dropped, deleted = await stage.add(DUE, "Dropped"), await stage.add(DUE, "Deleted")
    await stage.ends.drop(ANA, dropped.id)
    await stage.ends.delete(ANA, deleted.id)
    for number in range(MAX_OPEN_GOALS):
        await stage.add(None, f"Goal {number}")
    before = await stage.alerts()
    for undo, goal in ((stage.goals.reopen, dropped), (stage.ends.restore, deleted)):
        with pytest.raises(InvalidInputError, match="100 open goals"):
            await undo(ANA, goal.id)
    assert await stage.alerts() == before
    assert await stage.goals.count(ANA) == MAX_OPEN_GOALS + 1
    for one in (await stage.goals.list(ANA, GoalState.OPEN))[:2]:
        await stage.goals.complete(ANA, one.id)
    await stage.goals.reopen(ANA, dropped.id)
    await stage.ends.restore(ANA, deleted.id)
    assert await stage.goals.count(ANA, GoalState.OPEN) == MAX_OPEN_GOALS


async def test_a_deletion_and_a_change_at_once_leave_nothing_half_done(stage: Ends):
    goal = await stage.add(DUE)
    told = await asyncio.gather(
        stage.ends.delete(ANA, goal.id),
        stage.goals.edit(ANA, goal.id, due="2026-05-05"),
        stage.goals.complete(ANA, goal.id),
        return_exceptions=True,
    )
    assert all(isinstance(one, Goal | MentorError) for one in told)
    assert await stage.goals.list(ANA) == ()
    assert await stage.next_at() is None
    assert await stage.broken() == []


# On its way


@pytest.mark.parametrize(
    ("end", "reason"), [("drop", reasons.GOAL_DROPPED), ("delete", reasons.GOAL_DELETED)]
)
async def test_what_waits_is_not_sent_and_told_after_an_undo(stage: Ends, end: str, reason: str):
    await stage.know(replace(REACHABLE, quiet_from=time(8), quiet_until=time(12)))
    goal = await stage.add("2026-03-09")
    await stage.run(hours=2)
    assert await stage.said() == []
    await (stage.ends.drop if end == "drop" else stage.ends.delete)(ANA, goal.id)
    await stage.run(hours=6)
    assert await stage.said() == []
    [gone] = await stage.inbox()
    assert (gone.state, gone.reason) == (DeliveryState.SKIPPED, reason)
    # What has ended has nothing left to say.
    assert await stage.kept.list(ANA) == []
    await (stage.goals.reopen if end == "drop" else stage.ends.restore)(ANA, goal.id)
    [(told, card)] = await stage.kept.list(ANA)
    assert (told.reason, card.title) == (reason, "Due in 7 days")
    assert await stage.broken() == []


@pytest.mark.parametrize("end", ["drop", "delete"])
async def test_what_was_merged_goes_although_the_goal_that_carried_it_ends(stage: Ends, end: str):
    await stage.know(replace(REACHABLE, quiet_from=time(8), quiet_until=time(12)))
    first = await stage.add("2026-03-09", "First")
    await stage.add("2026-03-09", "Second")
    await stage.run(hours=2)
    await (stage.ends.drop if end == "drop" else stage.ends.delete)(ANA, first.id)
    await stage.run(hours=4)
    [post] = stage.channel.posts
    assert post.card.summary.endswith("Second")
    assert await stage.broken() == []


@pytest.mark.parametrize("end", ["drop", "delete"])
async def test_a_goal_that_ends_between_claim_and_post_says_nothing(
    stage: Ends, end: str, monkeypatch: pytest.MonkeyPatch
):
    await stage.know(REACHABLE)
    goal = await stage.add("2026-03-09")
    claim = stage.sender._claiming.claim

    async def claim_and_end(delivery: object) -> object:
        claimed = await claim(delivery)  # pyright: ignore[reportArgumentType]
        await (stage.ends.drop if end == "drop" else stage.ends.delete)(ANA, goal.id)
        return claimed

    monkeypatch.setattr(stage.sender._claiming, "claim", claim_and_end)
    await stage.run(hours=2)
    assert await stage.said() == []
    [gone] = await stage.in_state(DeliveryState.SKIPPED)
    assert gone.reason == reasons.NOTHING_LEFT
    assert await stage.broken() == []


async def test_erasing_a_goal_leaves_what_waits_for_others(stage: Ends):
    await stage.know(replace(REACHABLE, quiet_from=time(8), quiet_until=time(12)))
    goal = await stage.add("2026-03-09", "First")
    await stage.add("2026-03-09", "Second")
    await stage.run(hours=2)
    await stage.ends.delete(ANA, goal.id)
    stage.clock.at += DELETED_KEPT + timedelta(minutes=1)
    assert await stage.ends.forget(10) == 1
    await stage.run(hours=6)
    assert await stage.broken() == []
    assert all("First" not in repr(post.card) for post in stage.channel.posts)
