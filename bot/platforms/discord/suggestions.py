"""Autocomplete: what the catalogue or the member's own data offers while they type."""

from __future__ import annotations

from collections.abc import Iterable

import discord
from discord import app_commands

from bot.platforms.discord.client import MentorClient
from bot.replies.forms import WEEKDAYS

Interaction = discord.Interaction[MentorClient]
Choices = list[app_commands.Choice[str]]
DAYS: list[app_commands.Choice[int | str | float]] = [
    app_commands.Choice(name=name, value=number) for number, name in enumerate(WEEKDAYS)
]
"""The days of the week; 0 is Monday."""


def choices(pairs: Iterable[tuple[str, str]]) -> Choices:
    """Turn (label, value) pairs into Discord's choices: at most 25 (discord.py does not cut)."""
    return [app_commands.Choice(name=label, value=value) for label, value in list(pairs)[:25]]


async def certifications(interaction: Interaction, text: str) -> Choices:
    """Suggest certifications by name, abbreviation, alias or typo."""
    return choices(interaction.client.services.search.suggest_certifications(text))


async def roles(interaction: Interaction, text: str) -> Choices:
    """Suggest job roles by name, alias or typo."""
    return choices(interaction.client.services.search.suggest_roles(text))


async def stages(interaction: Interaction, text: str) -> Choices:
    """Suggest the stages of the path."""
    return choices(interaction.client.services.search.suggest_stages(text))


async def skills(interaction: Interaction, text: str) -> Choices:
    """Suggest skills that job roles ask for."""
    return choices(interaction.client.services.search.suggest_skills(text))


async def zones(interaction: Interaction, text: str) -> Choices:
    """Suggest IANA time zones."""
    return choices(interaction.client.services.search.suggest_zones(text))


async def focuses(interaction: Interaction, text: str) -> Choices:
    """Suggest what certifications can be about."""
    return choices(interaction.client.services.search.suggest_focuses(text))


async def topics(interaction: Interaction, text: str) -> Choices:
    """Suggest what trends are about."""
    return choices(interaction.client.services.search.suggest_topics(text))
