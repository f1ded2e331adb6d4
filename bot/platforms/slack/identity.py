"""Our ids of what Slack names: ``slack:<team>`` and ``slack:<team>/<id>``."""

from __future__ import annotations

import re

from bot.model import ChannelId, CommunityId, MemberId, MessageId, RoleId

PLATFORM = "slack"
_OWN = re.compile(r"slack:(?P<team>[TE][A-Z0-9]{1,30})(?:/(?P<id>[A-Z0-9]{1,30}|\d{1,12}\.\d{6}))?")


def community_id(team: str) -> CommunityId:
    """Return our id of a workspace."""
    return CommunityId(f"{PLATFORM}:{team}")


def member_id(team: str, user: str) -> MemberId:
    """Return our id of a person."""
    return MemberId(f"{PLATFORM}:{team}/{user}")


def channel_id(team: str, channel: str) -> ChannelId:
    """Return our id of a conversation: a channel, or direct messages."""
    return ChannelId(f"{PLATFORM}:{team}/{channel}")


def message_id(team: str, ts: str) -> MessageId:
    """Return our id of a message, whose ``ts`` Slack tells."""
    return MessageId(f"{PLATFORM}:{team}/{ts}")


def role_id(team: str, group: str) -> RoleId:
    """Return our id of a user group."""
    return RoleId(f"{PLATFORM}:{team}/{group}")


def name_on_slack(own_id: str) -> str:
    """Return Slack's id of one of ours; raises ValueError for another platform's."""
    if (found := _OWN.fullmatch(own_id)) is None or found["id"] is None:
        raise ValueError(f"{own_id!r} is not an id of something on Slack")
    return found["id"]


def is_own_id(own_id: str) -> bool:
    """Tell whether a text is one of our ids of something on Slack."""
    found = _OWN.fullmatch(own_id)
    return found is not None and found["id"] is not None
