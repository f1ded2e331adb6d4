"""Who of some people belongs to a guild, asked when it is needed: the bot keeps no member list.

By id this needs no privileged intent (docs.discord.com, Request Guild Members).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field

import discord

from bot.errors import PlatformUnavailableError
from bot.model import CommunityId, MemberId
from bot.platforms.discord.identity import member_id, snowflake

_MOST_ASKED = 100
# Half of what the gateway takes in a minute, or it hangs up on everybody
# (docs: events/gateway, "Rate Limiting").
_MOST_REQUESTS = 60
_MINUTE_SECONDS = 60.0
# Five minutes' requests: whoever asks is answered while the interaction lives.
_MOST_PEOPLE = 30_000
_KEPT_SECONDS = 3_600.0
_MOST_UNFINISHED = 20


@dataclass(slots=True)
class _Question:
    """What Discord has told so far about who belongs to a guild; ``begun`` is of the loop."""

    begun: float
    told: dict[MemberId, bool] = field(default_factory=dict[MemberId, bool])
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class DiscordRoster:
    """Ask the gateway, a hundred people at a time, at a pace that leaves it room for all else.

    A question that fails half-way goes on there when it is asked again.
    """

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._turn = asyncio.Lock()
        self._asked_at: deque[float] = deque(maxlen=_MOST_REQUESTS)
        self._unfinished: dict[CommunityId, _Question] = {}

    async def find_members(
        self, community_id: CommunityId, people: Collection[MemberId]
    ) -> set[MemberId]:
        """Return who of the first 30,000 of ``people`` is in the guild."""
        own = [one for one in people if one.startswith("discord:")][:_MOST_PEOPLE]
        question = self._question(community_id)
        told = question.told
        async with question.turn:
            for start in range(0, len(own), _MOST_ASKED):
                chunk = own[start : start + _MOST_ASKED]
                if some := [person for person in chunk if person not in told]:
                    here = await self._ask(community_id, some)
                    told.update((person, person in here) for person in some)
        self._unfinished.pop(community_id, None)
        return {person for person in own if told[person]}

    def _question(self, community_id: CommunityId) -> _Question:
        now = asyncio.get_running_loop().time()
        known = self._unfinished.pop(community_id, None)
        if known is None or now - known.begun > _KEPT_SECONDS:
            known = _Question(now)
        self._unfinished[community_id] = known
        while len(self._unfinished) > _MOST_UNFINISHED:
            self._unfinished.pop(next(iter(self._unfinished)))
        return known

    async def _ask(self, community_id: CommunityId, some: list[MemberId]) -> set[MemberId]:
        await self._pace()
        guild = self._client.get_guild(snowflake(community_id))
        if guild is None or guild.unavailable:
            raise PlatformUnavailableError
        ids = [snowflake(person) for person in some]
        try:
            found = await guild.query_members(user_ids=ids, limit=_MOST_ASKED, cache=False)
        except (TimeoutError, discord.DiscordException) as error:
            raise PlatformUnavailableError from error
        return {member_id(member.id) for member in found}

    async def _pace(self) -> None:
        """Wait until another request fits into the minute; first come, first served."""
        loop = asyncio.get_running_loop()
        async with self._turn:
            if len(self._asked_at) == self._asked_at.maxlen:
                await asyncio.sleep(self._asked_at[0] + _MINUTE_SECONDS - loop.time())
            self._asked_at.append(loop.time())
