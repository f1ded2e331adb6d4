"""What the bot says to mentors: what they offer, who asks, whom they mentor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.cards import (
    Audience,
    Block,
    Button,
    Card,
    CommandRef,
    Facts,
    Inline,
    Item,
    Items,
    MemberRef,
    Note,
    Role,
    Text,
    When,
    inline,
)
from bot.model_mentoring import Mentor, MentorRequest, MentorState, Offer, Pair, SideName
from bot.model_moderation import About
from bot.replies import mentoring as words
from bot.replies import reports
from bot.replies.times import day_words, zone_words
from bot.words import N_, _, plural

_STATES = {
    MentorState.AVAILABLE: N_("You take on learners."),
    MentorState.AWAY: N_("You are on a break until {day}. Nobody is sent to you."),
    MentorState.RESTING: N_(
        "You are resting: three requests in a row went unanswered, so I send you none."
    ),
    MentorState.WITHDRAWN: N_("You take on nobody. Nobody finds you here."),
    MentorState.SUSPENDED: N_(
        "The moderators of this server decided that you take on nobody just now. Ask them."
    ),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One offer as its mentor sees it: no name before it is accepted."""

    offer: Offer
    request: MentorRequest
    shared: tuple[str, ...]


def invite(answer_days: int) -> Card:
    """Say what being a mentor means, before anything is stored."""
    told = _("Help somebody on their way. You choose the topics, the hours and how many people.")
    return Card(
        title=_("Be a mentor"),
        summary=told,
        blocks=(
            Text((told,)),
            Text(
                (
                    _(
                        "People of this server see your name, topics, languages, hours and what "
                        "you say about yourself. I send you one request at a time; you have {days} "
                        "to accept or pass, and passing needs no reason.",
                        days=words.day_count(answer_days),
                    ),
                )
            ),
            words.rules(),
        ),
        actions=(Button(_("Choose what I offer"), "mentees.edit", style="primary"),),
        role=Role.BRAND,
    )


def availability(mentor: Mentor, learners: int, *, is_saved: bool = False) -> Card:
    """Show what a mentor offers, with what they can change."""
    day = "" if mentor.away_until is None else day_words(mentor.away_until)
    state = _(_STATES[mentor.state], day=day)
    people = plural("{n} learner", "{n} learners", learners)
    rows: list[tuple[str, Inline]] = [
        (_("Topics"), (words.topic_words(mentor.topics),)),
        (_("Languages"), (words.language_words(mentor.languages),)),
        (_("Hours"), (f"{words.slot_words(mentor.slots)} ({zone_words(mentor.zone)})",)),
        (_("Room"), (_("{people} of {n}", people=people, n=mentor.capacity),)),
    ]
    if mentor.intro:
        rows.append((_("About you"), (mentor.intro,)))
    return Card(
        title=_("Saved: what you offer") if is_saved else _("What you offer as a mentor"),
        summary=state,
        blocks=(Text((state,)), Facts(tuple(rows))),
        actions=_changes(mentor.state),
        role=Role.GOOD if is_saved else Role.INFO,
    )


def _changes(state: MentorState) -> tuple[Button, ...]:
    if state is MentorState.SUSPENDED:
        return (Button(_("My learners"), "mentees.list"),)
    is_on = state is MentorState.AVAILABLE
    return (
        Button(_("Change"), "mentees.edit"),
        *(
            (Button(_("Take a break"), "mentees.rest"),)
            if is_on
            else (Button(_("I'm back"), "mentees.back", style="primary"),)
        ),
        Button(_("Who asked"), "mentees.queue"),
        *((Button(_("Stop mentoring"), "mentees.stop", style="danger"),) if is_on else ()),
    )


def asked(told: Asked, *, is_again: bool = False) -> Card:
    """Ask a mentor about a request; who asks is not told."""
    title = _("A learner still waits for your answer") if is_again else _("A learner asks for you")
    return Card(
        title=title,
        summary=_("{title}: {goal}", title=title, goal=told.request.goal),
        blocks=_told(told),
        actions=offer_buttons(told.offer),
        role=Role.BRAND,
        audience=Audience.PRIVATE,
        is_personal=True,
    )


def offer_buttons(offer: Offer) -> tuple[Button, ...]:
    """Return what a mentor can answer."""
    return (
        Button(_("Accept"), "mentees.accept", (offer.id,), style="primary"),
        Button(_("Pass"), "mentees.pass", (offer.id,)),
        Button(_("Busy until…"), "mentees.busy", (offer.id,)),
        Button(_("Never this person"), "mentees.block", (offer.id,)),
        reports.button(About.OFFER, offer.id),
    )


def _told(told: Asked) -> tuple[Block, ...]:
    request = told.request
    rows: list[tuple[str, Inline]] = [(_("Goal"), (request.goal,))]
    if request.tried:
        rows.append((_("Tried so far"), (request.tried,)))
    why = words.topic_words(told.shared) if told.shared else _("you have room, and shared hours")
    rows += [
        (_("Why you"), (why,)),
        (_("Hours"), (f"{words.slot_words(request.slots)} ({zone_words(request.zone)})",)),
        (_("Languages"), (words.language_words(request.languages),)),
        (_("Answer by"), (When(told.offer.expires_at), " · ", _relative(told.offer.expires_at))),
    ]
    note = _("You see who it is once you accept. Passing needs no reason, and they aren't told it.")
    return (Facts(tuple(rows)), Note((note,)))


def _relative(at: datetime) -> When:
    return When(at, "relative")


def queue(found: Sequence[Asked]) -> Card:
    """List the requests that wait for a mentor's answer."""
    if not found:
        return Card(
            title=_("Nobody waits for your answer"),
            summary=_("No request waits for you."),
            blocks=(Text((_("I send you a message as soon as somebody asks."),)),),
            actions=(Button(_("What I offer"), "mentees.show"),),
        )
    count = plural("{n} learner waits for you", "{n} learners wait for you", len(found))
    return Card(
        title=count,
        summary=count,
        blocks=(
            Items(
                tuple(
                    Item(
                        one.request.goal,
                        inline(
                            _("{topics} · answer {when}"),
                            topics=words.topic_words(one.request.topics),
                            when=_relative(one.offer.expires_at),
                        ),
                        Button(_("Open"), "mentees.open", (one.offer.id,)),
                    )
                    for one in found
                )
            ),
        ),
        is_personal=True,
    )


def passed() -> Card:
    """Confirm a pass."""
    return Card(
        title=_("Passed"),
        summary=_("You passed. I ask somebody else."),
        blocks=(Text((_("I ask somebody else. They don't learn that you passed, or why."),)),),
        actions=(Button(_("What I offer"), "mentees.show"),),
    )


def busy(until: date) -> Card:
    """Confirm a break that began with a pass."""
    day = day_words(until)
    told = _("You are on a break until {day}.", day=day)
    return Card(
        title=_("Enjoy your break"),
        summary=told,
        blocks=(Text((told,)), Text((_("I ask somebody else meanwhile."),))),
        actions=(Button(_("I'm back already"), "mentees.back"),),
        role=Role.GOOD,
    )


def blocked() -> Card:
    """Confirm that two people are kept apart."""
    return Card(
        title=_("You won't meet this person here"),
        summary=_("You won't meet this person here."),
        blocks=(
            Text(
                (_("I never suggest you to each other again, in any server. They are not told."),)
            ),
        ),
        role=Role.GOOD,
    )


def stopped() -> Card:
    """Confirm that somebody takes on nobody any more."""
    return Card(
        title=_("You take on nobody any more"),
        summary=_("Nobody finds you here any more."),
        blocks=(Text((_("Nobody finds you here. The learners you have stay with you."),)),),
        actions=(
            Button(_("I'm back"), "mentees.back"),
            Button(_("My learners"), "mentees.list"),
        ),
    )


def expired(offer: Offer, *, is_resting: bool) -> Card:
    """Tell a mentor that a request went to somebody else, without blame."""
    if is_resting:
        told = _("Three requests in a row went unanswered, so I send you no more for now.")
        return Card(
            title=_("Time to rest"),
            summary=told,
            blocks=(Text((told,)), Text((_("Nothing is lost: one press, and you are back."),))),
            actions=(Button(_("I'm back"), "mentees.back", style="primary"),),
        )
    days = words.day_count((offer.expires_at - offer.sent_at).days)
    told = _("A request waited {days} for your answer, so I asked somebody else.", days=days)
    return Card(
        title=_("A request moved on"),
        summary=told,
        blocks=(Text((told,)), Note((_("No harm done. If you need a break, take one."),))),
        actions=(
            Button(_("Take a break"), "mentees.rest"),
            Button(_("What I offer"), "mentees.show"),
        ),
    )


def learners(pairs: Sequence[Pair]) -> Card:
    """List whom somebody mentors."""
    if not pairs:
        return Card(
            title=_("You mentor nobody yet"),
            summary=_("You mentor nobody yet."),
            blocks=(
                Text(
                    inline(
                        _("{command} says who can find you."),
                        command=CommandRef("mentees availability"),
                    )
                ),
            ),
            actions=(Button(_("Who asked"), "mentees.queue"),),
        )
    count = plural("{n} learner", "{n} learners", len(pairs))
    return Card(
        title=count,
        summary=count,
        blocks=(Items(tuple(map(_learner, pairs))),),
        actions=(Button(_("Who asked"), "mentees.queue"),),
        is_personal=True,
    )


def _learner(pair: Pair) -> Item:
    side = pair.at(SideName.LEARNER)
    goal = side.goal if side else _("They left.")
    who: Inline = () if side is None else (MemberRef(side.member_id), " · ")
    since = inline(_("last sign {when}"), when=When(pair.mentorship.active_at, "relative"))
    return Item(goal, (*who, *since), Button(_("Open"), "pair.show", (pair.mentorship.id,)))
