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
    inline,
)
from bot.model import Goal, GoalEvent, GoalEventKind, GoalState, Schedule
from bot.words import N_, _, plural, stored

# Drawing a card of more would hold the event loop for longer than 20 ms.
MOST_LISTED = 100
MOST_EVENTS = 15
_ROW = 5
_EVENT_WORDS = {
    GoalEventKind.CREATED: N_("Created"),
    GoalEventKind.PROGRESSED: N_("Progress noted"),
    GoalEventKind.EDITED: N_("Edited"),
    GoalEventKind.DONE: N_("Done"),
    GoalEventKind.DROPPED: N_("Dropped"),
    GoalEventKind.REOPENED: N_("Reopened"),
}
_LISTS = (
    ("open", N_("Open goals")),
    ("done", N_("Done goals")),
    ("dropped", N_("Dropped goals")),
    ("all", N_("All goals")),
)
_TITLES = {
    "open": N_("Your open goals"),
    "done": N_("Goals you reached"),
    "dropped": N_("Goals you dropped"),
}
_ALL = N_("Your goals")


def due_words(due_on: date | None, today: date) -> str:
    """Say a due date and how far it is from ``today``."""
    if due_on is None:
        return _("no due date")
    distance = _distance((due_on - today).days)
    return _("due {day} ({distance})", day=due_on.isoformat(), distance=distance)


def _distance(days: int) -> str:
    match days:
        case 0:
            return _("today")
        case 1:
            return _("tomorrow")
        case -1:
            return _("yesterday")
        case _:
            if days > 0:
                return plural("in {n} day", "in {n} days", days)
            return plural("{n} day ago", "{n} days ago", -days)


def state_words(goal: Goal, today: date) -> str:
    """Say how a goal ended, or when it is due."""
    if goal.state is GoalState.OPEN:
        return due_words(goal.due_on, today)
    return _("done") if goal.state is GoalState.DONE else _("dropped")


def _certification(name: str | None) -> tuple[tuple[str, Inline], ...]:
    return ((_("Certification"), (name,)),) if name else ()


def toggle(goal: Goal) -> Button:
    """Return the button that finishes a goal, or the one that opens it again."""
    if goal.state is not GoalState.OPEN:
        return Button(_("Undo: reopen"), "goal.reopen", (goal.id,))
    return Button(_("Done"), "goal.done", (goal.id,), style="primary")


def alert_rows(alerts: Schedule | None) -> tuple[tuple[str, Inline], ...]:
    """Say when a goal's alerts come, or why none does."""
    if alerts is None:
        return ()
    if alerts.paused_at is not None:
        reason = alerts.pause_reason
        off = _("off: {reason}", reason=stored(reason)) if reason else _("off")
        return ((_("Alerts"), (off,)),)
    if alerts.next_run_at is None:
        return ((_("Alerts"), (_("none left"),)),)
    rule = inline(
        _("7 days before, 1 day before and on the day, at {time} ({zone}); the next one {when}"),
        time=f"{alerts.recurrence.at:%H:%M}",
        zone=alerts.recurrence.zone,
        when=When(alerts.next_run_at),
    )
    return ((_("Alerts"), rule),)


def _switch(goal: Goal, alerts: Schedule | None) -> tuple[Button, ...]:
    if alerts is None or goal.state is not GoalState.OPEN:
        return ()
    if alerts.paused_at is not None:
        return (Button(_("Alert me"), "goal.alert", (goal.id,)),)
    return (Button(_("No alerts"), "goal.quiet", (goal.id,)),) if alerts.next_run_at else ()


def _zone_note(alerts: Schedule | None) -> tuple[Note, ...]:
    if alerts is None or alerts.next_run_at is None or alerts.recurrence.zone != "UTC":
        return ()
    words = _("The alerts follow your time zone: set it with {command}.")
    return (Note(inline(words, command=CommandRef("me settings"))),)


def added(goal: Goal, certification: str | None, today: date, alerts: Schedule | None) -> Card:
    """Confirm a new goal and say when it alerts."""
    return _confirmed(_("Goal added"), goal, certification, today, alerts)


def edited(goal: Goal, certification: str | None, today: date, alerts: Schedule | None) -> Card:
    """Confirm what a goal says now and when it alerts."""
    return _confirmed(_("Goal saved"), goal, certification, today, alerts)


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
                    (_("When"), (state_words(goal, today),)),
                    *alert_rows(alerts),
                    *_certification(certification),
                )
            ),
            *_zone_note(alerts),
            Note(
                inline(
                    _("Only you can see your goals. See them all with {command}."),
                    command=CommandRef("goal list"),
                )
            ),
        ),
        actions=(
            toggle(goal),
            Button(_("Edit"), "goal.edit", (goal.id,)),
            *_switch(goal, alerts),
            Button(_("All goals"), "goal.list", ("open",)),
        ),
        role=Role.GOOD,
    )


def listing(
    goals: tuple[Goal, ...],
    state: str,
    today: date,
    start: int = 0,
    total: int = 0,
    others: int = 0,
) -> Card:
    """List a member's goals, each with its next step as a button.

    ``state`` is open, done, dropped or all. ``goals`` begin with number ``start`` (the first is 0)
    of ``total``, if there are more; ``others`` are those of other states, if there are no goals.
    """
    if not goals:
        return _nothing(state, others)
    items = tuple(
        Item(
            goal.title,
            (state_words(goal, today),),
            Button(_("Open"), "goal.show", (goal.id,)),
        )
        for goal in goals
    )
    end = start + len(goals)
    count = plural("{n} goal", "{n} goals", max(total, end))
    if len(goals) < total:
        count = _("{first} to {last} of {count}", first=start + 1, last=end, count=count)
    earlier = Button(_("Earlier ones"), "goal.list", (state, str(max(start - MOST_LISTED, 0))))
    further = Button(_("Further ones"), "goal.list", (state, str(end)))
    lists: tuple[Action, ...] = tuple(
        Button(_(label), "goal.list", (other,)) for other, label in _LISTS if other != state
    )
    return Card(
        title=_(_TITLES.get(state, _ALL)),
        summary=count,
        subtitle=_("{count} · only you can see this", count=count),
        blocks=(Items(items),),
        actions=(*((earlier,) if start > 0 else ()), *((further,) if end < total else ()), *lists),
        pager=("goal.list", state, str(start)),
    )


def _nothing(state: str, others: int) -> Card:
    if state == "done":
        return Card(
            title=_("No finished goals yet"),
            summary=_("You have not finished a goal yet."),
            blocks=(Text((_("Press Done on an open goal when you reach it."),)),),
            actions=(Button(_("Open goals"), "goal.list", ("open",)),),
        )
    if state == "dropped":
        return Card(
            title=_("No dropped goals"),
            summary=_("You have not dropped a goal."),
            blocks=(Text((_("If you no longer want a goal, open it and press Drop."),)),),
            actions=(Button(_("Open goals"), "goal.list", ("open",)),),
        )
    if others:
        words = _("Set one with {command}, or look at those that you reached or dropped.")
        return Card(
            title=_("No open goals"),
            summary=_("You have no open goals."),
            blocks=(Text(inline(words, command=CommandRef("goal add"))),),
            actions=(Button(_("All goals"), "goal.list", ("all",)),),
        )
    return Card(
        title=_("No goals yet"),
        summary=_("You have no goals yet."),
        blocks=(
            Text(
                inline(
                    _(
                        "Set your first one with {command}: one sentence and, if you like, a date. "
                        "{command2} has 57 steps to choose from."
                    ),
                    command=CommandRef("goal add"),
                    command2=CommandRef("career path"),
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
    """Show one goal with what happened to it of late."""
    history = tuple(
        (_(_EVENT_WORDS[event.kind]), (When(event.at, "full"), *_detail(event))) for event in events
    )
    blocks: tuple[Block, ...] = (
        Facts(
            (
                (_("State"), (state_words(goal, today),)),
                *(alert_rows(alerts) if goal.state is GoalState.OPEN else ()),
                *_certification(certification),
            )
        ),
        Divider(),
        Facts(history, heading=_("What happened")),
    )
    return Card(
        title=goal.title,
        summary=f"{goal.title}: {state_words(goal, today)}",
        blocks=blocks,
        actions=_all_actions(goal, alerts),
        role=Role.GOOD if goal.state is GoalState.DONE else Role.INFO,
    )


def _all_actions(goal: Goal, alerts: Schedule | None) -> tuple[Button, ...]:
    """Return what can be done with a goal; what ends it stands together at the end of a row."""
    own = (toggle(goal), *_changes(goal), *_switch(goal, alerts))
    back, ends = Button(_("All goals"), "goal.list", ("open",)), _ends(goal)
    return (*own, *ends, back) if len(own) + len(ends) <= _ROW else (*own, back, *ends)


def _changes(goal: Goal) -> tuple[Button, ...]:
    if goal.state is not GoalState.OPEN:
        return ()
    return (
        Button(_("Note progress"), "goal.step", (goal.id,)),
        Button(_("Edit"), "goal.edit", (goal.id,)),
    )


def _ends(goal: Goal) -> tuple[Button, ...]:
    delete = Button(_("Delete…"), "goal.ask", (goal.id,), style="danger")
    if goal.state is not GoalState.OPEN:
        return (delete,)
    return (Button(_("Drop…"), "goal.drop", (goal.id,)), delete)


def _detail(event: GoalEvent) -> Inline:
    note = event.detail.get("note")
    return (" — ", note) if note else ()


def progressed(goal: Goal, note: str) -> Card:
    """Confirm a step towards a goal."""
    told: tuple[Block, ...] = (Text((note,)),) if note else ()
    return Card(
        title=_("Progress noted"),
        summary=_("Progress noted: {title}", title=goal.title),
        blocks=(Text((Strong(goal.title),)), *told),
        actions=(toggle(goal), Button(_("Open"), "goal.show", (goal.id,))),
        role=Role.GOOD,
    )


def deadline(goal: Goal, days: int, delivery_id: str) -> Card:
    """Return the alert that a goal is due in some ``days`` (0: today, negative: it was due)."""
    due = _("Due {distance}") if days >= 0 else _("Was due {distance}")
    title = due.format(distance=_distance(days))
    when = f" · {goal.due_on.isoformat()}" if goal.due_on else ""
    return Card(
        title=title,
        summary=f"{title}: {goal.title}",
        blocks=(Text((Strong(goal.title), when)),),
        actions=(
            Button(_("Done"), "goal.done", (goal.id, delivery_id), style="primary"),
            Button(_("Move the date"), "goal.edit", (goal.id, delivery_id)),
            Button(_("Stop alerts"), "goal.quiet", (goal.id, delivery_id)),
        ),
        role=Role.BRAND,
        audience=Audience.POST,
    )


def alerts_off(goal: Goal) -> Card:
    """Confirm that a goal sends no alerts, with the way back."""
    return Card(
        title=_("No alerts for this goal"),
        summary=_("Alerts are off: {title}", title=goal.title),
        blocks=(
            Text(
                inline(
                    _("{title} is unchanged. I won't message you when it's due."),
                    title=Strong(goal.title),
                )
            ),
            Note((_("Other goals keep their alerts."),)),
        ),
        actions=(
            Button(_("Undo: alert me"), "goal.alert", (goal.id,)),
            Button(_("Open"), "goal.show", (goal.id,)),
        ),
        role=Role.GOOD,
    )


def alerts_on(goal: Goal, alerts: Schedule) -> Card:
    """Confirm that a goal alerts again."""
    rows = alert_rows(alerts) if goal.due_on else ((_("Alerts"), (_("once it has a due date"),)),)
    return Card(
        title=_("Alerts are on"),
        summary=_("Alerts are on: {title}", title=goal.title),
        blocks=(Text((Strong(goal.title),)), Facts(rows)),
        actions=(*_switch(goal, alerts), Button(_("Open"), "goal.show", (goal.id,))),
        role=Role.GOOD,
    )
