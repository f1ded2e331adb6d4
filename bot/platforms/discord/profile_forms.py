"""Discord modals in which members tell about their path."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import discord

from bot.model import HeldCertification, Profile
from bot.platforms.discord.forms import Form, text_input
from bot.replies import forms as words
from bot.words import _

Interaction = discord.Interaction[Any]
Select = discord.ui.Select[Any]
SaveAims = Callable[[Interaction, str, str], Awaitable[None]]
SaveSkills = Callable[[Interaction, list[str]], Awaitable[None]]
SaveHeld = Callable[[Interaction, str, str, str, str], Awaitable[None]]

MOST_OPTIONS = 25
MOST_FIELDS = 5


def _select(options: Sequence[tuple[str, str]], chosen: Sequence[str], most: int = 1) -> Select:
    """Return a select of (label, value) in which nothing needs to be chosen."""
    return discord.ui.Select(
        options=[
            discord.SelectOption(label=label, value=value, default=value in chosen)
            for label, value in options
        ],
        required=False,
        min_values=0,
        max_values=min(most, len(options)),
    )


class AimsForm(Form):
    """Ask for stage and target role; what is not chosen is cleared."""

    def __init__(
        self,
        save: SaveAims,
        profile: Profile,
        stages: Sequence[tuple[str, str]],
        roles: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(words.AIMS_TITLE)
        self._save = save
        self._stage = _select(stages, [profile.stage or ""])
        self._role = _select(roles, [profile.target_role or ""])
        for label, field in ((words.AIMS_STAGE, self._stage), (words.AIMS_ROLE, self._role)):
            self.ask(label, words.OPTIONAL, field)

    async def on_submit(self, interaction: Interaction, /) -> None:
        """Store both together."""
        await self._save(
            interaction, "".join(self._stage.values[:1]), "".join(self._role.values[:1])
        )


class SkillsForm(Form):
    """Ask for all skills at once, in as many selects as they need (at most five of 25)."""

    def __init__(self, save: SaveSkills, chosen: Sequence[str], labels: Mapping[str, str]) -> None:
        super().__init__(words.SKILLS_TITLE)
        self._save = save
        options = [(label, skill) for skill, label in labels.items()]
        self._groups: list[Select] = []
        size = -(-len(options) // MOST_FIELDS)
        for start in range(0, len(options), size):
            group = options[start : start + size]
            field = _select(group, chosen, most=size)
            self._groups.append(field)
            label = _(words.SKILLS_GROUP, first=group[0][0], last=group[-1][0])
            self.add_item(discord.ui.Label(text=label[:45], component=field))

    async def on_submit(self, interaction: Interaction, /) -> None:
        """Store what is chosen in all of them."""
        await self._save(interaction, [skill for field in self._groups for skill in field.values])


class HeldForm(Form):
    """Ask for a certification and its dates; without a name the one it held is removed."""

    def __init__(
        self, save: SaveHeld, held: HeldCertification | None = None, name: str = ""
    ) -> None:
        super().__init__(words.HELD_TITLE)
        self._save = save
        self._was = held.certification if held else ""
        self._name = text_input(name, 100, "PMP", required=held is None)
        self._earned = text_input(held and held.earned_on, 10, "YYYY-MM-DD")
        self._cycle = text_input(held and held.cycle_started_on, 10, "YYYY-MM-DD")
        for label, hint, field in (
            (words.HELD_NAME, words.HELD_EDIT_HINT if held else None, self._name),
            (words.HELD_EARNED, words.HELD_DAY_HINT, self._earned),
            (words.HELD_CYCLE, words.HELD_DAY_HINT, self._cycle),
        ):
            self.ask(label, hint, field)

    async def on_submit(self, interaction: Interaction, /) -> None:
        """Store or remove it."""
        await self._save(
            interaction, self._name.value, self._earned.value, self._cycle.value, self._was
        )
