"""Faults seeded into valid messages: a check that cannot fail is none."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator
from typing import Any, Final, cast

from conformance.amendments import Json

_FOREIGN: Final = {"seeded": [None]}


def seed_faults(value: Any, *, free: Collection[str] = ()) -> Iterator[tuple[str, Any]]:
    """Yield wrong versions of a valid value, each with what was done to it.

    An object gets an unknown key, and each of its keys (but the ``free`` ones, which may hold
    anything) a value that Discord has nowhere; of a list the first item stands for all.
    """
    if isinstance(value, dict):
        thing = cast(Json, value)
        yield "an unknown key", {**thing, **_FOREIGN}
        for key in thing:
            if key not in free:
                yield f"a foreign {key}", {**thing, key: copy.deepcopy(_FOREIGN)}
    elif isinstance(value, list) and value:
        items = cast(list[Any], value)
        for fault, item in seed_faults(items[0], free=free):
            yield fault, [item, *items[1:]]
    else:
        yield "a foreign value", copy.deepcopy(_FOREIGN)
