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
    files = sorted(_FOLDER.glob("*.yaml"))
    return [one for file in files for one in yaml.safe_load(file.read_text(encoding="utf-8"))]


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


def typed() -> list[str]:
    """Return how the questions about certifications begin."""
    about = (one["ask"] for one in _read() if one["first"][0].startswith(_CERTIFICATION))
    return list(dict.fromkeys(text[:_TYPED_CHARACTERS] for text in about))
