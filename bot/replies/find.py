"""Search results: the best answer in full, the others in a line, each one press away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.cards import Action, Alert, Block, Button, Card, Item, Items, Note, Source, Text
from bot.catalogue import Catalogue
from bot.catalogue.asides import Aside
from bot.catalogue.aspects import Aspect
from bot.catalogue.schema import Checked
from bot.catalogue.search import Found, Hit, HitKind
from bot.replies import best, facts, pairs, snippets
from bot.replies.submissions import outdated
from bot.words import N_, _, plural

_WISHES = {
    "no-experience": N_("no experience needed"),
    "no-training": N_("no training required"),
    "no-exam": N_("no exam"),
    "open-book": N_("open book"),
    "lifetime": N_("never has to be renewed"),
    "yearly": N_("renewed every year"),
    "entry": N_("entry level"),
    "intermediate": N_("intermediate level"),
    "advanced": N_("advanced level"),
    "expert": N_("expert level"),
}
_ORDERS = {True: N_("cheapest first"), False: N_("most expensive first")}
_LONGEST_SHOWN = 60
_LONGEST_LINE = 100
_MOST_NAMED = 3
# Characters; with what is around them a first page has a thousand.
_FIRST_PAGE = 640
# A letter says the kind of a result on its button: an id may take the rest.
_CODES = {kind: code for code, kind in zip("crtswqudm", HitKind, strict=True)}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the kind it was narrowed to or "", and what a button says to ask it again."""

    query: str
    kind: str
    token: str

    @property
    def shown(self) -> str:
        """The question, short enough for a line."""
        return snippets.cut(self.query.replace("_", " "), _LONGEST_SHOWN)


def results(asked: Asked, found: Found, catalogue: Catalogue) -> Card:
    """Answer with what was found, best first."""
    first = found.hits[0]
    title, answer = first.title, best.answered(first, found.aspects, catalogue)
    more = _("More about this")
    opened: tuple[Action, ...] = (read(first, asked, "primary", more),)
    told = [first]
    if found.pair is not None:
        both = [hit for hit in found.hits if hit.id in found.pair.ids]
        told = list(dict.fromkeys((first, *both)))
        if first in both:
            title, answer = pairs.weighed(found.pair, catalogue)
        names = (read(hit, asked, label=pairs.name(hit, catalogue)) for hit in both)
        opened = (*pairs.comparison(found.pair), *names)
    above = (*_caveats(found, catalogue), *answer.blocks)
    others = [hit for hit in found.hits if hit not in told]
    if not asked.kind:
        others = _fitting(others, title, above, found, catalogue)
    return Card(
        title=title,
        summary=title,
        subtitle=plural(
            "{n} result for “{query}”",
            "{n} results for “{query}”",
            len(told) + len(others),
            query=asked.shown,
        ),
        blocks=(*above, *_others(found, others, asked, catalogue)),
        actions=(
            *((Button(_("Plan my first steps"), "start.new"),) if found.is_new else ()),
            *opened,
            *answer.actions,
            *everything(asked),
        ),
        sources=answer.sources or (Source(_(facts.EDITORIAL)),),
        as_of=facts.oldest(*(_last_checked(hit, catalogue) for hit in (*told, *others))),
        pager=("find.again", asked.kind, asked.token),
    )


def read(
    hit: Hit,
    asked: Asked,
    style: Literal["primary", "secondary"] = "secondary",
    label: str = "",
) -> Button:
    """Return the button that opens a result, from which there is a way back."""
    is_text = hit.kind in (HitKind.QUESTION, HitKind.TREND)
    return Button(
        label or (_("Read") if is_text else _("Open")),
        "find.read",
        (_CODES[hit.kind], hit.id, asked.kind, asked.token),
        style=style,
    )


def kind_of(code: str) -> HitKind:
    """Return the kind that a letter means; raises StaleActionError for any other."""
    for kind, own in _CODES.items():
        if own == code:
            return kind
    raise outdated()


def with_way_back(card: Card, kind: str, token: str) -> Card:
    """Return the card of a result with a button that leads back to all of them."""
    back = Button(_("Back to the results"), "find.again", (kind, token))
    return replace(card, actions=(*card.actions, back))


def everything(asked: Asked) -> tuple[Action, ...]:
    """Return the button that searches again without the filter, if there is one."""
    if not asked.kind:
        return ()
    return (Button(_("Search everything"), "find.again", ("", asked.token)),)


def named(words: Sequence[str]) -> str:
    """Return words in quotation marks, the first three."""
    shown = [_("“{word}”", word=snippets.cut(word, _LONGEST_SHOWN)) for word in words]
    return ", ".join(shown[:_MOST_NAMED])


def _caveats(found: Found, catalogue: Catalogue) -> Iterator[Block]:
    """Say how the question was read and what of it was not found."""
    if found.aside is Aside.LANGUAGE:
        yield Note((_("I search in English only. This is what I found for the names you used."),))
    if found.part:
        part = snippets.cut(found.part, _LONGEST_LINE)
        yield Note((_("Your question is long. I searched for “{part}”.", part=part),))
    for word, known in found.mended[:_MOST_NAMED]:
        yield Note((_("I read “{word}” as “{known}”.", word=word, known=known),))
    if found.missing:
        yield Alert((missing(found, catalogue),), "info")
    if found.unknown:
        said = _("I have nothing on {words} itself. Closest:", words=named(found.unknown))
        yield Alert((said,), "info")
    yield from _understood(found)


def missing(found: Found, catalogue: Catalogue) -> str:
    """Say for which places and years there is no figure, and for which there is."""
    names = ", ".join(found.missing)
    if Aspect.PAY not in found.aspects:
        return _("I have nothing about {names}. Closest:", names=names)
    known = [
        figure
        for role in catalogue.roles.values()
        for figure in role.labour_market or ()
        if "pay" in figure.metric or "salary" in figure.metric
    ]
    on_file = ", ".join(
        dict.fromkeys(
            _("{place} {year}", place=figure.geography, year=figure.year) for figure in known
        )
    )
    return _("I have no pay figure for {names}. On file: {known}.", names=names, known=on_file)


def _understood(found: Found) -> Iterator[Block]:
    """Say which wishes were read, and that nothing is known to meet all of them."""
    wishes = found.wishes
    if not wishes:
        return
    parts = [_(_WISHES[condition.id]) for condition in wishes.conditions]
    if wishes.most == 0:
        parts.append(_("free"))
    elif wishes.most is not None:
        parts.append(_("at most USD {most}", most=f"{wishes.most:,}"))
    if wishes.cheapest is not None:
        parts.append(_(_ORDERS[wishes.cheapest]))
    yield Note((_("Certifications: {wishes}.", wishes=", ".join(parts)),))
    if not found.meeting:
        yield Alert((_("No exact match. Closest results:"),), "info")


def _fitting(
    hits: Sequence[Hit], title: str, above: Sequence[Block], found: Found, catalogue: Catalogue
) -> list[Hit]:
    """Return the first of the hits: those that fit one short page below what is above them."""
    room = _FIRST_PAGE - len(title) - sum(map(_length, above))
    fitting: list[Hit] = []
    for hit in hits:
        room -= len(hit.title) + len(_detail(hit, found, catalogue))
        if room < 0:
            break
        fitting.append(hit)
    return fitting


def _length(block: Block) -> int:
    if not isinstance(block, Text | Note | Alert):
        return 0
    return sum(len(node) for node in block.content if isinstance(node, str))


def _others(
    found: Found, hits: Sequence[Hit], asked: Asked, catalogue: Catalogue
) -> Iterator[Block]:
    """List what meets the wishes apart from what does not."""
    meets = [hit for hit in hits if hit.kind is HitKind.CERTIFICATION and hit.id in found.meeting]
    rest = [hit for hit in hits if hit not in meets]
    if meets:
        items = tuple(_item(hit, found, asked, catalogue) for hit in meets)
        yield Items(items, select=_("Open one"))
    if rest:
        items = tuple(_item(hit, found, asked, catalogue) for hit in rest)
        yield Items(items, heading=_("Other results"), select=_("Open one"))


def _item(hit: Hit, found: Found, asked: Asked, catalogue: Catalogue) -> Item:
    told = _detail(hit, found, catalogue)
    return Item(hit.title, (told,) if told else (), read(hit, asked))


def _detail(hit: Hit, found: Found, catalogue: Catalogue) -> str:
    """Return how a certification meets the wishes; of the others their titles say enough."""
    if hit.kind is not HitKind.CERTIFICATION or hit.id not in found.meeting:
        return ""
    return snippets.cut(snippets.told(hit, found.aspects, catalogue), _LONGEST_LINE)


def _last_checked(hit: Hit, catalogue: Catalogue) -> date:
    groups: dict[HitKind, Mapping[str, Checked]] = {
        HitKind.CERTIFICATION: catalogue.certifications,
        HitKind.ROLE: catalogue.roles,
        HitKind.STAGE: catalogue.stages,
        HitKind.STEP: catalogue.steps,
        HitKind.QUESTION: catalogue.faq,
        HitKind.RESOURCE: catalogue.resources,
        HitKind.WAY: catalogue.ways,
        HitKind.TREND: catalogue.trends,
        HitKind.TERM: catalogue.terms,
    }
    return groups[hit.kind][hit.id].last_checked
