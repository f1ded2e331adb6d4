"""The first answer to an interaction, in time: Discord waits three seconds, a database may not.

The handler gives it, or after a while a mere acknowledgement does; then what the handler says is an
edit or a follow-up. Nothing else touches ``interaction.response``, so no two can be first.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import structlog

from bot.errors import StaleActionError
from bot.platforms.discord.languages import answer_in_language
from bot.replies import failures
from bot.words import _

if TYPE_CHECKING:
    from bot.platforms.discord.client import MentorClient

log = structlog.get_logger(__name__)

# Half of what Discord gives (docs: interactions/receiving-and-responding).
AFTER_SECONDS = 1.5
_TURN, _TIMER = "turn", "timer"


def begin(interaction: discord.Interaction[Any]) -> None:
    """Speak the person's language from here on, and acknowledge if the handler takes long."""
    answer_in_language(interaction)
    if interaction.type is not discord.InteractionType.autocomplete:
        interaction.extras[_TIMER] = asyncio.create_task(_acknowledge_late(interaction))


def give_up(interaction: discord.Interaction[Any]) -> None:
    """Leave it unanswered."""
    if (timer := interaction.extras.get(_TIMER)) is not None:
        timer.cancel()


@asynccontextmanager
async def first_answer(interaction: discord.Interaction[Any]) -> AsyncGenerator[bool]:
    """Let nobody else answer inside the block; yields whether the first answer is due."""
    turn: asyncio.Lock = interaction.extras.setdefault(_TURN, asyncio.Lock())
    async with turn:
        yield not interaction.response.is_done()
    timer: asyncio.Task[None] | None = interaction.extras.get(_TIMER)
    if timer is not None and timer is not asyncio.current_task():
        timer.cancel()


async def acknowledge(interaction: discord.Interaction[Any], *, is_thinking: bool = False) -> None:
    """Tell Discord that an answer comes; call it before anything that leaves the process.

    A button is left as it is unless ``is_thinking``, which shows that something is on its way.
    """
    async with first_answer(interaction) as is_first:
        if is_first:
            # Only what began at a message can be left as it is.
            thinks = is_thinking or interaction.message is None
            private = interaction.guild_id is not None
            await interaction.response.defer(ephemeral=private, thinking=thinks)


async def open_form(interaction: discord.Interaction[MentorClient], form: discord.ui.Modal) -> None:
    """Open a form, which only a first answer can.

    Raises
    ------
    StaleActionError
        It took too long, and the press was acknowledged meanwhile.
    """
    async with first_answer(interaction) as is_first:
        if not is_first:
            raise StaleActionError(_(failures.FORM_TOO_LATE), _(failures.PRESS_AGAIN))
        await interaction.response.send_modal(form)


async def _acknowledge_late(interaction: discord.Interaction[Any]) -> None:
    await asyncio.sleep(AFTER_SECONDS)
    try:
        await acknowledge(interaction)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        # The handler's own answer may still arrive.
        log.warning("interaction.not_acknowledged", reason=type(error).__name__)
