"""What the bot says about what a community added for itself."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.cards import (
    Action,
    Alert,
    Block,
    Button,
    Card,
    CommandRef,
    Item,
    Items,
    LinkButton,
    Note,
    Role,
    Source,
    Text,
    inline,
)
from bot.errors import InvalidInputError
from bot.model import EntryKind, OwnEntry
from bot.replies.forms import ENTRY_KINDS
from bot.words import N_, _, plural

FROM_COMMUNITY = N_("From this community")
SOURCE = N_("this community's moderators; not checked by the bot")
_SNIPPET = 150


def visit(entry: OwnEntry) -> tuple[Action, ...]:
    """Return the button that opens an entry's link and says where it goes."""
    if entry.url is None:
        return ()
    return (LinkButton(_("Open {site}", site=site_of(entry.url)), entry.url),)


def site_of(url: str) -> str:
    """Return the host an address goes to."""
    return urlsplit(url).hostname or url


def draft(draft_id: str, entry: OwnEntry) -> Card:
    """Offer to save the entry that is shown right below."""
    told = (
        _("In look-ups of this community it looks like the card below.")
        if entry.kind is EntryKind.LINK
        else _("It will be posted like the card below.")
    )
    return Card(
        title=_("Shall I save this?"),
        summary=_("A draft of this community's own content."),
        blocks=(
            Text((told, " ", _("Only you can see it now."))),
            Note((_("Nothing is saved yet."),)),
        ),
        actions=(
            Button(_("Save"), "content.save", (draft_id,), style="primary"),
            *_others(draft_id),
        ),
        role=Role.BRAND,
    )


def refused(draft_id: str, problem: InvalidInputError) -> Card:
    """Say why an entry cannot be saved, and offer to correct it."""
    return Card(
        title=_("Not saved yet"),
        summary=problem.message,
        blocks=(
            Alert((problem.message,)),
            Text((problem.hint,)),
            Note((_("What you typed is kept: correct it in the form."),)),
        ),
        actions=(
            Button(_("Correct it"), "content.edit", (draft_id,), style="primary"),
            Button(_("Discard"), "content.discard", (draft_id,)),
        ),
        role=Role.WARN,
    )


def overtaken(draft_id: str, entry: OwnEntry, now: OwnEntry | None) -> Card:
    """Say that an entry was changed (or removed: ``now`` is None) while it was being edited."""
    if now is None:
        told = _("Somebody removed this entry while you changed it. Nothing was saved.")
        title, save, others = _("It was removed meanwhile"), _("Save as a new entry"), ()
    else:
        told = _("Somebody changed this entry while you did. Nothing was saved.")
        title, save = _("It was changed meanwhile"), _("Save mine instead")
        others = (Text((_("As it is now:"),)), *_whole(now))
    return Card(
        title=title,
        summary=told,
        blocks=(Alert((told,)), *others, Text((_("What you typed:"),)), *_whole(entry)),
        actions=(
            Button(save, "content.save", (draft_id,), style="primary"),
            *_others(draft_id),
        ),
        role=Role.WARN,
    )


def saved(entry: OwnEntry) -> Card:
    """Confirm what was saved and say where it will be read."""
    if entry.kind is EntryKind.LINK:
        where = inline(
            _("Members of this community find it with {command}."), command=CommandRef("find")
        )
    else:
        where = inline(
            _("It takes turns with the catalogue's; see the next post with {command}."),
            command=CommandRef("config schedule test"),
        )
    return Card(
        title=_("Saved"),
        summary=_("Saved: {name}", name=_name(entry)),
        blocks=(Text((_name(entry),)), Text(where)),
        actions=(Button(_("Change"), "content.change", (entry.id,)), _all()),
        role=Role.GOOD,
    )


def discarded() -> Card:
    """Say that nothing was saved."""
    return Card(
        title=_("Nothing was saved"),
        summary=_("The draft is gone."),
        blocks=(
            Text(
                inline(
                    _("I forgot the draft. Type it again with {command}."),
                    command=CommandRef("config content add"),
                )
            ),
        ),
        actions=(_all(),),
    )


def listing(entries: Sequence[OwnEntry], most: int) -> Card:
    """List what a community added, oldest first."""
    if not entries:
        return Card(
            title=_("This community has no content of its own yet"),
            summary=_("No own nudges, tips or links."),
            blocks=(
                Text(
                    inline(_("Add some with {command}."), command=CommandRef("config content add"))
                ),
            ),
        )
    count = plural("{n} entry of {most}", "{n} entries of {most}", len(entries), most=most)
    return Card(
        title=_("This community's own content"),
        summary=_("It has {count}.", count=count),
        subtitle=_("{count} · posts and look-ups of this community only", count=count),
        blocks=(Items(tuple(_item(entry) for entry in entries)),),
        pager=("content.list",),
    )


def shown(entry: OwnEntry) -> Card:
    """Say what can be done with the entry that is shown right below."""
    return Card(
        title=_("{kind} of this community", kind=_(ENTRY_KINDS[entry.kind])),
        summary=_name(entry),
        blocks=(Text((_("The card below is how it is read."),)),),
        actions=(
            Button(_("Edit"), "content.change", (entry.id,)),
            Button(_("Remove…"), "content.ask", (entry.id,), style="danger"),
            _all(),
        ),
    )


def ask_remove(entry: OwnEntry) -> Card:
    """Ask before an entry is removed."""
    return Card(
        title=_("Remove this?"),
        summary=_("Remove: {name}", name=_name(entry)),
        blocks=(
            *_whole(entry),
            Note((_("What was posted already stays in its channel."),)),
        ),
        actions=(
            Button(_("Remove it"), "content.remove", (entry.id,), style="danger"),
            Button(_("Keep it"), "content.show", (entry.id,)),
        ),
        role=Role.BAD,
    )


def removed(entry: OwnEntry) -> Card:
    """Confirm a removal; the words are shown once more, to be copied if it was a mistake."""
    return Card(
        title=_("Removed"),
        summary=_("Removed: {name}", name=_name(entry)),
        blocks=_whole(entry),
        actions=(_all(),),
        role=Role.GOOD,
    )


def found(entries: Sequence[OwnEntry]) -> Card:
    """Show what the asker's community itself has to say about a question."""
    return Card(
        title=_(FROM_COMMUNITY),
        summary=plural(
            "{n} entry of this community fits.", "{n} entries of this community fit.", len(entries)
        ),
        blocks=(
            Items(
                tuple(
                    Item(_name(entry), _detail(entry), next(iter(visit(entry)), None))
                    for entry in entries
                )
            ),
        ),
        sources=(Source(_(SOURCE)),),
    )


def _whole(entry: OwnEntry) -> tuple[Block, ...]:
    parts = (entry.title, entry.text, entry.url or "")
    return tuple(Text((part,)) for part in parts if part)


def _item(entry: OwnEntry) -> Item:
    return Item(
        _name(entry),
        (_(ENTRY_KINDS[entry.kind]), *((" · ", site_of(entry.url)) if entry.url else ())),
        Button(_("Open"), "content.show", (entry.id,)),
    )


def _detail(entry: OwnEntry) -> tuple[str, ...]:
    return (_(ENTRY_KINDS[entry.kind]), *((" · ", entry.text) if entry.text else ()))


def _name(entry: OwnEntry) -> str:
    return name_of(entry, _SNIPPET)


def name_of(entry: OwnEntry, longest: int) -> str:
    """Return the words that people know an entry by: its title, else how its text begins."""
    text = " ".join((entry.title or entry.text).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _others(draft_id: str) -> tuple[Button, ...]:
    return (
        Button(_("Edit"), "content.edit", (draft_id,)),
        Button(_("Discard"), "content.discard", (draft_id,)),
    )


def _all() -> Button:
    return Button(_("All of its content"), "content.list")
