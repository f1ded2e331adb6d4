"""/config content: the nudges, tips and links that a community adds for itself."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.cards import Card
from bot.model import EntryKind, OwnEntry
from bot.platforms.discord.acknowledging import open_form
from bot.platforms.discord.actions import action
from bot.platforms.discord.answers import answer, replace
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.entry_form import EntryForm
from bot.platforms.discord.moderation import ConfigGroup, require_moderator
from bot.replies import community_entries as replies
from bot.replies import posts
from bot.replies.forms import ENTRY_KINDS
from bot.services.community_entries import MAX_ENTRIES, EntryDraft

Interaction = discord.Interaction[MentorClient]
KINDS = [app_commands.Choice(name=name, value=kind.value) for kind, name in ENTRY_KINDS.items()]


class ContentCog(ConfigGroup):
    """Add, list, change and remove a community's own content."""

    content = app_commands.Group(name="content", description="This server's own content")

    def __init__(self, client: MentorClient) -> None:
        self.client = client
        self.entries = client.services.entries

    @content.command()
    @app_commands.describe(kind="What you add")
    @app_commands.choices(kind=KINDS)
    async def add(self, interaction: Interaction, kind: str) -> None:
        """Add a nudge, tip or link of your own; you see it before it is saved."""
        require_moderator(interaction)
        await self._open(interaction, EntryKind(kind), {"title": "", "text": "", "url": ""})

    @content.command(name="list")
    async def list_content(self, interaction: Interaction) -> None:
        """See, edit and remove the content this server added."""
        await self.press_list(interaction)

    @action("content.list")
    async def press_list(self, interaction: Interaction, page: int = 1) -> None:
        """Open the list on a page."""
        found = await self.entries.list(require_moderator(interaction))
        await replace(interaction, replies.listing(found, MAX_ENTRIES), page)

    @action("content.show")
    async def press_show(self, interaction: Interaction, entry: str) -> None:
        """Open one entry."""
        found = await self.entries.load(require_moderator(interaction), entry)
        await replace(interaction, replies.shown(found))
        await answer(interaction, _as_read(found))

    @action("content.save")
    async def press_save(self, interaction: Interaction, draft: str) -> None:
        """Save what was shown, or show what happened to it meanwhile."""
        result = await self.entries.save(require_moderator(interaction), draft)
        if result.is_saved:
            await replace(interaction, replies.saved(result.draft.entry))
            return
        again = result.draft
        await replace(interaction, replies.overtaken(again.id, again.entry, result.now))

    @action("content.edit")
    async def press_edit(self, interaction: Interaction, draft: str) -> None:
        """Correct a draft in the form."""
        await self._change(interaction, self.entries.recall(require_moderator(interaction), draft))

    @action("content.change")
    async def press_change(self, interaction: Interaction, entry: str) -> None:
        """Open the form of a saved entry."""
        await self._change(
            interaction, await self.entries.edit(require_moderator(interaction), entry)
        )

    @action("content.discard")
    async def press_discard(self, interaction: Interaction, draft: str) -> None:
        """Forget a draft; what is saved stays as it is."""
        self.entries.discard(require_moderator(interaction), draft)
        await replace(interaction, replies.discarded())

    @action("content.ask")
    async def press_ask(self, interaction: Interaction, entry: str) -> None:
        """Ask before removing."""
        found = await self.entries.load(require_moderator(interaction), entry)
        await replace(interaction, replies.ask_remove(found))

    @action("content.remove")
    async def press_remove(self, interaction: Interaction, entry: str) -> None:
        """Remove an entry."""
        gone = await self.entries.remove(require_moderator(interaction), entry)
        await replace(interaction, replies.removed(gone))

    async def _change(self, interaction: Interaction, draft: EntryDraft) -> None:
        entry = draft.entry
        given = {"title": entry.title, "text": entry.text, "url": entry.url or ""}
        await self._open(interaction, entry.kind, given, draft)

    async def _open(
        self,
        interaction: Interaction,
        kind: EntryKind,
        given: dict[str, str],
        of: EntryDraft | None = None,
    ) -> None:
        async def save(sent: discord.Interaction[Any], typed: dict[str, str]) -> None:
            draft = self.entries.draft(require_moderator(sent), kind, typed, of)
            if draft.problem is not None:
                await answer(sent, replies.refused(draft.id, draft.problem))
                return
            await answer(sent, replies.draft(draft.id, draft.entry))
            await answer(sent, _as_read(draft.entry))

        await open_form(interaction, EntryForm(save, kind, given))


def _as_read(entry: OwnEntry) -> Card:
    """Return the card by which people will read an entry."""
    if entry.kind is EntryKind.NUDGE:
        return posts.own_nudge(entry, False)
    if entry.kind is EntryKind.TIP:
        return posts.own_tip(entry, False)
    return replies.found([entry])


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(ContentCog(client))
