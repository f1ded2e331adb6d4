"""Coming and going: a short hello where the bot was invited, silence where it was removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2s

import structlog

from bot.model import ChannelId, CommunityId, platform_of
from bot.ports import Clock, Messenger, SendError
from bot.replies import guide
from bot.services.communities import Communities
from bot.storage import communities, schedules
from bot.storage.database import Database
from bot.words import speak

log = structlog.get_logger(__name__)

# Whoever invited the bot longer ago has found it already, or does not look for a hello any more.
_FRESH = timedelta(days=1)


class Arrivals:
    """Notice invitations and removals, also those that happened while the bot was not running."""

    def __init__(
        self, database: Database, clock: Clock, messenger: Messenger, posts: Communities
    ) -> None:
        self._database = database
        self._clock = clock
        self._messenger = messenger
        self._posts = posts

    async def catch_up(
        self, platform: str, joined: Mapping[CommunityId, datetime | None]
    ) -> set[CommunityId]:
        """Stop the posts of each known community the bot is no longer in; return who is new.

        ``joined`` holds every community of a platform that the bot is in and since when (real time,
        aware UTC), if the platform says so just now. Those of others are left alone.
        """
        async with self._database.read_long() as tx:
            known = await communities.list_known(tx)
            planned = await schedules.list_communities(tx)
        removed = {one.id for one in known if one.removed_at is not None}
        for gone in (planned | {one.id for one in known}) - removed - joined.keys():
            if platform_of(gone) == platform:
                await self._posts.remove(gone)
        now = self._clock.real()
        return {
            community_id
            for community_id, since in joined.items()
            if since is not None and (community_id in removed or now - since < _FRESH)
        }

    async def arrive(
        self, community_id: CommunityId, joined_at: datetime, system_channel: ChannelId | None
    ) -> None:
        """Remember that the bot is in a community since ``joined_at`` (real time, aware UTC).

        What was set up before a removal holds again. One card says hello in the system channel,
        at most once for each invitation: rather none than two.
        """
        now = self._clock.real()
        async with self._database.write() as tx:
            known = await communities.load_community(tx, community_id)
            is_new = known.joined_at != joined_at and now - joined_at < _FRESH
            if not is_new and known.removed_at is None:
                return
            met = replace(known, joined_at=joined_at, removed_at=None, greeted_at=None)
            met = replace(met, greeting_began_at=now if is_new else None)
            await communities.save_community(tx, met)
        if not is_new or system_channel is None:
            return
        access = self._messenger.access(system_channel, community_id)
        if not access.is_postable:
            return
        with speak(known.locale, access.locale):
            posts = await self._posts.overview(community_id)
            stopped = [post for post in posts if post.channel_id and post.pause_reason]
            # A removal while the bot was not running shows in the new moment of joining only.
            is_back = known.removed_at is not None or known.joined_at is not None
            card = guide.hello(is_back=is_back, stopped=stopped)
        nonce = blake2s(f"{community_id}/{joined_at}".encode(), digest_size=12).hexdigest()
        try:
            await self._messenger.post(system_channel, card, nonce)
        except SendError as error:
            log.info("community.not_greeted", community=community_id, reason=error.reason)
            return
        async with self._database.write() as tx:
            met = await communities.load_community(tx, community_id)
            await communities.save_community(tx, replace(met, greeted_at=self._clock.real()))
