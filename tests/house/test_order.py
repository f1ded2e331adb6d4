"""Every test runs once, in whatever order."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.order import longest_first

SECONDS = {"quarter": 600, "model": 300, "wheel": 120}


@pytest.mark.parametrize("workers", [1, 2, 3, 4])
@pytest.mark.parametrize("count", [0, 1, 2, 7, 40])
def test_every_test_is_there_once_and_the_short_ones_keep_their_order(workers: int, count: int):
    short = [str(number) for number in range(count)]
    found = [*short, *SECONDS]
    ordered = longest_first(found, lambda one: SECONDS.get(one, 60), workers, 100)
    assert Counter(ordered) == Counter(found)
    assert [one for one in ordered if one in short] == short


def test_each_worker_begins_with_its_share_of_the_longest():
    found = [*map(str, range(37)), *reversed(SECONDS)]
    ordered = longest_first(found, lambda one: SECONDS.get(one, 60), 2, 100)
    assert (ordered[:2], ordered[20]) == (["quarter", "wheel"], "model")
