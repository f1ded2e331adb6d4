"""What the bot says of a round of mentoring, and why nobody is found for somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards import (
    Block,
    Button,
    Card,
    CommandRef,
    Inline,
    Item,
    Items,
    MemberRef,
    Note,
    Role,
    Text,
    inline,
)
from bot.model import MemberId
from bot.model_mentoring import Lack
from bot.replies import mentoring as words
from bot.words import _, plural

PAIRS_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Matched:
    """A learner by their place in the queue, the mentor who would be asked, and why.

    ``days`` they have waited, ``hours`` a week they share.
    """

    position: int
    days: int
    mentor_id: MemberId
    topics: tuple[str, ...]
    certification: str | None
    hours: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A learner for whom nobody is found, and why.

    ``mentors`` would do but for that; ``languages`` are what they speak.
    """

    position: int
    lack: Lack
    mentors: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A round as it was prepared, both in the order of waiting."""

    draft_id: str
    matched: tuple[Matched, ...]
    unmatched: tuple[Unmatched, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many mentors a round asked, and how many pairs were not possible any more."""

    asked: int
    lost: int


def preview(found: Preview, page: int = 0) -> Card:
    """Show moderators whom a round would ask for whom, and why nobody for the others."""
    everybody = len(found.matched) + len(found.unmatched)
    if not everybody:
        told = _("Nobody waits without a mentor being asked.")
        return Card(
            title=_("No round to prepare"),
            summary=told,
            blocks=(Text((told,)), Note(inline(_("See {command}."), command=_QUEUE))),
        )
    title = _("{found} of {n} would get a mentor", found=len(found.matched), n=everybody)
    begin = min(max(page, 0) * PAIRS_AT_ONCE, max(len(found.matched) - 1, 0))
    begin -= begin % PAIRS_AT_ONCE
    shown = found.matched[begin : begin + PAIRS_AT_ONCE]
    note = _("Nobody is asked before you press Ask. Mentors see no names, and may pass as always.")
    return Card(
        title=title,
        summary=title,
        blocks=(
            *((Items(tuple(map(_pair, shown))),) if shown else ()),
            *_others(found.unmatched),
            *((Note((note,)),) if shown else ()),
        ),
        actions=(*_ask(found), *_pages(found, begin), Button(_("Look again"), "mentoring.round")),
        role=Role.BRAND,
    )


_QUEUE = CommandRef("config mentors queue")


def _ask(found: Preview) -> tuple[Button, ...]:
    if not found.matched:
        return ()
    label = plural("Ask {n} mentor", "Ask {n} mentors", len(found.matched))
    return (Button(label, "mentoring.send", (found.draft_id,), style="primary"),)


def _pages(found: Preview, begin: int) -> tuple[Button, ...]:
    page, own = begin // PAIRS_AT_ONCE, found.draft_id
    back = Button(_("Earlier pairs"), "mentoring.pairs", (own, str(page - 1)))
    on = Button(_("More pairs"), "mentoring.pairs", (own, str(page + 1)))
    has_more = begin + PAIRS_AT_ONCE < len(found.matched)
    return (*((back,) if begin else ()), *((on,) if has_more else ()))


def _pair(one: Matched) -> Item:
    held = one.certification
    why = [
        *([words.topic_words(one.topics)] if one.topics else []),
        *([_("holds {certification}", certification=held)] if held else []),
        plural("{n} shared hour a week", "{n} shared hours a week", one.hours),
        words.language_words(one.languages),
    ]
    waits = plural("waits {n} day", "waits {n} days", one.days)
    detail: Inline = (MemberRef(one.mentor_id), " · ", " · ".join(why))
    return Item(_("Number {n}, {waits}", n=one.position, waits=waits), detail)


def _others(found: Sequence[Unmatched]) -> tuple[Block, ...]:
    if not found:
        return ()
    by_lack: dict[Lack, list[Unmatched]] = defaultdict(list)
    for one in found:
        by_lack[one.lack].append(one)
    rows = tuple(
        Item(
            plural("{n} learner", "{n} learners", len(some)),
            (why(lack, max(one.mentors for one in some), _spoken(some)),),
        )
        for lack in Lack
        if (some := by_lack.get(lack))
    )
    return (Items(rows, heading=_("Nobody yet for")),)


def _spoken(some: Sequence[Unmatched]) -> tuple[str, ...]:
    return next((one.languages for one in some if one.languages), ())


def why(lack: Lack, mentors: int, languages: Sequence[str]) -> str:
    """Say why nobody is found for somebody, and what would help."""
    match lack:
        case Lack.NOBODY_FREE:
            return _("No mentor has room. More mentors would help.")
        case Lack.LANGUAGE:
            spoken = words.language_words(languages[:3])
            told = _("Mentors with room speak {languages}. One of these would help.")
            return told.format(languages=spoken)
        case Lack.HOURS:
            return plural(
                "{n} mentor fits but shares less than two hours a week. More hours would help.",
                "{n} mentors fit but share less than two hours a week. More hours would help.",
                mentors,
            )
        case Lack.OTHERS_FIRST:
            return _("Those who fit go to people who wait longer. The next round may help.")


def sent(outcome: Outcome) -> Card:
    """Tell a moderator what became of a round."""
    title = (
        plural("{n} mentor is asked", "{n} mentors are asked", outcome.asked)
        if outcome.asked
        else _("Nobody was asked")
    )
    lost = plural(
        "{n} pair was not possible any more: somebody was quicker, or went away.",
        "{n} pairs were not possible any more: somebody was quicker, or went away.",
        outcome.lost,
    )
    told = _("Each has the usual time to answer; I tell learners where they stand.")
    return Card(
        title=title,
        summary=title,
        blocks=(
            *((Text((told,)),) if outcome.asked else ()),
            *((Text((lost,)),) if outcome.lost else ()),
            Note(inline(_("{command} shows how it goes."), command=_QUEUE)),
        ),
        actions=(Button(_("Prepare a round"), "mentoring.round"),) if outcome.lost else (),
        role=Role.GOOD if outcome.asked else Role.INFO,
    )
