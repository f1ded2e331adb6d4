"""The Share button of every look-up: show it to everybody in the channel, and take it back."""

from __future__ import annotations

from bot.dialogues.seam import Answer, Ask, Noun, Share, TakeBack
from bot.model import ChannelId, MessageId

share = Noun()


@share.button("card.share", is_slow=True, is_thinking=True)
async def press_share(ask: Ask, verb: str, *args: str) -> Answer:
    """Post a public copy of the card that the verb and its arguments open."""
    return Share(verb, args)


@share.button("share.undo", is_slow=True)
async def press_undo(ask: Ask, channel: ChannelId, message: MessageId) -> Answer:
    """Delete what the member shared; it may be gone already."""
    return TakeBack(channel, message)
