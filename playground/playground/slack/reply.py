"""What a person got back from the app."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from playground.events import Event
from playground.slack.deeds import Deed
from playground.slack.messages import Message
from playground.slack.reading import buttons_of, text_of
from playground.slack.views import View
from playground.slack.workspace import Happening, Workspace
from playground.wire import Json

# Long, because a busy machine is slow and only a test that fails waits for it.
DEADLINE_SECONDS = 20.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reply:
    """Hold what a person saw when it came: a message, a modal, the Home tab, or none of them.

    ``source`` is the message or view itself, as it may be changed by now. ``deed`` is what it
    answers; None for a post nobody asked for.
    """

    workspace: Workspace = field(repr=False)
    deed: Deed | None = field(repr=False)
    seen: Json | None
    source: Message | View | None = field(default=None, repr=False)
    deleted: bool = False

    @property
    def message(self) -> Json:
        """Return the message object; raise AssertionError if there was no message."""
        assert isinstance(self.source, Message), f"the app did not answer with a message: {self}"  # noqa: S101
        assert self.seen is not None  # noqa: S101
        return self.seen

    @property
    def view(self) -> Json:
        """Return the modal or Home tab; raise AssertionError if there was none."""
        assert isinstance(self.source, View), f"the app did not answer with a view: {self}"  # noqa: S101
        assert self.seen is not None  # noqa: S101
        return self.seen

    @property
    def text(self) -> str:
        """Return all text with its markup, "" if there is none."""
        return text_of(self.seen) if self.seen else ""

    @property
    def spoken(self) -> str:
        """Return the top-level text, which is all that a screen reader reads of a message."""
        return self.message["text"]

    @property
    def ephemeral(self) -> bool:
        """Tell whether only this person sees the message."""
        return bool(self.message.get("is_ephemeral"))

    @property
    def buttons(self) -> list[str]:
        """Return the words on the buttons, in reading order."""
        return buttons_of(self.seen) if self.seen else []

    @property
    def title(self) -> str:
        """Return the title of the modal."""
        return self.view["title"]["text"]

    @property
    def errors(self) -> dict[str, str]:
        """Return what the app said is wrong with a form, by block_id."""
        return dict(self.deed.errors) if self.deed else {}

    def now(self) -> Reply | None:
        """Return the message as it is now; None once it was deleted."""
        message = self.source
        assert isinstance(message, Message)  # noqa: S101
        viewer = message.ephemeral_to
        current = self.workspace.messages.get(message.channel, message.ts, viewer)
        if current is None:
            return None
        return Reply(self.workspace, self.deed, current.told(), current)

    async def edited(self, *, deadline: float = DEADLINE_SECONDS) -> Reply:
        """Wait until the message differs from what was seen and return it as it is then.

        Raises
        ------
        AssertionError
            Nothing changed within ``deadline`` seconds.
        """

        def changed(_: Happening | None) -> Reply | None:
            current = self.now()
            return current if current and current.seen != self.seen else None

        found = await until(self.workspace, changed, deadline)
        if found is None:
            raise AssertionError(f"the message was not edited within {deadline} s:\n{self.text}")
        return found


async def until(
    workspace: Workspace, look: Callable[[Happening | None], T | None], deadline: float
) -> T | None:
    """Return the first thing ``look`` finds, looking again at each happening; None at the end."""
    if (found := look(None)) is not None:
        return found
    arrived: asyncio.Future[T] = asyncio.get_running_loop().create_future()

    def notice(event: Event) -> None:
        if arrived.done() or "happening" not in event.payload:
            return
        try:
            if (seen := look(event.payload["happening"])) is not None:
                arrived.set_result(seen)
        except AssertionError as error:
            arrived.set_exception(error)

    unsubscribe = workspace.bus.subscribe(notice)
    try:
        async with asyncio.timeout(deadline):
            return await arrived
    except TimeoutError:
        return None
    finally:
        unsubscribe()
