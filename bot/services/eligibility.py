"""Whether somebody meets what is on file for a certification; what they tell is not kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.catalogue.eligibility import (
    EDUCATION,
    NO,
    NO_EDUCATION,
    YES,
    Finding,
    Outcome,
    Question,
    Route,
    State,
    Subject,
    routes,
)
from bot.catalogue.schema import Prerequisites
from bot.replies.refusals import certifications as refusals

# Longer numbers of hours or months are none that anybody has.
_MOST_DIGITS = 6


def questions(needed: Prerequisites) -> tuple[Question, ...]:
    """Return what the routes of a certification depend on, and nothing else."""
    ways = routes(needed)
    asked: list[Question] = []
    if levels := [way.education for way in ways if way.education]:
        asked.append(Question(Subject.EDUCATION, choices=(NO_EDUCATION, *levels)))
    kinds = dict.fromkeys(kind for way in ways for kind in way.months or ())
    asked += [Question(Subject.EXPERIENCE, kind) for kind in kinds]
    if any(way.hours for way in ways):
        asked.append(Question(Subject.TRAINING))
    asked += [Question(Subject.CERTIFICATION, own_id, (NO, YES)) for own_id in needed.prior_certs]
    return tuple(asked)


def assess(needed: Prerequisites, answers: Sequence[str]) -> tuple[Outcome, ...]:
    """Return what is met and missing on each route; the answers are in the questions' order.

    Raises
    ------
    InvalidInputError
        A number was asked for and something else was written.
    """
    told = dict(zip(questions(needed), answers, strict=True))
    education = next((a for q, a in told.items() if q.subject is Subject.EDUCATION), NO_EDUCATION)
    numbers = {
        (question.subject, question.about): _number(question, answer)
        for question, answer in told.items()
        if not question.choices
    }
    held = {q.about for q, a in told.items() if q.subject is Subject.CERTIFICATION and a == YES}
    certifications = tuple(
        Finding(Subject.CERTIFICATION, State.MET if own_id in held else State.MISSING, about=own_id)
        for own_id in needed.prior_certs
    )
    return tuple(
        Outcome(way.education, (*_findings(way, education, numbers), *certifications))
        for way in routes(needed)
    )


def _findings(
    way: Route, education: str, numbers: Mapping[tuple[Subject, str], int]
) -> Iterator[Finding]:
    if way.education is None:
        yield Finding(Subject.EDUCATION, State.MET if way.is_open else State.UNKNOWN)
    else:
        has_it = education in EDUCATION[EDUCATION.index(way.education) :]
        yield Finding(Subject.EDUCATION, State.MET if has_it else State.MISSING, way.education)
    if not way.months:
        yield Finding(Subject.EXPERIENCE, State.UNKNOWN if way.months is None else State.MET)
    for kind, months in (way.months or {}).items():
        yield _counted(Subject.EXPERIENCE, kind, months, numbers)
    if not way.hours:
        yield Finding(Subject.TRAINING, State.UNKNOWN if way.hours is None else State.MET)
    else:
        yield _counted(Subject.TRAINING, "", way.hours, numbers)


def _counted(
    subject: Subject, about: str, needed: int, numbers: Mapping[tuple[Subject, str], int]
) -> Finding:
    given = numbers[subject, about]
    return Finding(subject, State.MET if given >= needed else State.MISSING, about, needed, given)


def _number(question: Question, answer: str) -> int:
    text = answer.strip()
    if text.isdecimal() and len(text) <= _MOST_DIGITS:
        return int(text)
    if question.subject is Subject.EXPERIENCE:
        raise refusals.not_months(text)
    raise refusals.not_hours(text)
