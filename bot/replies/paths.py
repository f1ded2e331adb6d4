"""The six-stage path: where to go, what to do there, what proves it and how far a member is."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import (
    Block,
    Button,
    Card,
    CommandRef,
    Facts,
    Inline,
    Item,
    Items,
    Link,
    Note,
    Progress,
    Role,
    Source,
    Text,
    inline,
)
from bot.catalogue import Catalogue
from bot.catalogue.schema import Resource, Stage, Step, Way
from bot.catalogue.standing import is_done
from bot.model import GoalState, PathProgress
from bot.replies import facts, related, shares
from bot.words import N_, _, plural

_ADVICE = N_("The path is our advice: enter at any stage, skip what you have.")
_MAX_RESOURCES = 6


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
            Items(tuple(_overview_item(stage, progress) for stage in stages)),
            *_how_it_counts(progress),
            Note((_(_ADVICE),)),
        ),
        actions=_views(("path.show",), ("path.mine",), progress),
        sources=(Source(_(facts.EDITORIAL)),),
        as_of=facts.oldest(*(stage.last_checked for stage in stages)),
        role=Role.BRAND,
        pager=("path.show",) if progress is None else ("path.stages",),
        is_personal=progress is not None,
    )


def _overview_item(stage: Stage, progress: PathProgress | None) -> Item:
    detail = stage.goal
    steps = plural("{n} step", "{n} steps", len(stage.steps))
    if progress is not None:
        if done := _done(stage.steps, progress):
            steps = _("{done} of {all} steps done", done=done, all=len(stage.steps))
        if progress.stage == stage.id:
            detail = _("Your stage. {goal}", goal=detail)
    return Item(
        f"{stage.order}. {stage.name}",
        (f"{detail} ({steps})",),
        Button(_("Open"), _stage_verb(progress), (stage.id,)),
    )


def stage(shown: Stage, catalogue: Catalogue, progress: PathProgress | None = None) -> Card:
    """Show one stage: its steps as possible goals, ways to gain experience and resources.

    With a member's progress each step says whether it is a goal of theirs, and done.
    """
    ways = [way for way in catalogue.ways.values() if shown.id in way.stage_ids]
    links = [entry for entry in catalogue.resources.values() if shown.id in entry.stage_ids]
    dates = [entry.last_checked for entry in (shown, *shown.steps, *ways, *links)]
    where = _("Stage {n} of {all}", n=shown.order, all=len(catalogue.stages))
    count = plural("{n} step", "{n} steps", len(shown.steps))
    mine = (_("your stage"),) if progress is not None and progress.stage == shown.id else ()
    public, personal = ("stage.show", shown.id), ("stage.mine", shown.id)
    return Card(
        title=f"{shown.order}. {shown.name}",
        summary=shown.goal,
        subtitle=" · ".join((where, count, *mine)),
        blocks=(
            Text((shown.goal,)),
            *_standing(shown.steps, progress),
            Items(tuple(_step(step, progress) for step in shown.steps), heading=_("Steps")),
            *_ways(ways),
            *_resources(links),
            *_how_it_counts(progress),
            Note((_(_ADVICE),)),
        ),
        actions=(
            *_neighbours(shown, catalogue, progress),
            Button(_("All stages"), "path.show" if progress is None else "path.stages"),
            *_views(public, personal, progress),
        ),
        sources=(Source(_(facts.EDITORIAL)),),
        as_of=facts.oldest(*dates),
        role=Role.BRAND,
        pager=public if progress is None else personal,
        is_personal=progress is not None,
    )


def _standing(steps: Sequence[Step], progress: PathProgress | None) -> tuple[Block, ...]:
    """Show how much is done, to whoever has done something."""
    if progress is None or not (done := _done(steps, progress)):
        return ()
    return (Progress(done, len(steps), _("Steps done")),)


def _done(steps: Sequence[Step], progress: PathProgress) -> int:
    return sum(is_done(step, progress) for step in steps)


def _how_it_counts(progress: PathProgress | None) -> tuple[Block, ...]:
    if progress is None:
        return ()
    counts = _("Add a step as a goal; when you finish it, it is ticked here.")
    alone = _("Only you see this: Share shows the path without it.")
    return (Note((f"{counts} {alone}",)),)


def _views(
    public: tuple[str, ...], personal: tuple[str, ...], progress: PathProgress | None
) -> tuple[Button, ...]:
    """Return the way from what everybody may see to one's own progress, or to sharing it."""
    if progress is None:
        return (Button(_("My progress"), personal[0], personal[1:]),)
    return (Button(_("My next steps"), "path.mine"), shares.button((*public, "1")))


def _stage_verb(progress: PathProgress | None) -> str:
    return "stage.show" if progress is None else "stage.mine"


def _step(step: Step, progress: PathProgress | None) -> Item:
    title = _("{step} (optional)", step=step.title) if step.optional else step.title
    time = plural("About {n} week.", "About {n} weeks.", step.effort_weeks)
    proof = _("Proof: {evidence}", evidence=step.evidence)
    goal = progress.goals.get(step.id) if progress is not None else None
    if goal is None:
        add = related.goal("step", step.id)
        return Item(title, (f"{step.detail}\n{time} {proof}",), add)
    state = _("Done.") if goal.state is GoalState.DONE else _("One of your goals.")
    opened = Button(_("Open goal"), "goal.show", (goal.id,))
    return Item(title, (f"{state} {step.detail}\n{time} {proof}",), opened)


def _ways(ways: list[Way]) -> tuple[Block, ...]:
    rows: tuple[tuple[str, Inline], ...] = tuple((way.name, (_way(way),)) for way in ways)
    return (Facts(rows, heading=_("Ways to gain experience")),) if rows else ()


def _way(way: Way) -> str:
    first = _("First: {action}", action=way.first_action)
    time = plural("About {n} week.", "About {n} weeks.", way.typical_effort_weeks)
    return f"{way.why_it_helps} {first} {time}"


def _resources(links: list[Resource]) -> tuple[Block, ...]:
    free_first = sorted(links, key=lambda entry: entry.cost != "free")
    more = len(links) - _MAX_RESOURCES
    rows: tuple[tuple[str, Inline], ...] = tuple(
        (facts.resource_kind(entry), (Link(entry.title, entry.url),))
        for entry in free_first[:_MAX_RESOURCES]
    )
    if not rows:
        return ()
    rest = inline(_("{n} more: search with {command}."), n=more, command=CommandRef("find"))
    return (Facts(rows, heading=_("To read and do")), *((Note(rest),) if more > 0 else ()))


def _neighbours(
    shown: Stage, catalogue: Catalogue, progress: PathProgress | None
) -> tuple[Button, ...]:
    return tuple(
        Button(f"{other.order}. {other.name}", _stage_verb(progress), (other.id,))
        for other in catalogue.stages.values()
        if abs(other.order - shown.order) == 1
    )
