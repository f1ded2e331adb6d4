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
)
from bot.catalogue.schema import Nudge, Trend
from bot.model import Delivery
from bot.replies import facts

_LATE = Note(("This one comes late: I was not running at its time.",))
_WHY = Note(
    (
        "Posted weekly because moderators chose so; they change it with ",
        CommandRef("config show"),
        ".",
    )
)


def _frame(is_late: bool) -> tuple[Block, ...]:
    return (_LATE, _WHY) if is_late else (_WHY,)


def about() -> Card:
    """Say where a post comes from and who can change it."""
    return Card(
        title="About this post",
        summary="A weekly post that moderators of this community chose.",
        blocks=(_WHY,),
    )


def weekly_nudge(nudge: Nudge, is_late: bool) -> Card:
    """Return the post about one small thing to do this week."""
    return Card(
        title="This week's nudge",
        summary=f"This week's nudge: {nudge.text}",
        subtitle=f"{facts.words(nudge.category)} · about {nudge.effort_minutes} minutes",
        blocks=(Text((nudge.text,)), *_frame(is_late)),
        actions=(Button("Make it my goal", "goal.from", ("nudge", nudge.id), style="primary"),),
        sources=(Source(facts.OUR_ADVICE),),
        as_of=nudge.last_checked,
        role=Role.BRAND,
        audience=Audience.POST,
    )


def trend_tip(tip: Trend, is_late: bool) -> Card:
    """Return the post about a trend and what to try."""
    caveat: tuple[Block, ...] = (Note((tip.note,)),) if tip.note else ()
    return Card(
        title=tip.title,
        summary=f"Trend tip: {tip.title}",
        subtitle="Trend tip of the week",
        blocks=(
            Text((tip.what,)),
            Text((tip.why_it_matters,)),
            Text((Strong("Try: "), tip.try_this)),
            *caveat,
            *_frame(is_late),
        ),
        actions=(Button("Make it my goal", "goal.from", ("trend", tip.id), style="primary"),),
        sources=facts.trend_sources(tip),
        as_of=tip.last_checked,
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
        title=f"{len(cards)} messages",
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
    what = "a message" if count == 1 else f"{count} messages"
    return Card(
        title="For you",
        summary=f"There is {what} for a member.",
        blocks=(
            Text(
                (
                    *((MemberRef(delivery.member_id), ", ") if delivery.member_id else ()),
                    f"there is {what} for you. Only you can see it.",
                )
            ),
        ),
        actions=(Button("Read it", "inbox.show", (delivery.id,), style="primary"),),
        role=Role.BRAND,
        audience=Audience.POST,
        notify=(delivery.member_id,) if delivery.member_id else (),
    )
