"""The form of what a community adds for itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.model import EntryKind
from bot.platforms.discord.forms import Form, Interaction, text_input
from bot.replies import forms as words
from bot.services.community_entries import MAX_TEXT, MAX_TITLE, MAX_URL

Save = Callable[[Interaction, dict[str, str]], Awaitable[None]]


class EntryForm(Form):
    """Ask for the words of an entry; a nudge has no title, only a link needs an address."""

    def __init__(self, save: Save, kind: EntryKind, given: dict[str, str]) -> None:
        super().__init__(words.ENTRY_TITLES[kind])
        self._save = save
        is_link = kind is EntryKind.LINK
        longest = MAX_TEXT[kind]
        self._title = text_input(given["title"], MAX_TITLE, required=True)
        self._text: discord.ui.TextInput[Any] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph,
            default=given["text"][:longest],
            required=not is_link,
            max_length=longest,
        )
        self._url = text_input(given["url"], MAX_URL, "https://example.org/", required=is_link)
        if kind is not EntryKind.NUDGE:
            self.ask(words.ENTRY_TITLE, None, self._title)
        self.ask(words.ENTRY_TEXTS[kind], words.ENTRY_TEXT_HINT, self._text)
        url_hint = words.ENTRY_URL_NEEDED if is_link else words.ENTRY_URL_HINT
        self.ask(words.ENTRY_URL, url_hint, self._url)

    async def on_submit(self, interaction: Interaction, /) -> None:
        """Hand over what was typed."""
        typed = {"title": self._title, "text": self._text, "url": self._url}
        await self._save(interaction, {name: field.value for name, field in typed.items()})
