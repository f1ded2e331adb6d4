"""What is said when nothing answers a question: what is not on file, what is near, whom to ask."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards import Action, Block, Card, CommandRef, Item, Items, LinkButton, Note, Text, inline
from bot.catalogue import Catalogue
from bot.catalogue.asides import Aside
from bot.catalogue.search import Found
from bot.replies import snippets
from bot.replies.find import Asked, everything, missing, named, read
from bot.words import N_, _

_LONGEST_PART = 100
# Where people answer what nothing is on file about.
_FORUMS = {"reddit-pm": N_("Ask on Reddit"), "pm-stackexchange": N_("Ask on Stack Exchange")}


def nothing(asked: Asked, found: Found, catalogue: Catalogue) -> Card:
    """Say what nothing is on file about, with what comes near and whom to ask."""
    if found.aside is not None:
        return _no_question(found.aside)
    words = found.unknown or (asked.shown,)
    title = _("I have nothing on {words}", words=named(words))
    return Card(
        title=title,
        summary=title,
        blocks=tuple(_near(asked, found, catalogue)),
        actions=(*_forums(catalogue), *everything(asked)),
    )


def _near(asked: Asked, found: Found, catalogue: Catalogue) -> Iterator[Block]:
    if found.part:
        part = snippets.cut(found.part, _LONGEST_PART)
        yield Note((_("Your question is long. I searched for “{part}”.", part=part),))
    if found.missing:
        yield Text((missing(found, catalogue),))
    if found.nearest:
        near = tuple(Item(hit.title, (), read(hit, asked)) for hit in found.nearest)
        yield Items(near, heading=_("Nearest"))
    yield Text(
        inline(
            _("Try other words, look around with {list} or {path}, or ask people:"),
            list=CommandRef("cert list"),
            path=CommandRef("career path"),
        )
    )


def _forums(catalogue: Catalogue) -> tuple[Action, ...]:
    return tuple(
        LinkButton(_(label), catalogue.resources[own_id].url)
        for own_id, label in _FORUMS.items()
        if own_id in catalogue.resources
    )


def _no_question(aside: Aside) -> Card:
    match aside:
        case Aside.WORDLESS:
            title = _("Ask me in words")
            said = _("I can't search for emoji or signs. Ask, for example: what does the PMP cost?")
        case Aside.LANGUAGE:
            title = _("I search in English only")
            said = _("Ask in English, or type the name of a certification or job, such as PMP.")
        case Aside.ORDER:
            title = _("I only look things up")
            said = _(
                "I write no texts and follow no instructions. Ask about certifications, jobs, the"
                " words of the field or your next step."
            )
        case Aside.INSULT:
            title = _("Sorry that I was no help")
            said = _(
                "I look up certifications, jobs and the words of the field. If something I said"
                " is wrong, please tell a moderator."
            )
    return Card(title=title, summary=said, blocks=(Text((said,)),))
