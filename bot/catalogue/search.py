"""Look-ups from memory: names, aliases and typos find their entry; questions find a ranked list."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TypeVar
from zoneinfo import available_timezones

from rapidfuzz import fuzz, process

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.schema import CareerRole, Certification, Stage, Variant
from bot.errors import NotFoundError

MAX_CHOICES = 25
MAX_LABEL = 100
_MAX_QUERY = 120
_MAX_NAME = 60
_SURE = 76.0
_PLAUSIBLE = 55.0
_NEAREST = 3

T = TypeVar("T")

_STOP_WORDS = frozenset(
    """
    a about an and any are as at be become by can do does for from get how i in is it me my need
    of on or should that the there to what when which who why will with without you your
    """.split()  # noqa: SIM905 - fifty quoted words read worse
)


class HitKind(StrEnum):
    """What a search can find."""

    CERTIFICATION = "certification"
    ROLE = "role"
    STAGE = "stage"
    STEP = "step"
    QUESTION = "question"
    RESOURCE = "resource"
    WAY = "way"
    TREND = "trend"


@dataclass(frozen=True, slots=True)
class Hit:
    """A search result, best first; ``score`` only ranks hits of one search."""

    kind: HitKind
    id: str
    title: str
    snippet: str
    score: float


def normalise(text: str) -> str:
    """Return the words of ``text`` in lower case, without accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(
        re.findall(r"[a-z0-9]+", "".join(c for c in plain if c.isascii() or c.isspace()))
    )


class Names:
    """Names and aliases of one kind of entry, prepared for matching."""

    def __init__(self, named: Mapping[str, Iterable[str]], labels: Mapping[str, str]) -> None:
        self.labels = labels
        self._owners: list[str] = []
        self._names: list[str] = []
        for own_id, names in named.items():
            for name in dict.fromkeys(map(normalise, (own_id, *names))):
                self._owners.append(own_id)
                self._names.append(name)

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Return (id, score) of every entry, best first; 100 is an exact name."""
        query = normalise(text[:_MAX_QUERY])[:_MAX_NAME]
        best: dict[str, float] = dict.fromkeys(self.labels, 0.0)
        if not query:
            return list(best.items())
        scores = self._typed(query) or self._similar(query)
        for owner, score in scores:
            best[owner] = max(best[owner], score)
        return sorted(best.items(), key=lambda pair: -pair[1])

    def _typed(self, query: str) -> list[tuple[str, float]]:
        """Return what people expect while typing: the name, its beginning, a word's beginning."""
        found: list[tuple[str, float]] = []
        for owner, name in zip(self._owners, self._names, strict=True):
            if name == query:
                found.append((owner, 100.0))
            elif name.startswith(query):
                found.append((owner, 96.0 + 3.0 * len(query) / len(name)))
            elif f" {query}" in name:
                found.append((owner, 90.0 + 3.0 * len(query) / len(name)))
        return found

    def _similar(self, query: str) -> list[tuple[str, float]]:
        """Return what a typo or a longer sentence may mean."""
        found: list[tuple[str, float]] = []
        for name, score, position in process.extract_iter(query, self._names, scorer=fuzz.WRatio):
            # A fragment is contained in nearly anything: closeness in length counts too.
            close = score * (0.7 + 0.3 * min(1.0, len(query) / max(len(name), 1)))
            found.append((self._owners[position], max(close, fuzz.ratio(query, name))))
        return found

    def find(self, text: str) -> str | None:
        """Return the id that ``text`` surely means, or None."""
        ranked = self.rank(text)
        own_id, score = ranked[0]
        return own_id if score >= _SURE else None

    def nearest(self, text: str) -> tuple[str, ...]:
        """Return the labels of the three nearest entries."""
        return tuple(self.labels[own_id] for own_id, _ in self.rank(text)[:_NEAREST])

    def suggest(self, text: str) -> list[tuple[str, str]]:
        """Return (label, id) of what ``text`` may mean, at most 25; everything for no text."""
        ranked = self.rank(text)
        if normalise(text[:_MAX_QUERY]):
            ranked = [pair for pair in ranked if pair[1] >= _PLAUSIBLE]
        return [(self.labels[own_id][:MAX_LABEL], own_id) for own_id, _ in ranked[:MAX_CHOICES]]


@dataclass(frozen=True, slots=True)
class _Document:
    kind: HitKind
    id: str
    title: str
    snippet: str
    names: tuple[str, ...]
    text: str


class CatalogueSearch:
    """Everything that is looked up by what people type."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        entries = catalogue.certifications.values()
        named = {entry.id: (entry.name, entry.abbreviation, *entry.aliases) for entry in entries}
        labels = {entry.id: _label(entry.abbreviation, entry.name) for entry in entries}
        for own_id, (_, variant) in catalogue.variants.items():
            named[own_id] = (variant.name, variant.abbreviation)
            labels[own_id] = _label(variant.abbreviation, variant.name)
        self._certifications = Names(named, labels)
        roles = catalogue.roles.values()
        self._roles = Names(
            {role.id: (role.name, *role.aliases) for role in roles},
            {role.id: role.name for role in roles},
        )
        stages = catalogue.stages.values()
        self._stages = Names(
            {stage.id: (stage.name, str(stage.order), f"stage {stage.order}") for stage in stages},
            {stage.id: f"{stage.order}. {stage.name}" for stage in stages},
        )
        focuses = sorted({focus for entry in entries for focus in entry.focus})
        self._focuses = Names(
            {focus: () for focus in focuses},
            {focus: focus.replace("-", " ") for focus in focuses},
        )
        self._index = _Index(_documents(catalogue))

    @cached_property
    def _zones(self) -> Names:
        zones = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
        return Names({zone: (zone.rsplit("/", 1)[-1],) for zone in zones}, {z: z for z in zones})

    def find_certification(self, text: str) -> tuple[Certification, Variant | None]:
        """Return the certification ``text`` means, and the variant if it means that one.

        Raises
        ------
        NotFoundError
            Nothing is close; the error holds the three nearest names.
        """
        own_id = _found(self._certifications, text, "certification", "/cert list shows them all.")
        return self._catalogue.certification(own_id)

    def find_role(self, text: str) -> CareerRole:
        """Return the role ``text`` means; raises NotFoundError with the nearest names."""
        hint = "Pick one from the list while typing."
        return self._catalogue.roles[_found(self._roles, text, "job role", hint)]

    def find_stage(self, text: str) -> Stage:
        """Return the stage ``text`` means; raises NotFoundError with the nearest names."""
        hint = "/career path shows all six."
        return self._catalogue.stages[_found(self._stages, text, "stage", hint)]

    def find_zone(self, text: str) -> str | None:
        """Return the IANA zone of this name in any case, or None."""
        wanted = text.strip().casefold()
        return next((zone for zone in self._zones.labels if zone.casefold() == wanted), None)

    def certification_name(self, own_id: str) -> str:
        """Return a certification's label; one that has left the catalogue keeps its id."""
        return self._certifications.labels.get(own_id, own_id)

    def certifications(self, focus: str | None, level: str | None) -> list[Certification]:
        """Return the certifications of a focus and level, from entry to expert.

        Raises
        ------
        NotFoundError
            No certification has anything like this focus.
        """
        wanted = None
        if focus is not None:
            wanted = _found(self._focuses, focus, "focus", "Pick one from the list while typing.")
        order = ("entry", "intermediate", "advanced", "expert")
        found = [
            entry
            for entry in self._catalogue.certifications.values()
            if (wanted is None or wanted in entry.focus) and level in (None, entry.level)
        ]
        return sorted(found, key=lambda entry: (order.index(entry.level), entry.name))

    def suggest_certifications(self, text: str) -> list[tuple[str, str]]:
        """Return (label, id) of certifications, at most 25."""
        return self._certifications.suggest(text)

    def suggest_roles(self, text: str) -> list[tuple[str, str]]:
        """Return (label, id) of roles, at most 25."""
        return self._roles.suggest(text)

    def suggest_stages(self, text: str) -> list[tuple[str, str]]:
        """Return (label, id) of stages."""
        return self._stages.suggest(text)

    def suggest_focuses(self, text: str) -> list[tuple[str, str]]:
        """Return (label, focus) of what certifications are about, at most 25."""
        return self._focuses.suggest(text)

    def suggest_zones(self, text: str) -> list[tuple[str, str]]:
        """Return (zone, zone) of IANA time zones, at most 25."""
        return self._zones.suggest(text)

    def search(self, text: str, limit: int = 25) -> list[Hit]:
        """Return what answers ``text``, best first; nothing for text without words."""
        return self._index.search(text, limit)


def _label(abbreviation: str, name: str) -> str:
    return name if abbreviation in name else f"{abbreviation} - {name}"


def _found(names: Names, text: str, what: str, hint: str) -> str:
    own_id = names.find(text)
    if own_id is None:
        raise NotFoundError(f"I know no {what} of that name.", hint, names.nearest(text))
    return own_id


def _documents(catalogue: Catalogue) -> list[_Document]:
    """Return every searchable entry with its names (matched fuzzily) and text (by words)."""
    found: list[_Document] = []

    def add(
        kind: HitKind, own_id: str, title: str, snippet: str, names: Iterable[str], text: str
    ) -> None:
        found.append(_Document(kind, own_id, title, snippet, tuple(names), text))

    for entry in catalogue.certifications.values():
        others = [name for v in entry.variants for name in (v.name, v.abbreviation)]
        names = (entry.name, entry.abbreviation, *entry.aliases, *others)
        text = " ".join((*entry.focus, entry.level, entry.issuer.name, entry.who_for))
        title = _label(entry.abbreviation, entry.name)
        add(HitKind.CERTIFICATION, entry.id, title, entry.who_for, names, text)
    for role in catalogue.roles.values():
        text = " ".join((role.summary, *role.key_skills))
        add(HitKind.ROLE, role.id, role.name, role.summary, (role.name, *role.aliases), text)
    for stage in catalogue.stages.values():
        names = (stage.name, f"stage {stage.order}")
        add(HitKind.STAGE, stage.id, stage.name, stage.goal, names, stage.goal)
        for step in stage.steps:
            text = " ".join((step.detail, *step.tags))
            add(HitKind.STEP, step.id, step.title, step.detail, (step.title,), text)
    for way in catalogue.ways.values():
        add(HitKind.WAY, way.id, way.name, way.why_it_helps, (way.name,), way.first_action)
    for faq in catalogue.faq.values():
        names = (faq.question, *faq.also_asked_as)
        text = " ".join((faq.answer, *faq.tags))
        add(HitKind.QUESTION, faq.id, faq.question, faq.answer, names, text)
    for resource in catalogue.resources.values():
        text = " ".join((resource.author_or_provider, resource.kind, *resource.tags))
        snippet = f"{resource.author_or_provider}; {resource.cost}; {resource.level}"
        add(HitKind.RESOURCE, resource.id, resource.title, snippet, (resource.title,), text)
    for trend in catalogue.trends.values():
        text = " ".join((trend.what, trend.why_it_matters, *trend.tags))
        add(HitKind.TREND, trend.id, trend.title, trend.what, (trend.title,), text)
    return found


class _Index:
    """Words weighed by rarity, plus fuzzy names, over a few hundred documents."""

    _NAME_WEIGHT = 3.0
    _FUZZY_FROM = 78.0

    def __init__(self, documents: list[_Document]) -> None:
        self._documents = documents
        self._names: list[str] = []
        self._owners: list[int] = []
        postings: dict[str, dict[int, float]] = defaultdict(dict)
        for position, document in enumerate(documents):
            for name in dict.fromkeys(map(normalise, document.names)):
                self._names.append(name)
                self._owners.append(position)
            for word in _words(document.text):
                postings[word][position] = 1.0
            for word in _words(" ".join(document.names)):
                postings[word][position] = self._NAME_WEIGHT
        self._postings = dict(postings)

    def search(self, text: str, limit: int) -> list[Hit]:
        """Return the best documents for ``text``."""
        query = normalise(text[:_MAX_QUERY])
        words = _words(query)
        if not query:
            return []
        scores: dict[int, float] = defaultdict(float)
        for word in words:
            where = self._postings.get(word, {})
            rarity = math.log(1 + len(self._documents) / (1 + len(where)))
            for position, weight in where.items():
                scores[position] += weight * rarity / max(len(words), 1)
        for _, score, index in process.extract_iter(
            query, self._names, scorer=fuzz.token_sort_ratio, score_cutoff=self._FUZZY_FROM
        ):
            position = self._owners[index]
            scores[position] = max(scores[position], 0.0) + score / 10
        ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
        return [self._hit(position, score) for position, score in ranked]

    def _hit(self, position: int, score: float) -> Hit:
        document = self._documents[position]
        return Hit(document.kind, document.id, document.title, document.snippet, score)


def _words(text: str) -> list[str]:
    """Return the distinct words that carry meaning, in singular as far as an s tells."""
    words = (word for word in normalise(text).split() if word not in _STOP_WORDS)
    return list(dict.fromkeys(_stem(word) for word in words))


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
