"""What a refusal of Slack's means: for the operator, and for a post.

Sources: docs.slack.dev, reference/methods/chat.postMessage ("Errors") and apis/web-api/rate-limits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from typing import Any, cast

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.ports import Cause, SendError
from bot.replies import reasons
from bot.words import N_

FAILURES = (SlackClientError, aiohttp.ClientError, OSError, asyncio.TimeoutError)
"""What a request can end with."""

DEAD_TOKENS = frozenset(
    {
        "account_inactive",
        "app_uninstalled",
        "invalid_auth",
        "not_authed",
        "org_login_required",
        "team_added_to_org",
        "token_expired",
        "token_revoked",
    }
)
"""Errors after which nothing can be done on Slack until the operator gives another token."""

_APP_REFUSED = (
    "Slack refused the token in MENTOR_SLACK_APP_TOKEN ({error}). Copy the app-level token again "
    "from the app's settings (Basic Information > App-Level Tokens; it starts with xapp- and needs "
    "connections:write), then start the bot. Nothing that was planned is lost."
)
_BOT_REFUSED = (
    "Slack refused the token in MENTOR_SLACK_BOT_TOKEN ({error}). Copy the bot token again from "
    "the app's settings (Install App > Bot User OAuth Token; it starts with xoxb-), then start the "
    "bot. Nothing that was planned is lost."
)
_SCOPES = (
    "The Slack app may not do all that the bot needs. Add these bot token scopes in the app's "
    "settings (OAuth & Permissions) and install the app again: {scopes}."
)
_WRONG_KIND = frozenset(
    {
        "forbidden_socket_mode",
        "link_disabled",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
    }
)

_GONE = frozenset({"channel_not_found", "is_archived", "channel_is_archived"})
_NO_ACCESS = {
    "not_in_channel": N_("The bot is not in the channel. Type /invite and its name there."),
    "restricted_action": N_(
        "This workspace lets only some people post in the channel. An admin can allow the bot."
    ),
    "messages_tab_disabled": N_(
        "The app takes no direct messages. Its operator can switch the Messages tab on."
    ),
    "missing_scope": N_("The Slack app lacks a permission. Its operator has to install it again."),
}
_ALSO_NO_ACCESS = frozenset({"no_permission", "team_access_not_granted", "ekm_access_denied"})
_NOT_REACHED = frozenset({"user_not_found", "user_not_visible", "user_disabled", "cannot_dm_bot"})
_BROKEN = frozenset(
    {
        "invalid_arguments",
        "invalid_blocks",
        "invalid_blocks_format",
        "metadata_too_large",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
    }
)
_REFUSED = N_("Slack refused the post.")
_LIMITED = frozenset({"ratelimited", "rate_limited"})
# Whether it was posted all the same is not known: it is looked for before it is sent again.
_AMBIGUOUS = frozenset(
    {
        "duplicate_channel_not_found",
        "duplicate_message_not_found",
        "fatal_error",
        "internal_error",
        "request_timeout",
        "service_unavailable",
    }
)
_FULL_SECONDS = 900.0


def error_of(error: BaseException) -> str:
    """Return Slack's name of a refusal, or "" where something else answered or nobody did."""
    return str(_body(error).get("error", ""))


def needed_by(error: BaseException) -> str:
    """Return the scopes that a refused request needs, as Slack lists them."""
    return str(_body(error).get("needed") or "")


def retry_after(error: SlackApiError) -> float:
    """Return for how many seconds Slack asks to wait; 0 where it does not say."""
    answer: Any = error.response
    told = str(answer.headers.get("Retry-After", ""))
    return float(told) if told.isdecimal() else 0.0


def _body(error: BaseException) -> Mapping[str, Any]:
    # slack_sdk hands on aiohttp's own response of what is no JSON, such as a proxy's page.
    body = getattr(getattr(error, "response", None), "data", None)
    return cast(Mapping[str, Any], body) if isinstance(body, dict) else {}


def _status(error: SlackApiError) -> int:
    answer: Any = error.response
    return int(getattr(answer, "status_code", 0) or getattr(answer, "status", 0))


def explain_app_token(error: SlackApiError) -> str | None:
    """Return what an operator can do about a refused app token; None if it may pass."""
    name = error_of(error)
    return _APP_REFUSED.format(error=name) if name in DEAD_TOKENS | _WRONG_KIND else None


def explain_bot_token(error: SlackApiError) -> str | None:
    """Return what an operator can do about a refused bot token; None if it may pass."""
    name = error_of(error)
    if name == "missing_scope":
        return missing_scopes({needed_by(error)})
    return _BOT_REFUSED.format(error=name) if name in DEAD_TOKENS | _WRONG_KIND else None


def missing_scopes(scopes: Collection[str]) -> str:
    """Return how an operator gives the app what it lacks."""
    return _SCOPES.format(scopes=", ".join(sorted(scopes)))


def explain(error: BaseException) -> SendError:
    """Return why a post failed, and whether trying again can help."""
    if not isinstance(error, SlackApiError):
        return SendError(N_("Slack could not be reached"), cause=Cause.UNREACHABLE)
    name, status = error_of(error), _status(error)
    if status == 429 or name in _LIMITED:
        return SendError(
            N_("Slack asked to wait"), retry_after=retry_after(error), cause=Cause.RATE_LIMITED
        )
    if name == "message_limit_exceeded":
        return SendError(
            N_("This workspace takes no more messages for now."),
            retry_after=_FULL_SECONDS,
            cause=Cause.RATE_LIMITED,
        )
    if name in _AMBIGUOUS or status >= 500:
        return SendError(N_("Slack could not be reached"), cause=Cause.UNREACHABLE)
    if name in DEAD_TOKENS:
        # Whoever runs the bot is told; what is due waits for another token.
        return SendError(
            N_("Slack refuses the bot's token. Its operator has to renew it."),
            retry_after=_FULL_SECONDS,
            cause=Cause.NO_ACCESS,
        )
    if name in _GONE:
        return SendError(reasons.POST_CHANNEL_GONE, permanent=True, cause=Cause.CHANNEL_GONE)
    known = "restricted_action" if name.startswith("restricted_action") else name
    if known in _NO_ACCESS:
        needed = needed_by(error)
        told = f"{_NO_ACCESS[known]} [{needed}]" if needed else _NO_ACCESS[known]
        return SendError(told, permanent=True, cause=Cause.NO_ACCESS)
    if name in _NOT_REACHED:
        told = N_("Slack takes no direct message for this person.")
        return SendError(told, permanent=True, cause=Cause.DM_CLOSED)
    refused = f"{_REFUSED} [{name}]"
    if name in _ALSO_NO_ACCESS:
        return SendError(refused, permanent=True, cause=Cause.NO_ACCESS)
    return SendError(refused, cause=Cause.BROKEN if name in _BROKEN else Cause.OTHER)
