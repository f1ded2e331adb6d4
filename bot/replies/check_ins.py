"""What the bot says in and about a member's weekly check-in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.cards import (
    Action,
    Alert,
    Audience,
    Block,
    Button,
    Card,
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
from bot.catalogue.schema import Nudge
from bot.model import Delivery, Goal, GoalEvent, GoalId, Recurrence, Schedule
from bot.replies import facts, whereabouts
from bot.replies.goals import due_words
from bot.replies.times import recurrence_words, rule_words
from bot.replies.whereabouts import Zones
from bot.words import _, plural, stored

MOST_AIMS = 5
MOST_DONE = 10


def _settings() -> Button:
    return Button(_("Check-in settings"), "nudge.show")


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What a check-in tells: some open goals, some finished after ``since``, newest progress.

    ``aims_in_all`` and ``done_in_all`` count the others, too.
    """

    today: date
    since: datetime
    aims: tuple[Goal, ...]
    aims_in_all: int
    done: tuple[Goal, ...]
    done_in_all: int
    progress: Mapping[GoalId, GoalEvent]


def message(told: CheckIn, nudge: Nudge, every: int, delivery: Delivery, *, is_late: bool) -> Card:
    """Return a check-in with its buttons."""
    delivery_id = delivery.id
    weekly = (Button(_("Weekly again"), "checkin.weekly", (delivery_id,)),) if every > 1 else ()
    actions: tuple[Action, ...] = (
        Button(_("Snooze 1 day"), "checkin.snooze", (delivery_id,)),
        Button(_("Make the nudge my goal"), "checkin.adopt", (delivery_id,)),
        *weekly,
        Button(_("Stop check-ins"), "checkin.stop", (delivery_id,)),
    )
    before = (_late(delivery),) if is_late else ()
    return Card(
        title=_("Your check-in"),
        summary=_summary(told),
        blocks=(*before, *_blocks(told, nudge, delivery_id), *_rate(every)),
        actions=actions,
        as_of=nudge.last_checked,
        role=Role.BRAND,
        audience=Audience.POST,
    )


def _late(delivery: Delivery) -> Note:
    told = _("This was due {when}. Sorry that it is late.")
    if delivery.not_before is not None:
        told = _("This was due {when}; your quiet hours or weekly limit kept it until now.")
    return Note(inline(told, when=When(delivery.due_at)))


def preview(told: CheckIn, nudge: Nudge) -> Card:
    """Return what a check-in would say now; its buttons come with the real one."""
    note = Note(
        (_("This is a preview: nothing was used up, and its buttons come with the real one."),)
    )
    return Card(
        title=_("Your check-in, as it would be now"),
        summary=_summary(told),
        blocks=(*_blocks(told, nudge, None), note),
        actions=(_settings(),),
        as_of=nudge.last_checked,
    )


def _summary(told: CheckIn) -> str:
    return plural(
        "Check-in: {n} open goal, {done} done",
        "Check-in: {n} open goals, {done} done",
        told.aims_in_all,
        done=told.done_in_all,
    )


def _blocks(told: CheckIn, nudge: Nudge, delivery_id: str | None) -> tuple[Block, ...]:
    done: tuple[Block, ...] = ()
    if told.done:
        names = facts.bulleted(goal.title for goal in told.done)
        done = (Text(names, heading=_("Done since {day}", day=told.since.date().isoformat())),)
    advice = plural(
        "About {n} minute · our advice", "About {n} minutes · our advice", nudge.effort_minutes
    )
    return (
        *_aims(told, delivery_id),
        *done,
        Text((nudge.text,), heading=_("One thing for this week")),
        Note((advice,)),
    )


def _aims(told: CheckIn, delivery_id: str | None) -> tuple[Block, ...]:
    if not told.aims:
        nothing = inline(
            _("You have no open goal. Set one with {command}."), command=CommandRef("goal add")
        )
        return (Text(nothing, heading=_("Your goals")),)
    items = tuple(
        Item(
            goal.title,
            (due_words(goal.due_on, told.today), *_step(told.progress.get(goal.id))),
            None
            if delivery_id is None
            else Button(_("Done"), "checkin.done", (goal.id, delivery_id), style="primary"),
        )
        for goal in told.aims
    )
    more = told.aims_in_all - len(told.aims)
    rest = (
        (Note(inline(_("{more} more: {command}."), more=more, command=CommandRef("goal list"))),)
        if more > 0
        else ()
    )
    return (Items(items, heading=_("Your goals")), *rest)


def _step(event: GoalEvent | None) -> Inline:
    if event is None:
        return ()
    note = event.detail.get("note")
    step = inline(_("last step {when}"), when=When(event.at, "date"))
    return (" · ", *step, *((f": {note}",) if note else ()))


def _rate(every: int) -> tuple[Block, ...]:
    if every == 1:
        return ()
    return (
        Note(
            (
                _(
                    "Three check-ins went without an answer, so I write only every {every} weeks. "
                    "Any button makes it weekly again.",
                    every=every,
                ),
            )
        ),
    )


def offer() -> tuple[Note, Button]:
    """Offer the check-in where it is useful; it says where it is sent."""
    told = _("On Mondays I can ask you by direct message how it goes.")
    return Note((told,)), Button(_("Remind me every Monday"), "nudge.on", style="primary")


def overview(series: Schedule | None, offered: Recurrence, zones: Zones | None = None) -> Card:
    """Show whether a check-in is on, when it comes, and how it starts or stops.

    ``offered`` is when it would come. ``zones`` are to be chosen from by a member whose own zone is
    not known: choosing one starts it.
    """
    if series is None or series.next_run_at is None:
        return Card(
            title=_("Your check-in is off"),
            summary=_("No check-in is sent to you."),
            blocks=(
                *(
                    (Alert((stored(series.pause_reason),)),)
                    if series and series.pause_reason
                    else ()
                ),
                Text(
                    (
                        _(
                            "Once a week, one message: your open goals, what you did, and one "
                            "small thing that fits your path. It stops with one button."
                        ),
                    )
                ),
                Text(
                    (
                        _(
                            "I'd send it by direct message: {recurrence}.",
                            recurrence=recurrence_words(offered)
                            if zones is None
                            else rule_words(offered),
                        ),
                    )
                ),
                *((Text((_("Choose your time zone to start it."),)),) if zones else ()),
            ),
            actions=(
                *((Button(_("Start"), "nudge.start", style="primary"),) if zones is None else ()),
                Button(_("Other day or time"), "nudge.edit"),
                Button(_("Preview"), "nudge.preview"),
            ),
            selects=(
                ()
                if zones is None
                else (whereabouts.select(zones, _("Start in my time zone…"), "nudge.here"),)
            ),
        )
    return Card(
        title=_("Your check-in is on"),
        summary=_("Check-in: {recurrence}", recurrence=recurrence_words(series.recurrence)),
        blocks=(
            Facts(
                (
                    (_("When"), (recurrence_words(series.recurrence),)),
                    (_("Next one"), (When(series.next_run_at),)),
                )
            ),
        ),
        actions=(
            Button(_("Change"), "nudge.edit"),
            Button(_("Preview"), "nudge.preview"),
            Button(_("Stop check-ins"), "checkin.stop", ("",)),
        ),
    )


def saved(series: Schedule) -> Card:
    """Confirm when the check-in comes."""
    return replace(
        overview(series, series.recurrence), title=_("Saved: your check-in is on"), role=Role.GOOD
    )


def snoozed(until: datetime) -> Card:
    """Confirm that a check-in comes again."""
    return Card(
        title=_("Until tomorrow"),
        summary=_("The check-in comes again tomorrow."),
        blocks=(Text(inline(_("I bring it again {when}."), when=When(until))),),
        actions=(_settings(),),
        role=Role.GOOD,
    )


def stopped() -> Card:
    """Confirm that no check-in comes any more."""
    return Card(
        title=_("Check-ins are stopped"),
        summary=_("No check-in is sent to you any more."),
        blocks=(Text((_("Your goals stay. You can start again whenever you like."),)),),
        actions=(Button(_("Start again"), "nudge.edit"),),
        role=Role.GOOD,
    )
