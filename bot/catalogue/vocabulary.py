"""Words as they are compared: without endings, one for all that mean the same, typos mended."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import Stemmer
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.catalogue.names import normalise
from bot.catalogue.schema import Entry, Slug, Words

# Say nothing, alone or in a phrase.
_EMPTY = frozenset("a an am are be been being d i is it its s t the to".split())  # noqa: SIM905
# Say nothing alone, but tell "why a PM" from "find a PM".
_FUNCTION = frozenset(
    """
    about all also and any around as at but by can could did do does doing for from get gets getting
    give go goes going got had has have having he her here hers him his how id if im in into isn ive
    just kind know let like ll lot make many may me might more most much must my myself need needed
    needs no not of off on one only or our out over per please really she should so some someone
    something tell than that their them then there these they thing things this those too up us use
    very want wanted wants was way we were what whats when where which while who whom whose why will
    with without won would you your yours
    """.split()  # noqa: SIM905 - a hundred quoted words read worse
)
_TYPO_FROM = 80.0
# One question is read several times on its way to its answer.
_QUESTIONS = 64
_SHORTEST_TYPO = 4
_MOST_TYPOS = 6
# A typo changes the length by so much, and seldom the first and the last letter at once.
_MOST_OFF = 2
_ENDS = (0, -1)
# One slip of the hand; in a long word two, in a shorter one two if only vowels are wrong.
_SLIPS, _MORE_SLIPS, _LONG = 1, 2, 10
_VOWELS = re.compile("[aeiouy]")
# In lower case it would be the pronoun.
_IT = re.compile(r"\bIT\b")

_snowball: Any = Stemmer.Stemmer("english")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return _snowball.stemWord(word)


class Wording(Entry):
    """How people ask: synonyms by row, and other ways to ask for an entry by kind and id.

    ``common`` words are in questions about anything.
    """

    synonyms: tuple[tuple[Words, ...], ...]
    common: tuple[Words, ...]
    asked_as: dict[Slug, dict[Slug, tuple[Words, ...]]]


class Vocabulary:
    """What words mean the same, and how known words are spelt.

    ``synonyms`` has rows of words and phrases; the first of a row stands for all of them.
    ``common`` words are in questions about anything: alone they do not tell what one is about.
    """

    def __init__(self, synonyms: Iterable[Sequence[str]], common: Sequence[str] = ()) -> None:
        self._mended = lru_cache(_QUESTIONS)(self._find_nearest)
        self._phrase = lru_cache(_QUESTIONS)(self._translate)
        self._meant: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._known: set[str] = set()
        for row in synonyms:
            meant = tuple(_stem(word) for word in _split(row[0]))
            for phrase in row:
                words = _split(phrase)
                self._known.update(words)
                self._meant.setdefault(words, meant)
        for words, meant in list(self._meant.items()):
            self._meant.setdefault(tuple(map(_stem, words)), meant)
        self._longest = max(map(len, self._meant), default=1)
        self._alike: dict[tuple[int, str, int], list[str]] = defaultdict(list)
        self._shelve(self._known)
        # Spelt right: only another form of the same word may be meant.
        self._words = frozenset(word for text in common for word in text.split())
        self._common = frozenset(term for word in self._words for term in self.terms(word))

    def learn(self, texts: Iterable[str]) -> None:
        """Take the words of ``texts`` as spelt right."""
        words = {word for text in texts for word in _split(text)} - self._known
        self._known |= words
        self._shelve(words)
        self._mended.cache_clear()

    def _shelve(self, words: Iterable[str]) -> None:
        for word in sorted(words):
            if len(word) >= _SHORTEST_TYPO:
                for end in _ENDS:
                    self._alike[end, word[end], len(word)].append(word)

    def terms(self, text: str) -> tuple[str, ...]:
        """Return the distinct terms of ``text`` that carry meaning."""
        return tuple(term for term in self.phrase(text) if term not in _FUNCTION)

    def phrase(self, text: str) -> tuple[str, ...]:
        """Return the distinct terms of ``text`` and the function words questions differ by."""
        return self._phrase(text)

    def _translate(self, text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._translated(_split(text))))

    def telling(self, text: str) -> tuple[str, ...]:
        """Return the distinct terms of ``text`` that tell what it is about."""
        return tuple(
            term for term in self.terms(text) if term not in self._common and not term[0].isdigit()
        )

    def mend(self, text: str) -> str:
        """Return the words of ``text`` with unknown ones replaced by the nearest known ones."""
        mended = self.mended(text)
        return " ".join(mended.get(word, word) for word in _split(text))

    def mended(self, text: str) -> Mapping[str, str]:
        """Return what unknown words of ``text`` are taken for; those near no known one are not."""
        return self._mended(text)

    def _find_nearest(self, text: str) -> Mapping[str, str]:
        unknown = [
            word
            for word in dict.fromkeys(_split(text))
            if word not in self._known and word not in _FUNCTION and len(word) >= _SHORTEST_TYPO
        ]
        nearest: dict[str, str] = {}
        for word in unknown[:_MOST_TYPOS]:
            if word[-1] == "s" and word[:-1] in self._known:  # of an abbreviation: "CTOs"
                nearest[word] = word[:-1]
                continue
            found = process.extract(
                word, self._candidates(word), scorer=fuzz.ratio, score_cutoff=_TYPO_FROM
            )
            is_same = _is_form if word in self._words else _is_typo
            if likely := next((known for known, *_ in found if is_same(word, known)), None):
                nearest[word] = likely
        return nearest

    def _candidates(self, word: str) -> list[str]:
        """Return known words about as long that begin or end alike: a tenth of all there are."""
        lengths = range(len(word) - _MOST_OFF, len(word) + _MOST_OFF + 1)
        return [
            known
            for end in _ENDS
            for length in lengths
            for known in self._alike.get((end, word[end], length), ())
        ]

    def _translated(self, words: Sequence[str]) -> Iterable[str]:
        stems = tuple(map(_stem, words))
        at = 0
        while at < len(words):
            for end in range(min(at + self._longest, len(words)), at, -1):
                meant = self._meant.get(tuple(words[at:end])) or self._meant.get(stems[at:end])
                if meant:
                    yield from meant
                    at = end
                    break
            else:
                if words[at] not in _EMPTY:
                    yield words[at] if words[at] in _FUNCTION else stems[at]
                at += 1


def _is_form(word: str, known: str) -> bool:
    """Tell whether two words begin alike and differ in their ends."""
    return known.startswith(word[:-_MOST_OFF])


def _is_typo(word: str, known: str) -> bool:
    """Tell whether a word is more likely a known one misspelt than another word like it."""
    slips = OSA.distance(word, known, score_cutoff=_MORE_SLIPS)
    if slips <= _SLIPS:
        return True
    is_skeleton = _VOWELS.sub("", word) == _VOWELS.sub("", known)
    return slips <= _MORE_SLIPS and (len(word) >= _LONG or is_skeleton)


def _split(text: str) -> tuple[str, ...]:
    return tuple(normalise(_IT.sub("infotech", text)).split())
