"""Which commands the client offers to whom and where.

Rules: Discord docs, interactions/application-commands ("Permissions", "Contexts", "Age-restricted
commands"). Moderators' overrides are set by ``World.set_command_permissions``.
"""

from __future__ import annotations

from typing import Final

from playground import permissions as may
from playground.events import Json
from playground.guild import Guild
from playground.world import World

IN_GUILD, IN_BOT_DM = 0, 1
GUILD_INSTALL, USER_INSTALL = 0, 1
_ROLE, _USER, _CHANNEL = 1, 2, 3


def why_hidden(world: World, user_id: str, channel_id: str, command: Json) -> str:
    """Return why a person is not offered a command in a channel; "" if they are."""
    guild = world.guild_of(channel_id)
    contexts = command.get("contexts")
    here = IN_GUILD if guild else IN_BOT_DM
    in_dm_refused = guild is None and command.get("dm_permission") is False
    if (contexts is not None and here not in contexts) or in_dm_refused:
        return "cannot be used here"
    if not owners(world, user_id, guild, command):
        return "is not offered: the person has not installed the app"
    held = world.permissions(user_id, channel_id)
    if not held & may.USE_APPLICATION_COMMANDS:
        return "is not offered: no permission to use commands here"
    if guild is None:
        return ""
    channel = guild.threads.get(channel_id, {"parent_id": channel_id})["parent_id"]
    if command.get("nsfw") and not guild.channels[channel]["nsfw"]:
        return "is only offered in age-restricted channels"
    return "" if held == may.ALL else _why_refused(world, guild, user_id, channel, command)


def owners(world: World, user_id: str, guild: Guild | None, command: Json) -> Json:
    """Return ``authorizing_integration_owners``: which installations bring the command here."""
    found: Json = {}
    wanted = command.get("integration_types") or [GUILD_INSTALL]
    if GUILD_INSTALL in wanted:
        found[str(GUILD_INSTALL)] = guild.id if guild else "0"
    if USER_INSTALL in wanted and user_id in world.installed_by:
        found[str(USER_INSTALL)] = user_id
    return found


def _why_refused(world: World, guild: Guild, user_id: str, channel: str, command: Json) -> str:
    """Apply the overrides: the command's before the app's; the app's cannot widen its default."""
    own = guild.command_permissions.get(command["id"], [])
    apps = guild.command_permissions.get(world.application["id"], [])
    in_channel = _channel_verdict(guild, channel, own)
    if in_channel is None:
        in_channel = _channel_verdict(guild, channel, apps)
    if in_channel is False:
        return "is not offered: moderators took it off this channel"
    verdict = _member_verdict(guild, user_id, own)
    if verdict is not None:
        return "" if verdict else _TAKEN
    if _member_verdict(guild, user_id, apps) is False:
        return _TAKEN
    return _LACKING if _lacks(guild, user_id, channel, command) else ""


_TAKEN: Final = "is not offered: moderators took it from the person"
_LACKING: Final = "is not offered: the person lacks its permissions"


def _lacks(guild: Guild, user_id: str, channel: str, command: Json) -> bool:
    needed = command.get("default_member_permissions")
    held = guild.permissions(user_id, channel)
    return needed is not None and (int(needed) == 0 or bool(int(needed) & ~held))


def who_may(world: World, user_id: str, channel_id: str, command: Json) -> str:
    """Return a sentence for whoever types a command that others are offered; "" if nobody is."""
    why = why_hidden(world, user_id, channel_id, command)
    if why == _LACKING:
        names = may.named(int(command["default_member_permissions"])) or ["Administrator"]
        return f"Only people with {' and '.join(names)} can use this."
    if why == _TAKEN:
        return "Only people whom the moderators chose can use this."
    return ""


def _channel_verdict(guild: Guild, channel: str, overrides: list[Json]) -> bool | None:
    """Return what overrides say of a channel; the id before the guild's means all channels."""
    of_channels = {o["id"]: bool(o["permission"]) for o in overrides if o["type"] == _CHANNEL}
    return of_channels.get(channel, of_channels.get(str(int(guild.id) - 1)))


def _member_verdict(guild: Guild, user_id: str, overrides: list[Json]) -> bool | None:
    """Return what overrides say of a member: their own, then any role's yes, then everyone's."""
    own = {o["id"]: bool(o["permission"]) for o in overrides if o["type"] == _USER}
    if user_id in own:
        return own[user_id]
    roles = {o["id"]: bool(o["permission"]) for o in overrides if o["type"] == _ROLE}
    held = [roles[role] for role in guild.members[user_id]["roles"] if role in roles]
    return any(held) if held else roles.get(guild.id)
