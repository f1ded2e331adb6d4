"""Whose turn it is: what a member does at once waits for what they did before, nobody else does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import discord

from bot.errors import MentorError
from bot.platforms.discord import acknowledging
from bot.platforms.discord.failures import report
from bot.replies import failures
from bot.words import _

if TYPE_CHECKING:
    from bot.platforms.discord.client import MentorClient

AT_ONCE, WAITING, TOLD = 5, 50, 5


@dataclass(slots=True)
class _Line:
    """A member's own: ``count`` are running or waiting, ``told`` are told that it is too much."""

    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    count: int = 0
    told: int = 0


class Turns:
    """Lines of the members who are being answered just now: none outlives its last answer."""

    def __init__(self) -> None:
        self._lines: dict[int, _Line] = {}

    def __len__(self) -> int:
        return len(self._lines)

    async def take(self, member: int) -> bool:
        """Wait for a turn, which lasts as long as the task that took it.

        Returns False if ``WAITING`` wait already: then it is told so (``may_tell``), or not at all.
        """
        line = self._lines.setdefault(member, _Line())
        if line.count >= AT_ONCE + WAITING:
            return False
        line.count += 1
        try:
            await line.turns.acquire()
        except BaseException:
            self._leave(member, line)
            raise

        def end() -> None:
            line.turns.release()
            self._leave(member, line)

        _at_the_end(end)
        return True

    def may_tell(self, member: int) -> bool:
        """Tell whether to say that it is too much: not to more than ``TOLD`` at once."""
        line = self._lines.get(member)
        if line is None or line.told >= TOLD:
            return False
        line.told += 1

        def end() -> None:
            line.told -= 1

        _at_the_end(end)
        return True

    def _leave(self, member: int, line: _Line) -> None:
        line.count -= 1
        if not line.count:
            del self._lines[member]


async def begin(interaction: discord.Interaction[MentorClient]) -> bool:
    """Answer in the language of who asks, and in time, once it is their turn.

    Returns False if they have too much under way: they were told so, or are being told already.
    """
    acknowledging.begin(interaction)
    turns, member = interaction.client.turns, interaction.user.id
    if await turns.take(member):
        return True
    is_typing = interaction.type is discord.InteractionType.autocomplete
    if not is_typing and turns.may_tell(member):
        await report(interaction, MentorError(_(failures.TOO_MUCH_AT_ONCE), _(failures.WAIT)))
    else:
        acknowledging.give_up(interaction)
    return False


def _at_the_end(do: Callable[[], None]) -> None:
    """Do something once the running task is done, however it ends."""
    if (task := asyncio.current_task()) is None:
        raise LookupError("a turn is a task's")
    task.add_done_callback(lambda _task: do())
