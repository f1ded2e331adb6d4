"""The one place where an error becomes a private answer, for commands, buttons and forms."""

from __future__ import annotations

import secrets
from typing import Any

import discord
import structlog
from discord import app_commands

from bot.errors import InvalidInputError, MentorError, NotAMemberError, PermissionDeniedError
from bot.platforms.discord.answers import answer
from bot.platforms.discord.messenger import invitation, is_no_member
from bot.ports import SendError
from bot.replies import failures
from bot.words import _, stored

log = structlog.get_logger(__name__)

# Discord's codes for a token that can no longer be answered
# (docs: topics/opcodes-and-status-codes): unknown interaction, unknown webhook.
_GONE = frozenset({10062, 10015})
# In a server that the bot is no member of, it knows no channel and no role: that is the reason.
_TOLD_WITHOUT_THE_SERVER = (PermissionDeniedError, app_commands.TransformerError)


def explain(error: Exception) -> MentorError | None:
    """Return what a person may read about ``error``, or None if it is a fault of ours."""
    if isinstance(error, MentorError):
        return error
    if isinstance(error, SendError):
        return MentorError(stored(error.reason), _(failures.NOTHING_SENT))
    if isinstance(error, app_commands.TransformerError):
        return InvalidInputError(_(failures.UNUSABLE_VALUE), _(failures.PICK_FROM_LIST))
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return MentorError(_(failures.COMMAND_CHANGED), _(failures.TRY_AGAIN_SOON))
    return None


async def report(interaction: discord.Interaction[Any], error: Exception) -> None:
    """Answer ``error`` privately; log what we did not expect under a reference the person sees."""
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    if isinstance(cause, discord.HTTPException) and cause.code in _GONE:
        log.warning("interaction.expired", code=cause.code, interaction=interaction.id)
        return
    if isinstance(cause, _TOLD_WITHOUT_THE_SERVER) and is_no_member(interaction):
        cause = NotAMemberError(invitation(interaction.client))
    if (known := explain(cause)) is not None:
        card = failures.refused(known)
    else:
        reference = secrets.token_hex(4)
        log.error("interaction.failed", reference=reference, exc_info=cause)
        card = failures.unexpected(reference)
    try:
        await answer(interaction, card)
    except discord.HTTPException as unanswerable:
        log.warning("interaction.unanswerable", code=unanswerable.code, status=unanswerable.status)
