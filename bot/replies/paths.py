"""The six-stage path: where to go, what to do there, what proves it and how far a member is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from bot.cards import (
    Block,
    Button,
    Card,
    Item,
    Items,
    Note,
    Progress,
    Role,
    Select,
    Source,
    Text,
)
from bot.catalogue import Catalogue
from bot.catalogue.schema import Resource, Stage, Step, Way
from bot.catalogue.search import HitKind
from bot.catalogue.standing import is_done
from bot.model import GoalState, PathProgress
from bot.replies import facts, related, shares
from bot.words import N_, _, plural

_MOST_NAMED = 5
_ADVICE = N_("Our advice: enter at any stage, skip what you have.")


class StagePart(StrEnum):
    """What a stage's card leaves to a button."""

    STEPS = "steps"
    WAYS = "ways"
    RESOURCES = "resources"


_NAMES = {
    StagePart.STEPS: N_("Steps in detail"),
    StagePart.WAYS: N_("Ways to gain experience"),
    StagePart.RESOURCES: N_("To read and do"),
}


def overview(catalogue: Catalogue, progress: PathProgress | None = None) -> Card:
    """Show the six stages, each with a button that opens it; with a member's progress, if any."""
    stages = tuple(catalogue.stages.values())
    steps = [step for stage in stages for step in stage.steps]
    count = _(
        "{stages} · {steps}",
        stages=plural("{n} stage", "{n} stages", len(stages)),
        steps=plural("{n} step", "{n} steps", len(steps)),
    )
    return Card(
        title=_("The path to Technical Project Manager"),
        summary=_("Six stages with steps that become your goals."),
        subtitle=count,
        blocks=(
            *_standing(steps, progress),
            Items(
                tuple(_overview_item(stage, progress) for stage in stages),
                select=_("Open a stage"),
            ),
            *((Note((_(_ADVICE),)),) if progress is None else ()),
        ),
        actions=_views(("path.show",), ("path.mine",), progress),
        sources=(Source(_(facts.EDITORIAL)),),
        as_of=facts.oldest(*(stage.last_checked for stage in stages)),
        role=Role.BRAND,
        pager=("path.show",) if progress is None else ("path.stages",),
        is_personal=progress is not None,
    )


def _overview_item(stage: Stage, progress: PathProgress | None) -> Item:
    told = stage.who
    if progress is not None:
        if done := _done(stage.steps, progress):
            told = _("{done} of {all} steps done", done=done, all=len(stage.steps))
        if progress.stage == stage.id:
            told = _("Your stage. {goal}", goal=told)
    opened = Button(_("Open"), _stage_verb(progress), (stage.id,))
    return Item(f"{stage.order}. {stage.name}", (told,), opened)


def stage(shown: Stage, catalogue: Catalogue, progress: PathProgress | None = None) -> Card:
    """Show what one stage leads to and its steps by name; its parts are a press away.

    With a member's progress each step says whether it is a goal of theirs, and done.
    """
    where = _("Stage {n} of {all}", n=shown.order, all=len(catalogue.stages))
    count = plural("{n} step", "{n} steps", len(shown.steps))
    mine = (_("your stage"),) if progress is not None and progress.stage == shown.id else ()
    public, personal = ("stage.show", shown.id), ("stage.mine", shown.id)
    parts = _parts(shown, catalogue, progress)
    return Card(
        title=f"{shown.order}. {shown.name}",
        summary=shown.goal,
        subtitle=" · ".join((where, count, *mine)),
        blocks=(
            Text((shown.goal,)),
            *_standing(shown.steps, progress),
            Text(facts.bulleted(_lines(shown, progress))),
        ),
        actions=(
            *parts[:1],
            Button(_("All stages"), "path.show" if progress is None else "path.stages"),
            *_views(public, personal, progress),
        ),
        selects=(
            Select(_("Open a step"), tuple(_opened(step, progress) for step in shown.steps)),
            Select(_("More about this stage"), parts[1:]),
        ),
        sources=(Source(_(facts.EDITORIAL)),),
        as_of=facts.oldest(*(entry.last_checked for entry in (shown, *shown.steps))),
        role=Role.BRAND,
        pager=public if progress is None else personal,
        is_personal=progress is not None,
        is_brief=True,
    )


def part(
    which: StagePart, shown: Stage, catalogue: Catalogue, progress: PathProgress | None = None
) -> Card:
    """Show one part of a stage, with the way back and to the other parts.

    A button may be older than the catalogue: for a part that is no more it opens the stage.
    """
    ways, resources = _ways_of(shown, catalogue), _resources_of(shown, catalogue)
    items: tuple[Item, ...]
    checked: Sequence[date]
    select = ""
    match which:
        case StagePart.STEPS:
            items = tuple(_step(step, progress) for step in shown.steps)
            checked = [step.last_checked for step in shown.steps]
        case StagePart.WAYS:
            items = tuple(map(_way, ways))
            checked = [way.last_checked for way in ways]
        case StagePart.RESOURCES:
            items, select = tuple(map(_resource, resources)), _("Open one")
            checked = [entry.last_checked for entry in resources]
    if not items:
        return stage(shown, catalogue, progress)
    name, args = _(_NAMES[which]), (shown.id, str(which))
    public, personal = ("stage.part", *args), ("stage.mypart", *args)
    return Card(
        title=f"{shown.name}: {name}",
        summary=_("{part} of {name}.", part=name, name=shown.name),
        blocks=(Items(items, select=select), Note((_(_ADVICE),))),
        actions=(
            Button(_("Back to {name}", name=shown.name), _stage_verb(progress), (shown.id,)),
            *(one for one in _parts(shown, catalogue, progress) if one.args[1] != which),
            *((shares.button((*public, "1")),) if progress is not None else ()),
        ),
        sources=(Source(_(facts.EDITORIAL)),),
        as_of=facts.oldest(*checked),
        role=Role.BRAND,
        pager=public if progress is None else personal,
        is_personal=progress is not None,
    )


def _parts(
    shown: Stage, catalogue: Catalogue, progress: PathProgress | None = None
) -> tuple[Button, ...]:
    """Return the way to the parts that a stage has."""
    verb = "stage.part" if progress is None else "stage.mypart"
    has = {
        StagePart.STEPS: bool(shown.steps),
        StagePart.WAYS: bool(_ways_of(shown, catalogue)),
        StagePart.RESOURCES: bool(_resources_of(shown, catalogue)),
    }
    return tuple(
        Button(_(name), verb, (shown.id, str(which)))
        for which, name in _NAMES.items()
        if has[which]
    )


def _ways_of(shown: Stage, catalogue: Catalogue) -> list[Way]:
    return [way for way in catalogue.ways.values() if shown.id in way.stage_ids]


def _resources_of(shown: Stage, catalogue: Catalogue) -> list[Resource]:
    """Return what is to be read and done in a stage, what is free first."""
    found = [entry for entry in catalogue.resources.values() if shown.id in entry.stage_ids]
    return sorted(found, key=lambda entry: entry.cost != "free")


def _standing(steps: Sequence[Step], progress: PathProgress | None) -> tuple[Block, ...]:
    """Show how much is done, to whoever has done something."""
    if progress is None or not (done := _done(steps, progress)):
        return ()
    return (Progress(done, len(steps), _("Steps done")),)


def _done(steps: Sequence[Step], progress: PathProgress) -> int:
    return sum(is_done(step, progress) for step in steps)


def _views(
    public: tuple[str, ...], personal: tuple[str, ...], progress: PathProgress | None
) -> tuple[Button, ...]:
    """Return the way from what everybody may see to one's own progress, or to sharing it."""
    if progress is None:
        return (Button(_("My progress"), personal[0], personal[1:]),)
    return (Button(_("My next steps"), "path.mine"), shares.button((*public, "1")))


def _stage_verb(progress: PathProgress | None) -> str:
    return "stage.show" if progress is None else "stage.mine"


def _lines(shown: Stage, progress: PathProgress | None) -> list[str]:
    """Return the names of the steps that are to be done, as many as one sees at once."""
    left = [step for step in shown.steps if progress is None or not is_done(step, progress)]
    lines = [_line(step, progress) for step in left[:_MOST_NAMED]]
    if (more := len(left) - len(lines)) > 0:
        lines.append(plural("and {n} more", "and {n} more", more))
    return lines


def _line(step: Step, progress: PathProgress | None) -> str:
    """Return a step's name, with what it is to whoever looks."""
    if progress is not None and step.id in progress.goals:
        return _("{step} (your goal)", step=step.title)
    return _title(step)


def _title(step: Step) -> str:
    return _("{step} (optional)", step=step.title) if step.optional else step.title


def _opened(step: Step, progress: PathProgress | None) -> Button:
    """Return the way to a step, or to the goal that somebody made of it."""
    goal = progress.goals.get(step.id) if progress is not None else None
    if goal is not None:
        return Button(step.title, "goal.show", (goal.id,))
    return Button(step.title, "find.open", (HitKind.STEP, step.id))


def _step(step: Step, progress: PathProgress | None) -> Item:
    title = _title(step)
    time = plural("About {n} week.", "About {n} weeks.", step.effort_weeks)
    proof = _("Proof: {evidence}", evidence=step.evidence)
    goal = progress.goals.get(step.id) if progress is not None else None
    if goal is None:
        add = related.goal("step", step.id)
        return Item(title, (f"{step.detail}\n{time} {proof}",), add)
    state = _("Done.") if goal.state is GoalState.DONE else _("One of your goals.")
    opened = Button(_("Open goal"), "goal.show", (goal.id,))
    return Item(title, (f"{state} {step.detail}\n{time} {proof}",), opened)


def _way(way: Way) -> Item:
    first = _("First: {action}", action=way.first_action)
    time = plural("About {n} week.", "About {n} weeks.", way.typical_effort_weeks)
    opened = Button(_("Open"), "find.open", (HitKind.WAY, way.id))
    return Item(way.name, (f"{way.why_it_helps} {first} {time}",), opened)


def _resource(entry: Resource) -> Item:
    told = (facts.resource_kind(entry), entry.author_or_provider, entry.cost)
    opened = Button(_("Open"), "find.open", (HitKind.RESOURCE, entry.id))
    return Item(entry.title, (" · ".join(told),), opened)
