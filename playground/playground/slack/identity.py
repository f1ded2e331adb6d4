"""Ids and timestamps as Slack forms them, and the time that its own windows follow."""

from __future__ import annotations

import itertools
import time
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Ids:
    """Hand out ids: a letter for the kind, then ten capitals and digits, never twice the same."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, Iterator[int]] = defaultdict(lambda: itertools.count(1))

    def next(self, kind: str) -> str:
        """Return a new id of a kind, such as "U" for a user."""
        number = next(self._numbers[kind])
        tail = ""
        while number:
            number, digit = divmod(number, len(_DIGITS))
            tail = _DIGITS[digit] + tail
        return f"{kind}0{tail:0>9}"


class Windows:
    """Tell the time by which Slack's own windows run: triggers, answer addresses, rate limits.

    It is real time, whatever the clock says that people move; ``skip`` lets it pass at once, so
    that a test need not wait.
    """

    def __init__(self) -> None:
        self._skipped = 0.0
        self._last = 0

    def now(self) -> float:
        """Return seconds of Unix time."""
        return time.time() + self._skipped

    def skip(self, seconds: float) -> None:
        """Let seconds pass at once."""
        self._skipped += seconds

    def timestamp(self) -> str:
        """Return a message's ``ts``: the time in microseconds, each later than the last."""
        self._last = max(self._last + 1, int(self.now() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06}"
