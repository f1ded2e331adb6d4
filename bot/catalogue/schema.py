"""The typed form of data/: one model per kind of entry; null means "not verified"."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Url = Annotated[str, Field(pattern=r"^https?://[^\s<>]+$", max_length=500)]
Words = Annotated[str, Field(min_length=1)]
Confidence = Literal["high", "medium", "low"]
EducationLevel = Literal["secondary", "degree", "gac"]
RouteKey = Annotated[str, Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=60)]
Need = Literal["project", "team", "sponsor", "production-system"]
Level = Literal["entry", "intermediate", "advanced", "expert"]


class Entry(BaseModel):
    """A frozen value that refuses unknown keys, so that a typo in data/ is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Checked(Entry):
    """An entry that was checked on a day."""

    id: Slug
    last_checked: date


class SourceRef(Entry):
    """Where a fact was read; without ``url`` it is editorial, in the words of ``label``."""

    url: Url | None = None
    label: Words | None = None
    date: str = ""


class Sourced(Entry):
    """A group of facts with where they were read and how sure we are."""

    sources: tuple[SourceRef, ...]
    confidence: Confidence | None


class Issuer(Sourced):
    """Who awards a certification."""

    name: Words


class OfficialUrl(Entry):
    """The issuer's own page and why we think so."""

    url: Url | None
    basis: Words
    confidence: Confidence


class Status(Sourced):
    """Whether a certification can be sat."""

    state: Literal["active", "being-superseded", "uncertain"]
    note: str | None


class Version(Sourced):
    """The current exam or syllabus version."""

    label: Words
    since: str | None


class Prerequisites(Sourced):
    """What a candidate needs; months and hours by route (``bot.catalogue.eligibility``).

    An empty mapping, or ``none`` as education: nothing of it is needed. ``needed_for`` says whether
    all of it is needed to sit the exam, or only to be certified.
    """

    education: str | None
    education_level: EducationLevel | None
    experience_months: dict[RouteKey, int] | None
    training_hours: dict[RouteKey, int] | None
    prior_certs: tuple[Slug, ...]
    membership_required: bool
    alternatives: tuple[str, ...]
    notes: str | None
    needed_for: Literal["exam", "certification"] = "exam"


class Exam(Sourced):
    """How the exam works; ``questions`` is the fixed number or the maximum."""

    code: str | None
    questions_min: int | None
    questions: int | None
    scored_questions: int | None
    duration_minutes: int | None
    format: Words
    delivery: Words
    book_policy: str | None
    passing_score: str | None
    languages: tuple[str, ...]
    notes: str | None


class Fee(Sourced):
    """A price in US dollars before tax."""

    item: Words
    usd: int | None
    usd_min: int | None
    usd_max: int | None
    member_usd: int | None
    nonmember_usd: int | None
    as_of: Words
    note: str | None
    is_monthly: bool = False


class Renewal(Sourced):
    """What keeps a certification valid: ``amount`` of ``unit`` per ``validity_years``."""

    required: bool | None
    validity_years: int | None
    unit: str | None
    amount: int | None
    fee_usd: int | None
    fee_member_usd: int | None
    fee_nonmember_usd: int | None
    notes: str | None
    fee_is_yearly: bool = False


class Topic(Entry):
    """A part of the outline with its weight in percent."""

    name: Words
    weight_min: float | None
    weight_max: float | None


class Topics(Sourced):
    """What the exam covers."""

    outline: str | None
    items: tuple[Topic, ...]
    notes: str | None


class StudyHours(Sourced):
    """How long people study, in hours."""

    min: int | None
    max: int | None
    notes: str | None


class Change(Sourced):
    """A recent change."""

    date: str
    change: Words


class Disagreement(Entry):
    """Where sources conflict."""

    text: Words
    sources: tuple[SourceRef, ...]


class Variant(Entry):
    """The second certificate of a closely related pair."""

    id: Slug
    name: Words
    abbreviation: Words
    prerequisites: Prerequisites
    exam: Exam
    fees: tuple[Fee, ...]
    topics: Topics | None
    notes: str | None


class Certification(Checked):
    """A certification, or a pair of them, with everything we know about it."""

    name: Words
    abbreviation: Words
    aliases: tuple[Words, ...]
    core: bool
    issuer: Issuer
    official_url: OfficialUrl
    status: Status
    version: Version
    level: Level
    focus: tuple[Slug, ...]
    who_for: Words
    prerequisites: Prerequisites
    exam: Exam
    fees: tuple[Fee, ...]
    renewal: Renewal
    topics: Topics
    study_hours: StudyHours
    relevant_roles: tuple[Slug, ...]
    predecessors: tuple[Slug, ...]
    successors: tuple[Slug, ...]
    recent_changes: tuple[Change, ...]
    disagreements: tuple[Disagreement, ...]
    variants: tuple[Variant, ...]
    unverified: tuple[str, ...]


class RenewalRule(Entry):
    """Minimums, maximums, step, carry-over and sharing, in the certification's own unit."""

    certification: Slug
    minimums: dict[str, float] | None
    maximums: dict[str, float] | None
    step: float | None
    carry_over: str | None
    shared: bool | None
    confidence: Confidence
    sources: tuple[SourceRef, ...]
    last_checked: date


class Figure(Entry):
    """A labour-market figure; ``source_url`` is where it was read."""

    metric: Words
    value: float
    unit: Words
    geography: Words
    year: int
    occupation: Words
    source_url: Url
    official_page: Url | None = None
    note: str | None = None


class MarketFigure(Figure):
    """A figure about the whole profession."""

    last_checked: date


class Years(Entry):
    """A range of years of experience and why we say so."""

    min: int
    max: int
    basis: Words


class InterviewTopic(Entry):
    """What an interview for a job role is about: asked as a question, and what answers it well."""

    topic: Words
    question: Annotated[str, Field(min_length=1, max_length=120)]
    shows: Annotated[str, Field(min_length=1, max_length=160)]


class CareerRole(Checked):
    """A job role."""

    name: Words
    kind: Literal["core", "opportunity", "entry"]
    aliases: tuple[Words, ...]
    summary: Words
    day_to_day: tuple[Words, ...]
    key_skills: tuple[Slug, ...]
    typical_years_experience: Years
    previous_roles: tuple[Slug, ...]
    next_roles: tuple[Slug, ...]
    useful_certifications: tuple[Slug, ...]
    judged_on: tuple[Words, ...]
    interview_topics: tuple[InterviewTopic, ...]
    labour_market: tuple[Figure, ...] | None
    labour_market_note: str | None = None


class Step(Checked):
    """A checkable task on the path; ``resources`` are what to start from, such as a template."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    detail: Words
    effort_weeks: int
    evidence: Words
    optional: bool
    ways: tuple[Slug, ...]
    certifications: tuple[Slug, ...]
    roles: tuple[Slug, ...]
    resources: tuple[Slug, ...]
    tags: tuple[Slug, ...]


class Stage(Checked):
    """One of the six stages of the path; ``who`` is what somebody at it says of themselves.

    ``brings`` is what somebody at it surely has of what a nudge may need.
    """

    order: int
    name: Words
    goal: Words
    who: Words
    nudge_categories: tuple[Slug, ...]
    brings: tuple[Need, ...]
    steps: tuple[Step, ...]


class Way(Checked):
    """A way to gain technical experience."""

    name: Words
    stage_ids: tuple[Slug, ...]
    why_it_helps: Words
    first_action: Words
    evidence: Words
    typical_effort_weeks: int


class Beginning(Checked):
    """Where people come from, and what a mentor would name first: ours, so it has no sources."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    stage: Slug
    advice: Annotated[str, Field(min_length=1, max_length=300)]
    steps: Annotated[tuple[Slug, ...], Field(min_length=3, max_length=3)]
    question: Slug


class Question(Checked):
    """A frequently asked question."""

    question: Words
    also_asked_as: tuple[Words, ...]
    answer: Annotated[str, Field(min_length=1, max_length=600)]
    tags: tuple[Slug, ...]
    certifications: tuple[Slug, ...]
    roles: tuple[Slug, ...]
    terms: tuple[Slug, ...]
    steps: tuple[Slug, ...]
    origin: Literal["core", "asked-online", "editorial"]
    sources: tuple[Url, ...]


class Nudge(Checked):
    """A weekly learning nudge; ``needs`` is what it asks somebody to have."""

    week: int
    category: Slug
    text: Annotated[str, Field(min_length=1, max_length=280)]
    effort_minutes: int
    needs: tuple[Need, ...]
    certifications: tuple[Slug, ...]
    roles: tuple[Slug, ...]


class Trend(Checked):
    """A trend tip."""

    title: Words
    what: Words
    why_it_matters: Words
    try_this: Words
    tags: tuple[Slug, ...]
    source_url: Url | None
    source_date: str | None
    certifications: tuple[Slug, ...]
    note: str | None = None


class Resource(Checked):
    """A learning resource: title and link only."""

    title: Words
    author_or_provider: Words
    kind: Slug
    url: Url
    cost: Words
    level: Literal["beginner", "intermediate", "advanced"]
    stage_ids: tuple[Slug, ...]
    tags: tuple[Slug, ...]
    certifications: tuple[Slug, ...]
    licence_note: str | None
    note: str | None = None
