"""What the bot says to the two sides of a mentorship."""

from __future__ import annotations

from bot.cards import Block, Button, Card, Inline, MemberRef, Note, Role, Text, When, inline
from bot.model_mentoring import MentorshipState, Pair, Side, SideName
from bot.model_moderation import About
from bot.replies import mentoring as words
from bot.replies import reports
from bot.replies.times import day_words
from bot.words import N_, _

_OPENERS = {
    SideName.MENTOR: (
        N_("“Hi! I read your goal. When do you have 45 minutes this week?”"),
        N_("“Hello! What would make our first talk useful for you?”"),
        N_("“Nice to meet you. Tell me where you stand, and what you tried.”"),
    ),
    SideName.LEARNER: (
        N_("“Thank you for taking me on! When do you have 45 minutes this week?”"),
        N_("“Hi! I would like to begin with my goal. What should I prepare?”"),
        N_("“Hello! May I send you two questions before we talk?”"),
    ),
}


def _other(pair: Pair, own: Side) -> Inline:
    other = pair.at(own.side.other)
    return (_("They left."),) if other is None else (MemberRef(other.member_id),)


def _goal(pair: Pair) -> str:
    side = pair.at(SideName.LEARNER)
    return "" if side is None else side.goal


def _about(pair: Pair, own: Side) -> tuple[Block, ...]:
    is_mentor = own.side is SideName.MENTOR
    sentence = _("Your learner is {who}.") if is_mentor else _("Your mentor is {who}.")
    goal = _goal(pair)
    return (Text(inline(sentence, who=_other(pair, own))), *((Text((goal,)),) if goal else ()))


def _buttons(pair: Pair, own: Side) -> tuple[Button, ...]:
    own_id = pair.mentorship.id
    agree = (Button(_("Agreed"), "pair.agree", (own_id,), style="primary"),)
    return (
        *(agree if own.agreed_at is None else ()),
        Button(_("We met"), "pair.met", (own_id,)),
        Button(_("End it"), "pair.ask", (own_id,)),
        reports.button(About.PAIR, own_id),
    )


def started(pair: Pair, own: Side) -> Card:
    """Bring the two together: who it is, how to begin, what they agree on."""
    is_mentor = own.side is SideName.MENTOR
    title = _("You have a new learner") if is_mentor else _("You have a mentor")
    return Card(
        title=title,
        summary=title,
        blocks=(
            *_about(pair, own),
            Text(
                (
                    _(
                        "Write to each other now. A good start: 45 minutes every two weeks, "
                        "until {day}. First time: who you are, the goal, what you expect, the "
                        "next date.",
                        day=day_words(pair.mentorship.ends_on),
                    ),
                )
            ),
            words.rules(),
            Note((_("Press Agreed when that suits you; I'll ask now and then how it goes."),)),
        ),
        actions=_buttons(pair, own),
        role=Role.GOOD,
        is_personal=True,
    )


def shown(pair: Pair, own: Side) -> Card:
    """Show one mentorship to one of its sides."""
    state = pair.mentorship.state
    if state is MentorshipState.ENDED:
        return ended(pair, own, can_undo=False)
    last = inline(_("Last sign of life {when}."), when=When(pair.mentorship.active_at, "relative"))
    until = _("It runs until {day}.", day=day_words(pair.mentorship.ends_on))
    agreed = [] if own.agreed_at else [Note((_("You haven't pressed Agreed yet."),))]
    return Card(
        title=_("Your mentorship"),
        summary=_("Your mentorship: {goal}", goal=_goal(pair)),
        blocks=(*_about(pair, own), Text((*last, " ", until)), *agreed),
        actions=_buttons(pair, own),
        is_personal=True,
    )


def agreed(pair: Pair, own: Side) -> Card:
    """Confirm that one side agreed, and say whether the other did."""
    both = all(side.agreed_at for side in pair.sides)
    told = _("You both agreed. Have a good start!") if both else _("Noted. The other side is next.")
    return Card(
        title=_("Agreed"),
        summary=told,
        blocks=(Text((told,)), *_about(pair, own)),
        actions=_buttons(pair, own),
        role=Role.GOOD,
        is_personal=True,
    )


def met(pair: Pair, own: Side) -> Card:
    """Thank for the sign of life."""
    told = _("Good. I ask again in four weeks.")
    return Card(
        title=_("Noted"),
        summary=told,
        blocks=(Text((told,)),),
        actions=(Button(_("Open"), "pair.show", (pair.mentorship.id,)),),
        role=Role.GOOD,
    )


def hello(pair: Pair, own: Side) -> Card:
    """Ask one side to write first."""
    told = _("Nobody has pressed Agreed yet. Say hello now: one sentence is enough.")
    openers = tuple(Text((_(one),)) for one in _OPENERS[own.side])
    return Card(
        title=_("Say hello"),
        summary=told,
        blocks=(*_about(pair, own), Text((told,)), *openers),
        actions=_buttons(pair, own),
        role=Role.BRAND,
        is_personal=True,
    )


def did_you_meet(pair: Pair, own: Side) -> Card:
    """Ask one side, privately, whether they met."""
    own_id = pair.mentorship.id
    return Card(
        title=_("Did you meet?"),
        summary=_("Did you meet?"),
        blocks=(*_about(pair, own), Note((_("Only you see your answer."),))),
        actions=(
            Button(_("Yes"), "pair.met", (own_id,), style="primary"),
            Button(_("We have a date"), "pair.planned", (own_id,)),
            Button(_("Not yet"), "pair.notyet", (own_id,)),
            Button(_("It won't happen"), "pair.ask", (own_id,)),
        ),
        role=Role.BRAND,
        is_personal=True,
    )


def still_on(pair: Pair, own: Side) -> Card:
    """Ask both sides whether it goes on, before it ends by itself."""
    own_id = pair.mentorship.id
    told = _("I haven't heard from either of you for five weeks.")
    return Card(
        title=_("Is it still on?"),
        summary=told,
        blocks=(
            *_about(pair, own),
            Text((told,)),
            Note((_("Without an answer it ends in a week, and nobody is to blame."),)),
        ),
        actions=(
            Button(_("Still on"), "pair.still", (own_id,), style="primary"),
            Button(_("End it"), "pair.ask", (own_id,)),
        ),
        role=Role.WARN,
        is_personal=True,
    )


def noted(pair: Pair, own: Side) -> Card:
    """Confirm an answer that changes nothing for the other side."""
    told = _("Noted. Only you and I know.")
    return Card(
        title=_("Noted"),
        summary=told,
        blocks=(Text((told,)),),
        actions=(Button(_("Open"), "pair.show", (pair.mentorship.id,)),),
    )


def ask_end(pair: Pair, own: Side) -> Card:
    """Say what ending means before it is done."""
    own_id = pair.mentorship.id
    again = (
        []
        if own.side is SideName.MENTOR
        else [
            Text((_("You can look for another mentor and keep the place you had in the queue."),))
        ]
    )
    return Card(
        title=_("End this mentorship?"),
        summary=_("End this mentorship?"),
        blocks=(
            *_about(pair, own),
            Text((_("The other side is told that it ended, never by whom or why."),)),
            *again,
        ),
        actions=(
            Button(_("End it"), "pair.end", (own_id,), style="danger"),
            Button(_("End and never meet again"), "pair.block", (own_id,), style="danger"),
            Button(_("Keep it"), "pair.show", (own_id,)),
        ),
        role=Role.WARN,
        is_personal=True,
    )


def ended(pair: Pair, own: Side, *, can_undo: bool) -> Card:
    """Say that a mentorship has ended; never why."""
    own_id = pair.mentorship.id
    told = _("It ended. Thank you for the time you gave each other.")
    again = (
        ()
        if own.side is SideName.MENTOR
        else (Button(_("Find another mentor"), "pair.again", (own_id,), style="primary"),)
    )
    undo = (Button(_("Undo"), "pair.undo", (own_id,)),) if can_undo else ()
    note = [Note((_("Undo is there for ten minutes; then the other side is told."),))]
    return Card(
        title=_("Your mentorship has ended"),
        summary=told,
        blocks=(Text((told,)), *(note if can_undo else ())),
        actions=(*again, *undo, reports.button(About.PAIR, own_id)),
        is_personal=True,
    )
