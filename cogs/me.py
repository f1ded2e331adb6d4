"""/me: where and when the bot reaches a member, what it kept for them, their profile."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import Card
from bot.platforms.discord.acknowledging import acknowledge, open_form
from bot.platforms.discord.actions import action
from bot.platforms.discord.answers import answer, replace
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.identity import channel_id, member_id
from bot.platforms.discord.member_forms import SettingsForm
from bot.platforms.discord.suggestions import certifications, roles, skills, stages, zones
from bot.ports import SendError
from bot.replies import inbox, profiles
from bot.replies import members as replies

Interaction = discord.Interaction[MentorClient]


@app_commands.allowed_contexts(guilds=True, dms=True)
@app_commands.allowed_installs(guilds=True)
class MeCog(
    commands.GroupCog, group_name="me", group_description="How I reach you, your inbox and profile"
):
    """Settings, places and the inbox."""

    def __init__(self, client: MentorClient) -> None:
        self.clock = client.services.clock
        self.members = client.services.members
        self.kept = client.services.inbox
        self.profiles = client.services.profiles
        self.search = client.services.search

    @app_commands.command()
    @app_commands.describe(
        timezone="Your IANA time zone, such as Europe/Rome",
        quiet_from="Start of quiet hours, local 24-hour clock, such as 22:00, or off",
        quiet_until="End of quiet hours, such as 07:00, or off",
        weekly_cap="Most messages in seven days, 1 to 50, or off",
        pause_until="Pause all messages until this day, as YYYY-MM-DD, or off",
    )
    @app_commands.autocomplete(timezone=zones)
    async def settings(
        self,
        interaction: Interaction,
        timezone: str | None = None,
        quiet_from: str | None = None,
        quiet_until: str | None = None,
        weekly_cap: str | None = None,
        pause_until: str | None = None,
    ) -> None:
        """See or change when and where the bot reaches you."""
        typed = {
            "zone": timezone,
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "weekly_cap": weekly_cap,
            "pause_until": pause_until,
        }
        given = {name: text for name, text in typed.items() if text is not None}
        if given:
            await self.save(interaction, given)
        else:
            await answer(interaction, await self._settings(interaction))

    @app_commands.command()
    async def inbox(self, interaction: Interaction) -> None:
        """Read what could not be sent to you."""
        kept = await self.kept.list(member_id(interaction.user.id))
        await answer(interaction, inbox.listing(kept))

    @app_commands.command()
    @app_commands.describe(
        stage="Your stage of the path, or off",
        role="The job role you want, or off",
        skill="A skill to add",
        certification="A certification you hold",
        earned="The day you earned it, as YYYY-MM-DD",
        cycle="The day its renewal cycle began, as YYYY-MM-DD",
    )
    @app_commands.autocomplete(stage=stages, role=roles, skill=skills, certification=certifications)
    async def profile(
        self,
        interaction: Interaction,
        stage: str | None = None,
        role: str | None = None,
        skill: str | None = None,
        certification: str | None = None,
        earned: str | None = None,
        cycle: str | None = None,
    ) -> None:
        """See or change what you told about your path (all optional)."""
        own_id, typed = member_id(interaction.user.id), (stage, role, skill, certification)
        saved = await self.profiles.change(own_id, *typed, earned, cycle)
        is_saved = any(value is not None for value in (*typed, earned, cycle))
        await answer(interaction, profiles.shown(saved, self.search, is_saved=is_saved))

    async def save(self, interaction: Interaction, typed: dict[str, str]) -> None:
        """Store what the command or the form holds."""
        await self.members.change_settings(member_id(interaction.user.id), **typed)
        await answer(interaction, await self._settings(interaction, is_saved=True))

    @action("me.edit")
    async def press_edit(self, interaction: Interaction) -> None:
        """Open the form of all settings."""
        found = await self.members.load(member_id(interaction.user.id))
        await open_form(interaction, SettingsForm(self.save, found, self.clock.now()))

    @action("me.resume")
    async def press_resume(self, interaction: Interaction) -> None:
        """End a pause."""
        await self.members.change_settings(member_id(interaction.user.id), pause_until="")
        await replace(interaction, await self._settings(interaction, is_saved=True))

    @action("zone.all")
    async def press_move_all(self, interaction: Interaction) -> None:
        """Let everything come at the hours of the member's own zone."""
        await self.members.move(member_id(interaction.user.id))
        await replace(interaction, await self._settings(interaction, is_saved=True))

    @action("zone.choose")
    async def press_choose_moves(self, interaction: Interaction, page: int = 1) -> None:
        """Offer what keeps the hours of another zone."""
        own_id = member_id(interaction.user.id)
        found, left = await self.members.load(own_id), await self.members.elsewhere(own_id)
        await replace(interaction, replies.moving(found, left), page)

    @action("zone.move")
    async def press_move(self, interaction: Interaction, schedule: str) -> None:
        """Let one series come at the hours of the member's own zone."""
        await self.members.move(member_id(interaction.user.id), schedule)
        await self.press_choose_moves(interaction)

    @action("place.choose")
    async def press_choose(self, interaction: Interaction) -> None:
        """Offer the places."""
        found = await self.members.load(member_id(interaction.user.id))
        await replace(interaction, replies.choose_place(found))

    @action("place.dm")
    async def press_dm(self, interaction: Interaction) -> None:
        """Opt in to direct messages; the click is the consent."""
        await acknowledge(interaction)
        try:
            changed = await self.members.choose_dm(member_id(interaction.user.id))
        except SendError as error:
            await answer(interaction, replies.dm_refused(error.reason))
        else:
            await answer(interaction, replies.chosen(changed))

    @action("place.channel")
    async def press_channel(self, interaction: Interaction) -> None:
        """Be called in the channel of the click."""
        place = channel_id(interaction.channel_id or 0)
        changed = await self.members.choose_channel(member_id(interaction.user.id), place)
        await replace(interaction, replies.chosen(changed))

    @action("place.inbox")
    async def press_inbox(self, interaction: Interaction) -> None:
        """Be sent nothing."""
        changed = await self.members.choose_inbox(member_id(interaction.user.id))
        await replace(interaction, replies.chosen(changed))

    @action("place.backup")
    async def press_backup(self, interaction: Interaction) -> None:
        """Be called in the channel of the click when direct messages do not arrive."""
        place = channel_id(interaction.channel_id or 0)
        changed = await self.members.choose_way_out(member_id(interaction.user.id), place)
        await replace(interaction, replies.chosen(changed))

    @action("place.nobackup")
    async def press_no_backup(self, interaction: Interaction) -> None:
        """Never be called in a channel."""
        changed = await self.members.choose_way_out(member_id(interaction.user.id), None)
        await replace(interaction, replies.chosen(changed))

    @action("inbox.show")
    async def press_show(self, interaction: Interaction, delivery: str) -> None:
        """Read a message; pressed by anybody else it says nothing."""
        found, cards = await self.kept.show(member_id(interaction.user.id), delivery)
        await replace(interaction, inbox.opened(found, cards))

    @action("inbox.open")
    async def press_open(self, interaction: Interaction, delivery: str) -> None:
        """Show one of several that came as one message, which stays as it is."""
        found, cards = await self.kept.open(member_id(interaction.user.id), delivery)
        await answer(interaction, inbox.opened(found, cards))

    @action("inbox.rest")
    async def press_rest(
        self, interaction: Interaction, delivery: str, first: str, page: str = ""
    ) -> None:
        """List what a message had no room for, below it; only the list itself turns its pages."""
        _, cards = await self.kept.show(member_id(interaction.user.id), delivery, first)
        put = replace if page else answer
        await put(interaction, inbox.rest(delivery, first, cards), int(page or 1))

    @action("inbox.list")
    async def press_list(self, interaction: Interaction, page: int = 1) -> None:
        """Open the inbox on a page."""
        kept = await self.kept.list(member_id(interaction.user.id))
        await replace(interaction, inbox.listing(kept), page)

    @action("inbox.read")
    async def press_read(self, interaction: Interaction, delivery: str) -> None:
        """Read a message of the inbox."""
        found, cards = await self.kept.read(member_id(interaction.user.id), delivery)
        await replace(interaction, inbox.read(found, cards))

    @action("inbox.away")
    async def press_away(self, interaction: Interaction, delivery: str) -> None:
        """Put one message away."""
        await self.kept.put_away(member_id(interaction.user.id), delivery)
        await self.press_list(interaction)

    @action("inbox.clear")
    async def press_clear(self, interaction: Interaction) -> None:
        """Put all messages away."""
        await self.kept.put_away(member_id(interaction.user.id))
        await self.press_list(interaction)

    async def _settings(self, interaction: Interaction, *, is_saved: bool = False) -> Card:
        own_id = member_id(interaction.user.id)
        found, outlook = await self.members.load(own_id), await self.members.outlook(own_id)
        left = await self.members.elsewhere(own_id)
        return replies.settings(found, outlook, self.clock.now(), left, is_saved=is_saved)


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(MeCog(client))
