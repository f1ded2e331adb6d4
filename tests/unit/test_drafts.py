"""What is kept in memory: a share for each, for a day, and nothing after its owner deleted it."""

from __future__ import annotations

from bot.model import CommunityId, MemberId
from bot.services.drafts import Drafts, Memory
from tests.outside import StoppedClock

ANA, BEN, HERE = MemberId("discord:1001"), MemberId("discord:1002"), CommunityId("discord:1")
MOST = 20


def test_a_thousand_drafts_of_one_member_push_out_their_own_alone(clock: StoppedClock):
    drafts: Drafts[str] = Drafts(Memory(), clock, MOST)
    drafts.keep(BEN, "first", "Ben's")
    for number in range(1000):
        drafts.keep(ANA, str(number), f"Ana's {number}")
    assert drafts.recall(BEN, "first") == "Ben's"
    assert drafts.recall(ANA, "979") is None
    assert [drafts.recall(ANA, str(number)) for number in range(980, 1000)] == [
        f"Ana's {number}" for number in range(980, 1000)
    ]
    assert len(drafts) == MOST + 1


def test_a_draft_is_its_owners_alone(clock: StoppedClock):
    drafts: Drafts[str] = Drafts(Memory(), clock, MOST)
    drafts.keep(ANA, "one", "Ana's")
    drafts.keep(BEN, "one", "Ben's")
    drafts.discard(BEN, "one")
    assert (drafts.recall(ANA, "one"), drafts.recall(BEN, "one")) == ("Ana's", None)


def test_a_draft_is_kept_for_a_day_and_then_no_longer_in_memory(clock: StoppedClock):
    drafts: Drafts[str] = Drafts(Memory(), clock, MOST)
    drafts.keep(ANA, "old", "Ana's")
    drafts.keep(BEN, "old", "Ben's")
    clock.advance(hours=23)
    drafts.keep(BEN, "new", "Ben's")
    clock.advance(hours=2)
    assert (drafts.recall(BEN, "old"), drafts.recall(BEN, "new")) == (None, "Ben's")
    drafts.keep(HERE, "other", "theirs")
    assert drafts.recall(ANA, "old") is None
    assert len(drafts) == 3


def test_a_deletion_empties_every_store_of_whose_it_is_or_who_typed_it(clock: StoppedClock):
    memory = Memory()
    own: Drafts[str] = Drafts(memory, clock, MOST)
    content: Drafts[str] = Drafts(memory, clock, MOST)
    own.keep(ANA, "one", "Ana's")
    own.keep(BEN, "one", "Ben's")
    content.keep(HERE, "one", "typed by Ana", ANA)
    content.keep(HERE, "two", "typed by Ben", BEN)
    memory.forget(ANA)
    assert (own.recall(ANA, "one"), own.recall(BEN, "one")) == (None, "Ben's")
    assert (content.recall(HERE, "one"), content.recall(HERE, "two")) == (None, "typed by Ben")
    memory.forget(HERE)
    assert content.recall(HERE, "two") is None
