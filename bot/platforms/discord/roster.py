"""Who of some people belongs to a guild, asked when it is needed: the bot keeps no member list.

By id this needs no privileged intent (docs.discord.com, Request Guild Members).
"""

from __future__ import annotations

from collections.abc import Collection

import discord

from bot.errors import PlatformUnavailableError
from bot.model import CommunityId, MemberId
from bot.platforms.discord.identity import member_id, snowflake

_MOST_ASKED = 100


class DiscordRoster:
    """Ask the gateway, a hundred people at a time."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def find_members(
        self, community_id: CommunityId, people: Collection[MemberId]
    ) -> set[MemberId]:
        """Return who of ``people`` is in the guild."""
        guild = self._client.get_guild(snowflake(community_id))
        if guild is None or guild.unavailable:
            raise PlatformUnavailableError
        wanted = [snowflake(person) for person in people if person.startswith("discord:")]
        found: set[MemberId] = set()
        for start in range(0, len(wanted), _MOST_ASKED):
            some = wanted[start : start + _MOST_ASKED]
            try:
                members = await guild.query_members(user_ids=some, limit=_MOST_ASKED, cache=False)
            except (TimeoutError, discord.DiscordException) as error:
                raise PlatformUnavailableError from error
            found |= {member_id(member.id) for member in members}
        return found
