"""Where a member is on the path, and what comes next; only they see it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Block, Button, Card, Item, Items, Note, Progress, Role, Source, Steps, Text
from bot.catalogue import Catalogue
from bot.catalogue.schema import Stage, Step
from bot.catalogue.standing import is_done
from bot.model import PathProgress
from bot.replies import check_ins, facts
from bot.words import _, plural

_MOST_DONE = 3


def ask_stage(catalogue: Catalogue) -> Card:
    """Ask at which stage somebody is; the answer is kept, and their next steps are shown."""
    stages = catalogue.stages.values()
    told = _("Choose what fits you best, and I'll show you your next three steps.")
    return Card(
        title=_("Where are you now?"),
        summary=told,
        blocks=(Text((told,)), Note((_("I keep it in your profile. Only you can see it."),))),
        actions=(
            *(Button(stage.who.rstrip("."), "path.at", (stage.id,)) for stage in stages),
            Button(_("I'm not sure"), "start.new"),
            Button(_("Just show me the path"), "path.stages"),
        ),
        role=Role.BRAND,
    )


def here(
    stage: Stage,
    steps: Sequence[Step],
    catalogue: Catalogue,
    progress: PathProgress,
    added: int = 0,
) -> Card:
    """Show a member's stage and the steps that come next, ``added`` of which became goals now."""
    where = _("Stage {n} of {all}", n=stage.order, all=len(catalogue.stages))
    return Card(
        title=stage.name,
        summary=_("Where you are on the path, and your next steps."),
        subtitle=" · ".join((_added(added) or where, _("only you can see this"))),
        blocks=(
            Text((stage.goal,)),
            *_done(stage, progress),
            *_next(steps, progress),
            *((check_ins.offer()[0],) if _all_added(steps, progress, added) else ()),
        ),
        actions=(
            *_add_all(steps, progress, added),
            Button(_("All steps of this stage"), "stage.mine", (stage.id,)),
            Button(_("All six stages"), "path.stages"),
            Button(_("Change my stage"), "path.ask"),
        ),
        sources=(Source(_(facts.EDITORIAL)),),
        as_of=facts.oldest(*(one.last_checked for one in (stage, *steps))),
        role=Role.GOOD if added else Role.BRAND,
        is_personal=True,
    )


def _added(added: int) -> str:
    return plural("{n} goal added", "{n} goals added", added) if added else ""


def _done(stage: Stage, progress: PathProgress) -> tuple[Block, ...]:
    """Tick the last steps that are done; nobody is shown how much they have not begun."""
    done = [step for step in stage.steps if is_done(step, progress)]
    if not done:
        return ()
    return (
        Progress(len(done), len(stage.steps), _("Steps done")),
        Steps(tuple((True, (step.title,)) for step in done[-_MOST_DONE:])),
    )


def _next(steps: Sequence[Step], progress: PathProgress) -> tuple[Block, ...]:
    if not steps:
        return (Text((_("You have done every step from here on. Well done!"),)),)
    heading = plural("Your next step", "Your next steps", len(steps))
    return (
        Items(tuple(_item(step, progress) for step in steps), heading=heading),
        Note((_("Add a step as a goal; when you finish it, it is ticked here."),)),
    )


def _item(step: Step, progress: PathProgress) -> Item:
    time = plural("About {n} week.", "About {n} weeks.", step.effort_weeks)
    if (goal := progress.goals.get(step.id)) is None:
        add = Button(_("Add as goal"), "path.take", (step.id,))
        return Item(step.title, (f"{step.detail} {time}",), add)
    opened = Button(_("Open goal"), "goal.show", (goal.id,))
    return Item(step.title, (_("One of your goals."),), opened)


def _all_added(steps: Sequence[Step], progress: PathProgress, added: int) -> bool:
    return bool(added) and all(step.id in progress.goals for step in steps)


def _add_all(steps: Sequence[Step], progress: PathProgress, added: int) -> tuple[Button, ...]:
    left = sum(step.id not in progress.goals for step in steps)
    if left > 1:
        label = plural("Add this step as a goal", "Add all {n} as goals", left)
        args = tuple(step.id for step in steps)
        return (Button(label, "path.add", args, style="primary"),)
    return (check_ins.offer()[1],) if _all_added(steps, progress, added) else ()
