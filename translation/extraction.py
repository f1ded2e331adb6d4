"""Every sentence the code can say: those it marks, and those Discord is told of the commands."""

from __future__ import annotations

import pkgutil
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

import discord
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from discord import app_commands

import cogs
from bot.app import build
from bot.config import Settings
from bot.platforms.discord.languages import is_translated

ROOT = Path(__file__).parents[1]
LOCALES = ROOT / "bot" / "locales"
_SOURCES = [("bot/**.py", "python"), ("cogs/**.py", "python")]
_KEYWORDS = {"_": None, "N_": None, "plural": (1, 2), "ngettext": (1, 2)}
_COMMENTS = ("Translators:",)


async def extract() -> Catalog:
    """Return every sentence in English, each with the files that say it."""
    found = Catalog(project="TPM Mentor", charset="utf-8")
    for file, _line, message, comments, _context in extract_from_dir(
        ROOT, _SOURCES, keywords=_KEYWORDS, comment_tags=_COMMENTS, strip_comment_tags=True
    ):
        found.add(message, locations=[(file, 0)], auto_comments=comments)
    for message, where in await _told_to_discord():
        found.add(message, locations=[(where, 0)])
    return found


async def _told_to_discord() -> list[tuple[str, str]]:
    """Return what the commands say in Discord's own menus, by asking for a translation of it."""
    asked = _Asked()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite+aiosqlite:///{folder}/mentor.db")
        async with AsyncExitStack() as stack:
            client = (await build(settings, stack)).client
            for module in pkgutil.iter_modules(cogs.__path__, "cogs."):
                await client.load_extension(module.name)
            for command in client.tree.get_commands():
                await command.get_translated_payload(client.tree, asked)
            await client.close()
    return sorted(asked.heard)


class _Asked(app_commands.Translator):
    """Note what would be translated."""

    def __init__(self) -> None:
        self.heard: set[tuple[str, str]] = set()

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Translate nothing."""
        if string.message and is_translated(context):
            self.heard.add((string.message, "cogs"))
        return None
