"""What separates a person from a job role: compared with the catalogue, judging nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.schema import CareerRole, Level, Slug, Step
from bot.model import Goal, GoalState, Profile

Kind = Literal["certification", "step", "skill", "role"]
"""What a goal is made from; ``role`` is practising for its interview."""

Untold = Literal["stage", "skills", "certifications"]

GoalOf = Callable[[Kind, str], Goal | None]
"""Finds the member's goal that was made from an entry of the catalogue."""

_LEVELS: tuple[str, ...] = get_args(Level)
_MAX_STEPS = 2
_MAX_SKILLS = 2


@dataclass(frozen=True, slots=True)
class NextAction:
    """Something to do next, and the member's goal if they have it already."""

    kind: Kind
    entry: Slug
    goal: Goal | None


@dataclass(frozen=True, slots=True)
class PathStep:
    """A step of the path that leads to a role."""

    title: str
    place: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """What a member has and lacks of what a role asks for, in the order of the catalogue.

    ``untold`` names what the member did not tell: it counts as missing, though they may have it.
    """

    role: CareerRole
    held_skills: tuple[Slug, ...]
    missing_skills: tuple[Slug, ...]
    held_certifications: tuple[str, ...]
    missing_certifications: tuple[str, ...]
    steps: tuple[PathStep, ...]
    actions: tuple[NextAction, ...]
    untold: tuple[Untold, ...]
    checked: date


def find_gap(role: CareerRole, profile: Profile, goal_of: GoalOf, catalogue: Catalogue) -> Gap:
    """Compare a profile with a role.

    A step leads to the role when it names the role or a missing certification; on the way to the
    core role, which the path is about, every step that is not optional does. Stages before the
    member's own are behind them.
    """
    held = held_for(profile, catalogue)
    missing = tuple(own_id for own_id in role.useful_certifications if own_id not in held)
    lacking = tuple(skill for skill in role.key_skills if skill not in profile.skills)
    steps = _leading(role, profile.stage, frozenset(missing), catalogue)

    def is_open(kind: Kind, entry: str) -> bool:
        goal = goal_of(kind, entry)
        return goal is None or goal.state is not GoalState.DONE

    done = {step.id for step in steps if not is_open("step", step.id)}
    to_earn = [own_id for own_id in missing if is_open("certification", own_id)]
    to_learn = [skill for skill in lacking if is_open("skill", skill)]
    wanted: tuple[tuple[Kind, str], ...] = (
        *(("step", step.id) for step in _first_open(steps, done)),
        *(("certification", own_id) for own_id in _easiest(to_earn, catalogue)),
        *(("skill", skill) for skill in to_learn[:_MAX_SKILLS]),
        *((("role", role.id),) if is_open("role", role.id) else ()),
    )
    return Gap(
        role,
        held_skills=tuple(skill for skill in role.key_skills if skill in profile.skills),
        missing_skills=lacking,
        held_certifications=tuple(own for own in role.useful_certifications if own in held),
        missing_certifications=missing,
        steps=tuple(
            PathStep(step.title, catalogue.stage_of(step.id).name, step.id in done)
            for step in steps
        ),
        actions=tuple(NextAction(kind, entry, goal_of(kind, entry)) for kind, entry in wanted),
        untold=_untold(profile),
        checked=min(entry.last_checked for entry in (role, *steps)),
    )


def held_for(profile: Profile, catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return what a member holds by the names roles have for it: a pair for its second one, too."""
    held: dict[str, tuple[str, ...]] = {}
    for one in profile.held:
        own_id = one.certification
        pair = [catalogue.variants[own_id][0].id] if own_id in catalogue.variants else []
        for named in dict.fromkeys((own_id, *pair)):
            held[named] = (*held.get(named, ()), own_id)
    return held


def _leading(
    role: CareerRole, stage_id: str | None, missing: frozenset[str], catalogue: Catalogue
) -> tuple[Step, ...]:
    own = catalogue.stages.get(stage_id or "")
    return tuple(
        step
        for stage in catalogue.stages.values()
        if own is None or stage.order >= own.order
        for step in stage.steps
        if role.id in step.roles
        or not missing.isdisjoint(step.certifications)
        or (role.kind == "core" and not step.optional)
    )


def _first_open(steps: tuple[Step, ...], done: set[str]) -> list[Step]:
    return [step for step in steps if step.id not in done][:_MAX_STEPS]


def _easiest(missing: Iterable[str], catalogue: Catalogue) -> list[str]:
    """Return the certification of the lowest level; of several the one that is named first."""

    def level(own_id: str) -> int:
        return _LEVELS.index(catalogue.certification(own_id)[0].level)

    return sorted(missing, key=level)[:1]


def _untold(profile: Profile) -> tuple[Untold, ...]:
    told: dict[Untold, object] = {
        "stage": profile.stage,
        "skills": profile.skills,
        "certifications": profile.held,
    }
    return tuple(part for part, value in told.items() if not value)
