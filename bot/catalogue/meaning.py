"""What a typed name means among things that have one: one rule, whatever the things are.

People type what they read: the name, its beginning, some of its words, with a typo. One thing is
meant only where no other could be; whoever cannot tell asks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

MOST_OFFERED = 25
_NEAREST = 3
# No name is longer: a longer text means none for sure.
_MOST_READ = 200
# What is shown of a longer name is the beginning, with or without an ellipsis.
MOST_LABEL = 100
_SHORTEST_CUT = MOST_LABEL - 1
_SHORTEST_PART = 3
_SHORTEST_TYPO = 5
_TYPO = 84.0
_MARGIN = 6.0
_NEAR = 62.0
# Direction marks, joiners and signs of no width: they come with what is pasted, and nobody sees
# whether two names differ in them.
_UNSEEN = re.compile(
    r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_GAPS = re.compile(r"[\W_]+")
# Digits, and Roman numerals up to 39.
_NUMBER = re.compile(r"\d+|\b[ivx]{1,6}\b")
_ENDS_IN_NUMBER = re.compile(rf"(?:{_NUMBER.pattern})$")


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by the value that stands for it, and by the name that people read.

    ``detail`` tells it from others of the same name.
    """

    value: str
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was meant: the ``value`` of one thing, or one of ``several``, or else the ``nearest``.

    ``more`` is how many others fit as well as the ``several``.
    """

    value: str | None = None
    several: tuple[Named, ...] = ()
    nearest: tuple[Named, ...] = ()
    more: int = 0


def one_of(things: Sequence[Named]) -> Meaning:
    """Return that each of ``things`` may be meant alike; there is at least one."""
    if len(things) == 1:
        return Meaning(things[0].value)
    return Meaning(several=tuple(things[:MOST_OFFERED]), more=max(len(things) - MOST_OFFERED, 0))


def is_called(text: str, label: str) -> bool:
    """Tell whether ``text`` is the whole of a name, as people see it."""
    typed, name = _plain(text), _plain(label)
    return bool(typed) and (typed == name or _loose(typed) == _loose(name) != "")


def find_meant(text: str, things: Iterable[Named]) -> Meaning:
    """Return what ``text`` means: a value, a name, the beginning of one, its words, or a typo."""
    there = list(things)
    if any(one.value == text.strip() for one in there):
        return Meaning(text.strip())
    query, names = _plain(text), [_plain(one.label) for one in there]
    if equal := [one for one, name in zip(there, names, strict=True) if query and name == query]:
        return one_of(equal)
    # Of a name of signs alone, such as an emoji, nothing is left without its signs.
    if _loose(query):
        query, names = _loose(query), [_loose(name) for name in names]
        if equal := [one for one, name in zip(there, names, strict=True) if name == query]:
            return one_of(equal)
    if not query:
        return Meaning()
    pairs = list(zip(there, names, strict=True))
    if len(query) > _MOST_READ:
        return _similar(query[:_MOST_READ].strip(), pairs, is_sure=False)
    return _typed(query, pairs, is_cut=_is_cut(text)) or _similar(
        query, pairs, is_sure=len(query) >= _SHORTEST_TYPO
    )


def _typed(query: str, names: Sequence[tuple[Named, str]], *, is_cut: bool) -> Meaning | None:
    """Return what the names mean that have ``query`` at their start, or else a word's."""
    found = [one for one in names if one[1].startswith(query)]
    is_sure = bool(found) or len(query) >= _SHORTEST_PART
    found = found or [one for one in names if f" {query}" in one[1]]
    if not found:
        return None
    whole = [one for one in found if is_cut or _is_whole(query, one[1])]
    things = [one for one, _name in whole or found]
    if len(things) == 1 and not (is_sure and whole):
        return Meaning(nearest=tuple(things))
    return one_of(things)


def _is_cut(text: str) -> bool:
    """Tell whether a platform may have cut the end: its labels are short, names are not."""
    return len(text.strip()) >= _SHORTEST_CUT or text.rstrip().endswith(("…", "..."))


def _is_whole(query: str, name: str) -> bool:
    """Tell whether no number was cut: "domain i" is not the beginning of "domain ii"."""
    after = f" {name}".partition(f" {query}")[2]
    return not (_ENDS_IN_NUMBER.search(query) and after[:1].isalnum())


def _similar(query: str, names: Sequence[tuple[Named, str]], *, is_sure: bool) -> Meaning:
    """Return what a typo may mean; numbers have none."""
    scored = [(_score(query, name[:_MOST_READ]), at) for at, (_one, name) in enumerate(names)]
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    near = [names[at] for score, at in scored if score >= _NEAR][:_NEAREST]
    sure = [
        (score, *names[at])
        for score, at in scored
        if is_sure and score >= _TYPO and _same_numbers(query, names[at][1])
    ]
    close = [one for score, one, _name in sure if sure[0][0] - score < _MARGIN]
    if close and close[0] is near[0][0]:
        return one_of(close)
    return Meaning(nearest=tuple(one for one, _name in near))


def _score(query: str, name: str) -> float:
    """Return how much ``query`` is like a name, its beginning, or its words in another order."""
    beginning = name[: len(query)] if len(query) > _SHORTEST_TYPO else ""
    return max(
        fuzz.ratio(query, name, score_cutoff=_NEAR),
        0.97 * fuzz.ratio(query, beginning, score_cutoff=_NEAR),
        0.97 * fuzz.token_sort_ratio(query, name, score_cutoff=_NEAR),
        0.9 * fuzz.token_set_ratio(query, name, score_cutoff=_NEAR),
    )


def _same_numbers(query: str, name: str) -> bool:
    """Tell whether the numbers that were typed are the name's first: a number is no typo."""
    typed, there = _NUMBER.findall(query), _NUMBER.findall(name)
    return typed == there[: len(typed)]


def _plain(text: str) -> str:
    """Return ``text`` as it is seen, in lower case."""
    seen = text if text.isascii() else unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    return " ".join(seen.casefold().split())


def _loose(plain: str) -> str:
    """Return the words of a plain text without accents; signs count for nothing."""
    if not plain.isascii():
        plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
    return _GAPS.sub(" ", plain).strip()
