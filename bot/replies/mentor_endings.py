"""What the bot says at the end of a mentorship: going on for longer, how it went, and thanks."""

from __future__ import annotations

from bot.cards import Button, Card, Inline, MemberRef, Note, Role, Text, inline
from bot.model import MemberId
from bot.model_mentoring import Pair, Side, SideName, Thanks
from bot.replies.times import day_words
from bot.words import N_, _, plural

HOW_IT_WENT = N_("What you say about it")
YOUR_THANKS = N_("Your thanks")
MOST_MONTHS = 3


def month_count(months: int) -> str:
    """Say how many months."""
    return plural("{n} month", "{n} months", months)


def ending(pair: Pair, own: Side) -> Card:
    """Ask one side, a week before the planned end, whether it goes on."""
    own_id = pair.mentorship.id
    day = day_words(pair.mentorship.ends_on)
    title = _("Your mentorship ends soon")
    told = _("It ends on {day}. Would you like to go on for longer?", day=day)
    return Card(
        title=title,
        summary=told,
        blocks=(
            Text((told,)),
            *_wished(pair, own),
            Note((_("It goes on if both of you want that, for the shorter of the two."),)),
        ),
        actions=(
            *(
                Button(
                    plural("{n} more month", "{n} more months", months),
                    "pair.renew",
                    (own_id, str(months)),
                )
                for months in range(1, MOST_MONTHS + 1)
            ),
            Button(_("Let it end then"), "pair.stay", (own_id,)),
            Button(_("End it"), "pair.ask", (own_id,)),
        ),
        role=Role.BRAND,
        is_personal=True,
    )


def _wished(pair: Pair, own: Side) -> tuple[Text, ...]:
    other = pair.at(own.side.other)
    if other is None or not other.more_months:
        return ()
    sentence = _("{who} would like to go on for {months} more.")
    who: Inline = (MemberRef(other.member_id),)
    return (Text(inline(sentence, who=who, months=month_count(other.more_months))),)


def not_yet(pair: Pair, own: Side) -> Card:
    """Say when it is time to go on for longer."""
    day = day_words(pair.mentorship.ends_on)
    told = _("It runs until {day}. A week before, I ask both of you whether it goes on.", day=day)
    return Card(
        title=_("Going on for longer"),
        summary=told,
        blocks=(Text((told,)),),
        actions=(Button(_("Open"), "pair.show", (pair.mentorship.id,)),),
    )


def wished(pair: Pair, own: Side) -> Card:
    """Confirm that one side wants to go on, while the other has not said so."""
    own_id = pair.mentorship.id
    day = day_words(pair.mentorship.ends_on)
    told = _(
        "Noted: {months} more. I ask the other side.", months=month_count(own.more_months or 1)
    )
    return Card(
        title=_("You would like to go on"),
        summary=told,
        blocks=(
            Text((told,)),
            Text((_("Without their yes it ends on {day}, as planned.", day=day),)),
        ),
        actions=(
            Button(_("Let it end then"), "pair.stay", (own_id,)),
            Button(_("Open"), "pair.show", (own_id,)),
        ),
        role=Role.GOOD,
    )


def renewed(pair: Pair, own: Side) -> Card:
    """Say that it goes on, and until when."""
    told = _("It goes on until {day}.", day=day_words(pair.mentorship.ends_on))
    return Card(
        title=_("Your mentorship goes on"),
        summary=told,
        blocks=(Text((told,)), Note((_("A week before, I ask both of you again."),))),
        actions=(Button(_("Open"), "pair.show", (pair.mentorship.id,)),),
        role=Role.GOOD,
    )


def staying(pair: Pair, own: Side) -> Card:
    """Confirm that it ends on its day."""
    own_id = pair.mentorship.id
    told = _("It ends on {day}, as planned.", day=day_words(pair.mentorship.ends_on))
    return Card(
        title=_("Noted"),
        summary=told,
        blocks=(
            Text((told,)),
            Note((_("The other side isn't told. Until then you can change your mind."),)),
        ),
        actions=(
            Button(_("Go on for longer"), "pair.longer", (own_id,)),
            Button(_("Open"), "pair.show", (own_id,)),
        ),
    )


# After it


def look_back(pair: Pair, own: Side) -> tuple[Button, ...]:
    """Return what either side can say once it ended."""
    own_id = pair.mentorship.id
    thanks = Button(_("Say thank you"), "pair.thanks", (own_id,))
    can_thank = own.side is SideName.LEARNER and pair.at(SideName.MENTOR) is not None
    return (
        Button(_("How did it go?"), "pair.review", (own_id,)),
        *((thanks,) if can_thank else ()),
    )


def reviewed(pair: Pair, own: Side) -> Card:
    """Confirm what one side said; nobody else reads it."""
    told = _("Kept for you alone. You can change it at any time.")
    change, *others = look_back(pair, own)
    return Card(
        title=_("Thank you for looking back"),
        summary=told,
        blocks=(Text((told,)),),
        actions=(*others, Button(_("Change"), change.verb, change.args)),
        role=Role.GOOD,
    )


def preview(thanks: Thanks, mentor: MemberId) -> Card:
    """Show thanks before they are sent."""
    args = (thanks.mentorship_id,)
    told = inline(_("{who} reads this once you send it:"), who=MemberRef(mentor))
    return Card(
        title=_("Your thanks, not sent yet"),
        summary=_("Your thanks, not sent yet."),
        blocks=(Text(told), Text((thanks.words,))),
        actions=(
            Button(_("Send"), "pair.sendthanks", args, style="primary"),
            Button(_("Change"), "pair.thanks", args),
            Button(_("Don't send"), "pair.nothanks", args),
        ),
        is_personal=True,
    )


def thanks_sent(thanks: Thanks) -> Card:
    """Confirm that thanks were sent."""
    return Card(
        title=_("Your thanks are on their way"),
        summary=_("Your thanks are on their way."),
        blocks=(Text((thanks.words,)),),
        role=Role.GOOD,
        is_personal=True,
    )


def thanked(thanks: Thanks) -> Card:
    """Hand a learner's thanks to their mentor."""
    told = inline(_("{who} wrote to you:"), who=MemberRef(thanks.member_id))
    return Card(
        title=_("A thank-you for you"),
        summary=_("A thank-you for you."),
        blocks=(Text(told), Text((thanks.words,))),
        role=Role.GOOD,
        is_personal=True,
    )
