"""/config: what is posted where and when; for people with Manage Server."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace as replace_fields
from typing import Any

import discord
from discord import app_commands

from bot.cards import Card
from bot.errors import PermissionDeniedError
from bot.model import COMMUNITY_KINDS, ChannelId, CommunityId, PostKind, Schedule
from bot.platforms.discord.acknowledging import acknowledge, open_form
from bot.platforms.discord.actions import action
from bot.platforms.discord.answers import answer, replace
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.forms import PostForm
from bot.platforms.discord.identity import channel_id, snowflake
from bot.platforms.discord.moderation import CommunityKind, ConfigGroup, require_moderator
from bot.platforms.discord.suggestions import DAYS, zones
from bot.replies import communities as replies
from bot.replies.forms import POST_TITLES
from bot.replies.refusals import communities as refusals

Interaction = discord.Interaction[MentorClient]
PURPOSES = [
    app_commands.Choice(name=POST_TITLES[kind], value=kind.value) for kind in COMMUNITY_KINDS
]


class ConfigCog(ConfigGroup):
    """Set up, show and check a community's posts."""

    channel = app_commands.Group(name="channel", description="Where posts appear")
    schedule = app_commands.Group(name="schedule", description="When posts appear")

    def __init__(self, client: MentorClient) -> None:
        self.client = client
        self.communities = client.services.communities
        self.mentoring = client.services.mentoring

    @app_commands.command()
    async def show(self, interaction: Interaction) -> None:
        """See what is posted where and when."""
        community = require_moderator(interaction)
        settings = await self.communities.community(community)
        role = settings.mentors_role_id
        if role is not None and not self.client.services.places.has_role(community, role):
            settings = replace_fields(settings, mentors_role_id=None)
        schedules = await self.communities.overview(community)
        upcoming = await self.communities.upcoming(community)
        topics = await self.client.services.topics.overview(community)
        own = Counter(entry.kind for entry in await self.client.services.entries.list(community))
        await answer(interaction, replies.overview(settings, schedules, upcoming, topics, own))

    @channel.command(name="set")
    @app_commands.describe(purpose="Which post", channel="Where it should appear")
    @app_commands.choices(purpose=PURPOSES)
    async def set_channel(
        self, interaction: Interaction, purpose: str, channel: discord.TextChannel
    ) -> None:
        """Choose the channel of a weekly post."""
        community = require_moderator(interaction)
        place = self._postable(community, channel_id(channel.id))
        saved = await self.communities.set_channel(community, PostKind(purpose), place)
        await answer(interaction, self._saved(saved))

    @channel.command(name="clear")
    @app_commands.describe(purpose="Which post")
    @app_commands.choices(purpose=PURPOSES)
    async def clear_channel(self, interaction: Interaction, purpose: str) -> None:
        """Stop a weekly post; its day and time stay."""
        community, kind = require_moderator(interaction), PostKind(purpose)
        was = await self.communities.schedule(community, kind)
        now = await self.communities.clear_channel(community, kind)
        await answer(interaction, replies.stopped(now, was))

    @schedule.command(name="set")
    @app_commands.describe(
        purpose="Which post",
        day="Day of the week",
        time="Local time, 24-hour clock, such as 09:00",
        timezone="IANA time zone, such as Europe/Rome",
    )
    @app_commands.choices(purpose=PURPOSES, day=DAYS)
    @app_commands.autocomplete(timezone=zones)
    async def set_schedule(
        self,
        interaction: Interaction,
        purpose: str,
        day: int | None = None,
        time: str | None = None,
        timezone: str | None = None,
    ) -> None:
        """Choose day, time and zone of a weekly post (also resumes it)."""
        community = require_moderator(interaction)
        kind = PostKind(purpose)
        await self._require_postable(community, kind)
        saved = await self.communities.set_schedule(community, kind, day, time, timezone)
        await answer(interaction, self._saved(saved))

    @schedule.command()
    @app_commands.describe(purpose="Which post", until="Resume on this day, as YYYY-MM-DD")
    @app_commands.choices(purpose=PURPOSES)
    async def pause(self, interaction: Interaction, purpose: str, until: str | None = None) -> None:
        """Pause a weekly post, for good or until a day."""
        community = require_moderator(interaction)
        now = await self.communities.pause(community, PostKind(purpose), until)
        await answer(interaction, replies.paused(now))

    @schedule.command(name="next")
    async def next_posts(self, interaction: Interaction) -> None:
        """See the next five posts."""
        upcoming = await self.communities.upcoming(require_moderator(interaction))
        await answer(interaction, replies.following(upcoming))

    @schedule.command()
    @app_commands.describe(purpose="Which post")
    @app_commands.choices(purpose=PURPOSES)
    async def test(self, interaction: Interaction, purpose: str) -> None:
        """Preview the next post, then send it as a test if you like."""
        await self._preview(interaction, PostKind(purpose))

    @action("config.edit")
    async def press_edit(self, interaction: Interaction, kind: CommunityKind) -> None:
        """Open the form of one kind of post."""
        now = await self.communities.schedule(require_moderator(interaction), kind)
        place = snowflake(now.channel_id) if now.channel_id else None
        form = PostForm(self._save, now.kind, place, now.recurrence)
        await open_form(interaction, form)

    @action("config.preview")
    async def press_preview(self, interaction: Interaction, kind: CommunityKind) -> None:
        """Preview the next post."""
        await self._preview(interaction, kind)

    @action("config.undo")
    async def press_undo(
        self, interaction: Interaction, kind: CommunityKind, channel: ChannelId
    ) -> None:
        """Post again where it was posted before, unless somebody chose a channel meanwhile."""
        community = require_moderator(interaction)
        place, now = channel, await self.communities.schedule(community, kind)
        if now.channel_id is None:
            self._postable(community, place)
            now = await self.communities.restore_channel(community, now.kind, place)
        await replace(interaction, replies.undone(now, place))

    @action("config.resume")
    async def press_resume(self, interaction: Interaction, kind: CommunityKind) -> None:
        """Resume a paused post, once it can arrive."""
        community = require_moderator(interaction)
        await self._require_postable(community, kind)
        resumed = await self.communities.resume(community, kind)
        await replace(interaction, self._saved(resumed))

    @action("config.week")
    async def press_week(self, interaction: Interaction, kind: CommunityKind) -> None:
        """Post once more this week."""
        community = require_moderator(interaction)
        wanted = await self.communities.post_this_week(community, kind)
        await replace(interaction, self._saved(wanted))

    @action("config.test")
    async def press_test(self, interaction: Interaction, kind: CommunityKind) -> None:
        """Send a test post; pressing twice posts once (same nonce)."""
        community = require_moderator(interaction)
        await acknowledge(interaction)
        now = await self.communities.schedule(community, kind)
        if now.channel_id is None:
            raise refusals.no_channel()
        place = self._postable(community, now.channel_id)
        post = await self.mentoring.preview(now, str(interaction.guild_locale))
        nonce = f"test-{interaction.message.id if interaction.message else interaction.id}"
        await self.client.messenger.post(place, post, nonce[:25])
        await answer(interaction, replies.tested(place))

    def _saved(self, post: Schedule) -> Card:
        return replies.saved(post, self.communities.left_out(post))

    async def _preview(self, interaction: Interaction, kind: PostKind) -> None:
        community = require_moderator(interaction)
        now = await self.communities.schedule(community, kind)
        topics = (await self.client.services.topics.load(community, kind)).chosen
        await answer(interaction, replies.preview(kind, now, topics))
        await answer(interaction, await self.mentoring.preview(now, str(interaction.guild_locale)))

    async def _save(
        self,
        interaction: discord.Interaction[Any],
        kind: PostKind,
        channel: ChannelId,
        day: int,
        time: str,
        zone: str,
    ) -> None:
        community = require_moderator(interaction)
        place = self._postable(community, channel)
        saved = await self.communities.set_schedule(community, kind, day, time, zone, place)
        await answer(interaction, self._saved(saved))

    async def _require_postable(self, community: CommunityId, kind: PostKind) -> None:
        """Refuse to go on while the bot cannot post in the channel of a post, if it has one."""
        if (place := (await self.communities.schedule(community, kind)).channel_id) is not None:
            self._postable(community, place)

    def _postable(self, community: CommunityId, place: ChannelId) -> ChannelId:
        """Return the channel, once it is known to be the community's and the bot can post there."""
        access = self.client.messenger.access(place, community)
        if (problem := replies.cannot_post(access)) is not None:
            raise PermissionDeniedError(problem)
        return place


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(ConfigCog(client))
