"""What the bots are asked: the questions of tests/search, and the certifications they are about.

One question again and again would measure the caches of its answer.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parents[1] / "tests" / "search"
_CERTIFICATION = "certification:"
_TYPED_CHARACTERS = 20


@cache
def _read() -> list[dict[str, Any]]:
    """Return every row; what nothing is on file about has no ``first`` answers."""
    files = sorted(_FOLDER.glob("*.yaml"))
    rows = [one for file in files for one in yaml.safe_load(file.read_text(encoding="utf-8"))]
    return [{"first": [], **one} for one in rows]


def questions() -> list[str]:
    """Return every question."""
    return [one["ask"] for one in _read()]


def certifications() -> list[str]:
    """Return the ids of the certifications that are right answers, each once."""
    named = (own_id for one in _read() for own_id in one["first"])
    return list(
        dict.fromkeys(
            own_id.removeprefix(_CERTIFICATION)
            for own_id in named
            if own_id.startswith(_CERTIFICATION)
        )
    )


def _is_about(row: dict[str, Any]) -> bool:
    return bool(row["first"]) and row["first"][0].startswith(_CERTIFICATION)


def typed() -> list[str]:
    """Return how the questions about certifications begin."""
    about = (one["ask"] for one in _read() if _is_about(one))
    return list(dict.fromkeys(text[:_TYPED_CHARACTERS] for text in about))
