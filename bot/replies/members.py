"""What the bot says about where and when it reaches a member; all of it is private."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    Item,
    Items,
    Note,
    Role,
    Text,
    When,
    inline,
)
from bot.model import Member, Outlook, Place, Schedule
from bot.replies.forms import POST_TITLES
from bot.replies.times import day_words, local_day, recurrence_words
from bot.words import N_, _, ngettext, plural, stored

OPENED_TOO_MANY = N_(
    "Discord isn't letting me open new direct messages right now. Try again in a few minutes."
)

_DM = Button(N_("By direct message"), "place.dm", style="primary")
_CHANNEL = Button(N_("In this channel"), "place.channel")
_INBOX = Button(N_("Only in my inbox"), "place.inbox")
_WAY_OUT = Button(N_("If that fails, mention me in this channel"), "place.backup")
_NO_WAY_OUT = Button(N_("Never mention me in a channel"), "place.nobackup")
_PLACES = Button(N_("Where I reach you"), "place.choose")


def _said(*buttons: Button) -> tuple[Button, ...]:
    """Return buttons with their labels in the current language."""
    return tuple(replace(button, label=_(button.label)) for button in buttons)


def _promise() -> Note:
    return Note(
        inline(
            _(
                "I only send what you ask for, and you can stop any time. A direct message "
                "contains everything; in a channel I just mention you and you open the rest "
                "privately; with the inbox nothing is sent and you read it in {command}."
            ),
            command=CommandRef("me inbox"),
        )
    )


def place_words(member: Member) -> Inline:
    """Say where a member is reached."""
    if member.place is Place.DM:
        if member.channel_id is None:
            return (_("by direct message"),)
        elsewhere = ChannelRef(member.channel_id)
        return inline(_("by direct message, or else in {channel}"), channel=elsewhere)
    if member.place is Place.CHANNEL and member.channel_id is not None:
        elsewhere = ChannelRef(member.channel_id)
        return inline(_("in {channel}, without anything private"), channel=elsewhere)
    return inline(_("only in your inbox, {command}"), command=CommandRef("me inbox"))


def ask_place(card: Card, member: Member, *, refusal: str = "") -> Card:
    """Return a card about something to be sent with its place, or with the question where to.

    Who has never chosen a place is asked, after ``refusal`` if direct messages were tried and did
    not arrive; for anybody else the card says which it is.
    """
    if member.consented_at is not None:
        told = inline(_("I send it {place}."), place=place_words(member))
        return replace(card, blocks=(*card.blocks, Note(told)))
    question = Text(
        (_("Until you choose, it waits in your inbox."),), heading=_("Where should I send it?")
    )
    tried = (
        (Alert((_("Direct messages don't reach you: {reason}", reason=refusal),)),)
        if refusal
        else ()
    )
    return replace(
        card,
        blocks=(*card.blocks, *tried, question, _promise()),
        actions=(*card.actions, *_said(_DM, _CHANNEL, _INBOX)),
    )


def choose_place(member: Member) -> Card:
    """Offer the places where a member can be reached."""
    return Card(
        title=_("Where should I send it?"),
        summary=_("Choose where I send you what you ask for."),
        blocks=(Text(inline(_("Now: {place}."), place=place_words(member))), _promise()),
        actions=_said(_DM, _CHANNEL, _INBOX),
    )


def hello() -> Card:
    """Confirm, in the direct messages, that they were asked for and how they stop."""
    return Card(
        title=_("Direct messages are on"),
        summary=_("You asked for direct messages; they arrive here."),
        blocks=(
            Text((_("You asked me to send what you schedule here, and nothing else."),)),
            Note(
                inline(
                    _("To stop, press the button. {command} deletes everything I know about you."),
                    command=CommandRef("privacy delete"),
                )
            ),
        ),
        actions=(Button(_("Stop direct messages"), "place.inbox"),),
        role=Role.GOOD,
    )


def chosen(member: Member) -> Card:
    """Confirm where a member is reached from now on."""
    if member.place is Place.INBOX:
        rest = _("Nothing is sent to you; what comes waits there until you read it.")
        others = _said(_DM, _CHANNEL)
    elif member.place is Place.CHANNEL:
        rest = _("Others see that there is something for you, not what it is.")
        others = _said(_DM, _INBOX)
    elif member.channel_id is None:
        rest = _("If direct messages stop arriving, what comes waits in your inbox.")
        others = _said(_WAY_OUT, _INBOX)
    else:
        rest = _("In the channel others see that there is something for you, not what it is.")
        others = _said(_NO_WAY_OUT, _INBOX)
    return Card(
        title=_("Saved"),
        summary=_("Where you are reached is saved."),
        blocks=(
            Text(inline(_("I reach you {place}."), place=place_words(member))),
            Text((rest,)),
        ),
        actions=others,
        role=Role.GOOD,
    )


def dm_refused(reason: str) -> Card:
    """Say why no direct message arrived and offer the other ways; nothing was changed."""
    return Card(
        title=_("I cannot send you direct messages"),
        summary=_("No direct message could be sent: {reason}", reason=stored(reason)),
        blocks=(
            Text((stored(reason),)),
            Text(
                (
                    _(
                        "Nothing was changed. Allow messages from members of this server in its "
                        "Privacy Settings and try again, or choose another way."
                    ),
                )
            ),
        ),
        actions=(*_said(_CHANNEL, _INBOX), Button(_("Try again"), "place.dm")),
        role=Role.WARN,
    )


def returned(count: int) -> Card:
    """Tell a member, once they are back, what direct messages could not bring."""
    missed = ngettext(
        "{n} message could not be sent meanwhile: see {command}.",
        "{n} messages could not be sent meanwhile: see {command}.",
        count,
    )
    what = inline(missed, n=count, command=CommandRef("me inbox"))
    return Card(
        title=_("Direct messages did not arrive"),
        summary=plural(
            "Direct messages did not arrive; {n} message in the inbox.",
            "Direct messages did not arrive; {n} messages in the inbox.",
            count,
        ),
        blocks=(
            Text(
                (_("Discord refused my last direct message to you. I'll start trying again now."),)
            ),
            Text(what if count else (_("Nothing was missed."),)),
        ),
        actions=(Button(_("Choose another place"), "place.choose"),),
        role=Role.WARN,
    )


@dataclass(frozen=True, slots=True)
class Moving:
    """A series that keeps the hours of another zone than its member's; ``text``: a reminder's."""

    series: Schedule
    text: str

    @property
    def title(self) -> str:
        """Return what it is about."""
        return self.text or _(POST_TITLES[self.series.kind])


def settings(
    member: Member,
    outlook: Outlook | None,
    now: datetime,
    elsewhere: Sequence[Moving] = (),
    *,
    is_saved: bool = False,
) -> Card:
    """Show what a member set and what it means for their next message."""
    today = local_day(now, member.zone)
    is_paused = member.paused_until is not None and today < member.paused_until
    resume = (Button(_("Resume"), "me.resume", style="primary"),) if is_paused else ()
    return Card(
        title=_("Saved") if is_saved else _("Your settings"),
        summary=_("When and where I send you what you ask for."),
        blocks=(
            Facts(
                (
                    (_("Reached"), place_words(member)),
                    (_("Time zone"), (member.zone or _("not set: UTC"),)),
                    (_("Quiet hours"), (_quiet_words(member),)),
                    (_("At most"), (_cap_words(member),)),
                    (_("Paused"), _pause_words(member, is_paused)),
                )
            ),
            Text(_outlook_words(outlook), heading=_("Your next message")),
            *_elsewhere_words(elsewhere),
            Note(
                (
                    _(
                        "Goal alerts follow your time zone. Reminders always arrive on time, even "
                        "past your weekly limit."
                    ),
                )
            ),
        ),
        actions=(
            *_moves(member, elsewhere),
            *resume,
            Button(_("Change"), "me.edit"),
            *_said(_PLACES),
        ),
        role=Role.GOOD if is_saved else Role.INFO,
    )


def _elsewhere_words(elsewhere: Sequence[Moving]) -> tuple[Block, ...]:
    if not elsewhere:
        return ()
    named = ", ".join(dict.fromkeys(one.series.recurrence.zone for one in elsewhere))
    told = plural(
        "{n} of what you scheduled keeps the hours of {zone} until you move it.",
        "{n} of what you scheduled keep the hours of {zone} until you move them.",
        len(elsewhere),
        zone=named,
    )
    return (Alert((told,)),)


def _moves(member: Member, elsewhere: Sequence[Moving]) -> tuple[Action, ...]:
    if not elsewhere:
        return ()
    move = _("Move all to {zone}", zone=member.zone or "UTC")
    return (Button(move, "zone.all", style="primary"), Button(_("Choose"), "zone.choose"))


def moving(member: Member, elsewhere: Sequence[Moving]) -> Card:
    """Offer to move what keeps the hours of another zone, one by one."""
    zone = member.zone or "UTC"
    if not elsewhere:
        return Card(
            title=_("Everything comes at your own hours"),
            summary=_("Nothing keeps the hours of another time zone."),
            blocks=(Text((_("Your time zone is {zone}.", zone=zone),)),),
            role=Role.GOOD,
        )
    return Card(
        title=_("What shall come at the hours of {zone}?", zone=zone),
        summary=_("What keeps the hours of another time zone."),
        blocks=(
            Items(
                tuple(
                    Item(
                        one.title,
                        (recurrence_words(one.series.recurrence),),
                        Button(_("Move"), "zone.move", (str(one.series.id),)),
                    )
                    for one in elsewhere
                )
            ),
            Note((_("What you do not move stays as it is."),)),
        ),
        pager=("zone.choose",),
    )


def _quiet_words(member: Member) -> str:
    if member.quiet_from is None or member.quiet_until is None:
        return _("none")
    return _(
        "{start} to {end}; messages wait until afterwards",
        start=f"{member.quiet_from:%H:%M}",
        end=f"{member.quiet_until:%H:%M}",
    )


def _cap_words(member: Member) -> str:
    if member.weekly_cap is None:
        return _("no limit")
    return plural(
        "{n} message in seven days; the rest come later",
        "{n} messages in seven days; the rest come later",
        member.weekly_cap,
    )


def _pause_words(member: Member, is_paused: bool) -> Inline:
    if not is_paused or member.paused_until is None:
        return (_("no"),)
    when = day_words(member.paused_until)
    return (_("until {when}; what is due before waits in your inbox", when=when),)


def _outlook_words(outlook: Outlook | None) -> Inline:
    if outlook is None:
        return (_("Nothing is scheduled for you."),)
    what, due = _(POST_TITLES[outlook.kind]), When(outlook.due_at)
    if outlook.arrives_at is None:
        return inline(
            _("{what}, due {when}, goes to your inbox: {reason}"),
            what=what,
            when=due,
            reason=stored(outlook.kept_because) if outlook.kept_because else "",
        )
    if outlook.arrives_at == outlook.due_at:
        return inline(_("{what}, {when}."), what=what, when=due)
    return inline(
        _("{what}, due {when}, arrives {later}, by your settings."),
        what=what,
        when=due,
        later=When(outlook.arrives_at),
    )
