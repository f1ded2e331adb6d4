"""Our ids and Discord's snowflakes: ``discord:<snowflake>``."""

from __future__ import annotations

from bot.model import ChannelId, CommunityId, MemberId, MessageId, RoleId

PLATFORM = "discord"
_PREFIX = f"{PLATFORM}:"


def member_id(snowflake: int) -> MemberId:
    """Return our id of a Discord user."""
    return MemberId(f"{_PREFIX}{snowflake}")


def community_id(snowflake: int) -> CommunityId:
    """Return our id of a Discord guild."""
    return CommunityId(f"{_PREFIX}{snowflake}")


def channel_id(snowflake: int) -> ChannelId:
    """Return our id of a Discord channel."""
    return ChannelId(f"{_PREFIX}{snowflake}")


def message_id(snowflake: int) -> MessageId:
    """Return our id of a Discord message."""
    return MessageId(f"{_PREFIX}{snowflake}")


def role_id(snowflake: int) -> RoleId:
    """Return our id of a Discord role."""
    return RoleId(f"{_PREFIX}{snowflake}")


def snowflake(own_id: str) -> int:
    """Return Discord's id of one of ours; raises ValueError for another platform's."""
    prefix, number = own_id[: len(_PREFIX)], own_id[len(_PREFIX) :]
    if prefix != _PREFIX:
        raise ValueError(f"{own_id!r} is not an id of Discord")
    if not (number.isascii() and number.isdecimal()) or int(number) >= 2**64:
        raise ValueError(f"{own_id!r} holds no snowflake")
    return int(number)


def is_snowflake(own_id: str) -> bool:
    """Tell whether a text is one of our ids of something on Discord."""
    try:
        snowflake(own_id)
    except ValueError:
        return False
    return True
