"""What the bot says to whoever reports somebody, and to the moderators who read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards import (
    Audience,
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
from bot.model import MemberId
from bot.model_mentoring import MentorState
from bot.model_moderation import About, Report, ReportReason, ReportState
from bot.words import N_, _, plural

ABOUT_WHAT = N_("What happened")
REASONS = {
    ReportReason.HARASSMENT: N_("Harassment or insults"),
    ReportReason.SELLING: N_("Selling or asking for money"),
    ReportReason.MINOR: N_("Somebody younger than 13"),
    ReportReason.NO_SHOW: N_("Doesn't come or doesn't answer"),
    ReportReason.OTHER: N_("Something else"),
}
STATES = {
    ReportState.OPEN: N_("open"),
    ReportState.TAKEN_UP: N_("in progress"),
    ReportState.CLOSED: N_("closed"),
}
_BEGUN = {
    About.OFFER: N_("a request sent to a mentor"),
    About.PAIR: N_("a mentorship"),
    About.MENTOR: N_("what a mentor says about themselves"),
}


@dataclass(frozen=True, slots=True)
class Handled:
    """A report, and the state of whom it is about as a mentor; None if they are none here."""

    report: Report
    mentor: MentorState | None


def button(about: About, own_id: str) -> Button:
    """Return the button that begins a report about whoever a card is about."""
    return Button(_("Report"), "report.open", (about.value, own_id))


def _block(about: About, own_id: str) -> Button:
    return Button(_("Don't match us again"), "report.block", (about.value, own_id), style="danger")


def received(about: About, own_id: str) -> Card:
    """Tell whoever reported that moderators have it."""
    told = _("The moderators of the server have your report.")
    return Card(
        title=_("Received"),
        summary=told,
        blocks=(
            Text((told,)),
            Text(
                (
                    _(
                        "I don't tell the other person. Until you say otherwise, I may still match "
                        "you."
                    ),
                )
            ),
            Note(
                (
                    _(
                        "Every moderator can read it, with your name. If it's about one of them, "
                        "report it to Discord as well. If you're in danger, call the police."
                    ),
                )
            ),
        ),
        actions=(_block(about, own_id),),
        role=Role.GOOD,
    )


def not_received(about: About, own_id: str, text: str) -> Card:
    """Tell whoever reported that nobody was told, and what to do."""
    told = _("Nobody was told: I can't reach the moderators of this server.")
    return Card(
        title=_("Your report reached nobody"),
        summary=told,
        blocks=(
            Text((told,)),
            Text((_("Write to a moderator yourself; this is what you wrote:"),)),
            Text((text,)),
            Note((_("I keep nothing of it. If you're in danger, call the police."),)),
        ),
        actions=(_block(about, own_id),),
        role=Role.BAD,
        is_personal=True,
    )


def posted(handled: Handled) -> Card:
    """Tell moderators, in their channel, what somebody reports."""
    note = _("Only moderators can use these buttons. I don't tell the person who was reported.")
    return _told(_("A report about mentoring"), handled, (Note((note,)),), Audience.POST)


def shown(handled: Handled) -> Card:
    """Show a moderator where a report stands."""
    title = _("Report: {state}", state=_(STATES[handled.report.state]))
    return _told(title, handled, _told_of_mentor(handled))


def _told_of_mentor(handled: Handled) -> tuple[Note, ...]:
    if handled.mentor is MentorState.SUSPENDED:
        told = _(
            "Suspended as a mentor: nobody can find them, and requests that waited for them went "
            "to others. Their mentorships continue until someone ends them."
        )
        return (Note((told,)),)
    return ()


def _told(
    title: str, handled: Handled, notes: tuple[Note, ...], audience: Audience = Audience.PRIVATE
) -> Card:
    report = handled.report
    rows: tuple[tuple[str, Inline], ...] = (
        (_("About"), (_who(report.reported_id),)),
        (_("From"), (_who(report.actor_id),)),
        (_("Reason"), (_(REASONS[report.reason]),)),
        (_("Reported from"), (_(_BEGUN[report.about]),)),
        (_("When"), (When(report.sent_at),)),
    )
    return Card(
        title=title,
        summary=_("A report about mentoring: {reason}", reason=_(REASONS[report.reason])),
        blocks=(Facts(rows), Text((report.text,), heading=_(ABOUT_WHAT)), *notes),
        actions=_buttons(handled),
        role=Role.WARN,
        audience=audience,
        is_personal=True,
    )


def _who(member_id: MemberId | None) -> MemberRef | str:
    return _("somebody who deleted their data") if member_id is None else MemberRef(member_id)


def _buttons(handled: Handled) -> tuple[Button, ...]:
    own, found = (handled.report.id,), list[Button]()
    if handled.report.state is ReportState.OPEN:
        found.append(Button(_("I'm on it"), "report.take", own, style="primary"))
    if handled.mentor is MentorState.SUSPENDED:
        found.append(Button(_("Lift the suspension"), "report.lift", own))
    elif handled.mentor is not None:
        found.append(Button(_("Suspend as a mentor"), "report.suspend", own, style="danger"))
    if handled.report.state is not ReportState.CLOSED:
        found.append(Button(_("Close"), "report.close", own))
    return tuple(found)


def listing(found: Sequence[Handled]) -> Card:
    """List the reports that moderators have something to do with."""
    if not found:
        told = _("No report is open, and no mentor is suspended.")
        hint = _("Where they appear is one of the rules: {command}.")
        return Card(
            title=_("No open reports"),
            summary=told,
            blocks=(
                Text((told,)),
                Note(inline(hint, command=CommandRef("config mentors rules"))),
            ),
        )
    count = plural("{n} report", "{n} reports", len(found))
    return Card(
        title=count,
        summary=count,
        blocks=(Items(tuple(map(_item, found))),),
        is_personal=True,
    )


def _item(one: Handled) -> Item:
    report = one.report
    state = _(STATES[report.state])
    if one.mentor is MentorState.SUSPENDED:
        state = _("{state}, suspended", state=state)
    detail = inline(
        _("{who} · {state} · {when}"),
        who=_who(report.reported_id),
        state=state,
        when=When(report.sent_at, "relative"),
    )
    return Item(_(REASONS[report.reason]), detail, Button(_("Open"), "report.show", (report.id,)))
