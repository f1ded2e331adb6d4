"""Discord modals in which members tell how they want to be reached."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import discord

from bot.model import Member, Recurrence
from bot.platforms.discord.forms import Form, day_select, text_input
from bot.replies import forms as words
from bot.replies.times import local_day

Interaction = discord.Interaction[Any]
SaveCheckIn = Callable[[Interaction, int, str, str], Awaitable[None]]
SaveSettings = Callable[[Interaction, dict[str, str]], Awaitable[None]]


class SettingsForm(Form):
    """Ask for zone, quiet hours, weekly cap and pause; an empty field clears its setting."""

    def __init__(self, save: SaveSettings, member: Member, now: datetime) -> None:
        super().__init__(words.SETTINGS_TITLE)
        self._save = save
        start, end, pause = member.quiet_from, member.quiet_until, member.paused_until
        day = pause if pause is not None and local_day(now, member.zone) < pause else None
        self._fields = {
            "zone": text_input(member.zone, 50, "Europe/Rome"),
            "quiet_from": text_input(start and start.strftime("%H:%M"), 5, "22:00"),
            "quiet_until": text_input(end and end.strftime("%H:%M"), 5, "07:00"),
            "weekly_cap": text_input(member.weekly_cap, 3, "5"),
            "pause_until": text_input(day, 10, "YYYY-MM-DD"),
        }
        labels = {
            "zone": (words.SETTINGS_ZONE, words.POST_ZONE_HINT),
            "quiet_from": (words.SETTINGS_QUIET_FROM, words.SETTINGS_QUIET_HINT),
            "quiet_until": (words.SETTINGS_QUIET_UNTIL, words.SETTINGS_QUIET_HINT),
            "weekly_cap": (words.SETTINGS_CAP, words.SETTINGS_CAP_HINT),
            "pause_until": (words.SETTINGS_PAUSE, words.SETTINGS_PAUSE_HINT),
        }
        for name, field in self._fields.items():
            label, hint = labels[name]
            self.ask(label, hint, field)

    async def on_submit(self, interaction: Interaction, /) -> None:
        """Store all five together."""
        await self._save(interaction, {name: field.value for name, field in self._fields.items()})


class CheckInForm(Form):
    """Ask when the weekly check-in comes."""

    def __init__(self, save: SaveCheckIn, recurrence: Recurrence) -> None:
        super().__init__(words.CHECK_IN_TITLE)
        self._save = save
        self._day = day_select(recurrence.weekday)
        self._time = text_input(recurrence.at.strftime("%H:%M"), 5, "09:00", required=True)
        self._zone = text_input(recurrence.zone, 50, "Europe/Rome", required=True)
        for label, hint, field in (
            (words.POST_DAY, None, self._day),
            (words.POST_TIME, words.POST_TIME_HINT, self._time),
            (words.POST_ZONE, words.POST_ZONE_HINT, self._zone),
        ):
            self.ask(label, hint, field)

    async def on_submit(self, interaction: Interaction, /) -> None:
        """Start or change the check-in."""
        day = int(self._day.values[0])
        await self._save(interaction, day, self._time.value, self._zone.value)
