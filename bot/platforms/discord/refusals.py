"""What a refusal of Discord's means for a post: for good or for now, for whom, and in words."""

from __future__ import annotations

import discord

from bot.ports import Cause, SendError
from bot.replies import reasons
from bot.words import N_

# docs: topics/opcodes-and-status-codes, JSON error codes
_REASONS = {
    10003: reasons.POST_CHANNEL_GONE,
    20026: N_("Discord has flagged the bot. Its operator has to appeal in the developer portal."),
    50001: N_("The bot cannot see the channel. Give it View Channel there."),
    50007: N_(
        "Direct messages are not accepted. The Privacy Settings of a shared server allow them."
    ),
    50013: N_("The bot may not post in the channel. Give it Send Messages there."),
    50278: N_("The bot shares no server with the member any more, so it cannot write to them."),
    200000: N_("AutoMod of this server blocked the post. Allow the bot in the AutoMod rule."),
    240000: N_("A link in the post is blocked by this server. Allow the bot in the AutoMod rule."),
}
_REFUSED = N_("Discord refused the post.")
# docs: topics/opcodes-and-status-codes; how long Discord remembers it is not documented.
_OPENED_TOO_MANY = 40003
_OPENING_PAUSE_SECONDS = 600.0
_CAUSES = {
    10003: Cause.CHANNEL_GONE,
    50001: Cause.NO_ACCESS,
    50007: Cause.DM_CLOSED,
    50013: Cause.NO_ACCESS,
    50278: Cause.DM_CLOSED,
    200000: Cause.FILTERED,
    240000: Cause.FILTERED,
}
# docs: topics/rate-limits, "Invalid Request Limit"
_INVALID = frozenset({401, 403, 429})


def explain(error: Exception, *, is_global: bool = False) -> SendError:
    """Return why a request failed; ``is_global``: its answer asked all requests to wait."""
    if isinstance(error, discord.RateLimited):
        # discord.py waits out shorter ones itself; this one was not even sent.
        return SendError(
            N_("Discord asked to wait"),
            retry_after=error.retry_after,
            is_global=is_global,
            is_invalid_request=is_global,
            cause=Cause.RATE_LIMITED,
        )
    if isinstance(error, discord.HTTPException) and error.code == _OPENED_TOO_MANY:
        return SendError(
            N_("Discord lets the bot open no more direct messages for now."),
            retry_after=_OPENING_PAUSE_SECONDS,
            is_invalid_request=error.status in _INVALID,
            cause=Cause.RATE_LIMITED,
        )
    if isinstance(error, discord.HTTPException):
        told = f"{_REFUSED} [status {error.status}, code {error.code}]"
        # Discord's own refusals have a code; what has none comes from something in between.
        is_refusal = isinstance(error, discord.Forbidden | discord.NotFound) and error.code != 0
        return SendError(
            _REASONS.get(error.code, told),
            permanent=error.code in _REASONS or is_refusal,
            retry_after=_retry_after(error) if error.status == 429 else None,
            is_global=is_global,
            is_invalid_request=error.status in _INVALID,
            cause=_CAUSES.get(error.code) or _cause(error),
        )
    return SendError(N_("Discord could not be reached"), cause=Cause.UNREACHABLE)


def _retry_after(error: discord.HTTPException) -> float | None:
    """Return the seconds that a refusal asks to wait (RFC 9110, section 10.2.3), if it says so."""
    told = error.response.headers.get("Retry-After", "")
    return float(told) if told.isdecimal() else None


def _cause(error: discord.HTTPException) -> Cause:
    if error.status == 429:
        return Cause.RATE_LIMITED
    if error.code == 0 or error.status >= 500:
        return Cause.UNREACHABLE
    return Cause.NO_ACCESS if error.status in (401, 403) else Cause.OTHER
