"""The scheduled posts: short, useful, stoppable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.cards import (
    Audience,
    Block,
    Button,
    Card,
    CommandRef,
    MemberRef,
    Note,
    Part,
    Role,
    Source,
    Strong,
    Text,
    When,
    inline,
)
from bot.catalogue.schema import Need, Nudge, Trend
from bot.model import Delivery, OwnEntry
from bot.replies import community_entries, facts
from bot.replies.facts import listed
from bot.words import N_, _, plural


def _frame(is_late: bool) -> tuple[Block, ...]:
    late = Note((_("Sorry, this one is late."),))
    return (late, _why()) if is_late else (_why(),)


def _why() -> Note:
    return Note(
        inline(
            _("Your moderators post this weekly; they can change it with {command}."),
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


_NEEDS: Mapping[Need, str] = {
    "project": N_("a project of yours"),
    "team": N_("people you work with"),
    "sponsor": N_("a sponsor"),
    "production-system": N_("a system in use"),
}


def _needed(nudge: Nudge) -> tuple[Note, ...]:
    """Tell a channel what this asks people to have, since not everybody there has it."""
    named = listed(_(_NEEDS[one]) for one in nudge.needs)
    return (Note((_("Needs {what}.", what=named),)),) if nudge.needs else ()


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
        blocks=(Text((nudge.text,)), *_needed(nudge), *_frame(is_late)),
        actions=(Button(_("Make it my goal"), "goal.from", ("nudge", nudge.id), style="primary"),),
        sources=(Source(_(facts.EDITORIAL)),),
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
    """Return one card that says what several do; a single one stays as it is.

    The mark of each is the delivery that its own button opens; what one message does not hold is
    reached through that of the first.
    """
    if len(cards) == 1:
        return cards[0]
    return Card(
        title=plural("{n} message", "{n} messages", len(cards)),
        summary=" · ".join(card.summary for card in cards),
        role=cards[0].role,
        audience=cards[0].audience,
        is_personal=True,
        parts=tuple(Part(replace(card, mark=None), _opener(card)) for card in cards),
        rest=("inbox.rest", cards[0].mark or ""),
    )


def _opener(card: Card) -> Button:
    return Button(_("Open"), "inbox.open", (card.mark or "",))


def rest(count: int) -> tuple[str, str]:
    """Say how many more there are than a message holds, and name the button that shows them."""
    told = plural("{n} more message came with these.", "{n} more messages came with these.", count)
    return told, plural("Show it", "Show them", count)


def late(delivery: Delivery) -> Note:
    """Say that a member's message comes late; its cause only where it is known."""
    told = _("This was due {when}. Sorry that it is late.")
    if delivery.not_before is not None:
        told = _("This was due {when}; I kept it until your quiet hours ended.")
    return Note(inline(told, when=When(delivery.due_at)))


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
