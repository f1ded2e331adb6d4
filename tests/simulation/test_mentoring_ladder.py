"""Every message about mentoring at its moment: once, to whom it should, whatever the process does.

The moments are counted in hours, so that a clock that changes in between moves none of them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.model import CommunityId, MemberId
from bot.model_mentoring import SLOTS
from tests.simulation.mentoring_world import PEOPLE, TOPICS, MentoringWorld
from tests.simulation.model_world import dm_of
from tests.simulation.play import CRASH_POINTS

HERE = CommunityId("discord:200000000000000001")
FIRST, SECOND, LEARNER = PEOPLE[:3]
# In the days after them clocks change in Rome, New York and Auckland, where the three live.
BEGINNINGS = (
    datetime(2026, 3, 27, 10, 30, tzinfo=UTC),
    datetime(2026, 10, 23, 10, 30, tzinfo=UTC),
)
Told = list[tuple[MemberId, str]]


class Ladder:
    """The world, in which the process dies at a point of each moment and starts again."""

    def __init__(self, world: MentoringWorld, start: datetime, dies_at: str | None) -> None:
        self.world, self.dies_at = world, dies_at
        self.died = self._known = 0
        world.reset()
        world.clock.at = world.clock.real_at = start
        for mentor in (FIRST, SECOND):
            offered = world.mentors.offer(
                HERE,
                mentor,
                topics=TOPICS,
                languages=("en",),
                slots=tuple(SLOTS),
                capacity=1,
                intro="",
            )
            world.run(offered)

    def work(self) -> None:
        """Run the engine until nothing is left to do, dying once on the way."""
        self.world.dies_at = self.dies_at
        for _ in range(4):
            # What a dead process was at is tried again a while after.
            if not self.world.work():
                self.died += 1
                self.world.restart()
            self.world.clock.real_at += timedelta(minutes=4)
        self.world.dies_at = None
        self.world.work()

    def told_at(self, moment: datetime) -> Told:
        """Return who was told what at a moment; nobody is told anything right before it."""
        clock = self.world.clock
        if moment > clock.at:
            clock.advance(seconds=(moment - clock.at).total_seconds() - 1)
            self.work()
            assert self._new() == [], f"too early, before {moment}"
            clock.at = moment
        self.work()
        return self._new()

    def _new(self) -> Told:
        rows = self.world.ask(
            "SELECT s.member_id, substr(s.subject_id, instr(s.subject_id, '.') + 1), d.state, "
            "d.channel_id FROM delivery d JOIN schedule s ON s.id = d.schedule_id "
            "ORDER BY d.due_at, s.member_id, 2"
        )
        posts = self.world.channel.posts
        assert {str(row[2]) for row in rows} <= {"sent", "merged"}
        sent = [str(row[3]) for row in rows if row[2] == "sent"]
        assert sorted(sent) == sorted(post.channel_id for post in posts)
        assert all(row[3] == dm_of(MemberId(str(row[0]))) for row in rows if row[2] == "sent")
        told = [(MemberId(str(row[0])), str(row[1]).partition("-")[0]) for row in rows]
        new, self._known = told[self._known :], len(told)
        return sorted(new)


@pytest.mark.timeout(200)
@pytest.mark.parametrize("start", BEGINNINGS, ids=["spring", "autumn"])
def test_each_message_comes_once_at_its_moment(mentoring_world: MentoringWorld, start: datetime):
    died = 0
    for dies_at in (None, *CRASH_POINTS):
        ladder = Ladder(mentoring_world, start, dies_at)
        climb(ladder, start)
        died += ladder.died
    assert died > len(CRASH_POINTS)


def climb(ladder: Ladder, start: datetime) -> None:
    """Let one mentor stay silent, the next one accept, and both sides say nothing any more."""
    world, hour = ladder.world, timedelta(hours=1)
    both = sorted((SECOND, LEARNER))
    world.run(world.send(LEARNER, HERE, "", ("en",), tuple(SLOTS), TOPICS))
    assert ladder.told_at(start) == [(FIRST, "new")]
    assert ladder.told_at(start + 36 * hour) == [(FIRST, "again")]
    moved = [(FIRST, "gone"), (SECOND, "new"), (LEARNER, "moved")]
    assert ladder.told_at(start + 72 * hour) == sorted(moved)
    accepted = start + 73 * hour
    world.clock.at = accepted
    [(offer,)] = world.ask("SELECT id FROM mentor_offer WHERE state = 'sent'")
    world.run(world.mentorships.accept(SECOND, str(offer)))
    assert ladder.told_at(accepted) == [(LEARNER, "start")]
    [hello] = ladder.told_at(accepted + 24 * hour)
    assert hello in [(one, "hello") for one in both]
    assert ladder.told_at(accepted + 7 * 24 * hour) == [(one, "meet") for one in both]
    assert ladder.told_at(accepted + 35 * 24 * hour) == [(one, "still") for one in both]
    assert ladder.told_at(accepted + 42 * 24 * hour) == [(one, "ended") for one in both]
    # The learner's request is not looked for by itself: they may press for it.
    assert ladder.told_at(accepted + 100 * 24 * hour) == []
