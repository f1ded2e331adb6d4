"""Response URLs: five answers in thirty minutes to what a person did.

Source: docs.slack.dev, interactivity/handling-user-interaction. What Slack says of a URL that is
used up or expired is not documented; here it is 404 with ``used_url`` or ``expired_url``.
"""

from __future__ import annotations

from typing import Any, cast

from playground.slack.composing import Content, content_of, is_true
from playground.slack.deeds import AnswerAddress
from playground.slack.errors import SlackError
from playground.slack.interactions import Interactions
from playground.slack.messages import Message
from playground.wire import Json

_BAD_REQUEST = 400


def answer(interactions: Interactions, secret: str, given: Any) -> None:
    """Answer a deed: a new message, the one it came from changed, or that one deleted.

    Raises
    ------
    SlackError
        used_url, expired_url, invalid_payload, no_text, or one about the blocks.
    """
    address = interactions.deeds.use(secret)
    if not isinstance(given, dict):
        raise SlackError("invalid_payload", status=_BAD_REQUEST)
    body = cast(Json, given)
    workspace = interactions.workspace
    original = _original(interactions, address)
    if is_true(body.get("delete_original")):
        if original is not None:
            workspace.delete(original, address.deed.id)
        return
    try:
        content = content_of(body)
    except SlackError as error:
        error.status = _BAD_REQUEST
        raise
    if content.is_empty:
        raise SlackError("no_text", status=_BAD_REQUEST)
    if is_true(body.get("replace_original")) and original is not None:
        put(original, content)
        workspace.changed(original, address.deed.id)
        return
    public = body.get("response_type") == "in_channel"
    message = Message(
        str(address.deed.channel),
        workspace.windows.timestamp(),
        workspace.bot.id,
        workspace.team_id,
        content.text or "",
        content.blocks or [],
        content.attachments or [],
        workspace.bot_profile(),
        content.metadata,
        thread_ts=body.get("thread_ts"),
        ephemeral_to=None if public else address.deed.user,
    )
    address.last = workspace.post(message, address.deed.id).ts


def put(message: Message, content: Content) -> None:
    """Change what a message says: text alone takes its blocks away, blocks alone keep the text."""
    if content.text is not None:
        message.text = content.text
    if content.blocks is not None or content.text is not None:
        message.blocks = content.blocks or []
        message.attachments = content.attachments or []
    if content.metadata is not None:
        message.metadata = content.metadata or None


def _original(interactions: Interactions, address: AnswerAddress) -> Message | None:
    ts = address.deed.source or address.last
    if ts is None:
        return None
    channel = str(address.deed.channel)
    return interactions.workspace.messages.get(channel, ts, address.deed.user)
