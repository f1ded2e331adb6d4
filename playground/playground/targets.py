"""Finding what a path names, or refusing as Discord does: 404 if unknown, 403 if not allowed."""

from __future__ import annotations

from playground import permissions as may
from playground.events import Json
from playground.guild import Guild
from playground.refusals import refusal
from playground.rest import Call
from playground.threads import is_thread


def channel_in(call: Call, needed: int = 0) -> Json:
    """Return the channel or thread the bot sees and has the ``needed`` permissions in.

    Raises
    ------
    RefusalError
        10003 unknown, 50001 not seen, 50013 a permission is missing.
    """
    channel_id = call.ids["channel_id"]
    channel = call.world.channel(channel_id)
    if channel is None:
        raise refusal(10003)
    held = call.world.permissions(call.world.bot["id"], channel_id)
    if not held & may.VIEW_CHANNEL:
        raise refusal(50001)
    if needed & ~held:
        raise refusal(50013)
    return channel


def guild_channel_in(call: Call, needed: int = 0) -> tuple[Guild, Json]:
    """Return a channel of a guild and the guild; a DM is refused (50003)."""
    channel = channel_in(call, needed)
    guild = call.world.guild_of(channel["id"])
    if guild is None:
        raise refusal(50003)
    return guild, channel


def check_awake(call: Call, channel: Json) -> None:
    """Refuse what cannot be done in an archived thread (50083), or a locked one (160005)."""
    if is_thread(channel):
        if channel["thread_metadata"]["archived"]:
            raise refusal(50083)
        check_unlocked(call, channel)


def check_unlocked(call: Call, channel: Json) -> None:
    """Refuse writing into a locked thread without Manage Threads (160005)."""
    if is_thread(channel) and channel["thread_metadata"]["locked"]:
        held = call.world.permissions(call.world.bot["id"], channel["id"])
        if not held & may.MANAGE_THREADS:
            raise refusal(160005)


def message_in(call: Call) -> Json:
    """Return the message of a channel that everybody there sees (10008 unknown)."""
    message_id = call.ids["message_id"]
    found = call.world.messages.get(call.ids["channel_id"], message_id)
    if found is None or message_id in call.world.messages.private_to:
        raise refusal(10008)
    return found


def guild_in(call: Call, needed: int = 0) -> Guild:
    """Return a guild the bot is in and has the ``needed`` permissions in (10004, 50013)."""
    guild = call.world.guilds.get(call.ids["guild_id"])
    if guild is None:
        raise refusal(10004)
    if needed & ~guild.scope(call.world.bot["id"]).permissions():
        raise refusal(50013)
    return guild


def member_in(call: Call, guild: Guild) -> Json:
    """Return a member of the guild (10007 unknown)."""
    member = guild.members.get(call.ids["user_id"])
    if member is None:
        raise refusal(10007)
    return member


def role_in(call: Call, guild: Guild) -> Json:
    """Return a role of the guild (10011 unknown)."""
    role = guild.roles.get(call.ids["role_id"])
    if role is None:
        raise refusal(10011)
    return role


def check_above_role(call: Call, guild: Guild, role: Json) -> None:
    """Refuse unless the bot's highest role is above ``role`` (50013)."""
    if guild.rank(call.world.bot["id"]) <= role["position"]:
        raise refusal(50013)


def check_above_member(call: Call, guild: Guild, user_id: str) -> None:
    """Refuse unless the bot's highest role is above the member's (50013)."""
    if guild.rank(user_id) >= guild.rank(call.world.bot["id"]):
        raise refusal(50013)
