"""The app's Home tab: somebody's goals, what comes next and what waits for them.

Source: docs.slack.dev, surfaces/app-home and reference/methods/views.publish.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bot.cards import Card
from bot.platforms.slack import limits
from bot.platforms.slack.interaction import Origin
from bot.platforms.slack.renderer import Rendered, render, rich
from bot.platforms.slack.richtext import Reader, draw

if TYPE_CHECKING:
    from bot.platforms.slack.client import SlackClient

Json = dict[str, Any]
SHOWN = ("goal list", "me settings", "me inbox")
"""The commands whose answers stand there, the first on top."""

# More buttons than one card has.
_IDS_EACH = 1_000


async def publish(client: SlackClient, user: str) -> None:
    """Show somebody their Home tab as it is now.

    Raises
    ------
    SlackApiError
        Slack refused it.
    MentorError
        What stands there cannot be read now.
    """
    asks = await client.begin(Origin(user), "home")
    reader = Reader(asks.ask.zone or "UTC")
    drawn: list[Rendered] = []
    for number, path in enumerate(SHOWN):
        card = await client.dialogues.command(asks.ask, client.table.commands[path], {})
        if isinstance(card, Card):
            reader = await client.readers.of(card, asks.ask.zone)
            drawn.append(render(card, reader, first_id=number * _IDS_EACH))
    view = {"type": "home", "blocks": list(_blocks(drawn, reader))}
    await client.web.views_publish(user_id=user, view=view)


def _blocks(drawn: list[Rendered], reader: Reader) -> Iterator[Json]:
    """Yield all that fits; of a card that does not, what its first block says."""
    room = limits.HOME_BLOCKS
    for number, one in enumerate(drawn):
        others = 2 * (len(drawn) - number - 1)
        fits = len(one.blocks) + 1 + others <= room
        told = one.blocks if fits else [rich(draw((one.text.partition("\n")[0],), reader))]
        if number:
            yield {"type": "divider"}
        yield from told
        room -= len(told) + 1
