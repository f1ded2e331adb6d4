"""The guided set-up: one card for each step, the same for all moderators of a community."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.cards import (
    Action,
    Alert,
    Block,
    Button,
    Card,
    ChannelRef,
    CommandRef,
    Facts,
    Inline,
    Note,
    Role,
    RoleRef,
    Text,
    inline,
)
from bot.model import ChannelId, Schedule, SetupDraft, SetupStep, SetupView
from bot.ports import ChannelAccess
from bot.replies import communities
from bot.replies.commands import tappable
from bot.replies.forms import POST_TITLES
from bot.replies.times import recurrence_words
from bot.words import N_, _

_STEPS = tuple(SetupStep)[:-1]
_TITLES = {
    SetupStep.CHANNELS: N_("Channels"),
    SetupStep.ZONE: N_("Time zone"),
    SetupStep.TIMES: N_("Days and times"),
    SetupStep.MENTORS: N_("Mentors"),
    SetupStep.PREVIEW: N_("Preview"),
    SetupStep.TEST: N_("Test post"),
}
_TOLD = {
    SetupStep.CHANNELS: N_(
        "Two posts help people keep learning: a small nudge to act on and a tip about a trend. "
        "Each appears once a week, only where you want it. Where shall they go?"
    ),
    SetupStep.ZONE: N_("In which time zone does your community live? Times below are told in it."),
    SetupStep.TIMES: N_("On which day and at what time? Keep what is below, or choose your own."),
    SetupStep.MENTORS: N_(
        "Do your mentors have a role? Members are told to ask them. Skip this if there is none."
    ),
    SetupStep.PREVIEW: N_(
        "The first post will look like the card below; only you see it. Nothing is saved yet: "
        "press Save to let the posts begin."
    ),
    SetupStep.TEST: N_(
        "It is saved. Send a test post now, to see that it arrives? It uses nothing up and does "
        "not move the schedule."
    ),
}
_ASKED = {
    SetupStep.CHANNELS: N_("Choose channels"),
    SetupStep.ZONE: N_("Choose the time zone"),
    SetupStep.TIMES: N_("Choose days and times"),
    SetupStep.MENTORS: N_("Choose the role"),
}
_KEPT = {
    SetupStep.CHANNELS: N_("Keep these"),
    SetupStep.ZONE: N_("Keep this"),
    SetupStep.TIMES: N_("Keep these"),
    SetupStep.PREVIEW: N_("Save"),
    SetupStep.TEST: N_("Finish without a test"),
}


def name(step: SetupStep) -> str:
    """Return what a step is called."""
    return _(_TITLES[step])


def step(view: SetupView, access: Mapping[ChannelId, ChannelAccess]) -> Card:
    """Show where the set-up stands, what is chosen and what comes next."""
    now = view.setup.step
    number = _STEPS.index(now) + 1
    problems = _problems(view.posts, access)
    return Card(
        title=_("Set up: {step}", step=_(_TITLES[now])),
        summary=_(_TOLD[now]),
        subtitle=_("Step {n} of {of}", n=number, of=len(_STEPS)),
        blocks=(*_missed(view), Text((_(_TOLD[now]),)), *problems, _chosen(view)),
        actions=_actions(view, is_blocked=bool(problems)),
        role=Role.WARN if problems else Role.BRAND,
    )


def done(view: SetupView, upcoming: Sequence[tuple[Schedule, datetime]]) -> Card:
    """Say that all is set, and when the next posts come."""
    commands: dict[str, CommandRef] = {
        "setup": CommandRef("config setup"),
        "check": CommandRef("config check"),
    }
    told = _("Change it with {setup}; {check} says whether everything works.")
    return Card(
        title=_("All set"),
        summary=_("The weekly posts are set up."),
        blocks=(
            *_missed(view),
            _chosen(view),
            communities.next_posts(upcoming),
            Note(inline(told, **commands)),
        ),
        role=Role.GOOD,
    )


def given_up() -> Card:
    """Say that a set-up was left for good."""
    told = _("Nothing of it was saved, and nothing was changed. {setup} begins anew.")
    return Card(
        title=_("Set-up discarded"),
        summary=_("The set-up is discarded; nothing was changed."),
        blocks=(Text(inline(told, setup=CommandRef("config setup"))),),
        role=Role.GOOD,
    )


def give_up(view: SetupView, label: str) -> Button:
    """Return the button that forgets what was chosen in a set-up."""
    return Button(label, "setup.discard", (view.mark,))


def _missed(view: SetupView) -> tuple[Block, ...]:
    if view.missed is None:
        return ()
    changed = ", ".join(_(_TITLES[one]) for one in view.missed if one in _TITLES)
    told = _("Your press did nothing: this card was an old one.")
    if changed:
        told = _(
            "Your press did nothing: meanwhile somebody was at these steps: {steps}.", steps=changed
        )
    if view.beneath:
        told = _(
            "Your press did nothing: meanwhile somebody changed the settings with other commands."
        )
    alert = Alert((told, " ", _("This is how it stands now.")))
    return (alert, _facts(_("Set now"), view.beneath)) if view.beneath else (alert,)


def _problems(
    posts: Sequence[Schedule], access: Mapping[ChannelId, ChannelAccess]
) -> tuple[Block, ...]:
    wrong = {
        post.channel_id: problem
        for post in posts
        if post.channel_id and (problem := _problem(access[post.channel_id]))
    }
    return tuple(
        Alert((ChannelRef(place), ": ", *tappable(problem)), "bad")
        for place, problem in wrong.items()
    )


def _problem(access: ChannelAccess) -> str | None:
    if access.is_known and not access.exists:
        return _(
            "The channel is gone or hidden from the bot. Choose another at this step: {step}.",
            step=_(_TITLES[SetupStep.CHANNELS]),
        )
    return communities.cannot_post(access)


def _chosen(view: SetupView) -> Facts:
    role = view.mentors_role_id
    mentors: Inline = (RoleRef(role),) if role else (_("no role"),)
    return _facts(_("Chosen so far"), view.posts, (_("Mentors"), mentors))


def _facts(heading: str, posts: Sequence[Schedule], *more: tuple[str, Inline]) -> Facts:
    rows = tuple((_(POST_TITLES[post.kind]), _place_and_time(post)) for post in posts)
    return Facts((*rows, *more), heading=heading)


def _place_and_time(post: Schedule) -> Inline:
    if post.channel_id is None:
        return (_("not posted"),)
    told: Inline = (ChannelRef(post.channel_id), " · ", recurrence_words(post.recurrence))
    paused = communities.pause(post)
    return (*told, " · ", *paused) if paused else told


def _actions(view: SetupView, *, is_blocked: bool) -> tuple[Action, ...]:
    now, card = view.setup.step, (view.mark,)
    is_ready = bool(view.wanted) and not is_blocked
    actions: list[Action] = []
    if now is SetupStep.TEST:
        actions.append(Button(_("Send a test post"), "setup.test", card, style="primary"))
    if now in _ASKED:
        style = "secondary" if is_ready and now is SetupStep.TIMES else "primary"
        actions.append(Button(_(_ASKED[now]), "setup.ask", card, style=style))
    if now is SetupStep.MENTORS:
        kept = _("Keep this role") if view.mentors_role_id else _("Skip")
        actions.append(Button(kept, "setup.next", card))
    elif is_ready or now is SetupStep.TEST:
        style = "primary" if now in (SetupStep.PREVIEW, SetupStep.TIMES) else "secondary"
        actions.append(Button(_(_KEPT[now]), "setup.next", card, style=style))
    if now is SetupStep.TEST:
        actions.append(Button(_("Change"), "setup.back", card))
    elif now is not SetupStep.CHANNELS:
        actions.append(Button(_("Back"), "setup.back", card))
    if view.setup.draft != SetupDraft():
        actions.append(give_up(view, _("Discard")))
    return tuple(actions)
