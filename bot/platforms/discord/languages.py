"""Which language a person reads, and the commands as Discord shows them in each of ours."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location

from bot.words import ENGLISH, _, choose_language, speak, use_language

_TYPED = frozenset({Location.command_name, Location.group_name, Location.parameter_name})


def answer_in_language(interaction: discord.Interaction[Any]) -> None:
    """Speak the person's language, else the server's, to the end of this interaction.

    discord.py runs each interaction in a task of its own, so nobody else hears it.
    """
    community = interaction.guild_locale
    use_language(str(interaction.locale), None if community is None else str(community))


def is_translated(context: app_commands.TranslationContextTypes) -> bool:
    """Tell whether something is read and not typed; a menu's entry is named, yet only read."""
    return context.location not in _TYPED or isinstance(context.data, app_commands.ContextMenu)


class CommandTranslator(app_commands.Translator):
    """Tell Discord the descriptions in every language; what people type is the same in all."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return a description, a choice or a menu's entry; None where English is shown."""
        # A start asks 8,000 times, once for each of Discord's 32 languages: ours are few.
        language = choose_language(locale.value)
        if language == ENGLISH or not is_translated(context):
            return None
        with speak(language):
            said = _(string.message)
        return None if said == string.message else said
