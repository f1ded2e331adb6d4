"""What the bot says to moderators about mentoring: its rules and how it goes."""

from __future__ import annotations

from bot.cards import (
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
from bot.model import RoleId
from bot.model_moderation import MentorRules
from bot.replies import mentoring as words
from bot.words import _, plural


def rules_saved(rules: MentorRules) -> Card:
    """Confirm how mentoring goes from now on."""
    title = _("The rules of mentoring are saved")
    channel = rules.reports_channel_id
    reports: Inline = (_("no channel yet"),) if channel is None else (ChannelRef(channel),)
    rows: tuple[tuple[str, Inline], ...] = (
        (_("A mentor answers within"), (words.day_count(rules.answer_days),)),
        (_("Learners per mentor"), (_("at most {n}", n=rules.most_learners),)),
        (_("A mentorship lasts"), (plural("{n} month", "{n} months", rules.months),)),
        (_("Whoever waits is matched"), (_("in rounds") if rules.in_rounds else _("at once"),)),
        (_("Reports"), reports),
    )
    told = _("Requests already sent and running mentorships stay as they are.")
    nobody = _("Without a channel, reports reach nobody; whoever reports is told so.")
    return Card(
        title=title,
        summary=title,
        blocks=(Facts(rows), Note((told,)), *((Note((nobody,)),) if channel is None else ())),
        actions=(
            Button(_("Change"), "mentoring.rules"),
            Button(_("Who may mentor"), "mentoring.role"),
            *((Button(_("Prepare a round"), "mentoring.round"),) if rules.in_rounds else ()),
        ),
        role=Role.GOOD,
    )


def role_saved(role: RoleId | None) -> Card:
    """Confirm who may mentor."""
    who = (
        (_("Every member may mentor."),)
        if role is None
        else inline(_("Members with {role} may mentor."), role=RoleRef(role))
    )
    stay = inline(
        _(
            "Running mentorships continue. Mentors who lack the role keep their settings in "
            "{command}."
        ),
        command=CommandRef("mentees availability"),
    )
    return Card(
        title=_("Saved: who may mentor"),
        summary=_("Who may mentor is saved."),
        blocks=(Text(who), Note(stay)),
        actions=(Button(_("The rules"), "mentoring.rules"),),
        role=Role.GOOD,
    )
