"""Splits a phrase into its pieces by the grammar in ``phrases.lark``: all of it, or a refusal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from lark import Lark
from lark.exceptions import UnexpectedEOF, UnexpectedInput

from bot.replies.refusals import moments as refusals
from bot.services.reading import vocabulary
from bot.services.reading.pieces import Piece
from bot.services.reading.spoken import meanings, plurals
from bot.services.reading.text import Typed
from bot.services.reading.tree import read_tree
from bot.services.reading.zones import OFFSET_PATTERN, spoken_zones

_NUMBERS = {
    "NUMBER": r"(?<![\d.,:/+-])(?<![\d]t)\d{1,3}(?!\d|[.,:/]\d|-\d|°|(?:st|nd|rd|th)\b)",
    "ORDINAL_NUMBER": r"(?<!\d)\d{1,2}(?:st|nd|rd|th|°)(?!\w)",
    "DECIMAL": r"(?<![\d.,:/-])\d{1,3}[.,]\d{1,2}(?![\d.,:/])",
    "YEAR": r"(?<![\d.,:/-])(?:19|20|21)\d\d(?![\d.,:/-])",
    "HHMM": r"(?<![\d.,:/+-])\d{4}(?![\d.,:/-])",
    "HOUR_MINUTE": r"(?<![\d.,/-])\d{1,2}(?:[:.]\d{2}(?::00(?:\.0+)?)?|h\d{2})(?![\d.:/]|m)",
    "HOURS_MINUTES": r"(?<![\d.,:/-])\d{1,2}h\d{2}(?!\d)",
    "ISO": r"(?<!\d)\d{4}([-/.])\d{1,2}\1\d{1,2}(?=\D|$)(?:t(?=\d))?",
    "NUMERIC": (
        r"(?<![\d.:/-])(?:\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})|\d{1,2}[/-]\d{1,2}"
        r"|(?:2[4-9]|3\d)\.\d{1,2})(?![\d/:-]|\.\d)"
    ),
    "STAMP": r"<t:-?\d{1,12}(?::[a-z])?>",
    "MERIDIEM": r"[ap]\.? ?m\.?(?![^\W\d])",
}
_UNIT_WORDS = {"_WEEK": "week", "_DAY": "day", "_MONTH": "month"}


def split(typed: Typed) -> tuple[Piece, ...]:
    """Return the pieces of which a text is made, in the order in which they stand there.

    Raises
    ------
    InvalidInputError
        A word is not understood, or something is missing at the end.
    """
    try:
        tree = _grammar().parse(typed.plain)  # pyright: ignore[reportUnknownMemberType]
        return read_tree(tree, typed)
    except UnexpectedEOF:
        raise refusals.unfinished(typed.said) from None
    except UnexpectedInput as error:
        raise _unknown(typed, error) from None


def _unknown(typed: Typed, error: UnexpectedInput) -> Exception:
    place = error.pos_in_stream or 0
    while place < len(typed.plain) - 1 and typed.plain[place] == " ":
        place += 1
    return refusals.unknown_word(typed.quote(place), typed.quote(0, place) if place else "")


@cache
def _grammar() -> Lark:
    rules = (files("bot.services.reading") / "phrases.lark").read_text(encoding="utf-8")
    words = "\n".join(f"{name}: /{pattern}/" for name, pattern in _terminals(rules).items())
    return Lark(
        f"{rules}\n{words}\n%ignore / /\n",
        start="phrase",
        parser="earley",
        propagate_positions=True,
        maybe_placeholders=False,
    )


def _terminals(rules: str) -> dict[str, str]:
    """Return the pattern of each terminal that the rules use."""
    units = vocabulary.units()
    named = {
        name: tuple(one for one in units if units[one] == meant)
        for name, meant in _UNIT_WORDS.items()
    }
    spelled: dict[str, Iterable[str]] = {
        **vocabulary.SMALL,
        **named,
        **meanings(),
        "UNIT": units,
        "WEEKDAY": vocabulary.weekdays(),
        "PLURAL_WEEKDAY": plurals(),
        "MONTH": vocabulary.months(),
        "ZONE": spoken_zones(),
    }
    used = set(re.findall(r"\b_?[A-Z][A-Z_]*\b", re.sub(r"//.*", "", rules)))
    patterns: dict[str, str] = {}
    for name in sorted(used):
        known = _NUMBERS.get(name)
        patterns[name] = known or _any_of(spelled.get(name) or spelled[name.removeprefix("_")])
    patterns["ZONE"] = f"(?:in )?(?:{OFFSET_PATTERN}|{patterns['ZONE']}|(?<=\\d)z(?!\\w))(?: time)?"
    return {name: pattern.replace("/", r"\/") for name, pattern in patterns.items()}


def _any_of(words: Iterable[str]) -> str:
    joined = "|".join(
        re.escape(one).replace(r"\ ", " ") + ("" if one.endswith("'") else r"(?![^\W\d])")
        for one in vocabulary.spellings(words)
    )
    return rf"(?<![^\W\d])(?:{joined})"
