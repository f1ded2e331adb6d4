"""How Slack refuses: HTTP 200 with ``ok: false`` and a name, but 429 for too many requests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.wire import Json


class SlackError(Exception):
    """Refuse a request by one of Slack's names; ``extra`` goes into the answer beside it."""

    def __init__(
        self,
        error: str,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers = headers or {}
        self.body: Json = {"ok": False, "error": error, **extra}


def refused_arguments(*messages: str) -> SlackError:
    """Return ``invalid_arguments``, which says what is wrong in ``response_metadata``."""
    told = [f"[ERROR] {message}" for message in messages]
    return SlackError("invalid_arguments", response_metadata={"messages": told})


def refused_blocks(messages: Sequence[str]) -> SlackError:
    """Return ``invalid_blocks``; each message ends with the pointer to what it is about."""
    told = [f"[ERROR] {message}" for message in messages]
    return SlackError("invalid_blocks", errors=list(messages), response_metadata={"messages": told})


def rate_limited(retry_after: float) -> SlackError:
    """Return the answer to too many requests; Slack tells whole seconds."""
    seconds = max(1, -int(-retry_after // 1))
    return SlackError("ratelimited", status=429, headers={"Retry-After": str(seconds)})
