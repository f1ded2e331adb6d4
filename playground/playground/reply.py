"""What a person got back from the bot."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from playground.events import Event
from playground.interactions import Interaction
from playground.message_store import EPHEMERAL, LOADING
from playground.reading import buttons_of, plain, text_of
from playground.wire import Json
from playground.world import World

# Long, because a busy machine is slow and only a test that fails waits for it.
DEADLINE_SECONDS = 20.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reply:
    """Hold a message as the person saw it when it came, or the form that opened instead.

    ``interaction`` is what it answers; None for a post nobody asked for.
    """

    world: World = field(repr=False)
    channel_id: str
    interaction: Interaction | None = field(repr=False)
    seen: Json | None

    @property
    def message(self) -> Json:
        """Return the message object; raise AssertionError if there was no message."""
        assert self.seen is not None, "the bot did not answer with a message"  # noqa: S101
        return self.seen

    @property
    def text(self) -> str:
        """Return all text with its markup."""
        return text_of(self.message)

    @property
    def plain_text(self) -> str:
        """Return all text as the client shows it."""
        return plain(self.text, self.world)

    @property
    def ephemeral(self) -> bool:
        """Tell whether only this person sees the message."""
        return bool(self.message["flags"] & EPHEMERAL)

    @property
    def buttons(self) -> list[str]:
        """Return the labels of the buttons that can be pressed, in reading order."""
        return [str(b.get("label")) for b in buttons_of(self.message) if not b.get("disabled")]

    @property
    def attachments(self) -> list[Json]:
        """Return the attached files' objects; their bytes are at ``url``."""
        return self.message["attachments"]

    @property
    def modal(self) -> Json | None:
        """Return the form that opened, if the answer was one."""
        return self.interaction.modal if self.interaction else None

    @property
    def followups(self) -> list[Reply]:
        """Return the further messages of the same answer, as they are now."""
        ids = self.interaction.followups if self.interaction else []
        found = (self.world.messages.get(self.channel_id, message_id) for message_id in ids)
        return [Reply(self.world, self.channel_id, self.interaction, m) for m in found if m]

    def now(self) -> Reply | None:
        """Return the message as it is now; None once it was deleted."""
        current = self.world.messages.get(self.channel_id, self.message["id"])
        if current is None:
            return None
        return Reply(self.world, self.channel_id, self.interaction, current)

    async def edited(self, *, deadline: float = DEADLINE_SECONDS) -> Reply:
        """Wait until the message differs from what was seen and return it as it is then.

        Raises
        ------
        AssertionError
            Nothing changed within ``deadline`` seconds.
        """

        def changed() -> Json | None:
            current = self.world.messages.get(self.channel_id, self.message["id"])
            loading = current and current["flags"] & LOADING
            return current if current is not self.seen and not loading else None

        current = await until(self.world, changed, deadline)
        if current is None:
            raise AssertionError(f"the message was not edited within {deadline} s:\n{self.text}")
        return Reply(self.world, self.channel_id, self.interaction, current)


async def until(world: World, look: Callable[[], T | None], deadline: float) -> T | None:
    """Return the first thing ``look`` finds, looking again at each event; None at the deadline."""
    if (found := look()) is not None:
        return found
    arrived = asyncio.get_running_loop().create_future()

    def notice(_: Event) -> None:
        if not arrived.done() and (found := look()) is not None:
            arrived.set_result(found)

    unsubscribe = world.subscribe(notice)
    try:
        async with asyncio.timeout(deadline):
            return await arrived
    except TimeoutError:
        return None
    finally:
        unsubscribe()
