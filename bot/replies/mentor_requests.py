"""What the bot says to learners who look for a mentor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.cards import (
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
from bot.model_mentoring import Mentor, MentorRequest, Offer, Pair, RequestState, SideName
from bot.model_moderation import About
from bot.replies import mentoring as words
from bot.replies import reports
from bot.replies.times import zone_words
from bot.words import _, plural


@dataclass(frozen=True, slots=True)
class Suggested:
    """One mentor with why: shared topics, the certification they hold, minutes a week, answer time.

    ``answers_in`` is None while they were never asked.
    """

    mentor: Mentor
    topics: tuple[str, ...]
    certification: str | None
    minutes: int | None
    answers_in: timedelta | None


@dataclass(frozen=True, slots=True)
class Queue:
    """How many wait in a community, and where a request stands among them (from 1)."""

    position: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A request with its place, and the offer that waits for an answer, if any."""

    request: MentorRequest
    queue: Queue
    offer: Offer | None
    in_rounds: bool = False
    why: str | None = None


def found(suggestions: Sequence[Suggested], looked_for: str, waiting: int) -> Card:
    """Show mentors who have room; each can be asked, and there is a list to wait on."""
    wait = plural(
        "{n} person waits for a mentor here.", "{n} people wait for a mentor here.", waiting
    )
    join = Button(_("Join the waiting list"), "mentor.ask", ("",))
    if not suggestions:
        told = _("No mentor for {what} has room right now.", what=looked_for)
        return Card(
            title=_("No mentor is free right now"),
            summary=told,
            blocks=(
                Text((told,)),
                Text(
                    (
                        _(
                            "Join the waiting list: I ask the next mentor who fits, and let you "
                            "know when there's news."
                        ),
                    )
                ),
                *((Text((wait,)),) if waiting else ()),
                Note(
                    inline(
                        _("Meanwhile, {path} shows your next step and {find} answers questions."),
                        path=CommandRef("career path"),
                        find=CommandRef("find"),
                    )
                ),
            ),
            actions=(
                Button(_("Join the waiting list"), "mentor.ask", ("",), style="primary"),
                Button(_("Show me the path"), "path.mine"),
            ),
        )
    title = plural(
        "{n} mentor for {what}", "{n} mentors for {what}", len(suggestions), what=looked_for
    )
    return Card(
        title=title,
        summary=title,
        blocks=(
            Items(tuple(map(_suggested, suggestions))),
            Note(
                (
                    _("Not the right person? Join the waiting list."),
                    *((" ", wait) if waiting else ()),
                )
            ),
        ),
        actions=(join,),
    )


def _suggested(one: Suggested) -> Item:
    said = (f" · “{one.mentor.intro}”",) if one.mentor.intro else ()
    return Item(
        words.topic_words(one.topics or one.mentor.topics),
        (MemberRef(one.mentor.member_id), " · ", why(one), *said),
        Button(_("Ask"), "mentor.ask", (one.mentor.member_id,)),
    )


def why(one: Suggested) -> str:
    """Say in one line why a mentor is suggested."""
    reasons: list[str] = []
    if one.certification:
        reasons.append(_("holds {certification}", certification=one.certification))
    if one.minutes:
        hours = max(one.minutes // 60, 1)
        reasons.append(plural("{n} shared hour a week", "{n} shared hours a week", hours))
    else:
        reasons.append(words.slot_words(one.mentor.slots))
    reasons.append(words.language_words(one.mentor.languages))
    if one.answers_in is not None:
        days = max(round(one.answers_in / timedelta(days=1)), 1)
        reasons.append(
            plural("usually answers within {n} day", "usually answers within {n} days", days)
        )
    return " · ".join(reasons)


def preview(draft_id: str, request: MentorRequest, mentor: Mentor | None, answer_days: int) -> Card:
    """Show a learner what a mentor will read, before anything is sent."""
    whom: Inline = (
        (_("The next mentor who fits"),) if mentor is None else (MemberRef(mentor.member_id),)
    )
    return Card(
        title=_("This is what the mentor will read"),
        summary=_("What the mentor will read: {goal}", goal=request.goal),
        blocks=(
            Facts(((_("To"), whom), *_rows(request))),
            Note(
                (
                    _(
                        "A mentor sees your name only after accepting. They have {days}; after "
                        "that I ask the next one and you keep your place. I'll send you a direct "
                        "message when there's news.",
                        days=words.day_count(answer_days),
                    ),
                )
            ),
            words.rules(),
        ),
        actions=(
            Button(_("Send"), "mentor.send", (draft_id,), style="primary"),
            Button(_("Change"), "mentor.change", (draft_id,)),
            Button(_("Cancel"), "mentor.cancel", (draft_id,)),
            *((reports.button(About.MENTOR, mentor.member_id),) if mentor is not None else ()),
        ),
        role=Role.BRAND,
        is_personal=True,
    )


def _rows(request: MentorRequest) -> tuple[tuple[str, Inline], ...]:
    rows: list[tuple[str, Inline]] = [(_("Goal"), (request.goal,))]
    if request.tried:
        rows.append((_("Tried so far"), (request.tried,)))
    hours = f"{words.slot_words(request.slots)} ({zone_words(request.zone)})"
    rows += [
        (_("Topics"), (words.topic_words(request.topics),)),
        (_("Hours"), (hours,)),
        (_("Languages"), (words.language_words(request.languages),)),
    ]
    return tuple(rows)


def cancelled() -> Card:
    """Say that nothing was sent."""
    told = _("Nothing was sent.")
    return Card(title=told, summary=told, blocks=(Note((_("I didn't keep what you wrote."),)),))


def sent(standing: Standing) -> Card:
    """Confirm that a request is on its way, or waits."""
    is_asked = standing.offer is not None
    title = _("Your request is on its way") if is_asked else _("You are on the waiting list")
    return _standing(title, standing, Role.GOOD)


def moved(standing: Standing) -> Card:
    """Tell a learner that the next mentor is asked, or that none is free; never why."""
    if standing.offer is not None:
        return _standing(_("I've asked a mentor"), standing, Role.INFO)
    return _standing(_("Still looking for your mentor"), standing, Role.INFO)


def _standing(title: str, standing: Standing, role: Role) -> Card:
    said = _where(standing)
    return Card(
        title=title,
        summary=title,
        blocks=(Text((standing.request.goal,)), *said),
        actions=(
            Button(_("My requests"), "mentor.mine"),
            Button(_("Withdraw"), "mentor.withdraw", (standing.request.id,)),
        ),
        role=role,
        is_personal=True,
    )


def _where(standing: Standing) -> tuple[Block, ...]:
    queue = standing.queue
    if standing.offer is not None:
        asked = inline(
            _("I've asked a mentor, who has until {when}. If they can't, I'll ask the next one."),
            when=When(standing.offer.expires_at),
        )
    elif standing.in_rounds:
        asked = (_("Moderators match people here in rounds. In the next one I ask a mentor."),)
    else:
        asked = (_("No suitable mentor has room right now. I'll ask as soon as one does."),)
    why = () if standing.why is None else (Text((standing.why,)),)
    place = _("You're number {n} of {all} in line.", n=queue.position, all=queue.waiting)
    return (Text(asked), *why, Note((place,)))


def mine(requests: Sequence[Standing], pairs: Sequence[Pair], blocks: int) -> Card:
    """Show a learner what they asked for, their mentors, and whom they block."""
    if not requests and not pairs:
        told = _("You have no mentor and no open request.")
        return Card(
            title=told.removesuffix("."),
            summary=told,
            blocks=(
                Text(inline(_("{command} shows who has room."), command=CommandRef("mentor find"))),
                *_blocks(blocks),
            ),
            actions=(Button(_("Find a mentor"), "mentor.find", style="primary"), *_lift(blocks)),
        )
    return Card(
        title=_("Your mentors and requests"),
        summary=_("Your mentors and requests"),
        blocks=(
            *((Items(tuple(map(_mentor, pairs)), heading=_("Your mentors")),) if pairs else ()),
            *(
                (Items(tuple(map(_request, requests)), heading=_("Open requests")),)
                if requests
                else ()
            ),
            *_blocks(blocks),
        ),
        actions=(Button(_("Find a mentor"), "mentor.find"), *_lift(blocks)),
        is_personal=True,
    )


def _blocks(blocks: int) -> tuple[Note, ...]:
    if not blocks:
        return ()
    return (Note((plural("You've blocked {n} person.", "You've blocked {n} people.", blocks),)),)


def _lift(blocks: int) -> tuple[Button, ...]:
    return (Button(_("Unblock everyone…"), "mentor.lift"),) if blocks else ()


def _mentor(pair: Pair) -> Item:
    side, own = pair.at(SideName.MENTOR), pair.at(SideName.LEARNER)
    who: Inline = (_("They left."),) if side is None else (MemberRef(side.member_id),)
    goal = own.goal if own and own.goal else _("Your mentor")
    return Item(goal, who, Button(_("Open"), "pair.show", (pair.mentorship.id,)))


def _request(one: Standing) -> Item:
    place = _("number {n} of {all}", n=one.queue.position, all=one.queue.waiting)
    asked: Inline = (place,)
    if one.offer is not None:
        when = When(one.offer.expires_at, "relative")
        asked = (*asked, " · ", *inline(_("answer due {when}"), when=when))
    return Item(one.request.goal, asked, Button(_("Open"), "mentor.show", (one.request.id,)))


def shown(standing: Standing) -> Card:
    """Show one request."""
    request = standing.request
    is_waiting = request.state in (RequestState.OPEN, RequestState.OFFERED)
    return Card(
        title=_("Your request"),
        summary=_("Your request: {goal}", goal=request.goal),
        blocks=(Facts(_rows(request)), *(_where(standing) if is_waiting else ())),
        actions=(
            *((Button(_("Withdraw"), "mentor.withdraw", (request.id,)),) if is_waiting else ()),
            Button(_("My requests"), "mentor.mine"),
        ),
        is_personal=True,
    )


def withdrawn(request: MentorRequest) -> Card:
    """Confirm that a request was taken back, with a way back."""
    return Card(
        title=_("Withdrawn"),
        summary=_("Withdrawn: {goal}", goal=request.goal),
        blocks=(
            Text((request.goal,)),
            Note((_("Within ten minutes you can undo this and keep your place."),)),
        ),
        actions=(
            Button(_("Undo"), "mentor.undo", (request.id,)),
            Button(_("My requests"), "mentor.mine"),
        ),
        is_personal=True,
    )


def ask_lift(blocks: int) -> Card:
    """Ask before everybody can be suggested again: who was blocked is known to nobody."""
    told = plural("You've blocked {n} person.", "You've blocked {n} people.", blocks)
    return Card(
        title=_("Unblock everyone?"),
        summary=told,
        blocks=(Text((told,)),),
        actions=(
            Button(_("Unblock everyone"), "mentor.unblock", style="danger"),
            Button(_("Keep it"), "mentor.mine"),
        ),
        role=Role.WARN,
    )


def lifted(count: int) -> Card:
    """Confirm that nobody is blocked any more."""
    told = plural(
        "You can be matched with {n} person again.",
        "You can be matched with {n} people again.",
        count,
    )
    return Card(
        title=_("Nobody is blocked any more"), summary=told, blocks=(Text((told,)),), role=Role.GOOD
    )
