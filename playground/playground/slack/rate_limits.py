"""Slack's rate limits: a tier per method, and a pace per channel for messages.

Source: docs.slack.dev, apis/web-api/rate-limits. How large a burst may be is not published: what
is here lets as many through at once as a minute allows, and five messages to a channel.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from playground.slack.errors import rate_limited
from playground.slack.identity import Windows


@dataclass(frozen=True, slots=True)
class Rate:
    """Say how many requests a minute allows in the long run, and how many at once."""

    per_minute: float
    at_once: int


TIER_1: Final = Rate(1, 10)
TIER_2: Final = Rate(20, 20)
TIER_3: Final = Rate(50, 50)
TIER_4: Final = Rate(100, 100)
SPECIAL: Final = Rate(600, 600)
PER_CHANNEL: Final = Rate(60, 5)
PER_WORKSPACE: Final = Rate(300, 60)
POST: Final = "chat.postMessage"


@dataclass(slots=True)
class _Bucket:
    left: float
    since: float


class RateLimits:
    """Count requests; ``rates`` by method, and ``per_channel`` for messages, can be changed.

    ``off()`` allows everything.
    """

    def __init__(self, windows: Windows, rates: dict[str, Rate]) -> None:
        self._windows = windows
        self._buckets: dict[tuple[str, str], _Bucket] = {}
        self.rates = {**rates, POST: PER_WORKSPACE}
        self.per_channel = PER_CHANNEL
        self._is_on = True

    def off(self) -> None:
        """Allow everything."""
        self._is_on = False

    def count(self, method: str, channel: str) -> None:
        """Count one request.

        Raises
        ------
        SlackError
            ratelimited, with Retry-After.
        """
        if not self._is_on:
            return
        buckets = list(self._buckets_of(method, channel))
        now = self._windows.now()
        for bucket, rate in buckets:
            passed = now - bucket.since
            bucket.left = min(rate.at_once, bucket.left + passed * rate.per_minute / 60)
            bucket.since = now
        if waits := [
            (1 - bucket.left) * 60 / rate.per_minute for bucket, rate in buckets if bucket.left < 1
        ]:
            raise rate_limited(max(waits))
        for bucket, _ in buckets:
            bucket.left -= 1

    def _buckets_of(self, method: str, channel: str) -> Iterator[tuple[_Bucket, Rate]]:
        rates = [((method, ""), self.rates.get(method, TIER_3))]
        if method == POST:
            rates.append(((method, channel), self.per_channel))
        for key, rate in rates:
            now = self._windows.now()
            yield self._buckets.setdefault(key, _Bucket(rate.at_once, now)), rate
