"""/config content: the nudges, tips and links that a community adds for itself."""

from __future__ import annotations

from typing import Annotated

from bot.cards import Card
from bot.dialogues.config import config_noun
from bot.dialogues.forms import Form, Line, mark
from bot.dialogues.seam import Answer, Ask, OpenForm, Option, Replace, Value
from bot.errors import NotFoundError
from bot.model import EntryKind, OwnEntry
from bot.replies import community_entries as replies
from bot.replies import forms as words
from bot.replies import posts
from bot.services.community_entries import (
    MAX_ENTRIES,
    MAX_TEXT,
    MAX_TITLE,
    MAX_URL,
    EntryDraft,
)

content = config_noun({"content": "This server's own content"})
_KINDS = tuple((name, kind.value) for kind, name in words.ENTRY_KINDS.items())


@content.command("content add")
async def add(
    ask: Ask, kind: Annotated[EntryKind, Option("What you add", choices=_KINDS)]
) -> Answer:
    """Add a nudge, tip or link of your own; you see it before it is saved."""
    return OpenForm("content.new", (kind.value,))


@content.command("content list")
async def list_content(ask: Ask) -> Answer:
    """See, edit and remove the content this server added."""
    return await _list(ask)


@content.button("content.list")
async def press_list(ask: Ask, page: int = 1) -> Answer:
    """Open the list on a page."""
    return Replace(await _list(ask), page)


@content.button("content.show")
async def press_show(ask: Ask, entry: str) -> Answer:
    """Open one entry."""
    found = await ask.services.entries.load(ask.here, entry)
    return Replace(replies.shown(found)), _as_read(found)


@content.form("content.new")
async def ask_new(ask: Ask, kind: EntryKind) -> Form:
    """Ask for the words of a new entry."""
    return _form(kind)


@content.submit("content.new")
async def draft_new(ask: Ask, kind: EntryKind, **typed: str) -> Answer:
    """Show a new entry before it is saved."""
    return _tell(ask.services.entries.draft(ask.here, kind, typed))


@content.form("content.change")
async def ask_change(ask: Ask, entry: str) -> Form:
    """Ask for the words of a saved entry."""
    found = await ask.services.entries.load(ask.here, entry)
    return _form(found.kind, _fields(found))


@content.submit("content.change")
async def draft_change(ask: Ask, entry: str, **typed: str) -> Answer:
    """Show a changed entry before it is saved."""
    of = await ask.services.entries.edit(ask.here, entry)
    return _tell(ask.services.entries.draft(ask.here, of.entry.kind, typed, of))


@content.button("content.edit")
async def press_edit(ask: Ask, draft: str) -> Answer:
    """Correct a draft in the form; what was removed meanwhile becomes a new entry."""
    found = ask.services.entries.recall(ask.here, draft)
    typed, kind = _fields(found.entry), found.entry.kind
    if found.base is not None:
        try:
            await ask.services.entries.load(ask.here, found.base.id)
        except NotFoundError:
            return OpenForm("content.new", (kind.value,), typed)
        shown = mark(_form(kind, _fields(found.base)))
        return OpenForm("content.change", (found.base.id,), typed, shown)
    return OpenForm("content.new", (kind.value,), typed)


@content.button("content.save")
async def press_save(ask: Ask, draft: str) -> Answer:
    """Save what was shown, or show what happened to it meanwhile."""
    result = await ask.services.entries.save(ask.here, draft)
    if result.is_saved:
        return Replace(replies.saved(result.draft.entry))
    return Replace(replies.overtaken(result.draft.id, result.draft.entry, result.now))


@content.button("content.discard")
async def press_discard(ask: Ask, draft: str) -> Answer:
    """Forget a draft; what is saved stays as it is."""
    ask.services.entries.discard(ask.here, draft)
    return Replace(replies.discarded())


@content.button("content.ask")
async def press_ask(ask: Ask, entry: str) -> Answer:
    """Ask before removing."""
    return Replace(replies.ask_remove(await ask.services.entries.load(ask.here, entry)))


@content.button("content.remove")
async def press_remove(ask: Ask, entry: str) -> Answer:
    """Remove an entry."""
    return Replace(replies.removed(await ask.services.entries.remove(ask.here, entry)))


async def _list(ask: Ask) -> Card:
    return replies.listing(await ask.services.entries.list(ask.here), MAX_ENTRIES)


def _tell(draft: EntryDraft) -> Answer:
    if draft.problem is not None:
        return replies.refused(draft.id, draft.problem)
    return replies.draft(draft.id, draft.entry), _as_read(draft.entry)


def _fields(entry: OwnEntry) -> dict[str, Value]:
    return {"title": entry.title, "text": entry.text, "url": entry.url or ""}


def _form(kind: EntryKind, now: dict[str, Value] | None = None) -> Form:
    """Return the form of an entry; a nudge has no title, only a link needs an address."""
    is_link = kind is EntryKind.LINK
    url_hint = words.ENTRY_URL_NEEDED if is_link else words.ENTRY_URL_HINT
    fields = (
        Line("title", words.ENTRY_TITLE, longest=MAX_TITLE, is_required=True),
        Line(
            "text",
            words.ENTRY_TEXTS[kind],
            words.ENTRY_TEXT_HINT,
            longest=MAX_TEXT[kind],
            is_required=not is_link,
            is_long=True,
        ),
        Line(
            "url",
            words.ENTRY_URL,
            url_hint,
            longest=MAX_URL,
            example="https://example.org/",
            is_required=is_link,
        ),
    )
    return Form(words.ENTRY_TITLES[kind], fields[1:] if kind is EntryKind.NUDGE else fields, now)


def _as_read(entry: OwnEntry) -> Card:
    """Return the card by which people will read an entry."""
    if entry.kind is EntryKind.NUDGE:
        return posts.own_nudge(entry, False)
    if entry.kind is EntryKind.TIP:
        return posts.own_tip(entry, False)
    return replies.found([entry])
