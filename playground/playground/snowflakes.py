"""Ids as Discord makes them: real milliseconds since 2015 and a counter, always growing."""

from __future__ import annotations

import time

DISCORD_EPOCH_MS = 1_420_070_400_000
_COUNTER_BITS = 22


class Snowflakes:
    """Hand out ids; they follow real time even when the playground's clock is moved."""

    def __init__(self, last: int = 0) -> None:
        self.last = last

    def next(self) -> str:
        """Return an id greater than every id before (Discord docs, reference, "Snowflakes")."""
        now = (time.time_ns() // 1_000_000 - DISCORD_EPOCH_MS) << _COUNTER_BITS
        self.last = max(now, self.last + 1)
        return str(self.last)


def created_at(snowflake: str) -> float:
    """Return when an id was made, as Unix time in seconds."""
    return ((int(snowflake) >> _COUNTER_BITS) + DISCORD_EPOCH_MS) / 1000
