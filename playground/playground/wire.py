"""JSON as it goes over the wire, where anything may be missing or null."""

from __future__ import annotations

import json
from typing import Any, cast

import orjson

Json = dict[str, Any]


def encode(thing: Any) -> bytes:
    """Return compact JSON in UTF-8; halves of surrogate pairs become question marks."""
    try:
        return orjson.dumps(thing)
    except TypeError:
        return json.dumps(thing, ensure_ascii=False).encode(errors="replace")


def decode(data: str | bytes) -> Any:
    """Return what JSON says; raise ValueError if it is none."""
    return orjson.loads(data)


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
