"""The six-stage path: where to go, what to do there and what proves it."""

from __future__ import annotations

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
    Role,
    Source,
    Text,
)
from bot.catalogue import Catalogue
from bot.catalogue.schema import Resource, Stage, Step, Way
from bot.replies import facts

_ADVICE = f"The path is {facts.OUR_ADVICE}: enter at any stage, skip what you have."
_MAX_RESOURCES = 6


def overview(catalogue: Catalogue) -> Card:
    """Show the six stages, each with a button that opens it."""
    stages = tuple(catalogue.stages.values())
    items = tuple(
        Item(
            f"{stage.order}. {stage.name}",
            (f"{stage.goal} ({len(stage.steps)} steps)",),
            Button("Open", "stage.show", (stage.id,)),
        )
        for stage in stages
    )
    return Card(
        title="The path to Technical Project Manager",
        summary="Six stages with steps you can tick off.",
        subtitle=f"{len(stages)} stages · {len(catalogue.steps)} steps",
        blocks=(Items(items), Note((_ADVICE,))),
        sources=(Source(facts.EDITORIAL),),
        as_of=facts.oldest(*(stage.last_checked for stage in stages)),
        role=Role.BRAND,
        pager=("path.show",),
    )


def stage(shown: Stage, catalogue: Catalogue) -> Card:
    """Show one stage: its steps as possible goals, ways to gain experience and resources."""
    ways = [way for way in catalogue.ways.values() if shown.id in way.stage_ids]
    links = [entry for entry in catalogue.resources.values() if shown.id in entry.stage_ids]
    dates = [entry.last_checked for entry in (shown, *shown.steps, *ways, *links)]
    return Card(
        title=f"{shown.order}. {shown.name}",
        summary=shown.goal,
        subtitle=f"Stage {shown.order} of {len(catalogue.stages)} · {len(shown.steps)} steps",
        blocks=(
            Text((shown.goal,)),
            Items(tuple(_step(step) for step in shown.steps), heading="Steps"),
            *_ways(ways),
            *_resources(links),
            Note((_ADVICE,)),
        ),
        actions=(*_neighbours(shown, catalogue), Button("All stages", "path.show")),
        sources=(Source(facts.EDITORIAL),),
        as_of=facts.oldest(*dates),
        role=Role.BRAND,
        pager=("stage.show", shown.id),
    )


def _step(step: Step) -> Item:
    optional = " (optional)" if step.optional else ""
    detail: Inline = (
        f"{step.detail}\nAbout {step.effort_weeks} week{'s' if step.effort_weeks != 1 else ''}. "
        f"Proof: {step.evidence}",
    )
    return Item(
        step.title + optional, detail, Button("Add as goal", "goal.from", ("step", step.id))
    )


def _ways(ways: list[Way]) -> tuple[Block, ...]:
    rows: tuple[tuple[str, Inline], ...] = tuple(
        (way.name, (f"{way.why_it_helps} First: {way.first_action}",)) for way in ways
    )
    return (Facts(rows, heading="Ways to gain experience"),) if rows else ()


def _resources(links: list[Resource]) -> tuple[Block, ...]:
    free_first = sorted(links, key=lambda entry: entry.cost != "free")
    more = len(links) - _MAX_RESOURCES
    rows: tuple[tuple[str, Inline], ...] = tuple(
        (entry.kind.replace("-", " ").capitalize(), (Link(entry.title, entry.url),))
        for entry in free_first[:_MAX_RESOURCES]
    )
    if not rows:
        return ()
    rest: Inline = (f"{more} more: search with ", CommandRef("find"), ".")
    return (Facts(rows, heading="To read and do"), *((Note(rest),) if more > 0 else ()))


def _neighbours(shown: Stage, catalogue: Catalogue) -> tuple[Button, ...]:
    return tuple(
        Button(f"{other.order}. {other.name}", "stage.show", (other.id,))
        for other in catalogue.stages.values()
        if abs(other.order - shown.order) == 1
    )
