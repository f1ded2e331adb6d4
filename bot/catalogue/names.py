"""Names people type: exact, half typed, misspelt, in other spacing or numerals."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from rapidfuzz import fuzz, process

from bot.catalogue.meaning import Meaning, Named, one_of

MAX_CHOICES = 25
MAX_LABEL = 100
MAX_QUERY = 120
_MAX_NAME = 60
_SURE = 76.0
_PLAUSIBLE = 55.0
# Better nothing than what nobody could have meant.
_NEAR = 70.0
# A beginning of the whole name means it rather than the names that have it further on.
_MARGIN = 3.0
_NEAREST = 3
# (scorer, weight, does it look for one text inside the other)
_SCORERS = (
    (fuzz.ratio, 1.0, False),
    (fuzz.token_sort_ratio, 0.95, False),
    (fuzz.token_set_ratio, 0.9, False),
    (fuzz.partial_ratio, 0.9, True),
)
_SHORTEST_PART = 3
_EXACT = 99.5
_SHORTEST_TYPO = 5
_TYPO = 80.0
_SAYS_NOTHING = frozenset(
    {"certification", "certificate", "cert", "exam", "job", "of", "role", "the"}
)
# Part of a name: "Security+".
_PLUS = re.compile(r"(?<=[A-Za-z])\+")
_WORD = re.compile(r"[a-z0-9]+")
_NUMERALS = {"i": "1", "ii": "2", "iii": "3"}


def normalise(text: str) -> str:
    """Return the words of ``text`` in lower case, without accents and punctuation."""
    plain = _PLUS.sub(" plus", text).casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).casefold()
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(_WORD.findall(plain))


def spellings(name: str) -> tuple[str, ...]:
    """Return a name as it is matched: normalised, and with its last Roman numeral as a digit."""
    plain = normalise(name)
    start, _, last = plain.rpartition(" ")
    return (plain, f"{start} {_NUMERALS[last]}") if start and last in _NUMERALS else (plain,)


class Names:
    """Names and aliases of one kind of entry, prepared for matching.

    ``labels`` holds what to show for every id, in the order to show when nothing is typed.
    """

    def __init__(self, named: Mapping[str, Iterable[str]], labels: Mapping[str, str]) -> None:
        self.labels = {own_id: label[:MAX_LABEL] for own_id, label in labels.items()}
        pairs = dict.fromkeys(
            (own_id, spelling)
            for own_id, names in named.items()
            # What a form shows, or somebody copies from a card, comes back as it was.
            for name in (own_id, labels[own_id], *names)
            for spelling in spellings(name)
        )
        self._owners = [own_id for own_id, _ in pairs]
        self._names = [name for _, name in pairs]
        self._solid = [name.replace(" ", "") for name in self._names]
        self._words: dict[str, list[list[str]]] = defaultdict(list)
        for owner, name, solid in zip(self._owners, self._names, self._solid, strict=True):
            self._words[owner].append([*name.split(), solid])

    def find(self, text: str) -> str | None:
        """Return the id that ``text`` surely means, or None: a near name may be another's."""
        return next((own_id for own_id, _score in self._sure(text)), None)

    def mean(self, text: str) -> Meaning:
        """Return the id that ``text`` means, or else those it may mean alike, or those near it."""
        if text.strip() in self.labels:
            return Meaning(text.strip())
        sure = list(self._sure(text))
        # Of a few letters several names may begin with, whichever is found first.
        fitting = sure or (self._rank(text, _SURE) if self._typed(_query(text)) else [])
        alike = [own_id for own_id, score in fitting if fitting[0][1] - score <= _MARGIN]
        if sure or len(alike) > 1:
            return one_of([Named(own_id, self.labels[own_id]) for own_id in alike])
        near = [
            Named(own_id, self.labels[own_id])
            for own_id, score in self._rank(text, _PLAUSIBLE)
            if score >= _NEAR or self._shares_word(own_id, _query(text))
        ]
        return Meaning(nearest=tuple(near[:_NEAREST]))

    def _sure(self, text: str) -> Iterator[tuple[str, float]]:
        """Yield (id, score) of what ``text`` may surely mean, best first; of an exact name one."""
        query = _query(text)
        scored = self._rank(text, _SURE)
        if scored and scored[0][1] >= _EXACT:
            yield scored[0]
        elif len(query) < _SHORTEST_PART:
            return
        elif not self._typed(query):
            yield from self._meant(scored, query, _is_word)
        elif len(scored) == 1:
            yield scored[0]
        else:
            yield from self._meant(scored, query, _is_same_word)

    def _shares_word(self, own_id: str, query: str) -> bool:
        """Tell whether a long word of ``query`` is one of an entry's, perhaps with a typo."""
        words = [word for word in query.split() if len(word) >= _SHORTEST_TYPO]
        own = {other for name in self._words[own_id] for other in name}
        return any(_is_word(word, other) for word in words for other in own)

    def _meant(
        self,
        ranked: Iterable[tuple[str, float]],
        query: str,
        is_word: Callable[[str, str], bool],
    ) -> Iterator[tuple[str, float]]:
        """Yield the entries with a name that has every word of ``query``."""
        words = [word for word in query.split() if word not in _SAYS_NOTHING] or query.split()
        for own_id, score in ranked:
            if any(
                all(any(is_word(word, other) for other in name) for word in words)
                for name in self._words[own_id]
            ):
                yield own_id, score

    def nearest(self, text: str) -> tuple[str, ...]:
        """Return the labels of the three nearest entries, however far."""
        near = [own_id for own_id, _ in self._rank(text, 0.0)]
        return tuple(self.labels[own_id] for own_id in (*near, *self.labels)[:_NEAREST])

    def suggest(self, text: str) -> list[tuple[str, str]]:
        """Return (label, id) of what ``text`` may mean, at most 25; the first ones for no text."""
        if _query(text):
            found = [own_id for own_id, _ in self._rank(text, _PLAUSIBLE)]
        else:
            found = list(self.labels)
        return [(self.labels[own_id], own_id) for own_id in found[:MAX_CHOICES]]

    def _rank(self, text: str, at_least: float) -> list[tuple[str, float]]:
        """Return (id, score) of the entries that reach a score, best first; 100 is exact."""
        query = _query(text)
        if not query:
            return []
        best: dict[str, float] = {}
        for owner, score in self._typed(query) or self._similar(query, at_least):
            if score >= at_least:
                best[owner] = max(best.get(owner, 0.0), score)
        return sorted(best.items(), key=lambda pair: -pair[1])

    def _typed(self, query: str) -> list[tuple[str, float]]:
        """Return what people expect while typing: the name, its beginning, a word's beginning."""
        found: list[tuple[str, float]] = []
        solid_query = query.replace(" ", "")
        for owner, name, solid in zip(self._owners, self._names, self._solid, strict=True):
            if solid == solid_query:
                found.append((owner, 100.0 if name == query else _EXACT))
            elif solid.startswith(solid_query):
                found.append((owner, 96.0 + 3.0 * len(query) / len(name)))
            elif f" {query}" in name:
                found.append((owner, 90.0 + 3.0 * len(query) / len(name)))
        return found

    def _similar(self, query: str, at_least: float) -> list[tuple[str, float]]:
        """Return what a typo or a longer sentence may mean."""
        found: list[tuple[str, float]] = []
        for scorer, weight, is_fragment in _SCORERS:
            for name, score, position in process.extract(
                query, self._names, scorer=scorer, limit=None, score_cutoff=at_least
            ):
                shorter, longer = sorted((len(query), len(name)))
                if scorer is not fuzz.ratio and shorter < _SHORTEST_PART:
                    continue
                # A fragment is contained in nearly anything: closeness in length counts too.
                fit = 0.7 + 0.3 * shorter / longer if is_fragment else 1.0
                found.append((self._owners[position], score * weight * fit))
        return found


def _is_same_word(word: str, other: str) -> bool:
    """Tell whether a word is typed in full, or all but its last letter."""
    return word == other or (len(word) >= _SHORTEST_PART and word == other[:-1])


def _is_word(word: str, other: str) -> bool:
    """Tell whether a word may be meant for another.

    Abbreviations differ by a letter and numerals by a digit: only longer words have typos.
    """
    if word == other:
        return True
    if len(word) >= _SHORTEST_PART and word.isalpha() and other.startswith(word):
        return True
    is_long = len(word) >= _SHORTEST_TYPO
    return is_long and _digits(word) == _digits(other) and fuzz.ratio(word, other) >= _TYPO


def _digits(word: str) -> list[str]:
    return re.findall(r"\d", word)


def _query(text: str) -> str:
    """Return the part of ``text`` that is matched; the rest of a long one says no more."""
    return normalise(text[:MAX_QUERY])[:_MAX_NAME].strip()
