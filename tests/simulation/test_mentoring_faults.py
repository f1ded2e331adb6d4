"""What random histories of mentoring found, or could have: each fault as a story of its own."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest

from bot.errors import InvalidInputError, MentorError, StaleActionError
from bot.model import CommunityId, MemberId
from bot.model_mentoring import SLOTS
from bot.services.mentor_requests import MAX_OPEN
from bot.storage import invariants
from tests.simulation.mentoring_world import PEOPLE, TOPICS, MentoringWorld

T = TypeVar("T")
HERE = CommunityId("discord:200000000000000001")
ANA, BEA, BEN, MIA = PEOPLE[:4]


class Stage:
    """A world with one mentor, Ben, who has room for one learner."""

    def __init__(self, world: MentoringWorld) -> None:
        world.reset()
        self.world = world
        self.be_mentor(BEN)

    def do(self, act: Coroutine[Any, Any, T]) -> T:
        done = self.world.run(act)
        self.pass_time(minutes=0)
        return done

    def refuse(self, kind: type[MentorError], act: Coroutine[Any, Any, Any]) -> None:
        with pytest.raises(kind):
            self.world.run(act)
        assert invariants.inspect(self.world.look) == []

    def pass_time(self, **by: float) -> None:
        self.world.clock.advance(**by)
        self.world.run(self.world.turns.run(self.world.clock.now()))
        assert invariants.inspect(self.world.look) == []

    def be_mentor(self, person: MemberId, capacity: int = 1) -> None:
        offered = self.world.mentors.offer(
            HERE,
            person,
            topics=TOPICS,
            languages=("en",),
            slots=tuple(SLOTS),
            capacity=capacity,
            intro="",
        )
        self.do(offered)

    def ask(self, person: MemberId, mentor: str = "") -> str:
        sent = self.world.send(person, HERE, mentor, ("en",), tuple(SLOTS), TOPICS)
        return self.do(sent)

    def offers(self, person: MemberId) -> list[str]:
        """Return what somebody is asked, as the ids of offers."""
        return [one.offer.id for one in self.world.run(self.world.offers.queue(person))]

    def accept(self, person: MemberId) -> str:
        [offer] = self.offers(person)
        return self.do(self.world.mentorships.accept(person, offer))[0].mentorship.id

    def state(self, own_id: str) -> object:
        [(state,)] = self.world.ask(
            "SELECT state FROM mentor_request WHERE id = ?1 UNION ALL "
            "SELECT state FROM mentorship WHERE id = ?1",
            own_id,
        )
        return state


@pytest.fixture
def stage(mentoring_world: MentoringWorld) -> Stage:
    return Stage(mentoring_world)


@pytest.mark.parametrize("how", ["withdraw", "pass", "expire", "delete"])
def test_a_place_that_an_offer_held_goes_to_whoever_waits(stage: Stage, how: str):
    world = stage.world
    asked = stage.ask(ANA)
    waits = stage.ask(BEA)
    assert (stage.state(asked), stage.state(waits)) == ("offered", "open")
    if how == "withdraw":
        stage.do(world.requests.withdraw(ANA, asked))
    elif how == "pass":
        stage.do(world.offers.decline(BEN, stage.offers(BEN)[0]))
    elif how == "expire":
        stage.pass_time(hours=72)
    else:
        stage.do(world.privacy.delete(ANA))
    assert stage.state(waits) == "offered"


def test_who_is_asked_again_after_ninety_days_is_asked_by_itself(stage: Stage):
    waits = stage.ask(ANA)
    stage.do(stage.world.offers.decline(BEN, stage.offers(BEN)[0]))
    stage.pass_time(hours=2)
    assert stage.state(waits) == "open"
    stage.pass_time(days=91)
    assert stage.state(waits) == "offered"


def test_who_lifts_their_blocks_is_looked_for_again(stage: Stage):
    waits = stage.ask(ANA)
    stage.do(stage.world.mentorships.block_asker(BEN, stage.offers(BEN)[0]))
    stage.pass_time(days=92)
    assert stage.state(waits) == "open"
    stage.do(stage.world.requests.lift_blocks(BEN))
    assert stage.state(waits) == "offered"


def test_an_end_cannot_be_undone_once_its_place_is_somebody_elses(stage: Stage):
    stage.ask(ANA)
    pair = stage.accept(BEN)
    waits = stage.ask(BEA)
    stage.do(stage.world.mentorships.end(BEN, pair))
    stage.pass_time(minutes=10)
    assert stage.state(waits) == "offered"
    stage.refuse(StaleActionError, stage.world.mentorships.restore(BEN, pair))


def test_a_place_is_held_while_its_end_can_be_undone(stage: Stage):
    stage.ask(ANA)
    pair = stage.accept(BEN)
    waits = stage.ask(BEA)
    stage.do(stage.world.mentorships.end(ANA, pair))
    stage.pass_time(minutes=9)
    # Nor does it go to whoever comes now, or asks for this mentor by name.
    later = stage.ask(MIA)
    stage.refuse(StaleActionError, stage.world.send(MIA, HERE, BEN, ("en",), tuple(SLOTS), TOPICS))
    assert (stage.state(waits), stage.state(later)) == ("open", "open")
    stage.do(stage.world.mentorships.restore(ANA, pair))
    stage.pass_time(minutes=10)
    assert (stage.state(pair), stage.state(waits)) == ("starting", "open")


@pytest.mark.parametrize("how", ["block", "delete", "silence"])
def test_a_place_whose_end_nobody_can_undo_is_free_at_once(stage: Stage, how: str):
    stage.ask(ANA)
    pair = stage.accept(BEN)
    waits = stage.ask(BEA)
    if how == "block":
        stage.do(stage.world.mentorships.end(BEN, pair, block=True))
    elif how == "delete":
        stage.do(stage.world.privacy.delete(ANA))
    else:
        for days in (1, 34, 7):
            stage.pass_time(days=days)
    assert stage.state(waits) == "offered"


def test_an_end_cannot_be_undone_once_the_learner_looks_elsewhere(stage: Stage):
    stage.ask(ANA)
    pair = stage.accept(BEN)
    stage.do(stage.world.mentorships.end(BEN, pair))
    stage.do(stage.world.mentorships.look_again(ANA, pair))
    stage.refuse(StaleActionError, stage.world.mentorships.restore(BEN, pair))


def test_an_end_cannot_be_undone_once_the_other_blocks(stage: Stage):
    stage.ask(ANA)
    pair = stage.accept(BEN)
    stage.do(stage.world.mentorships.end(BEN, pair))
    stage.do(stage.world.mentorships.end(ANA, pair, block=True))
    stage.refuse(StaleActionError, stage.world.mentorships.restore(BEN, pair))


def test_an_end_is_undone_where_nothing_changed(stage: Stage):
    stage.ask(ANA)
    pair = stage.accept(BEN)
    stage.do(stage.world.mentorships.end(BEN, pair))
    stage.do(stage.world.mentorships.restore(BEN, pair))
    assert stage.state(pair) == "starting"


def test_a_request_has_one_mentor_at_a_time(stage: Stage):
    stage.ask(ANA)
    first = stage.accept(BEN)
    stage.do(stage.world.mentorships.end(BEN, first))
    stage.be_mentor(MIA)
    stage.do(stage.world.mentorships.look_again(ANA, first))
    stage.accept(MIA)
    stage.refuse(InvalidInputError, stage.world.mentorships.look_again(ANA, first))


def test_neither_undo_nor_a_second_look_makes_too_many_requests(stage: Stage):
    matched = stage.ask(ANA)
    pair = stage.accept(BEN)
    assert stage.state(matched) == "matched"
    taken_back = stage.ask(ANA)
    stage.do(stage.world.requests.withdraw(ANA, taken_back))
    for _ in range(MAX_OPEN):
        stage.ask(ANA)
    stage.refuse(InvalidInputError, stage.world.requests.restore(ANA, taken_back))
    stage.do(stage.world.mentorships.end(BEN, pair))
    stage.refuse(InvalidInputError, stage.world.mentorships.look_again(ANA, pair))


def test_who_blocks_is_asked_about_and_paired_with_that_person_no_more(stage: Stage):
    # Each asks for the other, and each accepts.
    stage.ask(ANA)
    stage.be_mentor(ANA)
    stage.ask(BEN)
    first, second = stage.accept(BEN), stage.accept(ANA)
    stage.do(stage.world.mentorships.end(ANA, first, block=True))
    assert (stage.state(first), stage.state(second)) == ("ended", "ended")


def test_a_block_takes_back_what_is_asked_the_other_way(stage: Stage):
    stage.ask(ANA)
    stage.be_mentor(ANA)
    other = stage.ask(BEN)
    pair = stage.accept(BEN)
    assert len(stage.offers(ANA)) == 1
    stage.do(stage.world.mentorships.end(ANA, pair, block=True))
    assert stage.offers(ANA) == []
    stage.pass_time(hours=2)
    assert stage.state(other) == "open"


def test_what_both_sides_deleted_is_gone(stage: Stage):
    stage.ask(ANA)
    stage.accept(BEN)
    for person in (ANA, BEN):
        stage.do(stage.world.privacy.delete(person))
    for table in ("mentorship", "mentorship_side", "mentorship_event", "mentor_request"):
        assert stage.world.ask(f"SELECT count(*) FROM {table}") == [(0,)]


def test_a_message_about_what_was_deleted_is_taken_back(stage: Stage):
    stage.ask(ANA)
    stage.pass_time(hours=72)
    stage.do(stage.world.privacy.delete(ANA))
    planned = "SELECT member_id FROM schedule WHERE next_run_at IS NOT NULL"
    assert stage.world.ask(planned) == []
