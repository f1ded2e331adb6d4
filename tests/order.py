"""In which order tests run: what takes long first, so that no worker is left with it at the end."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def longest_first(
    found: list[T], seconds: Callable[[T], float], workers: int, long: float
) -> list[T]:
    """Return what was found with each worker's share of what takes ``long`` before its others.

    pytest-xdist gives each worker an equal part of the list, in its order; with ``worksteal`` who
    has nothing left takes from the end of another's.
    """
    first = sorted((one for one in found if seconds(one) >= long), key=seconds, reverse=True)
    others = iter([one for one in found if seconds(one) < long])
    ordered: list[T] = []
    for worker in range(workers):
        size = (len(found) - len(ordered)) // (workers - worker)
        share = first[worker::workers]
        ordered += [*share, *islice(others, max(0, size - len(share)))]
    return ordered
