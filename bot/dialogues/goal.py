"""/goal: a member's goals, answered privately, in communities and in direct messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Literal

from bot.cards import Card
from bot.catalogue.meaning import Meaning
from bot.dialogues import fields, options
from bot.dialogues.forms import Form, Line
from bot.dialogues.me import send_by_dm
from bot.dialogues.seam import (
    Answer,
    Ask,
    Naming,
    Noun,
    OpenForm,
    Option,
    Replace,
    Suggestions,
    Then,
    Value,
)
from bot.errors import Sought
from bot.model import EntryKind, Goal, GoalState, Schedule
from bot.replies import forms as words
from bot.replies import goal_ends as ends
from bot.replies import goals as replies
from bot.services.goals import MAX_NOTE, MAX_TITLE, title_from
from bot.services.typed import in_lines

goal = Noun("goal", "Your goals, private to you")
State = Literal["open", "done", "dropped", "all"]
Confirm = Callable[[Goal, str | None, date, Schedule | None], Card]


async def _suggest_any(ask: Ask, text: str) -> Suggestions:
    return await ask.services.goals.suggest(ask.member, text, None)


async def _suggest_open(ask: Ask, text: str) -> Suggestions:
    return await ask.services.goals.suggest(ask.member, text, GoalState.OPEN)


async def _mean_any(ask: Ask, text: str) -> Meaning:
    return await ask.services.goal_names.mean(ask.member, text, None)


async def _mean_open(ask: Ask, text: str) -> Meaning:
    return await ask.services.goal_names.mean(ask.member, text, GoalState.OPEN)


_ANY = Option("Start typing the goal's title", _suggest_any, Naming(Sought.GOAL, _mean_any))
_OPEN = Option("Start typing the goal's title", _suggest_open, Naming(Sought.GOAL, _mean_open))


@goal.command("add", form="goal.new", is_slow=True)
async def add(
    ask: Ask,
    title: Annotated[
        str | None, Option("What you want to reach, in one sentence (empty opens a form)")
    ] = None,
    certification: Annotated[
        str | None, options.certification("The certification it is for")
    ] = None,
    due: Annotated[
        str | None, options.day("When you want to be there, such as: in 3 months, 31 december")
    ] = None,
) -> Answer:
    """Add a goal that only you can see."""
    if title is None:
        name = certification and ask.services.search.certification_name(certification)
        return OpenForm("goal.new", typed={"certification": name or "", "due": due or ""})
    return await save(ask, title, certification, due)


@goal.command("list")
async def list_goals(
    ask: Ask,
    state: Annotated[State, Option("Which goals to show (open ones unless you say otherwise)")] = (
        "open"
    ),
) -> Answer:
    """List your goals."""
    return await _list(ask, state, 0)


@goal.command("show")
async def show(ask: Ask, goal: Annotated[str, _ANY]) -> Answer:
    """Show one goal and what happened to it."""
    return await _show(ask, goal)


@goal.command("done")
async def finish(ask: Ask, goal: Annotated[str, _OPEN]) -> Answer:
    """Mark a goal as reached."""
    return ends.done(await ask.services.goals.complete(ask.member, goal))


@goal.command("drop")
async def give_up(ask: Ask, goal: Annotated[str, _OPEN]) -> Answer:
    """Drop a goal you no longer want."""
    return OpenForm("goal.drop", (goal,))


@goal.form("goal.new")
async def ask_new(ask: Ask) -> Form:
    """Ask for a goal."""
    return _form(words.GOAL_TITLE)


@goal.submit("goal.new", is_slow=True)
async def save(ask: Ask, title: str, certification: str | None, due: str | None) -> Answer:
    """Store a new goal."""
    await ask.services.members.adopt_zone(ask.member, ask.zone)
    added = await ask.services.goals.add(ask.member, title, certification, due)
    return await _confirm(ask, replies.added, added)


@goal.form("goal.change")
async def ask_change(ask: Ask, goal: str) -> Form:
    """Ask what a goal should say, with what it says now."""
    found, _events = await ask.services.goals.show(ask.member, goal)
    due = found.due_on.isoformat() if found.due_on else ""
    now = {"title": found.title, "certification": _certification(ask, found) or "", "due": due}
    return _form(words.GOAL_EDIT_TITLE, now)


@goal.submit("goal.change", is_slow=True)
async def change(ask: Ask, goal: str, title: str, certification: str, due: str) -> Answer:
    """Store what the form holds; a certification left as it was shown is not looked up."""
    found, _events = await ask.services.goals.show(ask.member, goal)
    named = None if certification == (_certification(ask, found) or "") else certification
    edited = await ask.services.goals.edit(
        ask.member, goal, title=title, certification=named, due=due
    )
    return await _confirm(ask, replies.edited, edited)


@goal.form("goal.step")
async def ask_step(ask: Ask, goal: str) -> Form:
    """Ask what was done."""
    await ask.services.goals.show(ask.member, goal)
    example = words.STEP_EXAMPLE
    note = Line(
        "note", words.STEP_WHAT, words.STEP_HINT, longest=MAX_NOTE, example=example, is_long=True
    )
    return Form(words.STEP_TITLE, (note,))


@goal.submit("goal.step")
async def add_step(ask: Ask, goal: str, note: str) -> Answer:
    """Store a step towards a goal."""
    moved = await ask.services.goals.progress(ask.member, goal, note)
    return replies.progressed(moved, in_lines(note))


@goal.form("goal.drop")
async def ask_drop(ask: Ask, goal: str) -> Form:
    """Ask why a goal is given up."""
    await ask.services.goals.show(ask.member, goal)
    why = Line(
        "why",
        words.DROP_WHY,
        words.STEP_HINT,
        longest=MAX_NOTE,
        example=words.DROP_EXAMPLE,
        is_long=True,
    )
    return Form(words.DROP_TITLE, (why,))


@goal.submit("goal.drop")
async def drop(ask: Ask, goal: str, why: str) -> Answer:
    """Give a goal up."""
    return ends.dropped(*await ask.services.goal_ends.drop(ask.member, goal, why))


@goal.button("goal.ask")
async def press_ask(ask: Ask, goal: str) -> Answer:
    """Say what would go with a goal, before it is deleted."""
    found = await ask.services.goal_ends.weigh(ask.member, goal)
    return Replace(ends.ask_delete(found.goal, found.events, found.alerts, await _today(ask)))


@goal.button("goal.delete")
async def press_delete(ask: Ask, goal: str) -> Answer:
    """Delete a goal; pressing twice is the same as once."""
    return Replace(ends.deleted(await ask.services.goal_ends.delete(ask.member, goal)))


@goal.button("goal.restore")
async def press_restore(ask: Ask, goal: str) -> Answer:
    """Bring a deleted goal back; pressing twice is the same as once."""
    found = await ask.services.goal_ends.restore(ask.member, goal)
    return Replace(ends.restored(found, await _today(ask), await ask.services.goals.alerts(found)))


@goal.button("goal.show")
async def press_show(ask: Ask, goal: str) -> Answer:
    """Open a goal from a list."""
    return Replace(await _show(ask, goal))


@goal.button("goal.list")
async def press_list(ask: Ask, state: State, start: int = 0, page: int = 1) -> Answer:
    """Open a list of goals from a goal's number on (the first is 0), on a page."""
    return Replace(await _list(ask, state, start), page)


@goal.button("goal.done")
async def press_done(ask: Ask, goal: str, delivery: str = "") -> Answer:
    """Finish a goal from its card or an alert; pressing twice is the same as once."""
    finished = await ask.services.goals.complete(ask.member, goal)
    return await _react(ask, ends.done(finished), delivery)


@goal.button("goal.reopen")
async def press_reopen(ask: Ask, goal: str) -> Answer:
    """Undo a Done or a Drop."""
    reopened = await ask.services.goals.reopen(ask.member, goal)
    alerts = await ask.services.goals.alerts(reopened)
    return Replace(ends.reopened(reopened, await _today(ask), alerts))


@goal.button("goal.edit")
async def press_edit(ask: Ask, goal: str, delivery: str = "") -> Answer:
    """Open the form with what the goal says; an alert it was opened from counts as read."""
    form = OpenForm("goal.change", (goal,))
    if not delivery:
        return form
    return form, Then(lambda: ask.services.inbox.put_away(ask.member, delivery))


@goal.button("goal.quiet")
async def press_quiet(ask: Ask, goal: str, delivery: str = "") -> Answer:
    """Turn a goal's alerts off."""
    found, _alerts = await ask.services.goals.switch_alerts(ask.member, goal, is_on=False)
    return await _react(ask, replies.alerts_off(found), delivery)


@goal.button("goal.alert")
async def press_alert(ask: Ask, goal: str) -> Answer:
    """Turn a goal's alerts on again."""
    return Replace(
        replies.alerts_on(*await ask.services.goals.switch_alerts(ask.member, goal, is_on=True))
    )


@goal.button("goal.from")
async def start_from(ask: Ask, kind: str, entry: str) -> Answer:
    """Start a goal from a catalogue card, with a title to change; show the one there is."""
    if (known := await ask.services.career.open_goal(ask.member, kind, entry)) is not None:
        return await _show(ask, known.id)
    title, certification = ask.services.mentoring.goal_idea(kind, entry)
    return OpenForm("goal.new", typed={"title": title, "certification": certification or ""})


@goal.button("goal.take", is_slow=True)
async def press_take(ask: Ask, kind: str, entry: str) -> Answer:
    """Add a next action as a goal at once; pressing twice is the same as once."""
    return await confirm_taken(ask, *await ask.services.career.take(ask.member, kind, entry))


async def confirm_taken(ask: Ask, taken: Goal, is_new: bool) -> Card:
    """Confirm a goal that was made of something, or show the one that was there."""
    return await _confirm(ask, replies.added, taken) if is_new else await _show(ask, taken.id)


@goal.button("goal.own")
async def press_own(ask: Ask, entry: str) -> Answer:
    """Start a goal from a post of the community's own, with a title to change or keep."""
    found = await ask.services.entries.load(ask.here, entry)
    title = found.title if found.kind is EntryKind.TIP else found.text
    return OpenForm("goal.new", typed={"title": title})


def start_from_message(text: str) -> Answer:
    """Open the form with the text of a message, as people read it, as the title.

    Raises
    ------
    InvalidInputError
        The message says nothing in words.
    """
    return OpenForm("goal.new", typed={"title": title_from(text)})


def _form(title: str, now: Mapping[str, Value] | None = None) -> Form:
    return Form(
        title,
        (
            Line(
                "title",
                words.GOAL_WHAT,
                words.GOAL_WHAT_HINT,
                longest=MAX_TITLE,
                example=words.GOAL_EXAMPLE,
                is_required=True,
            ),
            fields.certification_line("certification", words.GOAL_CERTIFICATION, words.OPTIONAL),
            fields.date_line("due", words.GOAL_DUE, words.GOAL_DUE_HINT),
        ),
        now,
    )


async def _list(ask: Ask, state: str, start: int) -> Card:
    wanted = None if state == "all" else GoalState(state)
    total = await ask.services.goals.count(ask.member, wanted)
    start = start if start < total else 0
    found = await ask.services.goals.list(ask.member, wanted, start)
    others = 0 if found else await ask.services.goals.count(ask.member)
    return replies.listing(found, state, await _today(ask), start, total, others)


async def _show(ask: Ask, goal: str) -> Card:
    found, events = await ask.services.goals.show(ask.member, goal)
    alerts = await ask.services.goals.alerts(found)
    return replies.shown(found, events, _certification(ask, found), await _today(ask), alerts)


async def _confirm(ask: Ask, confirm: Confirm, goal: Goal) -> Card:
    """Return a card of a saved goal and, if it alerts, where to."""
    alerts = await ask.services.goals.alerts(goal)
    card = confirm(goal, _certification(ask, goal), await _today(ask), alerts)
    if alerts is None or alerts.next_run_at is None:
        return card
    return await send_by_dm(ask, card)


async def _react(ask: Ask, card: Card, delivery: str) -> Answer:
    """Put a card in the place of the clicked one, or below an alert, whose buttons stay."""
    if not delivery:
        return Replace(card)
    await ask.services.inbox.put_away(ask.member, delivery)
    return card


def _certification(ask: Ask, goal: Goal) -> str | None:
    if goal.certification is None:
        return None
    return ask.services.search.certification_name(goal.certification)


async def _today(ask: Ask) -> date:
    return await ask.services.goals.today(ask.member)
