"""Full-text search in memory: rare words weigh more, names weigh most, typos are forgiven."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.names import MAX_QUERY, normalise, spellings

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


@dataclass(frozen=True, slots=True)
class Document:
    """A searchable entry: its names are matched fuzzily, its text by words."""

    kind: HitKind
    id: str
    title: str
    snippet: str
    names: tuple[str, ...]
    text: str


class Index:
    """Words weighed by rarity, plus whole and misspelt names, over a few hundred documents."""

    _NAME_WEIGHT = 3.0
    _WHOLE_NAME = 10.0
    _FUZZY_FROM = 78.0
    _TYPO_FROM = 80.0
    _SHORTEST_TYPO = 5
    _MOST_TYPOS = 6
    _LONGEST_NAME = 6

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._names: list[str] = []
        self._owners: list[int] = []
        postings: dict[str, dict[int, float]] = defaultdict(dict)
        whole: dict[str, set[int]] = defaultdict(set)
        for position, document in enumerate(documents):
            whole[normalise(document.id)].add(position)
            for spelling in dict.fromkeys(s for name in document.names for s in spellings(name)):
                self._names.append(spelling)
                self._owners.append(position)
                whole[spelling].add(position)
            for word in _words(document.text):
                postings[word][position] = 1.0
            for word in _words(" ".join(document.names)):
                postings[word][position] = self._NAME_WEIGHT
        self._postings = dict(postings)
        self._whole = dict(whole)
        self._vocabulary = [word for word in postings if len(word) >= self._SHORTEST_TYPO]

    def search(self, text: str, limit: int) -> list[Hit]:
        """Return the best documents for ``text``; none for text without words."""
        query = normalise(text[:MAX_QUERY])
        if not query:
            return []
        scores: dict[int, float] = defaultdict(float)
        for position, score in (*self._by_words(query), *self._by_names(query)):
            scores[position] += score
        ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
        return [self._hit(position, score) for position, score in ranked]

    def _by_words(self, query: str) -> Iterator[tuple[int, float]]:
        words = self._spelt(_words(query))
        for word in words:
            where = self._postings.get(word, {})
            rarity = math.log(1 + len(self._documents) / (1 + len(where)))
            for position, weight in where.items():
                yield position, weight * rarity / len(words)

    def _spelt(self, words: list[str]) -> list[str]:
        """Return the words with unknown ones replaced by the nearest known ones."""
        unknown = [word for word in words if word not in self._postings]
        nearest: dict[str, str] = {}
        for word in unknown[: self._MOST_TYPOS]:
            if len(word) >= self._SHORTEST_TYPO and (
                found := process.extractOne(
                    word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=self._TYPO_FROM
                )
            ):
                nearest[word] = found[0]
        return list(dict.fromkeys(nearest.get(word, word) for word in words))

    def _by_names(self, query: str) -> Iterator[tuple[int, float]]:
        parts = query.split()
        for start in range(len(parts)):
            for end in range(start + 1, min(start + self._LONGEST_NAME, len(parts)) + 1):
                for position in self._whole.get(" ".join(parts[start:end]), ()):
                    yield position, self._WHOLE_NAME * (end - start) / len(parts)
        for _, score, index in process.extract(
            query,
            self._names,
            scorer=fuzz.token_sort_ratio,
            limit=None,
            score_cutoff=self._FUZZY_FROM,
        ):
            yield self._owners[index], score / 10

    def _hit(self, position: int, score: float) -> Hit:
        document = self._documents[position]
        return Hit(document.kind, document.id, document.title, document.snippet, score)


def label(abbreviation: str, name: str) -> str:
    """Return an abbreviation with its name, unless the name says it already."""
    return name if abbreviation in name else f"{abbreviation} - {name}"


def documents(catalogue: Catalogue) -> list[Document]:
    """Return every searchable entry of the catalogue."""
    return [
        *_certifications(catalogue),
        *_roles(catalogue),
        *_path(catalogue),
        *_reading(catalogue),
    ]


def _certifications(catalogue: Catalogue) -> Iterator[Document]:
    for entry in catalogue.certifications.values():
        others = [name for v in entry.variants for name in (v.name, v.abbreviation)]
        words: Iterable[str] = (
            *entry.focus,
            entry.level,
            entry.issuer.name,
            entry.who_for,
            entry.renewal.unit or "",
            *(topic.name for topic in entry.topics.items),
        )
        yield Document(
            HitKind.CERTIFICATION,
            entry.id,
            label(entry.abbreviation, entry.name),
            entry.who_for,
            (entry.name, entry.abbreviation, *entry.aliases, *others),
            " ".join(words),
        )


def _roles(catalogue: Catalogue) -> Iterator[Document]:
    for role in catalogue.roles.values():
        names = (role.name, *role.aliases)
        text = " ".join((role.summary, *role.key_skills))
        yield Document(HitKind.ROLE, role.id, role.name, role.summary, names, text)


def _path(catalogue: Catalogue) -> Iterator[Document]:
    for stage in catalogue.stages.values():
        names = (stage.name, f"stage {stage.order}")
        yield Document(HitKind.STAGE, stage.id, stage.name, stage.goal, names, stage.goal)
        for step in stage.steps:
            text = " ".join((step.detail, *step.tags))
            yield Document(HitKind.STEP, step.id, step.title, step.detail, (step.title,), text)
    for way in catalogue.ways.values():
        text = f"{way.why_it_helps} {way.first_action}"
        yield Document(HitKind.WAY, way.id, way.name, way.why_it_helps, (way.name,), text)


def _reading(catalogue: Catalogue) -> Iterator[Document]:
    for faq in catalogue.faq.values():
        names = (faq.question, *faq.also_asked_as)
        text = " ".join((faq.answer, *faq.tags))
        yield Document(HitKind.QUESTION, faq.id, faq.question, faq.answer, names, text)
    for resource in catalogue.resources.values():
        names = (resource.title,)
        text = " ".join((resource.author_or_provider, resource.kind, *resource.tags))
        snippet = f"{resource.author_or_provider}; {resource.cost}; {resource.level}"
        yield Document(HitKind.RESOURCE, resource.id, resource.title, snippet, names, text)
    for trend in catalogue.trends.values():
        text = " ".join((trend.what, trend.why_it_matters, *trend.tags))
        yield Document(HitKind.TREND, trend.id, trend.title, trend.what, (trend.title,), text)


def _words(text: str) -> list[str]:
    """Return the distinct words that carry meaning, in singular as far as an s tells."""
    words = (word for word in normalise(text).split() if word not in _STOP_WORDS)
    return list(dict.fromkeys(_stem(word) for word in words))


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
