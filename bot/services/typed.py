"""Words as people type or paste them, as they are stored: nothing hidden, nothing turned round."""

from __future__ import annotations

import re
import unicodedata

# Marks that turn the direction of a text, and signs of no width that say nothing. Joiners stay:
# emoji and several scripts are written with them.
_HIDDEN = re.compile(r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
# Letters and signs that are drawn as nothing (Unicode calls none of them a space).
_BLANK = re.compile("[\u2800\u3164\uffa0]")
_FILLERS = frozenset("\u115f\u1160")


def one_line(text: str) -> str:
    """Return ``text`` in one line; empty when nothing of it could be seen."""
    return _or_nothing(" ".join(_cleaned(text).split()))


def in_lines(text: str) -> str:
    """Return ``text`` with its line breaks; empty when nothing of it could be seen."""
    return _or_nothing("\n".join(line.rstrip() for line in _cleaned(text).splitlines()).strip())


def trimmed(text: str) -> str:
    """Return ``text`` without white space and hidden signs around it."""
    seen = [at for at, sign in enumerate(text) if _cleaned(sign).strip()]
    return text[seen[0] : seen[-1] + 1] if seen else ""


def has_hidden(text: str) -> bool:
    """Tell whether ``text`` holds signs that nobody could see."""
    return _cleaned(text) != text or not text.isprintable()


def _cleaned(text: str) -> str:
    return _BLANK.sub(" ", _HIDDEN.sub("", text))


def _or_nothing(text: str) -> str:
    return text if any(map(_is_seen, text)) else ""


def _is_seen(sign: str) -> bool:
    # Others, separators, and marks that only change the sign before them.
    return unicodedata.category(sign)[0] not in "CZM" and sign not in _FILLERS
