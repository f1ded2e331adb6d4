"""Which language a person reads, and the commands as Discord shows them in each of ours."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import discord

from bot.words import ENGLISH, _, choose_language, speak, use_language


def answer_in_language(interaction: discord.Interaction[Any]) -> None:
    """Speak the person's language, else the server's, to the end of this interaction.

    discord.py runs each interaction in a task of its own, so nobody else hears it.
    """
    community = interaction.guild_locale
    use_language(str(interaction.locale), None if community is None else str(community))


def list_read(part: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each part of a command that people read, with the key of what they read there.

    A name is typed and the same in all languages, unless nothing describes it: of a choice and of
    a menu's entry the name is what is read (docs: interactions/application-commands).
    """
    yield part, "description" if "description" in part else "name"
    for inner in (*part.get("options", ()), *part.get("choices", ())):
        yield from list_read(inner)


def translate(command: dict[str, Any]) -> dict[str, Any]:
    """Add to a command, as Discord is told it, what it says in every language of ours.

    discord.py would ask a translator of its own for each sentence in each of 32 languages.
    """
    for part, key in list_read(command):
        english = part[key]
        told: dict[str, str] = {}
        for locale, language in _locales():
            with speak(language):
                if (said := _(english)) != english:
                    told[locale] = said
        if told:
            part[f"{key}_localizations"] = told
    return command


@cache
def _locales() -> list[tuple[str, str]]:
    """Return Discord's languages that are not shown English, each with ours for it."""
    found = [(one.value, choose_language(one.value)) for one in discord.Locale]
    return [(locale, language) for locale, language in found if language != ENGLISH]
