"""The scheduled posts: short, useful, stoppable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.cards import (
    Action,
    Audience,
    Block,
    Button,
    Card,
    CommandRef,
    Divider,
    MemberRef,
    Note,
    Role,
    Source,
    Strong,
    Text,
    inline,
)
from bot.catalogue.schema import Nudge, Trend
from bot.model import Delivery, OwnEntry
from bot.replies import community_entries, facts
from bot.words import _, plural


def _frame(is_late: bool) -> tuple[Block, ...]:
    late = Note((_("This one comes late: I was not running at its time."),))
    return (late, _why()) if is_late else (_why(),)


def _why() -> Note:
    return Note(
        inline(
            _("Posted weekly because moderators chose so; they change it with {command}."),
            command=CommandRef("config show"),
        )
    )


def about() -> Card:
    """Say where a post comes from and who can change it."""
    return Card(
        title=_("About this post"),
        summary=_("A weekly post that moderators of this community chose."),
        blocks=(_why(),),
    )


def weekly_nudge(nudge: Nudge, is_late: bool) -> Card:
    """Return the post about one small thing to do this week."""
    return Card(
        title=_("This week's nudge"),
        summary=_("This week's nudge: {text}", text=nudge.text),
        subtitle=plural(
            "{category} · about {n} minute",
            "{category} · about {n} minutes",
            nudge.effort_minutes,
            category=facts.words(nudge.category),
        ),
        blocks=(Text((nudge.text,)), *_frame(is_late)),
        actions=(Button(_("Make it my goal"), "goal.from", ("nudge", nudge.id), style="primary"),),
        sources=(Source(_(facts.OUR_ADVICE)),),
        as_of=nudge.last_checked,
        role=Role.BRAND,
        audience=Audience.POST,
    )


def trend_tip(tip: Trend, is_late: bool) -> Card:
    """Return the post about a trend and what to try."""
    caveat: tuple[Block, ...] = (Note((tip.note,)),) if tip.note else ()
    return Card(
        title=tip.title,
        summary=_("Trend tip: {title}", title=tip.title),
        subtitle=_("Trend tip of the week"),
        blocks=(
            Text((tip.what,)),
            Text((tip.why_it_matters,)),
            Text((Strong(_("Try:")), " ", tip.try_this)),
            *caveat,
            *_frame(is_late),
        ),
        actions=(Button(_("Make it my goal"), "goal.from", ("trend", tip.id), style="primary"),),
        sources=facts.trend_sources(tip),
        as_of=tip.last_checked,
        role=Role.BRAND,
        audience=Audience.POST,
    )


def own_nudge(entry: OwnEntry, is_late: bool) -> Card:
    """Return the post of a nudge that the community added itself."""
    return _own(entry, _("This week's nudge"), is_late)


def own_tip(entry: OwnEntry, is_late: bool) -> Card:
    """Return the post of a tip that the community added itself."""
    return _own(entry, entry.title, is_late)


def _own(entry: OwnEntry, title: str, is_late: bool) -> Card:
    return Card(
        title=title,
        summary=f"{title}: {entry.text}",
        subtitle=_(community_entries.FROM_COMMUNITY),
        blocks=(Text((entry.text,)), *_frame(is_late)),
        actions=(
            Button(_("Make it my goal"), "goal.own", (entry.id,), style="primary"),
            *community_entries.visit(entry),
        ),
        sources=(Source(_(community_entries.SOURCE)),),
        role=Role.BRAND,
        audience=Audience.POST,
    )


def merge(cards: Sequence[Card]) -> Card:
    """Return one card that says what several do; a single one stays as it is."""
    if len(cards) == 1:
        return cards[0]
    blocks = (
        block
        for number, card in enumerate(cards, start=1)
        for block in (Text((), f"{number}. {card.title}"), *card.blocks, Divider())
    )
    return replace(
        cards[0],
        title=plural("{n} message", "{n} messages", len(cards)),
        summary=" · ".join(card.summary for card in cards),
        subtitle="",
        blocks=tuple(blocks)[:-1],
        actions=_numbered(cards),
        sources=tuple(dict.fromkeys(source for card in cards for source in card.sources)),
    )


def _numbered(cards: Sequence[Card]) -> tuple[Action, ...]:
    """Return the buttons of all; those of one label say to which of the cards they belong."""
    labels = Counter(action.label for card in cards for action in card.actions)
    return tuple(
        replace(action, label=f"{action.label} ({number})") if labels[action.label] > 1 else action
        for number, card in enumerate(cards, start=1)
        for action in card.actions
    )


def discreet(delivery: Delivery, count: int) -> Card:
    """Call a member, where others read, to something that only they may see."""
    return Card(
        title=_("For you"),
        summary=plural(
            "There is a message for a member.", "There are {n} messages for a member.", count
        ),
        blocks=(
            Text(
                (
                    *((MemberRef(delivery.member_id), ", ") if delivery.member_id else ()),
                    plural(
                        "there is a message for you. Only you can see it.",
                        "there are {n} messages for you. Only you can see them.",
                        count,
                    ),
                )
            ),
        ),
        actions=(Button(_("Read it"), "inbox.show", (delivery.id,), style="primary"),),
        role=Role.BRAND,
        audience=Audience.POST,
        notify=(delivery.member_id,) if delivery.member_id else (),
    )
