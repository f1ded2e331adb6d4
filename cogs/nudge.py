"""/nudge: a member's weekly check-in, and the buttons on every one that was sent."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.dialogues.goal import start_from
from bot.model import Schedule
from bot.platforms.discord.acknowledging import open_form
from bot.platforms.discord.actions import action
from bot.platforms.discord.answers import answer, replace
from bot.platforms.discord.asks import ask_of, deliver
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.identity import member_id
from bot.platforms.discord.member_forms import CheckInForm
from bot.platforms.discord.suggestions import DAYS, zones
from bot.replies import check_ins as replies
from bot.replies import goals
from bot.replies import members as places

Interaction = discord.Interaction[MentorClient]


@app_commands.allowed_contexts(guilds=True, dms=True)
@app_commands.allowed_installs(guilds=True)
class NudgeCog(
    commands.GroupCog, group_name="nudge", group_description="Your weekly check-in, private to you"
):
    """Start, preview and answer check-ins."""

    def __init__(self, client: MentorClient) -> None:
        self.services = client.services
        self.check_ins = client.services.check_ins

    @app_commands.command()
    @app_commands.describe(
        day="Day of the week",
        time="Local time, 24-hour clock, such as 09:00",
        timezone="IANA time zone, such as Europe/Rome",
    )
    @app_commands.choices(day=DAYS)
    @app_commands.autocomplete(timezone=zones)
    async def settings(
        self,
        interaction: Interaction,
        day: int | None = None,
        time: str | None = None,
        timezone: str | None = None,
    ) -> None:
        """See, start, change or stop your weekly check-in."""
        if day is None and time is None and timezone is None:
            found = await self.check_ins.load(member_id(interaction.user.id))
            await answer(interaction, replies.overview(found))
        else:
            await self.save(interaction, day, time, timezone)

    @app_commands.command()
    async def preview(self, interaction: Interaction) -> None:
        """See your check-in as it would be now, without using it up."""
        await self.press_preview(interaction)

    async def save(
        self, interaction: Interaction, day: int | None, time: str | None, zone: str | None
    ) -> None:
        """Start or change the check-in as the command or the form says."""
        own_id = member_id(interaction.user.id)
        saved = await self.check_ins.start(own_id, day, time, zone)
        await self._tell(interaction, saved)

    @action("nudge.show")
    async def press_show(self, interaction: Interaction) -> None:
        """Open the settings."""
        found = await self.check_ins.load(member_id(interaction.user.id))
        await replace(interaction, replies.overview(found))

    @action("nudge.edit")
    async def press_edit(self, interaction: Interaction) -> None:
        """Open the form."""
        now = await self.check_ins.suggest(member_id(interaction.user.id))
        await open_form(interaction, CheckInForm(self.save, now))

    @action("nudge.preview")
    async def press_preview(self, interaction: Interaction) -> None:
        """Show the check-in as it would be now."""
        await answer(interaction, await self.check_ins.preview(member_id(interaction.user.id)))

    @action("checkin.done")
    async def press_done(self, interaction: Interaction, goal: str, delivery: str) -> None:
        """Finish a goal; pressing twice is the same as once."""
        own_id = member_id(interaction.user.id)
        finished = await self.services.goals.complete(own_id, goal)
        await self.check_ins.note(own_id, delivery)
        # The check-in stays as it is: its other buttons are still of use.
        await answer(interaction, goals.done(finished))

    @action("checkin.snooze")
    async def press_snooze(self, interaction: Interaction, delivery: str) -> None:
        """Bring it again tomorrow."""
        until = await self.check_ins.snooze(member_id(interaction.user.id), delivery)
        await answer(interaction, replies.snoozed(until))

    @action("checkin.weekly")
    async def press_weekly(self, interaction: Interaction, delivery: str) -> None:
        """Come every week again."""
        series = await self.check_ins.restore(member_id(interaction.user.id), delivery)
        await self._tell(interaction, series)

    @action("checkin.stop")
    async def press_stop(self, interaction: Interaction, delivery: str) -> None:
        """Stop check-ins."""
        await self.check_ins.stop(member_id(interaction.user.id), delivery)
        await answer(interaction, replies.stopped())

    @action("checkin.adopt")
    async def press_adopt(self, interaction: Interaction, delivery: str) -> None:
        """Start a goal from the nudge, with a title to change or keep."""
        nudge = await self.check_ins.nudge_of(member_id(interaction.user.id), delivery)
        ask = ask_of(interaction)
        await deliver(interaction, ask, await start_from(ask, "nudge", nudge))

    async def _tell(self, interaction: Interaction, series: Schedule) -> None:
        member = await self.services.members.load(member_id(interaction.user.id))
        await answer(interaction, places.ask_place(replies.saved(series), member))


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(NudgeCog(client))
