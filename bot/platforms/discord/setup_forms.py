"""The forms of the guided set-up, one for each step that asks something."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord

from bot.model import ChannelId, PostKind, RoleId, SetupStep, SetupView
from bot.platforms.discord.forms import Form, day_select, text_input
from bot.platforms.discord.identity import channel_id, role_id, snowflake
from bot.replies import forms as words
from bot.replies.refusals import setups as refusals
from bot.words import _

Interaction = discord.Interaction[Any]
# Saves what was chosen, given the interaction and the mark of the card.
Save = Callable[[Interaction, str, Any], Awaitable[None]]


class StepForm(Form):
    """A form of one step; its save is told the mark of the card it was opened from."""

    def __init__(self, view: SetupView, save: Save, title: str) -> None:
        super().__init__(title)
        self._mark = view.mark
        self._save = save

    async def on_submit(self, interaction: Interaction, /) -> None:
        """Save what was chosen."""
        await self._save(interaction, self._mark, self.chosen())

    def chosen(self) -> Any:
        """Return what the fields hold."""
        raise NotImplementedError


class ChannelsForm(StepForm):
    """Ask where each kind of post appears; one left empty is not posted."""

    def __init__(self, view: SetupView, save: Save) -> None:
        super().__init__(view, save, words.SETUP_CHANNELS)
        self._fields: dict[PostKind, discord.ui.ChannelSelect[Any]] = {}
        for post in view.posts:
            chosen = [discord.Object(snowflake(post.channel_id))] if post.channel_id else []
            field: discord.ui.ChannelSelect[Any] = discord.ui.ChannelSelect(
                channel_types=[discord.ChannelType.text, discord.ChannelType.news],
                default_values=chosen,
                required=False,
                min_values=0,
            )
            self.ask(words.POST_TITLES[post.kind], words.SETUP_CHANNEL_HINT, field)
            self._fields[post.kind] = field

    def chosen(self) -> Mapping[PostKind, ChannelId]:
        """Return the channel of each kind that has one."""
        return {
            kind: channel_id(field.values[0].id)
            for kind, field in self._fields.items()
            if field.values
        }


class ZoneForm(StepForm):
    """Ask for the time zone of all posts."""

    def __init__(self, view: SetupView, save: Save) -> None:
        super().__init__(view, save, words.SETUP_ZONE)
        zone = view.posts[0].recurrence.zone
        self._zone = text_input(zone, 50, "Europe/Rome", required=True)
        self.ask(words.POST_ZONE, words.POST_ZONE_HINT, self._zone)

    def chosen(self) -> str:
        """Return what was typed."""
        return self._zone.value


class TimesForm(StepForm):
    """Ask for weekday and local time of each kind that is posted."""

    def __init__(self, view: SetupView, save: Save) -> None:
        super().__init__(view, save, words.SETUP_TIMES)
        self._fields: dict[PostKind, tuple[discord.ui.Select[Any], discord.ui.TextInput[Any]]] = {}
        for post in (post for post in view.posts if post.channel_id):
            day = day_select(post.recurrence.weekday)
            at = text_input(f"{post.recurrence.at:%H:%M}", 5, "09:00", required=True)
            title = _(words.POST_TITLES[post.kind])
            self.ask(_(words.SETUP_DAY, post=title), None, day)
            self.ask(_(words.SETUP_TIME, post=title), words.POST_TIME_HINT, at)
            self._fields[post.kind] = day, at

    def chosen(self) -> Mapping[PostKind, tuple[int, str]]:
        """Return weekday (0 is Monday) and typed time by kind."""
        return {kind: (int(day.values[0]), at.value) for kind, (day, at) in self._fields.items()}


class MentorsForm(StepForm):
    """Ask for the role of the mentors."""

    def __init__(self, view: SetupView, save: Save) -> None:
        super().__init__(view, save, words.SETUP_MENTORS)
        now = view.mentors_role_id
        self._role: discord.ui.RoleSelect[Any] = discord.ui.RoleSelect(
            default_values=[discord.Object(snowflake(now))] if now else [],
            required=False,
            min_values=0,
        )
        self.ask(words.SETUP_MENTORS_ROLE, words.OPTIONAL, self._role)

    def chosen(self) -> RoleId | None:
        """Return the role, or None; everybody's is refused with an InvalidInputError."""
        if any(role.is_default() for role in self._role.values):
            raise refusals.everybodys_role()
        return role_id(self._role.values[0].id) if self._role.values else None


FORMS: Mapping[SetupStep, Callable[[SetupView, Save], StepForm]] = {
    SetupStep.CHANNELS: ChannelsForm,
    SetupStep.ZONE: ZoneForm,
    SetupStep.TIMES: TimesForm,
    SetupStep.MENTORS: MentorsForm,
}
"""The form of each step that asks something."""
