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
)
from bot.catalogue.schema import Nudge
from bot.model import Goal, GoalEvent, GoalId, Schedule
from bot.replies import facts
from bot.replies.goals import due_words
from bot.replies.times import recurrence_words

_MOST_AIMS = 5
_MOST_DONE = 10
_SETTINGS = Button("Check-in settings", "nudge.show")
_LATE = Note(("This comes late: I could not send it in time.",))


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What a check-in tells: open goals, those finished after ``since``, newest progress."""

    today: date
    since: datetime
    aims: tuple[Goal, ...]
    done: tuple[Goal, ...]
    progress: Mapping[GoalId, GoalEvent]


def message(told: CheckIn, nudge: Nudge, every: int, delivery_id: str, *, is_late: bool) -> Card:
    """Return a check-in with its buttons."""
    weekly = (Button("Weekly again", "checkin.weekly", (delivery_id,)),) if every > 1 else ()
    actions: tuple[Action, ...] = (
        Button("Snooze 1 day", "checkin.snooze", (delivery_id,)),
        Button("Make the nudge my goal", "checkin.adopt", (delivery_id,)),
        *weekly,
        Button("Stop check-ins", "checkin.stop", (delivery_id,)),
    )
    before = (_LATE,) if is_late else ()
    return Card(
        title="Your check-in",
        summary=_summary(told),
        blocks=(*before, *_blocks(told, nudge, delivery_id), *_rate(every)),
        actions=actions,
        as_of=nudge.last_checked,
        role=Role.BRAND,
        audience=Audience.POST,
    )


def preview(told: CheckIn, nudge: Nudge) -> Card:
    """Return what a check-in would say now; its buttons come with the real one."""
    note = Note(
        ("This is a preview: nothing was used up, and its buttons come with the real one.",)
    )
    return Card(
        title="Your check-in, as it would be now",
        summary=_summary(told),
        blocks=(*_blocks(told, nudge, None), note),
        actions=(_SETTINGS,),
        as_of=nudge.last_checked,
    )


def _summary(told: CheckIn) -> str:
    plural = "" if len(told.aims) == 1 else "s"
    return f"Check-in: {len(told.aims)} open goal{plural}, {len(told.done)} done"


def _blocks(told: CheckIn, nudge: Nudge, delivery_id: str | None) -> tuple[Block, ...]:
    done: tuple[Block, ...] = ()
    if told.done:
        names = facts.bulleted(goal.title for goal in told.done[-_MOST_DONE:])
        done = (Text(names, heading=f"Done since {told.since.date().isoformat()}"),)
    advice = f"About {nudge.effort_minutes} minutes · {facts.OUR_ADVICE}"
    return (
        *_aims(told, delivery_id),
        *done,
        Text((nudge.text,), heading="One thing for this week"),
        Note((advice,)),
    )


def _aims(told: CheckIn, delivery_id: str | None) -> tuple[Block, ...]:
    if not told.aims:
        nothing: Inline = ("You have no open goal. Set one with ", CommandRef("goal add"), ".")
        return (Text(nothing, heading="Your goals"),)
    items = tuple(
        Item(
            goal.title,
            (due_words(goal.due_on, told.today), *_step(told.progress.get(goal.id))),
            None
            if delivery_id is None
            else Button("Done", "checkin.done", (goal.id, delivery_id), style="primary"),
        )
        for goal in told.aims[:_MOST_AIMS]
    )
    more = len(told.aims) - _MOST_AIMS
    rest = (Note((f"{more} more: ", CommandRef("goal list"), ".")),) if more > 0 else ()
    return (Items(items, heading="Your goals"), *rest)


def _step(event: GoalEvent | None) -> Inline:
    if event is None:
        return ()
    note = event.detail.get("note")
    return (" · last step ", When(event.at, "date"), *((f": {note}",) if note else ()))


def _rate(every: int) -> tuple[Block, ...]:
    if every == 1:
        return ()
    return (
        Note(
            (
                f"Three check-ins went without an answer, so I write only every {every} weeks. "
                "Any button makes it weekly again.",
            )
        ),
    )


def overview(series: Schedule | None) -> Card:
    """Show whether a check-in is on, when it comes, and how it starts or stops."""
    if series is None or series.next_run_at is None:
        return Card(
            title="Your check-in is off",
            summary="No check-in is sent to you.",
            blocks=(
                *((Alert((series.pause_reason,)),) if series and series.pause_reason else ()),
                Text(
                    (
                        "Once a week, one message: your open goals, what you did, and one small "
                        "thing that fits your path. You choose day, time and place, and stop it "
                        "with one button.",
                    )
                ),
            ),
            actions=(
                Button("Start", "nudge.edit", style="primary"),
                Button("Preview", "nudge.preview"),
            ),
        )
    return Card(
        title="Your check-in is on",
        summary=f"Check-in: {recurrence_words(series.recurrence)}",
        blocks=(
            Facts(
                (
                    ("When", (recurrence_words(series.recurrence),)),
                    ("Next", (When(series.next_run_at),)),
                )
            ),
        ),
        actions=(
            Button("Change", "nudge.edit"),
            Button("Preview", "nudge.preview"),
            Button("Stop check-ins", "checkin.stop", ("",)),
        ),
    )


def saved(series: Schedule) -> Card:
    """Confirm when the check-in comes."""
    return replace(overview(series), title="Saved: your check-in is on", role=Role.GOOD)


def snoozed(until: datetime) -> Card:
    """Confirm that a check-in comes again."""
    return Card(
        title="Until tomorrow",
        summary="The check-in comes again tomorrow.",
        blocks=(Text(("I bring it again ", When(until), ".")),),
        actions=(_SETTINGS,),
        role=Role.GOOD,
    )


def stopped() -> Card:
    """Confirm that no check-in comes any more."""
    return Card(
        title="Check-ins are stopped",
        summary="No check-in is sent to you any more.",
        blocks=(Text(("Your goals stay. You can start again whenever you like.",)),),
        actions=(Button("Start again", "nudge.edit"),),
        role=Role.GOOD,
    )
