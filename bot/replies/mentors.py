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
    MentorState.AVAILABLE: N_("You're open to new learners."),
    MentorState.AWAY: N_("You're on a break until {day}. I won't send you anyone."),
    MentorState.RESTING: N_("New requests are paused: the last three got no answer."),
    MentorState.WITHDRAWN: N_("You're not taking new learners, so nobody can find you here."),
    MentorState.SUSPENDED: N_(
        "The moderators of this server have paused you as a mentor. Please ask them."
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
                        "you say about yourself. Nothing is shown until you send the form. I never "
                        "send more requests than you have room for; you have {days} to accept or "
                        "pass, and passing needs no reason.",
                        days=words.day_count(answer_days),
                    ),
                )
            ),
            Note((_("I'll send you requests by direct message."),)),
            words.rules(),
        ),
        actions=(Button(_("Choose what I offer"), "mentees.edit", style="primary"),),
        role=Role.BRAND,
    )


def availability(mentor: Mentor, learners: int, *, is_saved: bool = False) -> Card:
    """Show what a mentor offers, with what they can change."""
    day = "" if mentor.away_until is None else day_words(mentor.away_until)
    state = _(_STATES[mentor.state], day=day)
    rows: list[tuple[str, Inline]] = [
        (_("Topics"), (words.topic_words(mentor.topics),)),
        (_("Languages"), (words.language_words(mentor.languages),)),
        (_("Hours"), (f"{words.slot_words(mentor.slots)} ({zone_words(mentor.zone)})",)),
        (_("Learners"), (_("{n} of {all}", n=learners, all=mentor.capacity),)),
    ]
    if mentor.intro:
        rows.append((_("About you"), (mentor.intro,)))
    return Card(
        title=_("Saved: what you offer") if is_saved else _("What you offer as a mentor"),
        summary=state,
        blocks=(Text((state,)), Facts(tuple(rows))),
        actions=_actions(mentor.state, is_saved=is_saved),
        role=Role.GOOD if is_saved else Role.INFO,
    )


def _actions(state: MentorState, *, is_saved: bool) -> tuple[Button, ...]:
    if state is MentorState.SUSPENDED:
        return (Button(_("My learners"), "mentees.list"),)
    change = Button(_("Change"), "mentees.edit")
    queue = Button(_("Who asked"), "mentees.queue")
    if is_saved:
        return (change,)
    if state is not MentorState.AVAILABLE:
        return change, Button(_("I'm back"), "mentees.back", style="primary"), queue
    return (
        change,
        Button(_("Take a break"), "mentees.rest"),
        queue,
        Button(_("Stop taking new learners"), "mentees.stop", style="danger"),
    )


def asked(told: Asked, *, is_again: bool = False) -> Card:
    """Ask a mentor about a request; who asks is not told."""
    title = (
        _("Someone is still waiting for your answer")
        if is_again
        else _("Someone would like your help")
    )
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
        Button(_("Don't match us again"), "mentees.block", (offer.id,)),
        reports.button(About.OFFER, offer.id),
    )


def _told(told: Asked) -> tuple[Block, ...]:
    request = told.request
    rows: list[tuple[str, Inline]] = [(_("Goal"), (request.goal,))]
    if request.tried:
        rows.append((_("Tried so far"), (request.tried,)))
    why = words.topic_words(told.shared) if told.shared else _("you have room and matching hours")
    rows += [
        (_("Why you"), (why,)),
        (_("Hours"), (f"{words.slot_words(request.slots)} ({zone_words(request.zone)})",)),
        (_("Languages"), (words.language_words(request.languages),)),
        (_("Answer by"), (When(told.offer.expires_at), " · ", _relative(told.offer.expires_at))),
    ]
    note = _("You see who it is once you accept. Passing needs no reason, and they won't know.")
    return (Facts(tuple(rows)), Note((note,)))


def _relative(at: datetime) -> When:
    return When(at, "relative")


def queue(found: Sequence[Asked]) -> Card:
    """List the requests that wait for a mentor's answer."""
    if not found:
        return Card(
            title=_("No requests right now"),
            summary=_("No requests right now."),
            blocks=(Text((_("I'll message you when someone asks."),)),),
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
                            _("{topics} · answer due {when}"),
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
        title=_("That's fine"),
        summary=_("You passed. I'll ask someone else."),
        blocks=(Text((_("I'll ask someone else. They won't know you passed."),)),),
        actions=(Button(_("What I offer"), "mentees.show"),),
    )


def busy(until: date) -> Card:
    """Confirm a break that began with a pass."""
    day = day_words(until)
    told = _("You're on a break until {day}.", day=day)
    return Card(
        title=_("All right, until {day}", day=day),
        summary=told,
        blocks=(Text((told,)), Text((_("I'll ask someone else meanwhile."),))),
        actions=(Button(_("I'm back already"), "mentees.back"),),
        role=Role.GOOD,
    )


def blocked() -> Card:
    """Confirm that two people are kept apart."""
    return Card(
        title=_("You won't be matched again"),
        summary=_("You won't be matched again."),
        blocks=(
            Text(
                (
                    _(
                        "I won't suggest you to each other again, in any server. They aren't told. "
                        "You can undo it in /mentor status."
                    ),
                )
            ),
        ),
        role=Role.GOOD,
    )


def stopped() -> Card:
    """Confirm that somebody takes on nobody any more."""
    return Card(
        title=_("No new learners for now"),
        summary=_("Nobody can find you here any more."),
        blocks=(Text((_("Nobody can find you here. Your current learners stay with you."),)),),
        actions=(
            Button(_("I'm back"), "mentees.back"),
            Button(_("My learners"), "mentees.list"),
        ),
    )


def expired(offer: Offer, *, is_resting: bool) -> Card:
    """Tell a mentor that a request went to somebody else, without blame."""
    if is_resting:
        told = _("The last three got no answer, so you're probably busy.")
        return Card(
            title=_("I've paused new requests"),
            summary=told,
            blocks=(Text((told,)), Text((_("Press I'm back whenever you like."),))),
            actions=(Button(_("I'm back"), "mentees.back", style="primary"),),
        )
    days = words.day_count((offer.expires_at - offer.sent_at).days)
    told = _("A request waited {days} for your answer.", days=days)
    return Card(
        title=_("I've asked someone else this time"),
        summary=told,
        blocks=(Text((told,)), Note((_("No problem. Need a break? Take one."),))),
        actions=(
            Button(_("Take a break"), "mentees.rest"),
            Button(_("What I offer"), "mentees.show"),
        ),
    )


def learners(pairs: Sequence[Pair]) -> Card:
    """List whom somebody mentors."""
    if not pairs:
        return Card(
            title=_("No learners yet"),
            summary=_("No learners yet."),
            blocks=(
                Text(
                    inline(
                        _("{command} shows whether people can find you."),
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
    since = inline(_("last active {when}"), when=When(pair.mentorship.active_at, "relative"))
    return Item(goal, (*who, *since), Button(_("Open"), "pair.show", (pair.mentorship.id,)))
