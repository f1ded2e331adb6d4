"""The ways to be eligible for a certification, read from the keys of its prerequisites.

A key such as ``degree_leading_projects`` names a route by its education, a kind of experience, or
both; one without education, such as ``all``, counts on every route.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.catalogue.schema import EducationLevel, Prerequisites

EDUCATION: tuple[EducationLevel, ...] = ("secondary", "degree", "gac")
"""From the least to the most; ``gac``: a degree of a programme that the GAC has accredited."""

_EVERYBODY = "all"
NO_EDUCATION = "none"
YES, NO = "yes", "no"


class Subject(StrEnum):
    """What may be required."""

    EDUCATION = "education"
    EXPERIENCE = "experience"
    TRAINING = "training"
    CERTIFICATION = "certification"


class State(StrEnum):
    """How a requirement stands; unknown is what nobody has verified."""

    MET = "met"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Question:
    """Something to tell: ``about`` is a kind of experience or the id of a certification.

    Without ``choices`` the answer is a whole number: months of experience, hours of training.
    """

    subject: Subject
    about: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A requirement of a route: ``needed`` and ``given`` in months or hours where it is counted."""

    subject: Subject
    state: State
    about: str = ""
    needed: int = 0
    given: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What somebody meets and misses on one route."""

    education: EducationLevel | None
    findings: tuple[Finding, ...]

    @property
    def state(self) -> State:
        """Return missing if anything is, else unknown if anything is, else met."""
        states = {finding.state for finding in self.findings}
        return next(s for s in (State.MISSING, State.UNKNOWN, State.MET) if s in states)


@dataclass(frozen=True, slots=True)
class Route:
    """One way in: ``months`` by kind of experience, ``hours`` of training; None is not verified.

    ``is_open``: no education is needed.
    """

    education: EducationLevel | None
    months: Mapping[str, int] | None
    hours: int | None
    is_open: bool = False


def read_key(key: str) -> tuple[EducationLevel | None, str]:
    """Return the education and the kind of experience, in words, that a key names."""
    if key == _EVERYBODY:
        return None, ""
    for level in EDUCATION:
        if key == level or key.startswith(f"{level}_"):
            return level, key[len(level) + 1 :].replace("_", " ")
    return None, key.replace("_", " ")


def routes(needed: Prerequisites) -> tuple[Route, ...]:
    """Return every route on file, the one that asks for the least education first."""
    keys = (*(needed.experience_months or ()), *(needed.training_hours or ()))
    named = {read_key(key)[0] for key in keys}
    levels: list[EducationLevel | None] = [level for level in EDUCATION if level in named]
    return tuple(
        Route(
            level,
            _of(needed.experience_months, level),
            _hours(needed.training_hours, level),
            needed.education == NO_EDUCATION,
        )
        for level in levels or [needed.education_level]
    )


def _of(values: Mapping[str, int] | None, level: EducationLevel | None) -> Mapping[str, int] | None:
    """Return what counts on the route of an education, by kind of experience."""
    if values is None:
        return None
    read = ((read_key(key), value) for key, value in values.items())
    return {kind: value for (of, kind), value in read if of in (None, level)}


def _hours(values: Mapping[str, int] | None, level: EducationLevel | None) -> int | None:
    if values == {}:
        return 0
    return next(iter((_of(values, level) or {}).values()), None)
