"""Rounds: the best sum there is, within everybody's room, and whoever waits longest first."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

import pytest

from bot.model_mentoring import Lack
from bot.services.matching.hindrances import Help
from bot.services.matching.rounds import Round, match
from bot.services.matching.score import find_rare, weigh
from bot.services.matching.wishes import Learner, Mentor
from tests.unit.matching.people import WEEK, draw, hours, learner, mentor

Best = tuple[int, tuple[bool, ...]]


def best(learners: Sequence[Learner], mentors: Sequence[Mentor]) -> Best:
    """Return the highest sum of scores and, of its ways, who has a mentor in the order of turns.

    Everything is tried: each learner with nobody or with any mentor who has room left.
    """
    rare = find_rare(mentors)
    waiting = sorted(learners, key=lambda one: (one.waiting_since, one.id))
    fits = [[weigh(one, leo, WEEK, rare) for one in mentors] for leo in waiting]

    @cache
    def beyond(number: int, room: tuple[int, ...]) -> Best:
        if number == len(waiting):
            return 0, ()
        return max(ways(number, room))

    def ways(number: int, room: tuple[int, ...]) -> Iterator[Best]:
        score, given = beyond(number + 1, room)
        yield score, (False, *given)
        for place, fit in enumerate(fits[number]):
            if fit and room[place]:
                less = (*room[:place], room[place] - 1, *room[place + 1 :])
                score, given = beyond(number + 1, less)
                yield fit.score + score, (True, *given)

    return beyond(0, tuple(one.room for one in mentors))


def greedy(learners: Sequence[Learner], mentors: Sequence[Mentor]) -> int:
    """Return the sum when the best pair that is left is taken again and again."""
    rare = find_rare(mentors)
    fits = [fit for leo in learners for one in mentors if (fit := weigh(one, leo, WEEK, rare))]
    room = Counter({one.id: one.room for one in mentors})
    served: set[str] = set()
    total = 0
    for fit in sorted(fits, key=lambda fit: -fit.score):
        if fit.learner_id not in served and room[fit.mentor_id]:
            served.add(fit.learner_id)
            room[fit.mentor_id] -= 1
            total += fit.score
    return total


def check(found: Round, learners: Sequence[Learner], mentors: Sequence[Mentor]) -> None:
    """Check that every pair is allowed and everybody is told something, once."""
    wishes, offers = {one.id: one for one in learners}, {one.id: one for one in mentors}
    rare = find_rare(mentors)
    for fit in found.pairs:
        assert fit.mentor_id not in wishes[fit.learner_id].not_with
        assert fit == weigh(offers[fit.mentor_id], wishes[fit.learner_id], WEEK, rare)
    taken = Counter(fit.mentor_id for fit in found.pairs)
    assert all(count <= offers[own_id].room for own_id, count in taken.items())
    told = [fit.learner_id for fit in found.pairs] + [one.learner_id for one in found.unmatched]
    assert sorted(told) == sorted(wishes)
    full = {own_id for own_id, one in offers.items() if taken[own_id] == one.room}
    for one in found.unmatched:
        fitting = [m for m in mentors if weigh(m, wishes[one.learner_id], WEEK, rare)]
        assert (one.reason is Lack.OTHERS_FIRST) == bool(fitting)
        assert {m.id for m in fitting} <= full


@pytest.mark.parametrize("seed", range(20))
def test_a_round_is_the_best_of_all_and_serves_the_longest_waiting_of_equals(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(20):
        learners, mentors = draw(dice, dice.randint(0, 7), dice.randint(0, 7))
        found = match(learners, mentors, WEEK)
        served = {fit.learner_id for fit in found.pairs}
        waiting = sorted(learners, key=lambda one: (one.waiting_since, one.id))
        assert (found.score, tuple(one.id in served for one in waiting)) == best(learners, mentors)
        assert found.score >= greedy(learners, mentors)
        check(found, learners, mentors)


def test_among_people_who_are_all_alike_only_the_time_waited_decides() -> None:
    dice = random.Random(3)
    decided = 0
    for _ in range(200):
        mentors = [mentor(f"m{number}") for number in range(dice.randint(1, 5))]
        ids = [one.id for one in mentors]
        learners = [
            learner(
                f"l{number}",
                days=dice.randrange(5),
                not_with=dice.sample(ids, dice.randint(0, len(ids))),
            )
            for number in range(7)
        ]
        dice.shuffle(learners)
        found = match(learners, mentors, WEEK)
        served = {fit.learner_id for fit in found.pairs}
        waiting = sorted(learners, key=lambda one: (one.waiting_since, one.id))
        assert (found.score, tuple(one.id in served for one in waiting)) == best(learners, mentors)
        decided += any(one.reason is Lack.OTHERS_FIRST for one in found.unmatched)
    assert decided > 100


def test_a_large_round_is_never_worse_than_greedy_and_often_better() -> None:
    dice = random.Random(4)
    better = 0
    for _ in range(5):
        learners, mentors = draw(dice, 80, 40)
        found = match(learners, mentors, WEEK)
        check(found, learners, mentors)
        ahead = found.score - greedy(learners, mentors)
        assert ahead >= 0
        better += ahead > 0
    assert better


def test_the_order_in_which_people_come_does_not_matter() -> None:
    dice = random.Random(9)
    learners, mentors = draw(dice, 12, 8)
    found = match(learners, mentors, WEEK)
    assert found.pairs
    for _ in range(10):
        dice.shuffle(learners)
        dice.shuffle(mentors)
        assert match(learners, mentors, WEEK) == found


def test_of_equals_the_longest_waiting_is_served_then_the_smaller_id_by_the_smaller_id() -> None:
    mentors = [mentor("b"), mentor("c"), mentor("a")]
    learners = [learner("new"), learner("b", days=1), learner("a", days=1), learner("old", days=9)]
    found = match(learners, mentors, WEEK)
    assert [fit.learner_id for fit in found.pairs] == ["old", "a", "b"]
    assert [one.learner_id for one in found.unmatched] == ["new"]
    assert found.unmatched[0].help is Help.NEXT_ROUND
    [only] = match(learners[:1], mentors, WEEK).pairs
    assert only.mentor_id == "a"


def test_a_round_waited_outweighs_two_topics() -> None:
    one = [mentor(topics=("agile", "risks"))]
    keen, patient = learner("keen", ("agile", "scope")), learner("patient", waited=1)
    assert [fit.learner_id for fit in match([keen, patient], one, WEEK).pairs] == ["patient"]


def test_room_is_how_many_are_given_and_offers_of_each_kind_are_told() -> None:
    learners = [
        learner("a", days=3),
        learner("b", days=2),
        learner("c", days=1),
        learner("asleep", free=hours(6, 1, 4)),
        learner("strange", languages=("de",)),
    ]
    found = match(learners, [mentor(room=2), mentor("away", room=0)], WEEK)
    assert [(fit.learner_id, fit.mentor_id) for fit in found.pairs] == [("a", "mia"), ("b", "mia")]
    assert {one.learner_id: one.reason for one in found.unmatched} == {
        "c": Lack.OTHERS_FIRST,
        "asleep": Lack.HOURS,
        "strange": Lack.LANGUAGE,
    }


def test_a_round_with_nobody_on_one_side_is_empty() -> None:
    assert match([], [mentor()], WEEK) == Round((), ())
    [alone] = match([learner()], [], WEEK).unmatched
    assert alone.reason is Lack.NOBODY_FREE
