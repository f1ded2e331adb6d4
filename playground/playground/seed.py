"""The community that a fresh playground starts with; its ids never change."""

from __future__ import annotations

from playground import permissions as may
from playground.world import TOKEN, World

GUILD_ID = "1000000000000000100"
CHANNELS = {
    "general": "1000000000000000201",
    "weekly-nudges": "1000000000000000202",
    "trend-tips": "1000000000000000203",
    "mods-only": "1000000000000000204",
}


def academy(*, token: str = TOKEN, bot_name: str = "TPM Mentor") -> World:
    """Return "TPM Academy": Ana, Ben (Mentor), Mia (moderator), Noor and the bot.

    Only moderators see #mods-only; the bot sees it too but cannot post there.
    """
    world = World(token=token, bot_name=bot_name)
    owner = world.add_user("Olu", user_id="1000000000000000010")
    guild = world.add_guild("TPM Academy", guild_id=GUILD_ID, owner_id=owner["id"])
    world.add_member(guild, owner)
    for name, channel_id in CHANNELS.items():
        world.add_channel(guild, name, channel_id=channel_id)
    mentor = world.add_role(guild, "Mentor", role_id="1000000000000000301")
    moderator = world.add_role(
        guild, "Moderator", may.MANAGE_GUILD | may.MANAGE_MESSAGES, role_id="1000000000000000302"
    )
    for number, (name, roles) in enumerate(
        {"Ana": [], "Ben": [mentor["id"]], "Mia": [moderator["id"]], "Noor": []}.items(), start=11
    ):
        user = world.add_user(name, user_id=f"10000000000000000{number}")
        world.add_member(guild, user, roles)
    closed = CHANNELS["mods-only"]
    world.overwrite(closed, guild.id, deny=may.VIEW_CHANNEL | may.SEND_MESSAGES)
    world.overwrite(closed, moderator["id"], allow=may.VIEW_CHANNEL | may.SEND_MESSAGES)
    bot_role = guild.members[world.bot["id"]]["roles"][0]
    world.overwrite(closed, bot_role, allow=may.VIEW_CHANNEL, deny=may.SEND_MESSAGES)
    return world
