"""What the bot says to moderators about the topics of weekly posts."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Alert, Button, Card, Facts, Note, Role, Text
from bot.model import PostKind
from bot.replies import facts
from bot.replies.forms import POST_TITLES
from bot.words import _, plural


def name(topics: Sequence[str]) -> str:
    """Name the topics of a post; none chosen is all of them."""
    return ", ".join(map(facts.words, topics)) or _("all topics")


def saved(kind: PostKind, topics: Sequence[str], entries: int) -> Card:
    """Confirm what a post draws from."""
    post = _(POST_TITLES[kind])
    count = plural("{n} entry", "{n} entries", entries)
    every = (Button(_("All topics"), "topics.all", (kind,)),) if topics else ()
    return Card(
        title=_("{post}: topics saved", post=post),
        summary=_("{post} draws from {topics}.", post=post, topics=name(topics)),
        blocks=(
            Facts(((_("Topics"), (name(topics),)), (_("Of the catalogue"), (count,)))),
            Note((_("This community's own posts ignore the topic filter."),)),
        ),
        actions=(
            Button(_("Preview"), "config.preview", (kind,), style="primary"),
            Button(_("Change"), "topics.edit", (kind,)),
            *every,
        ),
        role=Role.GOOD,
    )


def too_few(kind: PostKind, topics: Sequence[str], entries: int, fewest: int, picked: str) -> Card:
    """Refuse a choice that leaves too little to post; ``picked`` brings it back to the form."""
    told = plural(
        "Only {n} entry of the catalogue is about {topics}.",
        "Only {n} entries of the catalogue are about {topics}.",
        entries,
        topics=name(topics),
    )
    hint = _("Choose more topics, so that at least {fewest} are left.", fewest=fewest)
    return Card(
        title=_("Too few would be left"),
        summary=told,
        blocks=(
            Alert((told,)),
            Text((hint,)),
            Note((_("Nothing was changed."),)),
        ),
        actions=(
            Button(_("Choose again"), "topics.edit", (kind, picked), style="primary"),
            Button(_("All topics"), "topics.all", (kind,)),
        ),
        role=Role.WARN,
    )
