"""Arguments for any card builder, derived from the annotations of its parameters.

Whoever adds a builder usually has nothing to do here: dataclasses, models of the catalogue, enums,
unions and containers are taken apart. What an annotation does not tell (a ``str`` that is an id)
is said once: by kind, by the name of the parameter or field, or for a single place.
"""

from __future__ import annotations

import inspect
import types
from collections import abc
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter
from pydantic import BaseModel

from bot import errors
from bot.cards import Button, Card
from bot.catalogue import Catalogue
from bot.catalogue.eligibility import EDUCATION, Finding, Outcome, State, Subject
from bot.catalogue.gaps import Kind, NextAction
from bot.catalogue.mentions import Pair
from bot.catalogue.schema import (
    CareerRole,
    Certification,
    Checked,
    Nudge,
    Question,
    Resource,
    RouteKey,
    Slug,
    Stage,
    Step,
    Trend,
    Url,
    Way,
    Words,
)
from bot.catalogue.search import CatalogueSearch, Hit, HitKind
from bot.catalogue.terms import Term
from bot.catalogue.wishes import CONDITIONS, Condition
from bot.model import (
    ChannelId,
    CommunityId,
    DeliveryId,
    EntryId,
    Goal,
    GoalEvent,
    GoalId,
    MemberId,
    MessageId,
    PostKind,
    Reading,
    ReminderId,
    RoleId,
    ScheduleId,
)
from bot.model_mentoring import MentorshipId, OfferId, RequestId, SessionId
from bot.model_moderation import ReportId
from bot.replies import check_ins, comparisons, entries
from bot.replies.forms import WEEKDAYS
from bot.trail import Difference, Entry, EntryDifference, Verb
from bot.words import languages, speak
from tests.unit.replies.values import (
    BY_NAME,
    CATALOGUE,
    CERTIFICATION_IDS,
    CHANNELS,
    DAYS,
    ENTRIES,
    KINDS,
    LIKELY_ZONES,
    MOMENTS,
    ROUTE_KEYS,
    SEARCH,
    SLUGS,
    SNOWFLAKES,
    WEBS,
    Strategy,
    ids,
    some,
)

Builder = Callable[..., Card]
_PAIRS = st.sampled_from(("certification", "role", "term")).flatmap(
    lambda kind: st.builds(
        Pair,
        st.just(HitKind(kind)),
        st.lists(
            st.sampled_from(tuple(KINDS[HitKind(kind)])), min_size=2, max_size=2, unique=True
        ).map(tuple),
    )
)


class Call:
    """A builder and what it is called with."""

    def __init__(self, builder: Builder, arguments: dict[str, Any]) -> None:
        self.builder = builder
        self.arguments = arguments

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:
        """Report it at a length that can be read: no catalogue, the start of all else."""
        given = ((n, v) for n, v in self.arguments.items() if not isinstance(v, Catalogue))
        told = ", ".join(f"{name}={value!r}" for name, value in given)
        printer.text(f"{self.builder.__module__}.{self.builder.__name__}({told:.4000})")

    def cards(self) -> Iterator[Card]:
        """Yield what the builder says in each language; the language is spoken meanwhile."""
        for language in languages():
            with speak(language):
                made: object = self.builder(**self.arguments)
            for card in cast(tuple[object, ...], made) if isinstance(made, tuple) else (made,):
                if isinstance(card, Card):
                    with speak(card.language):
                        yield card


class Arguments:
    """Strategies for the arguments of builders, with ``text`` where people wrote something."""

    def __init__(self, text: Strategy, cards: Strategy) -> None:
        self._text = text
        self._cards = cards
        self._known: dict[tuple[str, str], Strategy] = {}
        self._kinds = self._by_kind()
        self._places: dict[str, Strategy] = {}
        self._places |= self._fields()
        self._places |= self._parameters()

    def of(self, builder: Builder) -> st.SearchStrategy[Call]:
        """Return calls of ``builder`` with whatever its parameters may be.

        Raises
        ------
        LookupError
            There is a parameter of which nothing is known: say by kind, name or place what it is.
        """
        own = f"{builder.__module__.removeprefix('bot.replies.')}.{builder.__name__}"
        if own in self._places:
            return _calls(builder, self._places[own])
        hints = get_type_hints(builder, include_extras=True)
        try:
            wanted = {
                name: self._at(own, name, hints[name])
                for name in inspect.signature(builder).parameters
            }
        except LookupError as error:
            told = f"What may {own} be called with? Say in {__name__} what {error} is."
            raise LookupError(told) from error
        return _calls(builder, st.fixed_dictionaries(wanted))

    def derive(self, kind: Any, name: str = "") -> Strategy:
        """Return a strategy for an annotation; ``name`` is the parameter or field that has it."""
        key = (repr(kind), name)
        if key not in self._known:
            self._known[key] = self._derive(kind, name)
        return self._known[key]

    def _at(self, owner: str, name: str, kind: Any) -> Strategy:
        place = self._places.get(f"{owner}.{name}")
        return self.derive(kind, name) if place is None else place

    def _derive(self, kind: Any, name: str) -> Strategy:
        origin, inner = get_origin(kind), get_args(kind)
        if kind in (str, int, Slug, Words) and name in BY_NAME:
            return BY_NAME[name]
        if (known := self._kinds.get(kind)) is not None:
            return known
        if origin is Annotated:
            longest = max(getattr(extra, "max_length", 0) for extra in inner[1].metadata)
            return self._text.map(lambda text: text[:longest])
        if origin in (Union, types.UnionType):
            return st.one_of(*(self.derive(one, name) for one in inner))
        if origin is tuple and Ellipsis not in inner:
            return st.tuples(*(self.derive(one, name) for one in inner))
        if origin in (tuple, list, abc.Sequence):
            return some(self.derive(inner[0], name), 0, _most(inner[0]))
        if origin in (dict, abc.Mapping):
            values = self.derive(inner[1], name)
            if inner[0] is ChannelId:
                return st.fixed_dictionaries(dict.fromkeys(CHANNELS, values))
            return st.dictionaries(self.derive(inner[0]), values, max_size=4)
        if origin is Literal:
            return st.sampled_from(inner)
        if isinstance(kind, type):
            return self._class(kind)
        raise LookupError(f"{name}: {kind}")

    def _class(self, kind: type[Any]) -> Strategy:
        if issubclass(kind, Enum):
            return st.sampled_from(kind)
        if issubclass(kind, BaseModel):
            names = tuple(kind.model_fields)
        elif is_dataclass(kind):
            names = tuple(field.name for field in fields(kind) if field.init)
        else:
            raise LookupError(f"a {kind.__name__}")
        hints = get_type_hints(kind, include_extras=True)
        own = {name: self._at(kind.__name__, name, hints[name]) for name in names}
        return st.builds(kind, **own)

    def _by_kind(self) -> dict[Any, Strategy]:
        text = self._text
        return {
            str: text,
            Words: text,
            object: text,
            Any: text,
            int: st.integers(0, 40) | st.integers(41, 10_000),
            float: st.floats(0, 10_000),
            bool: st.booleans(),
            bytes: st.binary(max_size=50),
            type(None): st.none(),
            date: DAYS,
            datetime: MOMENTS,
            time: st.times(),
            Slug: SLUGS,
            RouteKey: st.sampled_from(ROUTE_KEYS),
            Url: WEBS,
            GoalId: ids(8),
            ReminderId: ids(8),
            RequestId: ids(8),
            OfferId: ids(8),
            ReportId: ids(8),
            MentorshipId: ids(8),
            SessionId: ids(8),
            timedelta: st.timedeltas(timedelta(0), timedelta(days=30)),
            DeliveryId: ids(26),
            EntryId: ids(8).map("own-{}".format),
            ScheduleId: st.integers(1, 10**9),
            MemberId: SNOWFLAKES,
            CommunityId: SNOWFLAKES,
            RoleId: SNOWFLAKES,
            MessageId: SNOWFLAKES,
            ChannelId: st.sampled_from(CHANNELS),
            Difference: st.deferred(lambda: self._class(Difference) | self._class(EntryDifference)),
            Entry: st.deferred(lambda: self._class(Entry).map(_as_recorded)),
            Catalogue: st.just(CATALOGUE),
            CatalogueSearch: st.just(SEARCH),
            Card: self._cards,
            Condition: st.sampled_from(CONDITIONS),
            Hit: st.sampled_from(HitKind).flatmap(
                lambda kind: st.builds(
                    Hit,
                    st.just(kind),
                    st.sampled_from(tuple(KINDS[kind])),
                    text,
                    text,
                    st.just(1.0),
                )
            ),
            Finding: st.sampled_from(Subject).flatmap(self._findings),
            NextAction: st.sampled_from(get_args(Kind)).flatmap(self._next_actions),
            errors.InvalidInputError: st.builds(errors.InvalidInputError, text, text),
            errors.MentorError: st.builds(errors.MentorError, text, text)
            | st.builds(errors.NotFoundError, text, text, some(text, 0, 3))
            | st.builds(errors.UnknownNameError, st.sampled_from(errors.Sought), some(text, 0, 3)),
        }

    def _next_actions(self, kind: Kind) -> Strategy:
        return st.builds(NextAction, st.just(kind), ENTRIES[kind], self.derive(Goal | None))

    def _findings(self, subject: Subject) -> Strategy:
        kinds = {
            Subject.CERTIFICATION: CERTIFICATION_IDS,
            Subject.EDUCATION: st.sampled_from(EDUCATION),
            Subject.EXPERIENCE: self._text,
        }
        return st.builds(
            Finding,
            st.just(subject),
            self.derive(State),
            kinds.get(subject, st.just("")),
            self.derive(int),
            self.derive(int),
        )

    def _fields(self) -> dict[str, Strategy]:
        """Return what is meant otherwise by one field: ``Class.field``."""
        return {
            # Three fit a button: the longer ones of the catalogue are there by abbreviation.
            "Certification.id": SLUGS.map(lambda slug: slug[:24].strip("-")),
            "Variant.id": SLUGS.map(lambda slug: slug[:24].strip("-")),
            "Difference.old": self._values(),
            "Difference.new": self._values(),
            "Difference.subject": st.sampled_from(("community", *PostKind)),
            "Entry.old": self._values(),
            "Entry.new": self._values(),
            "Entry.subject": st.sampled_from(("community", *PostKind)) | self._text,
            "GoalEvent.detail": st.fixed_dictionaries({"note": st.none() | self._text}),
            "Goal.certification": st.none() | CERTIFICATION_IDS,
            "HeldCertification.certification": CERTIFICATION_IDS | ids(8),
            # A button of a plan holds two ids and a zone, one of three steps: ours are all tested.
            "Beginning.id": SLUGS.map(lambda slug: slug[:16].strip("-")),
            "Step.id": SLUGS.map(lambda slug: slug[:26].strip("-")),
            "CareerRole.id": SLUGS.map(lambda slug: slug[:27].strip("-")),
            "Beginning.steps": st.tuples(SLUGS, SLUGS, SLUGS),
            "Question.steps": some(st.sampled_from(tuple(CATALOGUE.steps)), 0, 4),
            "Plan.hours": st.integers(1, 40),
            "Plan.zone": st.sampled_from(("", "Europe/Rome", "Etc/GMT-2")),
            "Draft.readings": some(self.derive(Reading), 1, 3),
            "Found.meeting": st.frozensets(CERTIFICATION_IDS, max_size=30),
            "Found.hits": some(self.derive(Hit), 1, 24),
            "Found.pair": st.none() | _PAIRS,
            "Found.mended": some(st.tuples(self._text, self._text), 0, 4),
            "Asked.kind": st.sampled_from(("", "certification")),
            "Asked.token": st.sampled_from((".0a1b2c3d", "how_long_to_study_for_the_pmp")),
            "Outcome.findings": some(self.derive(Finding), 1, 6),
            "Zones.common": some(st.sampled_from(LIKELY_ZONES), 1, 30),
            "Zones.likely": some(st.sampled_from(LIKELY_ZONES), 0, 3),
        }

    def _values(self) -> Strategy:
        """Return settings of a community: what is saved is an id, a choice or a time."""
        return st.fixed_dictionaries(
            {},
            optional={
                "channel": st.none() | self.derive(ChannelId),
                "mentors_role": st.none() | SNOWFLAKES,
                "weekday": st.sampled_from([day.lower() for day in WEEKDAYS]),
                "language": st.sampled_from((None, "it", "en")),
                "paused": st.sampled_from(("yes", "no", "bot")) | MOMENTS.map(datetime.isoformat),
                "time": self._text,
                "zone": self._text,
            },
        )

    def _parameters(self) -> dict[str, Strategy]:
        """Return what is meant otherwise by one parameter, or all: ``module.builder.parameter``."""
        answers = some(self._text.map(lambda told: told[:4]), 1, 5)
        told = self._check_ins()
        compared = some(self.derive(comparisons.Compared), 2, 3).map(_told_apart)
        return {
            "check_ins.message.told": told,
            "check_ins.preview.told": told,
            "community_data.export.data": st.dictionaries(self._text, self._text, max_size=3),
            "community_data.preview.token": st.just("0123456789abcdef"),
            "comparisons.compared.chosen": compared,
            "comparisons.every_aspect.chosen": compared,
            "eligibility.assessed.answers": answers,
            "eligibility.assessed.outcomes": some(self.derive(Outcome), 1, 4),
            "entries.opened": st.one_of(*map(self.derive, _OPENED.values())).map(_opened),
            "trends.topics.counted": st.dictionaries(SLUGS, st.integers(1, 99), max_size=30),
            "find.with_way_back.card": st.sampled_from(tuple(CATALOGUE.faq.values())).map(
                lambda faq: entries.question(faq, CATALOGUE)
            ),
            "find.with_way_back.kind": st.sampled_from(("", "certification")),
            "find.with_way_back.token": st.just(".0a1b2c3d"),
            "inbox.rest.first": ids(26),
            "posts.merge.cards": some(self._cards, 1, 4),
            "whereabouts.ask.args": st.tuples(ids(8)),
            "whereabouts.ask.elsewhere": st.builds(Button, self._text, st.just("remind.change")),
            "whereabouts.ask.verb": st.just("remind.here"),
            "whereabouts.needed.draft": ids(8),
        }

    def _check_ins(self) -> Strategy:
        """Return what a check-in tells; progress is kept by the id of a goal that is told."""
        whole = self.derive(check_ins.CheckIn)
        return st.builds(
            lambda told, events: replace(
                told, progress=dict(zip((goal.id for goal in told.aims), events, strict=False))
            ),
            whole,
            some(self.derive(GoalEvent), 0, 4),
        )


_OPENED: dict[HitKind, type[Checked]] = {
    HitKind.QUESTION: Question,
    HitKind.STEP: Step,
    HitKind.WAY: Way,
    HitKind.RESOURCE: Resource,
    HitKind.TREND: Trend,
}


def _as_recorded(entry: Entry) -> Entry:
    """Return an entry of the trail as it is recorded: a purge counts what it deletes, by table."""
    if entry.verb is not Verb.PURGE:
        return entry
    return replace(entry, old={"schedule": "5", "community_entry": "1000"}, new={})


def _told_apart(chosen: abc.Sequence[comparisons.Compared]) -> tuple[comparisons.Compared, ...]:
    """Return certifications as they are compared: each by an id of its own."""
    return tuple(
        (entry, variant.model_copy(update={"id": f"{variant.id}-{at}"}))
        if variant is not None
        else (entry.model_copy(update={"id": f"{entry.id}-{at}"}), None)
        for at, (entry, variant) in enumerate(chosen)
    )


def _opened(entry: Checked) -> dict[str, Any]:
    [kind] = (kind for kind, of in _OPENED.items() if isinstance(entry, of))
    return {"kind": kind, "own_id": entry.id, "catalogue": _holding([entry])}


@st.composite
def _calls(draw: st.DrawFn, builder: Builder, arguments: Strategy) -> Call:
    return Call(builder, _related(draw(arguments)))


def _related(given: dict[str, Any]) -> dict[str, Any]:
    """Return arguments that belong together: the catalogue holds the entries that are shown."""
    related = dict(given)
    if (variant := given.get("variant")) is not None:
        related["entry"] = given["entry"].model_copy(update={"variants": (variant,)})
    if given.get("catalogue") is CATALOGUE:
        related["catalogue"] = _holding(list(_entries(tuple(related.values()))))
    return related


def _entries(value: object) -> Iterator[Checked]:
    if isinstance(value, Checked):
        yield value
    elif isinstance(value, tuple):
        for one in cast(tuple[object, ...], value):
            yield from _entries(one)


def _holding(entries: list[Checked]) -> Catalogue:
    def more(held: abc.Mapping[str, Checked], kind: type[Checked]) -> dict[str, Any]:
        return {**held, **{entry.id: entry for entry in entries if isinstance(entry, kind)}}

    certifications = more(CATALOGUE.certifications, Certification)
    stages = more(CATALOGUE.stages, Stage)
    first, steps = next(iter(stages.values())), [one for one in entries if isinstance(one, Step)]
    stages[first.id] = first.model_copy(update={"steps": (*first.steps, *steps)})
    variants = {one.id: (entry, one) for entry in certifications.values() for one in entry.variants}
    return replace(
        CATALOGUE,
        certifications=certifications,
        variants=variants,
        roles=more(CATALOGUE.roles, CareerRole),
        stages=stages,
        steps=more(CATALOGUE.steps, Step),
        ways=more(CATALOGUE.ways, Way),
        faq=more(CATALOGUE.faq, Question),
        resources=more(CATALOGUE.resources, Resource),
        trends=more(CATALOGUE.trends, Trend),
        terms=more(CATALOGUE.terms, Term),
        nudges=more(CATALOGUE.nudges, Nudge),
    )


def _most(kind: Any) -> int:
    """Return how many of a kind a list holds: what is short comes often enough to need pages."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return 3
    return 4 if kind in (str, Words, Slug) else 16
