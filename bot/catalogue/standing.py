"""Where somebody stands on the path, and which of its steps come next."""

from __future__ import annotations

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.schema import Stage, Step
from bot.model import GoalState, PathProgress

MOST_NEXT = 3


def own_stage(progress: PathProgress, catalogue: Catalogue) -> Stage | None:
    """Return the stage a member told, or None: they told none, or it has left the catalogue."""
    return catalogue.stages.get(progress.stage or "")


def is_done(step: Step, progress: PathProgress) -> bool:
    """Tell whether a goal made from a step is done."""
    goal = progress.goals.get(step.id)
    return goal is not None and goal.state is GoalState.DONE


def next_steps(stage: Stage, progress: PathProgress, catalogue: Catalogue) -> tuple[Step, ...]:
    """Return the first three steps from a stage on that are neither done nor optional."""
    ahead = (one for one in catalogue.stages.values() if one.order >= stage.order)
    steps = (step for one in ahead for step in one.steps if not step.optional)
    return tuple(step for step in steps if not is_done(step, progress))[:MOST_NEXT]
