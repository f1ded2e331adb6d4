"""What the bot says about a member's goals; all of it is private."""

from __future__ import annotations

from datetime import date

from bot.cards import (
    Action,
    Audience,
    Block,
    Button,
    Card,
    CommandRef,
    Divider,
    Facts,
    Inline,
    Item,
    Items,
    Note,
    Role,
    Strong,
    Text,
    When,
)
from bot.model import Goal, GoalEvent, GoalEventKind, GoalState, Schedule

_EVENT_WORDS = {
    GoalEventKind.CREATED: "Created",
    GoalEventKind.PROGRESSED: "Progress noted",
    GoalEventKind.EDITED: "Edited",
    GoalEventKind.DONE: "Done",
    GoalEventKind.REOPENED: "Reopened",
}


def due_words(due_on: date | None, today: date) -> str:
    """Say a due date and how far it is from ``today``."""
    if due_on is None:
        return "no due date"
    return f"due {due_on.isoformat()} ({_distance((due_on - today).days)})"


def _distance(days: int) -> str:
    match days:
        case 0:
            return "today"
        case 1:
            return "tomorrow"
        case -1:
            return "yesterday"
        case _:
            return f"in {days} days" if days > 0 else f"{-days} days ago"


def _state_words(goal: Goal, today: date) -> str:
    return "done" if goal.state is GoalState.DONE else due_words(goal.due_on, today)


def _certification(name: str | None) -> tuple[tuple[str, Inline], ...]:
    return (("Certification", (name,)),) if name else ()


def _toggle(goal: Goal) -> Button:
    if goal.state is GoalState.DONE:
        return Button("Undo: reopen", "goal.reopen", (goal.id,))
    return Button("Done", "goal.done", (goal.id,), style="primary")


def _alert_rows(alerts: Schedule | None) -> tuple[tuple[str, Inline], ...]:
    if alerts is None:
        return ()
    if alerts.paused_at is not None:
        return (("Alerts", (f"off: {alerts.pause_reason}" if alerts.pause_reason else "off",)),)
    if alerts.next_run_at is None:
        return (("Alerts", ("none left",)),)
    at = f"{alerts.recurrence.at:%H:%M} ({alerts.recurrence.zone})"
    rule = f"7 days before, 1 day before and on the day, at {at}"
    return (("Alerts", (f"{rule}; the next one ", When(alerts.next_run_at))),)


def _switch(goal: Goal, alerts: Schedule | None) -> tuple[Button, ...]:
    if alerts is None or goal.state is GoalState.DONE:
        return ()
    if alerts.paused_at is not None:
        return (Button("Alert me", "goal.alert", (goal.id,)),)
    return (Button("No alerts", "goal.quiet", (goal.id,)),) if alerts.next_run_at else ()


def _zone_note(alerts: Schedule | None) -> tuple[Note, ...]:
    if alerts is None or alerts.next_run_at is None or alerts.recurrence.zone != "UTC":
        return ()
    words = "The alerts follow your time zone: set it with "
    return (Note((words, CommandRef("me settings"), ".")),)


def added(goal: Goal, certification: str | None, today: date, alerts: Schedule | None) -> Card:
    """Confirm a new goal and say when it alerts."""
    return _confirmed("Goal added", goal, certification, today, alerts)


def edited(goal: Goal, certification: str | None, today: date, alerts: Schedule | None) -> Card:
    """Confirm what a goal says now and when it alerts."""
    return _confirmed("Goal saved", goal, certification, today, alerts)


def _confirmed(
    title: str, goal: Goal, certification: str | None, today: date, alerts: Schedule | None
) -> Card:
    return Card(
        title=title,
        summary=f"{title}: {goal.title}",
        blocks=(
            Text((Strong(goal.title),)),
            Facts(
                (
                    ("When", (_state_words(goal, today),)),
                    *_alert_rows(alerts),
                    *_certification(certification),
                )
            ),
            *_zone_note(alerts),
            Note(("Only you can see your goals. See them all with ", CommandRef("goal list"), ".")),
        ),
        actions=(
            _toggle(goal),
            *_switch(goal, alerts),
            Button("All goals", "goal.list", ("open",)),
        ),
        role=Role.GOOD,
    )


def listing(goals: tuple[Goal, ...], state: str, today: date) -> Card:
    """List a member's goals, each with its next step as a button; ``state`` is open, done, all."""
    if not goals:
        return _nothing(state)
    items = tuple(
        Item(
            goal.title,
            (_state_words(goal, today),),
            Button("Open", "goal.show", (goal.id,)),
        )
        for goal in goals
    )
    count = f"{len(goals)} goal{'' if len(goals) == 1 else 's'}"
    others: tuple[Action, ...] = tuple(
        Button(label, "goal.list", (other,))
        for other, label in (("open", "Open goals"), ("done", "Done goals"), ("all", "All goals"))
        if other != state
    )
    return Card(
        title={"open": "Your open goals", "done": "Goals you reached"}.get(state, "Your goals"),
        summary=count,
        subtitle=f"{count} · only you can see this",
        blocks=(Items(items),),
        actions=others,
        pager=("goal.list", state),
    )


def _nothing(state: str) -> Card:
    if state == "done":
        return Card(
            title="No finished goals yet",
            summary="You have not finished a goal yet.",
            blocks=(Text(("Press Done on an open goal when you reach it.",)),),
            actions=(Button("Open goals", "goal.list", ("open",)),),
        )
    return Card(
        title="No goals yet",
        summary="You have no goals yet.",
        blocks=(
            Text(
                (
                    "Set your first one with ",
                    CommandRef("goal add"),
                    ": one sentence and, if you like, a date. ",
                    CommandRef("career path"),
                    " has 56 steps to choose from.",
                )
            ),
        ),
    )


def shown(
    goal: Goal,
    events: tuple[GoalEvent, ...],
    certification: str | None,
    today: date,
    alerts: Schedule | None,
) -> Card:
    """Show one goal with everything that happened to it."""
    history = tuple(
        (_EVENT_WORDS[event.kind], (When(event.at, "full"), *_detail(event)))
        for event in events[-15:]
    )
    blocks: tuple[Block, ...] = (
        Facts(
            (
                ("State", (_state_words(goal, today),)),
                *(_alert_rows(alerts) if goal.state is GoalState.OPEN else ()),
                *_certification(certification),
            )
        ),
        Divider(),
        Facts(history, heading="What happened"),
    )
    return Card(
        title=goal.title,
        summary=f"{goal.title}: {_state_words(goal, today)}",
        blocks=blocks,
        actions=(
            _toggle(goal),
            *_changes(goal),
            *_switch(goal, alerts),
            Button("All goals", "goal.list", ("open",)),
        ),
        role=Role.GOOD if goal.state is GoalState.DONE else Role.INFO,
    )


def _changes(goal: Goal) -> tuple[Button, ...]:
    if goal.state is GoalState.DONE:
        return ()
    return (
        Button("Note progress", "goal.step", (goal.id,)),
        Button("Edit", "goal.edit", (goal.id,)),
    )


def _detail(event: GoalEvent) -> Inline:
    note = event.detail.get("note")
    return (" — ", note) if note else ()


def done(goal: Goal) -> Card:
    """Celebrate a finished goal and offer the way back."""
    return Card(
        title="Well done!",
        summary=f"Goal done: {goal.title}",
        blocks=(
            Text((Strong(goal.title), " is done.")),
            Note(("Pressed by mistake? Reopen it below; nothing is lost.",)),
        ),
        actions=(_toggle(goal), Button("Open goals", "goal.list", ("open",))),
        role=Role.GOOD,
    )


def reopened(goal: Goal, today: date) -> Card:
    """Confirm that a finished goal is open again."""
    return Card(
        title="Goal is open again",
        summary=f"Goal reopened: {goal.title}",
        blocks=(Text((Strong(goal.title), " · ", due_words(goal.due_on, today))),),
        actions=(_toggle(goal), Button("All goals", "goal.list", ("open",))),
    )


def progressed(goal: Goal, note: str) -> Card:
    """Confirm a step towards a goal."""
    told: tuple[Block, ...] = (Text((note,)),) if note else ()
    return Card(
        title="Progress noted",
        summary=f"Progress noted: {goal.title}",
        blocks=(Text((Strong(goal.title),)), *told),
        actions=(_toggle(goal), Button("Open", "goal.show", (goal.id,))),
        role=Role.GOOD,
    )


def deadline(goal: Goal, days: int, delivery_id: str) -> Card:
    """Return the alert that a goal is due in some ``days`` (0: today, negative: it was due)."""
    title = f"{'Due' if days >= 0 else 'Was due'} {_distance(days)}"
    when = f" · {goal.due_on.isoformat()}" if goal.due_on else ""
    return Card(
        title=title,
        summary=f"{title}: {goal.title}",
        blocks=(Text((Strong(goal.title), when)),),
        actions=(
            Button("Done", "goal.done", (goal.id, delivery_id), style="primary"),
            Button("Move the date", "goal.edit", (goal.id, delivery_id)),
            Button("Stop alerts", "goal.quiet", (goal.id, delivery_id)),
        ),
        role=Role.BRAND,
        audience=Audience.POST,
    )


def alerts_off(goal: Goal) -> Card:
    """Confirm that a goal sends no alerts, with the way back."""
    return Card(
        title="No alerts for this goal",
        summary=f"Alerts are off: {goal.title}",
        blocks=(
            Text((Strong(goal.title), " stays as it is; I do not write when it is due.")),
            Note(("Other goals keep their alerts.",)),
        ),
        actions=(
            Button("Undo: alert me", "goal.alert", (goal.id,)),
            Button("Open", "goal.show", (goal.id,)),
        ),
        role=Role.GOOD,
    )


def alerts_on(goal: Goal, alerts: Schedule) -> Card:
    """Confirm that a goal alerts again."""
    rows = _alert_rows(alerts) if goal.due_on else (("Alerts", ("once it has a due date",)),)
    return Card(
        title="Alerts are on",
        summary=f"Alerts are on: {goal.title}",
        blocks=(Text((Strong(goal.title),)), Facts(rows)),
        actions=(*_switch(goal, alerts), Button("Open", "goal.show", (goal.id,))),
        role=Role.GOOD,
    )
