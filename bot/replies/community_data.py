"""What the bot says when moderators take away, bring back or destroy a community's settings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.cards import (
    Alert,
    Attachment,
    Block,
    Button,
    Card,
    CommandRef,
    Facts,
    Inline,
    Item,
    Items,
    Node,
    Note,
    Role,
    Text,
    inline,
)
from bot.model import OwnEntry
from bot.replies.audit import changes, setting_words, subject_words
from bot.replies.community_entries import name_of, site_of
from bot.replies.forms import ENTRY_KINDS, ENTRY_TITLE, ENTRY_URL
from bot.trail import Difference, EntryDifference
from bot.words import _

_LONGEST_NAME = 60
_BEFORE = 20


def export(data: Mapping[str, Any]) -> Card:
    """Hand over a community's settings as one JSON file."""
    content = json.dumps(data, indent=2, ensure_ascii=False).encode()
    return Card(
        title=_("Settings of this community"),
        summary=_("All settings of this community, as a file."),
        blocks=(
            Text(
                (
                    _(
                        "This file holds what moderators set here and the last changes, without "
                        "who made them. It holds nothing of members."
                    ),
                )
            ),
            Attachment(content, "community-settings.json", _("The settings of this community")),
            Note(
                inline(
                    _("{command} brings them back, on this server only."),
                    command=CommandRef("config data import"),
                )
            ),
        ),
    )


def preview(differences: Sequence[Difference], token: str, *, is_new: bool = False) -> Card:
    """Show what an import would change, before anything is changed.

    ``is_new``: file or settings changed since the card whose button was pressed.
    """
    if not differences:
        return Card(
            title=_("Nothing would change"),
            summary=_("The settings are as in the file already."),
            blocks=(Text((_("The settings are as in the file already."),)),),
        )
    again = Alert((_("Something changed meanwhile, so nothing was imported. Look again."),))
    return Card(
        title=_("Import these settings?"),
        summary=_("This is what would change. Nothing is changed yet."),
        blocks=(
            *((again,) if is_new else ()),
            Text((_("This is what would change. Nothing is changed yet."),)),
            *_list(differences),
        ),
        actions=(
            Button(_("Import all of it"), "config.import", (token,), style="primary"),
            Button(_("Cancel"), "config.giveup"),
        ),
        role=Role.WARN if is_new else Role.INFO,
    )


def imported(differences: Sequence[Difference]) -> Card:
    """Say what was imported."""
    return Card(
        title=_("Settings imported"),
        summary=_("All of the file's settings hold now."),
        blocks=(*_list(differences), _look("config show")),
        role=Role.GOOD,
    )


def given_up() -> Card:
    """Say that nothing was imported or deleted."""
    return Card(
        title=_("Nothing was changed"),
        summary=_("The settings are as they were."),
        blocks=(Text((_("The settings are as they were."),)),),
    )


def ask_purge(counts: Mapping[str, int]) -> Card:
    """Name what would be destroyed, and offer a copy first."""
    if not counts:
        return _empty()
    return Card(
        title=_("Delete all settings of this community?"),
        summary=_("This would delete all settings and stop all posts."),
        blocks=(
            Alert((_("This cannot be undone. Export first if you want a copy."),), "bad"),
            _counts(counts),
            _staying(),
        ),
        actions=(
            Button(_("Delete all settings and stop the posts"), "config.purge", style="danger"),
            Button(_("Export first"), "config.export"),
            Button(_("Cancel"), "config.keep"),
        ),
        role=Role.BAD,
    )


def purged(counts: Mapping[str, int]) -> Card:
    """Give a receipt of what was destroyed."""
    if not counts:
        return _empty()
    return Card(
        title=_("All settings are deleted"),
        summary=_("Nothing is posted in this community any more."),
        blocks=(
            Text((_("Nothing is posted in this community any more."),)),
            _counts(counts),
            _staying(),
            _look("config setup"),
        ),
        role=Role.GOOD,
    )


def _empty() -> Card:
    return Card(
        title=_("Nothing to delete"),
        summary=_("This community has no settings."),
        blocks=(Text((_("This community has no settings."),)),),
    )


def _list(differences: Sequence[Difference]) -> tuple[Block, ...]:
    entries = [one for one in differences if isinstance(one, EntryDifference)]
    settings = [one for one in differences if not isinstance(one, EntryDifference)]
    items = tuple(Item(subject_words(one.subject), _lines(one)) for one in settings)
    return (*((Items(items),) if items else ()), *_entries(entries))


def _entries(differences: Sequence[EntryDifference]) -> tuple[Block, ...]:
    """Name own entries by their words: what they are worth cannot be judged by an id."""
    added = [one.wanted for one in differences if one.wanted and not one.was]
    removed = [one.was for one in differences if one.was and not one.wanted]
    changed = [(one.was, one.wanted) for one in differences if one.was and one.wanted]
    groups = (
        (_("Own content that is added: {n}", n=len(added)), [_named(one) for one in added]),
        (_("Own content that changes: {n}", n=len(changed)), [_change(*one) for one in changed]),
        (_("Own content that is removed: {n}", n=len(removed)), [_named(one) for one in removed]),
    )
    return tuple(Items(tuple(lines), heading=heading) for heading, lines in groups if lines)


def _named(entry: OwnEntry) -> Item:
    where = (" · ", site_of(entry.url)) if entry.url else ()
    return Item(name_of(entry, _LONGEST_NAME), (_(ENTRY_KINDS[entry.kind]), *where))


def _change(was: OwnEntry, wanted: OwnEntry) -> Item:
    """Say of each part of an entry what it was and becomes, from where the words differ."""
    parts = {
        _("Kind"): (_(ENTRY_KINDS[was.kind]), _(ENTRY_KINDS[wanted.kind])),
        _(ENTRY_TITLE): (was.title, wanted.title),
        _("Text"): (was.text, wanted.text),
        _(ENTRY_URL): (was.url or "", wanted.url or ""),
    }
    lines: list[Node] = []
    for name, (old, new) in parts.items():
        if old != new:
            begin = _begin(old, new)
            told = _("{name}: {old} → {new}")
            old, new = _excerpt(old, begin), _excerpt(new, begin)
            lines += [*inline(told, name=name, old=old, new=new), "\n"]
    return Item(name_of(was, _LONGEST_NAME), tuple(lines[:-1]))


def _begin(old: str, new: str) -> int:
    """Return where to begin so that an excerpt of both shows a difference."""
    pairs = enumerate(zip(old, new, strict=False))
    at = next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))
    return 0 if at < _LONGEST_NAME - _BEFORE else at - _BEFORE


def _excerpt(text: str, begin: int) -> str:
    if not text:
        return _("not set")
    end = begin + _LONGEST_NAME
    part = " ".join(text[begin:end].split())
    return f"{'…' if begin else ''}{part}{'…' if end < len(text) else ''}"


def _lines(one: Difference) -> Inline:
    parts = changes(one.old, one.new)
    return tuple(n for at, part in enumerate(parts) for n in (("\n", *part) if at else part))


def _counts(counts: Mapping[str, int]) -> Facts:
    return Facts(tuple((setting_words(table), (str(n),)) for table, n in counts.items()))


def _staying() -> Note:
    return Note(
        (
            _(
                "What members keep for themselves is not touched. Moderators can still see who "
                "changed what, including this, for 180 days."
            ),
        )
    )


def _look(path: str) -> Note:
    return Note(inline(_("Go on with {command}."), command=CommandRef(path)))
