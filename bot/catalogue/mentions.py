"""The entries that a question names, and two of one kind that it weighs against each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.index import HitKind
from bot.catalogue.names import normalise, spellings
from bot.catalogue.vocabulary import Vocabulary

Key = tuple[HitKind, str]

_JOINS = frozenset({"or", "vs", "v", "versus", "than", "against"})
_WEAK_JOINS = frozenset({"and", "to", "with", "from", "as"})
_WEIGHED = frozenset(
    """better compare compared comparing comparison difference differences different between choose
    decide versus vs which distinguish same""".split()  # noqa: SIM905
)
_MOST_BETWEEN = 5
# The field in which a term is asked about says nothing more.
_FIELD = re.compile(
    r" (?:in|of|for) (?:agile|it|itil|project management|scrum|safe|software|devops)$"
)
_DEFINED = frozenset(
    "what whats mean means meaning define defined definition explain explained example".split()  # noqa: SIM905
)
# Who asks what to do wants help, not the meaning of a word.
_ADVISED = re.compile(
    r"\bwhat (?:to|(?:do|can|could|must|shall|should|would) (?:i|one|we|you)) do\b"
)
_WORKS = re.compile(r"how (?:do|does) .+ works?")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a question: where its words begin and end, and what it may mean."""

    start: int
    end: int
    keys: frozenset[Key]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries of one kind between which somebody decides."""

    kind: HitKind
    ids: tuple[str, str]


class Mentions:
    """Know the names of certifications, job roles and terms as words of a question."""

    def __init__(self, catalogue: Catalogue, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._named: dict[tuple[str, ...], set[Key]] = defaultdict(set)
        for key, names in _names(catalogue):
            for name in names:
                for spelling in spellings(name):
                    self._named[tuple(spelling.split())].add(key)
        self._named.pop((), None)
        self._longest = max(map(len, self._named), default=1)
        # A question is read several times on its way to its answer.
        self._read = lru_cache(64)(self._find_names)
        self._questions = [
            (faq.id, [self._keys(text) for text in (faq.question, *faq.also_asked_as)])
            for faq in catalogue.faq.values()
        ]

    def read(self, text: str) -> Sequence[Mention]:
        """Return the names in a question, the longest where several begin at one word."""
        return self._read(text)

    def _find_names(self, text: str) -> Sequence[Mention]:
        words = tuple(normalise(text).split())
        found: list[Mention] = []
        at = 0
        while at < len(words):
            for end in range(min(at + self._longest, len(words)), at, -1):
                if keys := self._meant(words[at:end]):
                    found.append(Mention(at, end, frozenset(keys)))
                    at = end
                    break
            else:
                at += 1
        return found

    def pair(self, text: str) -> Pair | None:
        """Return the two that a question weighs against each other, or None."""
        plain = _FIELD.sub("", normalise(text))
        words = plain.split()
        mentions = self.read(plain)
        is_weighed = not _WEIGHED.isdisjoint(words)
        for first, second in pairwise(mentions):
            between = words[first.end : second.start]
            joins = _JOINS.isdisjoint(between) is False
            joins = joins or (is_weighed and not _WEAK_JOINS.isdisjoint(between))
            joins = joins or (not between and len(words) == second.end - first.start)
            if not joins or len(between) > _MOST_BETWEEN:
                continue
            rest = (*words[: first.start], *between, *words[second.end :])
            for kind in (HitKind.CERTIFICATION, HitKind.ROLE, HitKind.TERM):
                one = [own_id for own, own_id in first.keys if own is kind]
                other = [own_id for own, own_id in second.keys if own is kind]
                # Terms are plain words: two are weighed only where nothing else is asked.
                is_more = len(mentions) > 2 or self._vocabulary.telling(" ".join(rest))
                if kind is HitKind.TERM and is_more:
                    continue
                if one and other and one[0] != other[0]:
                    return Pair(kind, (one[0], other[0]))
        return None

    def defined(self, text: str) -> tuple[str, bool] | None:
        """Return the id of a term that is all that a question is about, or None.

        Whether its meaning is asked comes with it: bare, its name may be typed for something else.
        Where something else has the same name, that is what people look for.
        """
        plain = _FIELD.sub("", normalise(text))
        mentions = self.read(plain)
        if len(mentions) != 1 or any(kind is not HitKind.TERM for kind, _ in mentions[0].keys):
            return None
        words, mention = plain.split(), mentions[0]
        rest = (*words[: mention.start], *words[mention.end :])
        is_asked = not _DEFINED.isdisjoint(rest) or _WORKS.fullmatch(plain) is not None
        is_asked = is_asked and _ADVISED.search(plain) is None
        if rest and (not is_asked or self._vocabulary.telling(" ".join(rest))):
            return None
        return min(own_id for _, own_id in mention.keys), is_asked

    def questions_about(self, pair: Pair) -> list[str]:
        """Return the ids of the answered questions that name both."""
        wanted = {(pair.kind, own_id) for own_id in pair.ids}
        return [
            own_id for own_id, asked in self._questions if any(wanted <= keys for keys in asked)
        ]

    def _keys(self, text: str) -> set[Key]:
        return {key for mention in self.read(text) for key in mention.keys}

    def _meant(self, words: tuple[str, ...]) -> set[Key]:
        plural = (*words[:-1], words[-1].removesuffix("s"))
        return self._named.get(words) or self._named.get(plural) or set()


def _names(catalogue: Catalogue) -> Iterator[tuple[Key, tuple[str, ...]]]:
    for entry in catalogue.certifications.values():
        yield (HitKind.CERTIFICATION, entry.id), (entry.name, entry.abbreviation, *entry.aliases)
    for role in catalogue.roles.values():
        yield (HitKind.ROLE, role.id), (role.name, *role.aliases)
    for term in catalogue.terms.values():
        yield (HitKind.TERM, term.id), term.names
