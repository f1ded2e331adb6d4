"""What somebody typed, made plain for reading, with the way back to their own letters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MAX_TYPED = 160
"""The longest text that is read as a time; a longer one is a story."""

# Apostrophes and dashes of every kind, and the ordinal signs.
_SAME = {
    **dict.fromkeys("\u2019`\u00b4", "'"),
    **dict.fromkeys("\u2013\u2014\u2212", "-"),
    **dict.fromkeys("\u00ba\u00aa", "\u00b0"),
    "\u2044": "/",
}
# Of the signs that nobody sees only this one says something: it joins emoji.
_JOINER = "\u200d"
_WORD = re.compile(r"\S+")
# A comma or full stop that ends a part says nothing; within a number it does.
_SILENT = re.compile(r"[,;](?!\d)|(?<!\d)[,;]|[()\[\]\"“”«»]|[.!?]+(?=\s|$)|(?<=\s)\.(?=\s)")


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as it was typed, and made plain: small letters without accents, single spaces.

    ``origin`` holds for each letter of ``plain`` where it stands in ``said``.
    """

    said: str
    plain: str
    origin: tuple[int, ...]

    def quote(self, start: int, end: int | None = None) -> str:
        """Return the words as they were typed from a place in ``plain``: to ``end``, or one."""
        if not self.plain:
            return ""
        first = self.origin[min(start, len(self.origin) - 1)]
        last = first if end is None else self.origin[min(max(end - 1, start), len(self.origin) - 1)]
        found = [one for one in _WORD.finditer(self.said) if one.end() > first]
        words = [one[0] for one in found if one.start() <= max(first, last)] or [found[0][0]]
        return " ".join(words).strip(",;")


def make_plain(text: str) -> Typed:
    """Make a text plain: full-width letters, accents, invisible signs and doubled spaces go."""
    seen = (one for one in text if unicodedata.category(one) != "Cf" or one == _JOINER)
    said = " ".join("".join(seen).split())
    letters: list[tuple[str, int]] = []
    for place, sign in enumerate(said):
        letters += [(one, place) for one in _plain(sign)]
    joined = "".join(one for one, _ in letters)
    joined = _SILENT.sub(lambda found: " " * len(found[0]), joined)
    kept = [
        (sign, place)
        for number, (sign, (_, place)) in enumerate(zip(joined, letters, strict=True))
        if not (sign == " " and (number == 0 or joined[number - 1] == " "))
    ]
    if kept and kept[-1][0] == " ":
        kept.pop()
    return Typed(said, "".join(one for one, _ in kept), tuple(place for _, place in kept))


def _plain(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if unicodedata.category(sign) in ("Cf", "Mn", "Cc"):
        return ""
    same = unicodedata.normalize("NFKD", _SAME.get(sign, sign)).casefold()
    return "".join(_SAME.get(one, one) for one in same if not unicodedata.combining(one))
