"""Reading JSON as it comes over the wire, where anything may be missing or null."""

from __future__ import annotations

from typing import Any, cast

Json = dict[str, Any]


def part(thing: Json, key: str) -> Json:
    """Return the object at ``key``; an empty one if it is missing or something else."""
    found = thing.get(key)
    return cast(Json, found) if isinstance(found, dict) else {}


def parts(thing: Json, key: str) -> list[Json]:
    """Return the objects in the list at ``key``; an empty list if it is missing."""
    found = thing.get(key)
    if not isinstance(found, list):
        return []
    return [cast(Json, item) for item in cast(list[Any], found) if isinstance(item, dict)]
