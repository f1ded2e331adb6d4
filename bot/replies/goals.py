"""What the bot says about a member's goals; all of it is private."""

from __future__ import annotations

from datetime import date

from bot.cards import (
    Action,
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
from bot.model import Goal, GoalEvent, GoalEventKind, GoalState

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
    days = (due_on - today).days
    if days == 0:
        distance = "today"
    elif days == 1:
        distance = "tomorrow"
    elif days > 1:
        distance = f"in {days} days"
    else:
        distance = f"{-days} day{'s' if days < -1 else ''} ago"
    return f"due {due_on.isoformat()} ({distance})"


def _state_words(goal: Goal, today: date) -> str:
    return "done" if goal.state is GoalState.DONE else due_words(goal.due_on, today)


def _certification(name: str | None) -> tuple[tuple[str, Inline], ...]:
    return (("Certification", (name,)),) if name else ()


def _toggle(goal: Goal) -> Button:
    if goal.state is GoalState.DONE:
        return Button("Undo: reopen", "goal.reopen", (goal.id,))
    return Button("Done", "goal.done", (goal.id,), style="primary")


def added(goal: Goal, certification: str | None, today: date) -> Card:
    """Confirm a new goal."""
    return Card(
        title="Goal added",
        summary=f"Goal added: {goal.title}",
        blocks=(
            Text((Strong(goal.title),)),
            Facts((("When", (due_words(goal.due_on, today),)), *_certification(certification))),
            Note(("Only you can see your goals. See them all with ", CommandRef("goal list"), ".")),
        ),
        actions=(_toggle(goal), Button("All goals", "goal.list", ("open",))),
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
    goal: Goal, events: tuple[GoalEvent, ...], certification: str | None, today: date
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
        actions=(_toggle(goal), Button("All goals", "goal.list", ("open",))),
        role=Role.GOOD if goal.state is GoalState.DONE else Role.INFO,
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
