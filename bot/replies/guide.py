"""What `/help` says: the shortest way from here to the first useful answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bot.cards import (
    Alert,
    Audience,
    Block,
    Button,
    Card,
    CommandRef,
    Facts,
    Inline,
    Note,
    Role,
    RoleRef,
    Text,
    inline,
)
from bot.model import RoleId, Schedule
from bot.replies.commands import tappable
from bot.replies.forms import POST_TITLES
from bot.words import N_, _, stored

START_FORM = "start.new"
"""The verb of the form in which somebody new says where they are."""
MEMBER_COMMANDS: tuple[tuple[str, str], ...] = (
    ("start", N_("your first three steps, with dates")),
    ("find", N_("search everything: certifications, roles, steps, terms, questions, resources")),
    ("cert info", N_("one certification: requirements, exam, fees, renewal")),
    ("cert compare", N_("two or three certifications, aspect by aspect")),
    ("cert list", N_("certifications by focus, level and cost")),
    ("career role", N_("one job role: what you do, need and earn")),
    ("career path", N_("the six stages to Technical Project Manager")),
    ("career gap", N_("what you're missing for a job")),
    ("term", N_("what a word of the field means, and why you need it")),
    ("trend latest", N_("what changes in the field, and what to try")),
    ("goal add", N_("keep a goal (private)")),
    ("goal list", N_("your goals, with a Done button")),
    ("remind me", N_("a reminder, once or repeating")),
    ("nudge settings", N_("a weekly check-in about your goals")),
    ("me profile", N_("your stage, role, skills and certifications (optional)")),
    ("me settings", N_("when and where I reach you")),
    ("me inbox", N_("what could not be sent to you")),
    ("privacy info", N_("what is stored about you")),
)
MODERATOR_COMMANDS: tuple[tuple[str, str], ...] = (
    ("config setup", N_("choose channel, day and time of the weekly posts")),
    ("config show", N_("what is set now")),
    ("config check", N_("what is wrong and how to fix it")),
    ("config content add", N_("add nudges, tips and links of your own")),
    ("config topics", N_("choose what the posts are about")),
    ("config log", N_("who changed which setting")),
)


def _rows(commands: tuple[tuple[str, str], ...]) -> tuple[tuple[str, Inline], ...]:
    rows = ((_(what), path) for path, what in commands)
    return tuple((what[0].upper() + what[1:], (CommandRef(path),)) for what, path in rows)


def hello(*, is_back: bool, stopped: Sequence[Schedule] = ()) -> Card:
    """Say hello to a community, or that what it had set up holds again but for what is stopped."""
    told = _(
        "Look up certifications and job roles with {find}, keep goals with {goal}, and see all I "
        "can do with {help}. Only you see the answers."
    )
    moderators = _("Moderators: {setup} brings a weekly nudge and a trend tip, with one form.")
    if is_back:
        moderators = _("Moderators: your settings are unchanged; see them with {show}.")
    return Card(
        title=_("Good to be back") if is_back else _("Hello"),
        summary=_("This bot mentors people on their way to Technical Project Manager."),
        blocks=(
            Text((_("I mentor people on their way to Technical Project Manager."),)),
            Text(
                inline(
                    told,
                    find=CommandRef("find"),
                    goal=CommandRef("goal add"),
                    help=CommandRef("help"),
                )
            ),
            Text(
                inline(moderators, setup=CommandRef("config setup"), show=CommandRef("config show"))
            ),
            *stops(stopped),
        ),
        actions=(_first_step("primary"),),
        role=Role.BRAND,
    )


def start_card() -> Card:
    """Return the card that stands in a channel and lets anybody begin; its buttons never end."""
    return Card(
        title=_("Become a Technical Project Manager"),
        summary=_("Start here: ask a question, see the path, or set a goal."),
        blocks=(
            Text((_("I answer questions, keep your goals, and remind you."),)),
            Note((_("Press a button: only you see the answer."),)),
        ),
        actions=_starts(),
        role=Role.BRAND,
        audience=Audience.POST,
    )


def new_here() -> tuple[str, Button]:
    """Return what the first answer to somebody new ends with."""
    told = _("New here? Tell me where you are, and I'll show you the next step.")
    return told, _first_step()


def leads_to_first_step(card: Card) -> bool:
    """Tell whether a card has the way for newcomers already."""
    return any(isinstance(action, Button) and action.verb == START_FORM for action in card.actions)


def _first_step(style: Literal["primary", "secondary"] = "secondary") -> Button:
    return Button(_("I'm new here"), START_FORM, style=style)


def _starts() -> tuple[Button, ...]:
    return (
        _first_step("primary"),
        Button(_("See the six stages"), "path.mine"),
        Button(_("Ask a question"), "find.question"),
        Button(_("Set a goal"), "goal.new"),
    )


def stops(stopped: Sequence[Schedule]) -> tuple[Block, ...]:
    """Say which posts have stopped because they cannot arrive, and why."""
    told = _("{post} has stopped: {reason}")
    return tuple(
        Alert(
            tappable(
                told.format(post=_(POST_TITLES[one.kind]), reason=stored(one.pause_reason or ""))
            )
        )
        for one in stopped
    )


def overview(is_moderator: bool, mentors: RoleId | None = None) -> Card:
    """Begin: what this is, and the first press for whoever is new."""
    blocks: list[Block] = [
        Text((_("I answer questions, keep your goals, and remind you."),)),
        Note(
            (_("Every fact shows its source and when it was checked. Answers are private to you."),)
        ),
    ]
    if mentors is not None:
        told = _("Can't find it here? Ask {mentors}.")
        blocks.append(Text(inline(told, mentors=RoleRef(mentors))))
    if is_moderator:
        told = _("Moderators: {setup} brings a weekly nudge and a trend tip, with one form.")
        blocks.append(Text(inline(told, setup=CommandRef("config setup"))))
    return Card(
        title=_("Become a Technical Project Manager"),
        summary=_("What this bot can do and how to start."),
        blocks=tuple(blocks),
        actions=(*_starts(), Button(_("More commands"), "help.commands")),
        role=Role.BRAND,
    )


def commands(is_moderator: bool) -> Card:
    """List the commands that the asker can use, most useful first."""
    blocks: list[Block] = [Facts(_rows(MEMBER_COMMANDS), heading=_("For you"))]
    if is_moderator:
        blocks.append(Facts(_rows(MODERATOR_COMMANDS), heading=_("For moderators")))
    return Card(
        title=_("Commands"),
        summary=_("What this bot can do."),
        blocks=(*blocks, Note((_("Type / to see every command."),))),
        actions=(Button(_("Back"), "help.show"),),
    )
