"""Discord's rate limits: a bucket per route and channel, and one for the whole bot."""

from __future__ import annotations

import time
from dataclasses import dataclass
from hashlib import blake2s

from playground.refusals import RefusalError


class LimitedError(RefusalError):
    """Answer 429; ``Via`` tells the client that Discord, not Cloudflare's block, speaks."""

    def __init__(self, retry_after: float, *, everywhere: bool = False) -> None:
        super().__init__(429, 0, "You are being rate limited.")
        self.body = {
            "message": "You are being rate limited.",
            "retry_after": round(retry_after, 3),
            "global": everywhere,
        }
        self.headers = {
            "Via": "1.1 google",
            "Retry-After": f"{retry_after:.3f}",
            "X-RateLimit-Scope": "global" if everywhere else "user",
        }
        if everywhere:
            self.headers["X-RateLimit-Global"] = "true"


@dataclass(slots=True)
class _Bucket:
    used: int
    ends: float


class RateLimits:
    """Count requests in windows of real time.

    ``limit`` per ``window`` seconds for each bucket, ``per_second`` for all requests with a token
    (Discord: 50, docs, topics/rate-limits; the buckets' own limits are not published).
    """

    def __init__(self, limit: int = 50, window: float = 1.0, per_second: int = 50) -> None:
        self.limit = limit
        self.window = window
        self.per_second = per_second
        self._buckets: dict[str, _Bucket] = {}
        self._everything = _Bucket(0, 0.0)

    def count(self, route: str, major: str, *, is_webhook: bool) -> dict[str, str]:
        """Count one request; return its headers.

        Raises
        ------
        LimitedError
            The bucket or the whole bot's allowance is used up.
        """
        now = time.monotonic()
        if is_webhook:
            return self._headers(route, self.limit - 1, self.window)
        if (wait := _take(self._everything, now, self.per_second, 1.0)) > 0:
            raise LimitedError(wait, everywhere=True)
        bucket = self._buckets.setdefault(f"{route} {major}", _Bucket(0, 0.0))
        wait = _take(bucket, now, self.limit, self.window)
        headers = self._headers(route, max(0, self.limit - bucket.used), bucket.ends - now)
        if wait > 0:
            limited = LimitedError(wait)
            limited.headers.update(headers)
            raise limited
        return headers

    def _headers(self, route: str, remaining: int, reset_after: float) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(remaining),
            "X-RateLimit-Reset": f"{time.time() + reset_after:.3f}",
            "X-RateLimit-Reset-After": f"{reset_after:.3f}",
            "X-RateLimit-Bucket": bucket_name(route),
        }


def bucket_name(route: str) -> str:
    """Return the hash that names a route's bucket."""
    return blake2s(route.encode(), digest_size=16).hexdigest()


def _take(bucket: _Bucket, now: float, limit: int, window: float) -> float:
    """Count one; return the seconds to wait if there was none left."""
    if now >= bucket.ends:
        bucket.used, bucket.ends = 0, now + window
    if bucket.used >= limit:
        return bucket.ends - now
    bucket.used += 1
    return 0.0
