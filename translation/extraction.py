"""Every sentence the code can say: those it marks, and those Discord is told of the commands."""

from __future__ import annotations

import pkgutil
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir

import cogs
from bot.app import build
from bot.config import Settings
from bot.platforms.discord.languages import list_read

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
    """Return what the commands say in Discord's own menus."""
    found: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite+aiosqlite:///{folder}/mentor.db")
        async with AsyncExitStack() as stack:
            client = (await build(settings, stack)).client
            for module in pkgutil.iter_modules(cogs.__path__, "cogs."):
                await client.load_extension(module.name)
            for command in client.tree.get_commands():
                found |= {part[key] for part, key in list_read(command.to_dict(client.tree))}
            await client.close()
    return sorted((message, "cogs") for message in found)
