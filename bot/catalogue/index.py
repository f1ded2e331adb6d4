"""Full-text search in memory: rare words weigh more, names weigh most, typos are forgiven."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.vocabulary import Vocabulary


class HitKind(StrEnum):
    """What a search can find; a step, a stage and a way are all of the path."""

    CERTIFICATION = "certification"
    ROLE = "role"
    STAGE = "stage"
    STEP = "step"
    QUESTION = "question"
    RESOURCE = "resource"
    WAY = "way"
    TREND = "trend"
    TERM = "term"


# What a word of the question says about the kind of its answer, or the form of a resource.
_KIND_NAMES = {
    "certification": {HitKind.CERTIFICATION, HitKind.QUESTION},
    "exam": {HitKind.CERTIFICATION, HitKind.QUESTION},
    "book": {"book"},
    "course": {"course", "curriculum", HitKind.WAY},
    "podcast": {"podcast"},
    "practise": {HitKind.STEP},
}


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
    """A searchable entry: what it is called, how people ask for it, and what it tells.

    ``form`` says of a resource whether it is a book, a course or something else.
    """

    kind: HitKind
    id: str
    title: str
    snippet: str
    names: tuple[str, ...]
    text: str
    asked_as: tuple[str, ...] = ()
    form: str = ""


class Index:
    """Words weighed by rarity, plus the closeness to a name or to a known way of asking."""

    _NAME, _ASKED, _TEXT = 2.5, 2.0, 1.0
    _CLOSENESS = 6.0
    _FUNCTION = 0.3
    _LIFT = 8.0
    _ASKED_AS_QUESTION = 0.5
    _KIND_NAMED = 2.0
    _CALLED = 1.5
    _WORTH = 0.45
    _UNASKED_TERM = 0.7

    def __init__(self, documents: Sequence[Document], vocabulary: Vocabulary) -> None:
        self._documents = documents
        self._vocabulary = vocabulary
        self._places = {(document.kind, document.id): at for at, document in enumerate(documents)}
        self._by_kind_name: dict[str, set[int]] = {}
        for name, kinds in _KIND_NAMES.items():
            [term] = vocabulary.terms(name)
            self._by_kind_name[term] = {
                at
                for at, document in enumerate(documents)
                if not kinds.isdisjoint((document.kind, document.form))
            }
        self._questions = {at for (kind, _), at in self._places.items() if kind is HitKind.QUESTION}
        self._terms = {at for (kind, _), at in self._places.items() if kind is HitKind.TERM}
        # Questions are also called by what people come from.
        self._names = {
            term
            for document in documents
            if document.kind is not HitKind.QUESTION
            for name in (*document.names, *document.asked_as)
            for term in vocabulary.terms(name)
        }
        self._told: list[set[str]] = [set() for _ in documents]
        self._called: dict[str, set[int]] = defaultdict(set)
        postings: dict[str, dict[int, float]] = defaultdict(dict)
        phrases: dict[tuple[int, frozenset[str]], None] = {}
        for at, document in enumerate(documents):
            vocabulary.learn((*document.names, *document.asked_as, document.text))
            for text in (document.text, document.snippet):
                terms = vocabulary.terms(text)
                self._told[at].update(terms)
                for term in terms:
                    postings[term][at] = self._TEXT
            for weight, called in ((self._ASKED, document.asked_as), (self._NAME, document.names)):
                for phrase in called:
                    phrases[at, frozenset(vocabulary.phrase(phrase))] = None
                    terms = vocabulary.terms(phrase)
                    self._told[at].update(terms)
                    if weight == self._NAME and len(terms) == 1:
                        self._called[terms[0]].add(at)
                    for term in terms:
                        postings[term][at] = max(weight, postings[term].get(at, 0.0))
        # A function word has none of its own: it weighs the same wherever it stands.
        # Nor do the words of the field make a word less telling of the entries that people act on.
        counted = len(documents) - len(self._terms)
        self._rarity = {
            term: math.log(1 + counted / max(len(where.keys() - self._terms), 1))
            for term, where in postings.items()
        }
        self._postings = {
            term: [(at, weight * self._rarity[term]) for at, weight in where.items()]
            for term, where in postings.items()
        }
        self._rarest = max(self._rarity.values(), default=1.0)
        self._owners = [at for at, _ in phrases]
        self._weights = [self._weigh(terms) for _, terms in phrases]
        self._all_phrases = tuple(phrases)
        self._phrases: dict[str, list[int]] = defaultdict(list)
        for number, (_, terms) in enumerate(phrases):
            for term in terms:
                self._phrases[term].append(number)

    def search(
        self,
        text: str,
        limit: int,
        kinds: Container[HitKind],
        wanted: Mapping[tuple[HitKind, str], float],
        *,
        is_question: bool = False,
        is_described: bool = False,
    ) -> list[Hit]:
        """Return the best documents for ``text``; none for text without words.

        ``wanted`` lifts documents by kind and id: 1 about as much as its name does, 2 above
        everything that is not. A question is better answered by one than by an entry, and what is
        described by the term for it, which is none that the description has.
        """
        terms = self._vocabulary.phrase(text)
        scores = self._score(terms)
        lifted = {self._places[key]: lift for key, lift in wanted.items()}
        # Who asks for help with a thing wants what helps, not the word for it.
        meant = self._terms - self._named_by(terms) if is_described else set[int]()
        for at in self._terms.intersection(scores):
            if at in meant:
                scores[at] += self._KIND_NAMED
            else:
                scores[at] *= self._UNASKED_TERM
        for at, lift in lifted.items():
            scores[at] = scores.get(at, 0.0) + self._LIFT * lift
        for at in self._named_kinds(terms).intersection(scores):
            scores[at] += self._KIND_NAMED
        if is_question:
            for at in self._questions.intersection(scores):
                scores[at] += self._ASKED_AS_QUESTION
        documents = self._documents
        found = [(score, at) for at, score in scores.items() if documents[at].kind in kinds]
        if not found:
            return []
        # A hit is made of what is shown only: most questions touch most documents.
        worth = self._WORTH * max(score - self._LIFT * lifted.get(at, 0.0) for score, at in found)
        found = [pair for pair in found if pair[0] >= worth or pair[1] in lifted]
        found.sort(key=lambda pair: -pair[0])
        return [self._hit(at, score) for score, at in found[:limit]]

    def knows(self, term: str) -> bool:
        """Tell whether any document has a term of the vocabulary."""
        return term in self._rarity

    def has(self, hit: Hit, term: str) -> bool:
        """Tell whether what was found has a term of the vocabulary."""
        return term in self._told[self._places[hit.kind, hit.id]]

    def calls(self, term: str) -> bool:
        """Tell whether anything that is no question is called by a term of the vocabulary."""
        return term in self._names

    def weigh(self, term: str) -> float:
        """Return how much a term tells: the rarer the more, an unknown one most."""
        return self._rarity.get(term, self._rarest)

    def _named_by(self, terms: Sequence[str]) -> set[int]:
        """Return the documents of which a question has a whole name or way of asking."""
        asked = set(terms)
        return {at for at, name in self._all_phrases if name and name <= asked}

    def _named_kinds(self, terms: Sequence[str]) -> set[int]:
        """Return the documents of the kinds that the question names."""
        return {at for term in terms for at in self._by_kind_name.get(term, ())}

    def _score(self, terms: Sequence[str]) -> dict[int, float]:
        # Plain dictionaries and lists made once: this loop is what a question costs.
        scores: dict[int, float] = {}
        shared: dict[int, float] = {}
        terms = [term for term in terms if term in self._phrases or term in self._postings]
        asked = self._weigh(terms)
        for term in terms:
            for at, weight in self._postings.get(term, ()):
                scores[at] = scores.get(at, 0.0) + weight / asked
            rarity = self._rarity.get(term, self._FUNCTION)
            for number in self._phrases.get(term, ()):
                shared[number] = shared.get(number, 0.0) + rarity
            for at in self._called.get(term, ()):
                scores[at] = scores.get(at, 0.0) + self._CALLED
        closest: dict[int, float] = {}
        for number, weight in shared.items():
            owner = self._owners[number]
            near = 2 * weight / (asked + self._weights[number])
            if near > closest.get(owner, 0.0):
                closest[owner] = near
        for at, closeness in closest.items():
            scores[at] = scores.get(at, 0.0) + self._CLOSENESS * closeness**2
        return scores

    def _weigh(self, terms: Iterable[str]) -> float:
        return sum(self._rarity.get(term, self._FUNCTION) for term in terms)

    def _hit(self, at: int, score: float) -> Hit:
        document = self._documents[at]
        return Hit(document.kind, document.id, document.title, document.snippet, score)


def label(abbreviation: str, name: str) -> str:
    """Return an abbreviation with its name, unless the name says it already."""
    return name if abbreviation in name else f"{abbreviation} - {name}"


# What the card of an entry tells: a question for it is a question for the card.
_CERTIFICATION_TELLS = """certification exam price prerequisite renewal pdu pass mark questions
    minutes hours languages validity requirements months topics outline worth retake"""
_ROLE_TELLS = """job become responsibility skills salary judged interview years career employer"""
_STEP_TELLS = "how do start goal path"


def documents(catalogue: Catalogue) -> list[Document]:
    """Return every searchable entry of the catalogue."""
    asked = catalogue.wording.asked_as
    return [
        replace(document, asked_as=(*document.asked_as, *known.get(document.id, ())))
        for kind, found in (
            ("certification", _certifications(catalogue)),
            ("role", _roles(catalogue)),
            ("stage", _stages(catalogue)),
            ("step", _steps(catalogue)),
            ("way", _ways(catalogue)),
            ("faq", _questions(catalogue)),
            ("resource", _resources(catalogue)),
            ("trend", _trends(catalogue)),
            ("term", _terms(catalogue)),
        )
        for known in (asked.get(kind, {}),)
        for document in found
    ]


def _certifications(catalogue: Catalogue) -> Iterator[Document]:
    for entry in catalogue.certifications.values():
        others = [name for v in entry.variants for name in (v.name, v.abbreviation)]
        words = (
            *entry.focus,
            entry.level,
            entry.issuer.name,
            entry.exam.format,
            entry.exam.delivery,
            entry.exam.book_policy or "",
            entry.renewal.unit or "",
            entry.prerequisites.education or "",
            *entry.prerequisites.alternatives,
            *(topic.name for topic in entry.topics.items),
            *(catalogue.roles[own_id].name for own_id in entry.relevant_roles),
            *(change.change for change in entry.recent_changes),
            *(note or "" for note in (entry.prerequisites.notes, entry.exam.notes)),
            *(note or "" for note in (entry.renewal.notes, entry.status.note)),
            _CERTIFICATION_TELLS,
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
        topics = (one.topic for one in role.interview_topics)
        words = (*role.key_skills, *role.day_to_day, *role.judged_on, *topics)
        yield Document(
            HitKind.ROLE,
            role.id,
            role.name,
            role.summary,
            (role.name, *role.aliases),
            " ".join((*words, _ROLE_TELLS)),
        )


def _stages(catalogue: Catalogue) -> Iterator[Document]:
    for stage in catalogue.stages.values():
        names = (stage.name, f"stage {stage.order}")
        yield Document(HitKind.STAGE, stage.id, stage.name, stage.goal, names, _STEP_TELLS)


def _steps(catalogue: Catalogue) -> Iterator[Document]:
    for step in catalogue.steps.values():
        text = " ".join((*step.tags, step.evidence, _STEP_TELLS))
        yield Document(HitKind.STEP, step.id, step.title, step.detail, (step.title,), text)


def _ways(catalogue: Catalogue) -> Iterator[Document]:
    for way in catalogue.ways.values():
        yield Document(
            HitKind.WAY, way.id, way.name, way.why_it_helps, (way.name,), way.first_action
        )


def _questions(catalogue: Catalogue) -> Iterator[Document]:
    for faq in catalogue.faq.values():
        text = " ".join(faq.tags)
        yield Document(
            HitKind.QUESTION,
            faq.id,
            faq.question,
            faq.answer,
            (faq.question,),
            text,
            faq.also_asked_as,
        )


def _resources(catalogue: Catalogue) -> Iterator[Document]:
    for resource in catalogue.resources.values():
        snippet = f"{resource.author_or_provider}; {resource.cost}; {resource.level}"
        text = " ".join((resource.kind, *resource.tags))
        yield Document(
            HitKind.RESOURCE,
            resource.id,
            resource.title,
            snippet,
            (resource.title,),
            text,
            form=resource.kind,
        )


def _trends(catalogue: Catalogue) -> Iterator[Document]:
    for trend in catalogue.trends.values():
        text = " ".join((trend.why_it_matters, trend.try_this, *trend.tags, "trend"))
        yield Document(HitKind.TREND, trend.id, trend.title, trend.what, (trend.title,), text)


def _terms(catalogue: Catalogue) -> Iterator[Document]:
    """Yield the words of the field: their names are ways to ask, not words that only they have.

    Many are a plain word ("risk", "release"), which most questions have for another reason.
    """
    for term in catalogue.terms.values():
        yield Document(
            HitKind.TERM,
            term.id,
            term.name,
            term.definition,
            (),
            " ".join((term.why, term.example)),
            term.names,
        )
