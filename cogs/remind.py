"""/remind: a member's reminders, and the buttons on every one that was sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.model import Frequency, ReminderId
from bot.platforms.discord.acknowledging import open_form
from bot.platforms.discord.actions import action
from bot.platforms.discord.answers import answer, replace
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.identity import member_id
from bot.platforms.discord.reminder_forms import ReminderForm
from bot.replies import members as places
from bot.replies import reminders as replies
from bot.services.reminders import Draft, Kept, Wish

Interaction = discord.Interaction[MentorClient]
REPEATS = [
    app_commands.Choice(name=name, value=frequency.value)
    for frequency, name in replies.REPEATS.items()
]
Span = Literal["hour", "day"]
_SNOOZES: dict[Span, timedelta] = {"hour": timedelta(hours=1), "day": timedelta(days=1)}


def _card(kept: Kept) -> Any:
    return replies.shown(kept.reminder, kept.series, kept.next_at)


def _fields(wish: Wish, zone: str) -> dict[str, str]:
    """Return what the form shows at first."""
    repeat = wish.repeat.value if wish.repeat else ""
    return {
        "text": wish.text,
        "when": wish.when,
        "repeat": repeat,
        "until": wish.until,
        "zone": zone,
    }


@app_commands.allowed_contexts(guilds=True, dms=True)
@app_commands.allowed_installs(guilds=True)
class RemindCog(
    commands.GroupCog, group_name="remind", group_description="Your reminders, private to you"
):
    """Add, list, change and answer reminders."""

    def __init__(self, client: MentorClient) -> None:
        self.services = client.services
        self.reminders = client.services.reminders

    @app_commands.command()
    @app_commands.describe(
        text="What I shall remind you of",
        when="Such as: tomorrow 9am, in 2 hours, friday 18:30, 2026-12-05 08:00",
        repeat="How often (once unless you say otherwise)",
        until="The last day of a repeating one, as YYYY-MM-DD",
    )
    @app_commands.choices(repeat=REPEATS)
    async def me(
        self,
        interaction: Interaction,
        text: str,
        when: str,
        repeat: str | None = None,
        until: str = "",
    ) -> None:
        """Be reminded; you see it back before it is saved."""
        wish = Wish(text, when, Frequency(repeat) if repeat else None, until)
        draft = await self.reminders.draft(member_id(interaction.user.id), wish)
        await self._tell(interaction, draft)

    @app_commands.command(name="list")
    async def list_reminders(self, interaction: Interaction) -> None:
        """See your reminders, and change, pause or delete them."""
        await self.press_list(interaction)

    @action("remind.save")
    async def press_save(self, interaction: Interaction, draft: str) -> None:
        """Save what was shown; pressing twice saves once."""
        own_id = member_id(interaction.user.id)
        kept = await self.reminders.save(own_id, draft)
        if kept.series is None or kept.next_at is None:
            raise LookupError("a saved reminder has no time")
        card = replies.saved(kept.reminder, kept.series, kept.next_at)
        member = await self.services.members.load(own_id)
        await replace(interaction, places.ask_place(card, member))

    @action("remind.change")
    async def press_change(self, interaction: Interaction, draft: str) -> None:
        """Correct a draft in the form."""
        found = self.reminders.recall(member_id(interaction.user.id), draft)
        await self._open(interaction, found.id, found.wish)

    @action("remind.cancel")
    async def press_cancel(self, interaction: Interaction, draft: str) -> None:
        """Forget a draft; it was never stored."""
        await replace(interaction, replies.cancelled())

    @action("remind.edit")
    async def press_edit(self, interaction: Interaction, reminder: str) -> None:
        """Open the form of a saved reminder."""
        kept = await self.reminders.load(member_id(interaction.user.id), reminder)
        await self._open(interaction, kept.reminder.id, kept.as_wish())

    @action("remind.list")
    async def press_list(self, interaction: Interaction, page: int = 1) -> None:
        """Open the list on a page."""
        found = await self.reminders.list(member_id(interaction.user.id))
        rows = [(one.reminder, one.series, one.next_at) for one in found]
        await replace(interaction, replies.listing(rows), page)

    @action("remind.show")
    async def press_show(self, interaction: Interaction, reminder: str) -> None:
        """Open one reminder."""
        kept = await self.reminders.load(member_id(interaction.user.id), reminder)
        await replace(interaction, _card(kept))

    @action("remind.pause")
    async def press_pause(self, interaction: Interaction, reminder: str) -> None:
        """Pause a reminder."""
        kept = await self.reminders.pause(member_id(interaction.user.id), reminder)
        await replace(interaction, _card(kept))

    @action("remind.resume")
    async def press_resume(self, interaction: Interaction, reminder: str) -> None:
        """Resume a reminder."""
        kept = await self.reminders.resume(member_id(interaction.user.id), reminder)
        await replace(interaction, _card(kept))

    @action("remind.ask")
    async def press_ask(self, interaction: Interaction, reminder: str) -> None:
        """Ask before deleting."""
        kept = await self.reminders.load(member_id(interaction.user.id), reminder)
        await replace(interaction, replies.ask_delete(kept.reminder))

    @action("remind.delete")
    async def press_delete(self, interaction: Interaction, reminder: str) -> None:
        """Delete a reminder."""
        gone = await self.reminders.delete(member_id(interaction.user.id), reminder)
        await replace(interaction, replies.deleted(gone))

    @action("remind.done")
    async def press_done(self, interaction: Interaction, delivery: str) -> None:
        """Say that a reminder did its work."""
        kept = await self.reminders.note(member_id(interaction.user.id), delivery)
        await answer(interaction, replies.done(kept.reminder, kept.next_at))

    @action("remind.snooze")
    async def press_snooze(self, interaction: Interaction, delivery: str, by: Span) -> None:
        """Bring a reminder again later."""
        own_id = member_id(interaction.user.id)
        until = await self.reminders.snooze(own_id, delivery, _SNOOZES[by])
        await answer(interaction, replies.snoozed(until))

    @action("remind.stop")
    async def press_stop(self, interaction: Interaction, delivery: str) -> None:
        """Stop a reminder for good, with a way back."""
        own_id = member_id(interaction.user.id)
        kept = await self.reminders.note(own_id, delivery)
        await self.reminders.pause(own_id, kept.reminder.id)
        await answer(interaction, replies.stopped(kept.reminder))

    async def _open(self, interaction: Interaction, key: ReminderId, wish: Wish) -> None:
        zone = wish.zone or await self.reminders.find_zone_of(member_id(interaction.user.id)) or ""

        async def save(sent: discord.Interaction[Any], typed: dict[str, str]) -> None:
            repeat = typed.pop("repeat")
            wanted = Wish(**typed, repeat=Frequency(repeat) if repeat else None)
            draft = await self.reminders.draft(member_id(sent.user.id), wanted, key)
            await self._tell(sent, draft)

        await open_form(interaction, ReminderForm(save, _fields(wish, zone)))

    async def _tell(self, interaction: discord.Interaction[Any], draft: Draft) -> None:
        if draft.problem is not None or draft.recurrence is None or draft.first_at is None:
            problem = draft.problem
            message, hint = (str(problem), problem.hint) if problem else ("", "")
            await answer(interaction, replies.refused(draft.id, message, hint))
            return
        shown = replies.understood(draft.id, draft.wish.text, draft.recurrence, draft.first_at)
        await answer(interaction, shown)


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(RemindCog(client))
