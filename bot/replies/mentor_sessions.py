"""What the bot says about the sessions of mentorships."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Block, Button, Card, Facts, Inline, Item, Items, Note, Role, Text
from bot.model_mentoring import Pair, Session, Side, SideName
from bot.replies import facts
from bot.replies.times import day_words
from bot.words import N_, _, plural

NEXT_STEP = N_("The next step")


def _told(session: Session) -> Block:
    rows: list[tuple[str, Inline]] = [
        (_("When"), (day_words(session.held_on),)),
        (_("How long"), (facts.minutes(session.minutes),)),
    ]
    if session.next_step:
        rows.append((_(NEXT_STEP), (session.next_step,)))
    return Facts(tuple(rows))


def _as_goal(session: Session, own: Side) -> tuple[Button, ...]:
    if own.side is not SideName.LEARNER or not session.next_step:
        return ()
    return (Button(_("Add as goal"), "pair.goal", (session.id,), style="primary"),)


def logged(session: Session, pair: Pair, own: Side) -> Card:
    """Confirm a session to whoever wrote it down."""
    told = _("Noted. The other side sees it, too.")
    return Card(
        title=_("Session logged"),
        summary=told,
        blocks=(
            Text((told,)),
            _told(session),
            Note((_("A mistake? Undo it within ten minutes, and nobody else sees it."),)),
        ),
        actions=(
            *_as_goal(session, own),
            Button(_("Undo"), "pair.unlog", (session.id,)),
            Button(_("Open"), "pair.show", (pair.mentorship.id,)),
        ),
        role=Role.GOOD,
        is_personal=True,
    )


def told(session: Session, pair: Pair, own: Side) -> Card:
    """Tell the other side what was written down."""
    said = _("Your mentor logged a session.")
    if own.side is SideName.MENTOR:
        said = _("Your learner logged a session.")
    return Card(
        title=_("A session of yours"),
        summary=said,
        blocks=(Text((said,)), _told(session)),
        actions=(
            *_as_goal(session, own),
            Button(_("Open"), "pair.show", (pair.mentorship.id,)),
        ),
        is_personal=True,
    )


def log(sessions: Sequence[Session]) -> Card:
    """List a mentor's sessions, with how long they were in all."""
    if not sessions:
        return Card(
            title=_("No sessions yet"),
            summary=_("No sessions yet."),
            blocks=(Text((_("Open a learner and press Log a session after you met."),)),),
            actions=(Button(_("My learners"), "mentees.list"),),
        )
    count = plural("{n} session", "{n} sessions", len(sessions))
    minutes = facts.minutes(sum(one.minutes for one in sessions))
    total = _("{sessions}, {minutes} in all", sessions=count, minutes=minutes)
    return Card(
        title=total,
        summary=total,
        blocks=(Items(tuple(map(_item, sessions))),),
        actions=(Button(_("My learners"), "mentees.list"),),
        is_personal=True,
    )


def _item(session: Session) -> Item:
    title = f"{day_words(session.held_on)} · {facts.minutes(session.minutes)}"
    opened = Button(_("Open"), "pair.show", (session.mentorship_id,))
    return Item(title, (session.next_step,) if session.next_step else (), opened)
