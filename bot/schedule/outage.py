"""An outage of the platform: noticed once, told once, and asked about now and then."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.ports import Clock

log = structlog.get_logger(__name__)

_MANY = 5
_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=1)


class Outage:
    """Count failures that are the platform's, so that not every post has to find out by itself.

    After some in a row without an answer in between nothing is sent but one post now and then.
    """

    def __init__(self, clock: Clock) -> None:
        self.since: datetime | None = None
        """When it began (real time, aware UTC); None while the platform answers."""
        self._clock = clock
        self._failures = 0
        self._pause = _FIRST_PAUSE
        self._asks_at = clock.real()

    @property
    def is_waiting(self) -> bool:
        """Tell whether nothing should be asked just now."""
        # A clock that was moved back meanwhile must not prolong it.
        left = self._asks_at - self._clock.real()
        return self.since is not None and timedelta(0) < left <= _LONGEST_PAUSE

    def count(self) -> None:
        """Count one request that the platform did not answer, or with an error of its own."""
        self._failures += 1
        if self._failures < _MANY or self.is_waiting:
            return
        now = self._clock.real()
        if self.since is None:
            self.since = now
            self._pause = _FIRST_PAUSE
            log.error("platform.down", failures=self._failures)
        else:
            self._pause = min(self._pause * 2, _LONGEST_PAUSE)
        self._asks_at = now + self._pause

    def end(self) -> None:
        """Note that the platform answered."""
        if self.since is not None:
            seconds = (self._clock.real() - self.since).total_seconds()
            log.warning("platform.back", down_seconds=seconds)
        self.since, self._failures = None, 0
