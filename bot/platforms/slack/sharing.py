"""The Share button: a public copy of a card in the channel at hand, and taking it back.

Who shared it stands in the message's metadata, so that nobody else takes it back.
"""

from __future__ import annotations

from hashlib import blake2s
from typing import TYPE_CHECKING, Any

from bot.cards import Card
from bot.dialogues.copies import public_copy
from bot.dialogues.seam import TakeBack
from bot.platforms.slack.identity import channel_id, message_id, name_on_slack
from bot.platforms.slack.refusals import FAILURES, explain
from bot.platforms.slack.renderer import render
from bot.replies import shares

if TYPE_CHECKING:
    from bot.platforms.slack.client import SlackClient
    from bot.platforms.slack.interaction import Interaction

SHARE = "tpm_share"
_DIRECT = "D"


async def share(client: SlackClient, by: Interaction, card: Card, page: int) -> Card:
    """Post a public copy of ``card`` where its Share button was pressed, and say so.

    Raises
    ------
    PermissionDeniedError
        Nobody else is there, or the bot may not write there.
    """
    channel, team = by.origin.channel, client.places.team
    if channel is None or channel.startswith(_DIRECT):
        raise shares.nobody_here()
    copy = public_copy(card, by.ask.member, client.dialogues.can_open)
    drawn = render(copy, await client.readers.of(copy), page)
    try:
        if client.places.must_join(channel):
            await client.web.conversations_join(channel=channel)
        posted = await client.web.chat_postMessage(
            channel=channel,
            **drawn.told(),
            metadata={"event_type": SHARE, "event_payload": {"by": _sign(by)}},
            unfurl_links=False,
        )
        ts = str(posted["ts"])
        url = str((await client.web.chat_getPermalink(channel=channel, message_ts=ts))["permalink"])
    except FAILURES as error:
        raise shares.refused(explain(error).reason) from error
    return shares.done(channel_id(team, channel), message_id(team, ts), url)


async def take_back(client: SlackClient, by: Interaction, what: TakeBack) -> None:
    """Delete what the member shared in the channel at hand; it may be gone already.

    Raises
    ------
    PermissionDeniedError
        It is elsewhere, no share or somebody else's.
    """
    channel, ts = name_on_slack(what.channel), name_on_slack(what.message)
    if not what.is_of_community and channel != by.origin.channel:
        raise shares.not_your_share()
    try:
        answer = await client.web.conversations_history(
            channel=channel,
            latest=ts,
            oldest=ts,
            inclusive=True,
            include_all_metadata=True,
            limit=1,
        )
        messages: list[dict[str, Any]] = answer["messages"]
        if not messages:
            return
        [found] = messages
        metadata: dict[str, Any] = found.get("metadata") or {}
        payload: dict[str, Any] = metadata.get("event_payload") or {}
        is_theirs = metadata.get("event_type") == SHARE and payload.get("by") == _sign(by)
        is_ours = found.get("bot_id") == client.messenger.bot_id
        if not is_ours or not (what.is_of_community or is_theirs):
            raise shares.not_your_share()
        await client.web.chat_delete(channel=channel, ts=ts)
    except FAILURES as error:
        raise shares.refused(explain(error).reason) from error


def _sign(by: Interaction) -> str:
    """Return what stands for somebody where everybody can read it."""
    return blake2s(by.ask.member.encode(), digest_size=8).hexdigest()
