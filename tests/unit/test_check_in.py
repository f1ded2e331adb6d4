"""The check-in: what it tells, which nudge, how often, and what every answer does."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, time
from itertools import pairwise

import pytest

from bot.cards import Card
from bot.catalogue import Catalogue
from bot.errors import InvalidInputError, NotFoundError, StaleActionError
from bot.model import (
    ChannelId,
    DeliveryState,
    GoalState,
    HeldCertification,
    Member,
    MemberId,
    Place,
    PostKind,
)
from bot.platforms.discord.renderer import Renderer
from bot.ports import SendError
from bot.replies import check_ins as replies
from bot.schedule import build_kinds
from bot.schedule.check_in import CheckInKind, find_fitting
from bot.schedule.pacing import Pacer
from bot.schedule.sender import Sender
from bot.schedule.tick import Tick
from bot.services.check_ins import CheckIns
from bot.services.goals import Goals
from bot.services.inbox import Inbox
from bot.storage import deliveries, members
from bot.storage.database import Database
from tests import shared
from tests.outside import RecordingChannel, StoppedClock
from tests.unit.replies import reading

ANA, BEN = MemberId("discord:5"), MemberId("discord:6")
DM = ChannelId("discord:50")


class Stage:
    """Ana has a check-in on Mondays at 09:00 in Rome; the story begins that Monday at 08:00."""

    def __init__(self, database: Database, clock: StoppedClock, catalogue: Catalogue) -> None:
        self.database = database
        self.clock = clock
        self.channel = RecordingChannel(clock)
        search = shared.search()
        kinds = build_kinds(catalogue, clock)
        self.check_ins = CheckIns(database, clock, CheckInKind(catalogue))
        self.goals = Goals(database, clock, search)
        self.inbox = Inbox(database, clock, kinds)
        self.tick = Tick(database, kinds)
        pacer = Pacer(per_second=1e6, per_channel_second=1e6)
        self.sender = Sender(database, clock, self.channel, kinds, pacer)

    async def start(self, place: Place = Place.DM) -> None:
        async with self.database.write() as tx:
            await members.save_member(tx, Member(ANA, place=place, dm_channel_id=DM))
        await self.check_ins.start(ANA, 0, "09:00", "Europe/Rome")

    async def run(self, **later: float) -> None:
        self.clock.advance(**later)
        await self.tick.run(self.clock.now(), self.clock.real())
        await self.sender.drain()

    async def pass_weeks(self, count: int) -> None:
        for _ in range(count):
            await self.run(days=7)

    @property
    def cards(self) -> list[Card]:
        return [post.card for post in self.channel.posts]

    async def sent(self) -> list[str]:
        async with self.database.read() as tx:
            found = await deliveries.list_in_state(tx, DeliveryState.SENT)
        return [one.id for one in found]


@pytest.fixture
def stage(database: Database, clock: StoppedClock, catalogue: Catalogue) -> Stage:
    return Stage(database, clock, catalogue)


def said(card: Card) -> str:
    return reading.text(card)


async def test_one_message_with_open_goals_what_was_done_and_one_nudge(
    stage: Stage, catalogue: Catalogue
):
    await stage.start()
    await stage.run(days=1)
    later = await stage.goals.add(ANA, "Later goal", None, "2026-06-01")
    soon = await stage.goals.add(ANA, "Soon goal", None, "2026-03-10")
    old = await stage.goals.add(ANA, "Reached goal", None, None)
    # Its alert would come in the same message.
    await stage.goals.switch_alerts(ANA, soon.id, is_on=False)
    await stage.goals.progress(ANA, soon.id, "read chapter one")
    await stage.goals.complete(ANA, old.id)
    await stage.run(days=6, hours=2)
    first, second = stage.cards
    assert "You have no open goal" in said(first)
    text = said(second)
    assert text.index("Soon goal") < text.index("Later goal")
    assert "in 1 day" in text or "tomorrow" in text
    assert "read chapter one" in text
    assert "Reached goal" in text[text.index("Done since") :]
    assert sum(nudge.text in text for nudge in catalogue.nudges.values()) == 1
    assert {"checkin.done", "checkin.snooze", "checkin.stop", "checkin.adopt"} == {
        getattr(one, "verb", "") for one in reading.presses(second)
    }
    assert later.state is GoalState.OPEN


async def test_no_nudge_repeats_before_all_that_fit_were_used(stage: Stage, catalogue: Catalogue):
    await stage.start()
    async with stage.database.write() as tx:
        was = await members.load_member(tx, ANA)
        await members.save_member(tx, replace(was, stage="project-management-skills"))
    fitting = find_fitting(catalogue, replace(was, stage="project-management-skills"), set())
    assert 20 < len(fitting) < len(catalogue.nudges)
    for number in range(len(fitting)):
        await stage.run(**({"days": 7} if number else {"hours": 2}))
        await stage.check_ins.note(ANA, (await stage.sent())[-1])
    used = [
        nudge.id
        for card in stage.cards
        for nudge in catalogue.nudges.values()
        if nudge.text in said(card)
    ]
    assert used == list(fitting)


def test_the_nudge_fits_certification_role_and_stage(catalogue: Catalogue):
    member = Member(ANA)
    everybody = find_fitting(catalogue, member, set())
    pmp = find_fitting(catalogue, member, {"pmp"})
    assert set(everybody) < set(pmp)
    assert "pmp" in catalogue.nudges[pmp[0]].certifications
    role = find_fitting(catalogue, replace(member, target_role="cloud-project-manager"), set())
    assert "cloud-project-manager" in catalogue.nudges[role[0]].roles
    for stage in catalogue.stages.values():
        suited = find_fitting(catalogue, replace(member, stage=stage.id), set())
        assert catalogue.nudges[suited[0]].category in stage.nudge_categories
    assert find_fitting(catalogue, replace(member, stage="gone"), {"gone"}) == everybody
    [variant_id, *_] = catalogue.variants
    assert find_fitting(catalogue, member, {variant_id})


def test_nobody_is_asked_for_what_they_may_not_have(catalogue: Catalogue):
    member = Member(ANA, target_role="it-project-manager")
    known = {*catalogue.certifications, *catalogue.variants}
    for stage in (None, "educational-background", "practical-pm-experience", "career-building"):
        fitting = find_fitting(catalogue, replace(member, stage=stage), known)
        assert {need for own_id in fitting for need in catalogue.nudges[own_id].needs} == set()
    leading = find_fitting(catalogue, replace(member, stage="stay-abreast"), known)
    assert {need for own_id in leading for need in catalogue.nudges[own_id].needs} == {
        "project",
        "team",
        "sponsor",
        "production-system",
    }


# What speaks of the reader's own project, team, sponsor or running system without another way.
_TAKEN_FOR_GRANTED = re.compile(
    r"\byour (?:sponsor|steering|launch|product|production|platform team|project)\b"
    r"|\bthe (?:on-call person|steering meeting)\b",
    re.IGNORECASE,
)


def test_what_needs_nothing_speaks_of_no_project_of_the_readers(catalogue: Catalogue):
    assert _TAKEN_FOR_GRANTED.search("Ask your sponsor: which one?")
    taken = [
        nudge.id
        for nudge in catalogue.nudges.values()
        if not nudge.needs and _TAKEN_FOR_GRANTED.search(nudge.text)
    ]
    assert taken == []


async def test_a_held_certification_counts_until_a_goal_names_another(
    stage: Stage, catalogue: Catalogue
):
    await stage.start()
    async with stage.database.write() as tx:
        await members.save_held(tx, ANA, HeldCertification("pmp"))
    held = await stage.check_ins.preview(ANA)
    await stage.goals.add(ANA, "Get certified", "pmi-rmp", None)
    aimed = await stage.check_ins.preview(ANA)

    def certifications(card: Card) -> tuple[str, ...]:
        [nudge] = [one for one in catalogue.nudges.values() if one.text in said(card)]
        return nudge.certifications

    assert "pmp" in certifications(held)
    assert certifications(aimed) == ("pmi-rmp",)


async def test_a_preview_uses_nothing_up(stage: Stage):
    await stage.start()
    preview = await stage.check_ins.preview(ANA)
    assert await stage.check_ins.preview(ANA) == preview
    await stage.run(hours=2)
    [card] = stage.cards
    [thing] = [line for line in reading.lines(preview) if line in reading.lines(card)][2:3]
    assert thing in said(card)


async def test_unanswered_ones_come_half_as_often_and_say_so(stage: Stage):
    await stage.start()
    await stage.run(hours=2)
    await stage.pass_weeks(2)
    assert len(stage.cards) == 3
    assert not any("every 2 weeks" in said(card) for card in stage.cards)
    await stage.pass_weeks(1)
    assert "every 2 weeks" in said(stage.cards[3])
    assert "checkin.weekly" in {getattr(one, "verb", "") for one in stage.cards[3].actions}
    await stage.pass_weeks(6)
    days = [post.at.date() for post in stage.channel.posts]
    assert [(b - a).days for a, b in pairwise(days)] == [7, 7, 7, 14, 14, 14]
    assert "every 4 weeks" in said(stage.cards[-1])
    await stage.pass_weeks(16)
    days = [post.at.date() for post in stage.channel.posts][6:]
    assert [(b - a).days for a, b in pairwise(days)] == [28] * 4


@pytest.mark.parametrize("how", ["done", "snooze", "restore", "read", "away", "adopt"])
async def test_any_answer_makes_it_weekly_again(stage: Stage, how: str):
    await stage.start()
    await stage.run(hours=2)
    await stage.pass_weeks(3)
    last = (await stage.sent())[-1]
    match how:
        case "snooze":
            await stage.check_ins.snooze(ANA, last)
        case "restore":
            await stage.check_ins.restore(ANA, last)
        case "read":
            await stage.inbox.show(ANA, last)
        case "away":
            await stage.inbox.put_away(ANA, last)
        case "adopt":
            await stage.check_ins.nudge_of(ANA, last)
        case _:
            await stage.check_ins.note(ANA, last)
    series = await stage.check_ins.load(ANA)
    assert series is not None
    assert (series.recurrence.every, series.next_run_at) == (
        1,
        datetime(2026, 3, 30, 7, 0, tzinfo=UTC),
    )


async def test_an_answer_starts_the_count_anew(stage: Stage):
    await stage.start()
    await stage.run(hours=2)
    await stage.pass_weeks(1)
    await stage.check_ins.note(ANA, (await stage.sent())[-1])
    await stage.pass_weeks(3)
    assert not any("every" in said(card) for card in stage.cards)
    await stage.pass_weeks(1)
    assert "every 2 weeks" in said(stage.cards[-1])


async def test_a_snooze_brings_the_same_one_tomorrow_once(stage: Stage, catalogue: Catalogue):
    await stage.start()
    await stage.run(hours=2)
    [first] = await stage.sent()
    until = await stage.check_ins.snooze(ANA, first)
    assert await stage.check_ins.snooze(ANA, first) == until
    assert until == datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
    await stage.run(days=1)
    await stage.run(days=1)
    before, after = stage.cards
    [nudge] = [one for one in catalogue.nudges.values() if one.text in said(before)]
    assert nudge.text in said(after)
    # The series goes on, and the nudge counts as used once.
    await stage.run(days=5)
    assert nudge.text not in said(stage.cards[2])


async def test_stop_stops_all_of_it_and_twice_is_once(stage: Stage):
    await stage.start()
    await stage.run(hours=2)
    [first] = await stage.sent()
    await stage.check_ins.snooze(ANA, first)
    for _ in range(2):
        await stage.check_ins.stop(ANA, first)
    await stage.pass_weeks(2)
    assert len(stage.cards) == 1
    assert await stage.inbox.list(ANA) == []
    with pytest.raises(StaleActionError, match="stopped"):
        await stage.check_ins.snooze(ANA, first)
    with pytest.raises(StaleActionError, match="stopped"):
        await stage.check_ins.restore(ANA, first)
    series, offered = await stage.check_ins.load(ANA), await stage.check_ins.suggest(ANA)
    assert replies.overview(series, offered).title == "Your check-in is off"
    await stage.check_ins.start(ANA, None, None, None)
    await stage.pass_weeks(1)
    assert len(stage.cards) == 2


async def test_nobody_answers_for_somebody_else(stage: Stage):
    await stage.start()
    await stage.run(hours=2)
    [first] = await stage.sent()
    goal = await stage.goals.add(ANA, "Mine", None, None)
    with pytest.raises(NotFoundError):
        await stage.check_ins.snooze(BEN, first)
    with pytest.raises(NotFoundError):
        await stage.check_ins.nudge_of(BEN, first)
    with pytest.raises(NotFoundError):
        await stage.goals.complete(BEN, goal.id)
    await stage.check_ins.note(BEN, first)
    await stage.check_ins.stop(BEN, first)
    async with stage.database.read() as tx:
        found = await deliveries.load_delivery(tx, first)
    assert found is not None
    assert found.answered_at is None


@pytest.mark.parametrize(("days", "told"), [(2.9, False), (3.2, True)])
async def test_late_ones_are_sent_within_three_days_else_told(
    stage: Stage, days: float, told: bool
):
    await stage.start()
    await stage.run(days=days)
    assert len(stage.cards) == (0 if told else 1)
    kept = await stage.inbox.list(ANA)
    assert [delivery.kind for delivery, _ in kept] == [PostKind.CHECK_IN] * told
    assert told or "is late" in said(stage.cards[0])


async def test_a_second_attempt_says_the_same(stage: Stage, catalogue: Catalogue):
    await stage.start()
    stage.channel.errors = [SendError("later", retry_after=1.0)]
    await stage.run(hours=2)
    await stage.run(hours=1)
    [card] = stage.cards
    first = find_fitting(catalogue, Member(ANA), set())[0]
    assert catalogue.nudges[first].text in said(card)


async def test_what_only_waits_in_the_inbox_has_another_nudge_each_week(
    stage: Stage, catalogue: Catalogue
):
    await stage.start(Place.INBOX)
    await stage.run(hours=2)
    await stage.pass_weeks(5)
    kept = await stage.inbox.list(ANA)
    held = {n.id for _, card in kept for n in catalogue.nudges.values() if n.text in said(card)}
    assert len(kept) == len(held) == 6


async def test_the_first_zone_told_becomes_the_members_own(stage: Stage):
    saved = await stage.check_ins.start(ANA, 4, "18:30", "asia/tokyo")
    assert (saved.recurrence.zone, saved.recurrence.at) == ("Asia/Tokyo", time(18, 30))
    assert saved.next_run_at == datetime(2026, 3, 6, 9, 30, tzinfo=UTC)
    await stage.check_ins.start(ANA, None, None, "Europe/Rome")
    async with stage.database.read() as tx:
        assert (await members.load_member(tx, ANA)).zone == "Asia/Tokyo"
    changed = await stage.check_ins.load(ANA)
    assert changed is not None
    assert (changed.recurrence.weekday, changed.recurrence.zone) == (4, "Europe/Rome")


@pytest.mark.parametrize(("at", "zone"), [("9 o'xlock", "UTC"), ("09:00", "Mars/Olympus")])
async def test_bad_values_start_nothing(stage: Stage, at: str, zone: str):
    with pytest.raises(InvalidInputError):
        await stage.check_ins.start(ANA, 0, at, zone)
    assert await stage.check_ins.load(ANA) is None


async def test_many_goals_are_cut_with_a_count(stage: Stage):
    await stage.start()
    for number in range(7):
        await stage.goals.add(ANA, f"Goal {number}", None, None)
    await stage.run(hours=2)
    [card] = stage.cards
    assert [f"Goal {number}" in said(card) for number in range(7)] == [True] * 5 + [False] * 2
    assert "2 more" in said(card)
    assert Renderer({}).render(card).pages == 1
