"""What the bot says to the two sides of a mentorship."""

from __future__ import annotations

from bot.cards import Block, Button, Card, Inline, MemberRef, Note, Role, Text, When, inline
from bot.model_mentoring import MentorshipState, Pair, Side, SideName
from bot.model_moderation import About
from bot.replies import mentoring as words
from bot.replies import reports
from bot.replies.mentor_endings import look_back
from bot.replies.times import day_words
from bot.words import N_, _

_OPENERS = {
    SideName.MENTOR: (
        N_("“Hi! I read your goal. When do you have 45 minutes this week?”"),
        N_("“Hello! What would you like from our first talk?”"),
        N_("“Nice to meet you. Tell me a bit about where you are and what you've tried.”"),
    ),
    SideName.LEARNER: (
        N_("“Thank you for taking me on! When do you have 45 minutes this week?”"),
        N_("“Hi! I'd like to start with my goal. What should I prepare?”"),
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


def _all_buttons(pair: Pair, own: Side) -> tuple[Button, ...]:
    own_id = pair.mentorship.id
    *others, end = _buttons(pair, own)
    longer = Button(_("Go on for longer"), "pair.longer", (own_id,))
    return (
        *others,
        _log(pair),
        # Five fit into a row: who has not agreed yet has no reason to go on for longer.
        *((longer,) if own.agreed_at else ()),
        Button(_("Pause"), "pair.pause", (own_id,)),
        end,
    )


def _log(pair: Pair) -> Button:
    return Button(_("Log a session"), "pair.log", (pair.mentorship.id,))


def _go_on(pair: Pair) -> Button:
    return Button(_("Go on now"), "pair.resume", (pair.mentorship.id,), style="primary")


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
                        "Write to each other now. A good start: 45 minutes every two weeks, until "
                        "{day}. In your first talk, cover who you are, the goal, what you each "
                        "expect, and the next date.",
                        day=day_words(pair.mentorship.ends_on),
                    ),
                )
            ),
            words.rules(),
            Note((_("Press Agreed if that works for you; I'll check in now and then."),)),
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
    if state is MentorshipState.PAUSED:
        return paused(pair, own, can_undo=False)
    last = inline(_("Last active {when}."), when=When(pair.mentorship.active_at, "relative"))
    until = _("Planned until {day}; you can go on longer.", day=day_words(pair.mentorship.ends_on))
    agreed = [] if own.agreed_at else [Note((_("You haven't pressed Agreed yet."),))]
    return Card(
        title=_("Your mentorship"),
        summary=_("Your mentorship: {goal}", goal=_goal(pair)),
        blocks=(*_about(pair, own), Text((*last, " ", until)), *agreed),
        actions=_all_buttons(pair, own),
        is_personal=True,
    )


def agreed(pair: Pair, own: Side) -> Card:
    """Confirm that one side agreed, and say whether the other did."""
    both = all(side.agreed_at for side in pair.sides)
    told = _("You both agreed. Have a good start!") if both else _("Noted. Now it's their turn.")
    return Card(
        title=_("Agreed"),
        summary=told,
        blocks=(Text((told,)), *_about(pair, own)),
        actions=_all_buttons(pair, own),
        role=Role.GOOD,
        is_personal=True,
    )


def met(pair: Pair, own: Side) -> Card:
    """Thank for the sign of life, and let them write down what they agreed on."""
    told = _("Good to hear. If you like, log it with the next step you agreed on.")
    return Card(
        title=_("Noted"),
        summary=told,
        blocks=(Text((told,)),),
        actions=(_log(pair), Button(_("Open"), "pair.show", (pair.mentorship.id,))),
        role=Role.GOOD,
    )


def hello(pair: Pair, own: Side) -> Card:
    """Ask one side to write first."""
    told = _("You haven't both pressed Agreed yet. A short hello is enough to get going.")
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
        blocks=(*_about(pair, own), Note((_("Your answer isn't passed on."),))),
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
            Note((_("If I hear nothing, it closes in a week. No hard feelings."),)),
        ),
        actions=(
            Button(_("Still on"), "pair.still", (own_id,), style="primary"),
            Button(_("End it"), "pair.ask", (own_id,)),
        ),
        role=Role.WARN,
        is_personal=True,
    )


def paused(pair: Pair, own: Side, *, can_undo: bool) -> Card:
    """Say until when a mentorship is paused."""
    own_id = pair.mentorship.id
    undo = Button(_("Undo"), "pair.resume", (own_id,))
    note = _("You can undo this for ten minutes; after that they're told.")
    return Card(
        title=_("Your mentorship is paused"),
        summary=_("Your mentorship is paused."),
        blocks=(
            Text(_until(pair, _("It is paused until {day}. I ask nothing before that."))),
            *_about(pair, own),
            _still_ends(pair),
            *((Note((note,)),) if can_undo else ()),
        ),
        actions=(
            undo if can_undo else _go_on(pair),
            Button(_("Other day"), "pair.pause", (own_id,)),
            Button(_("End it"), "pair.ask", (own_id,)),
        ),
        is_personal=True,
    )


def paused_by_other(pair: Pair, own: Side) -> Card:
    """Tell one side that the other takes a break."""
    told = _("Your mentor takes a break until {day}. It goes on by itself then.")
    if own.side is SideName.MENTOR:
        told = _("Your learner takes a break until {day}. It goes on by itself then.")
    return Card(
        title=_("Your mentorship is paused"),
        summary=_("Your mentorship is paused."),
        blocks=(Text(_until(pair, told)), *_about(pair, own), _still_ends(pair)),
        actions=(_go_on(pair), Button(_("End it"), "pair.ask", (pair.mentorship.id,))),
        is_personal=True,
    )


def resumed(pair: Pair, own: Side) -> Card:
    """Say that a pause is over."""
    told = _("The pause is over. Write to each other and agree on the next date.")
    return Card(
        title=_("Your mentorship goes on"),
        summary=told,
        blocks=(Text((told,)), *_about(pair, own), _still_ends(pair)),
        actions=_all_buttons(pair, own),
        role=Role.BRAND,
        is_personal=True,
    )


def _until(pair: Pair, sentence: str) -> Inline:
    until = pair.mentorship.paused_until
    return inline(sentence, day="" if until is None else When(until, "date"))


def _still_ends(pair: Pair) -> Note:
    told = _("It runs until {day}, as planned.", day=day_words(pair.mentorship.ends_on))
    return Note((told,))


def noted(pair: Pair, own: Side) -> Card:
    """Confirm an answer that changes nothing for the other side."""
    told = _("Noted. I don't pass it on.")
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
            Text((_("They're told only that it ended, not who ended it or why."),)),
            *again,
        ),
        actions=(
            Button(_("End it"), "pair.end", (own_id,), style="danger"),
            Button(_("End and don't match us again"), "pair.block", (own_id,), style="danger"),
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
    note = [Note((_("You can undo this for ten minutes; after that they're told."),))]
    return Card(
        title=_("Your mentorship has ended"),
        summary=told,
        blocks=(Text((told,)), *(note if can_undo else ())),
        actions=(*again, *look_back(pair, own), *undo, reports.button(About.PAIR, own_id)),
        is_personal=True,
    )
