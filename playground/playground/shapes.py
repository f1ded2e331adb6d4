"""What the JSON of a request may look like: every value has its type before a handler sees it.

A shape reads one value: it returns it as Discord keeps it (ids and permissions as strings, keys it
does not know dropped) or notes a fault at its place. ``None`` stands for "missing" everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, cast

from playground.refusals import Form
from playground.wire import Json

Shape = Callable[[Form, Any], Any]

_MAX_DEPTH: Final = 14
_MAX_SNOWFLAKE: Final = 2**63 - 1
_MAX_WHOLE: Final = 2**53 - 1
_MAX_PERMISSIONS: Final = 2**64 - 1


def read(shape: Shape, value: Any) -> Any:
    """Return what a body holds.

    Raises
    ------
    RefusalError
        400, code 50035 with every fault at its place.
    """
    form = Form()
    kept = shape(form, value)
    form.refuse()
    return kept


def text(low: int = 0, high: int | None = None) -> Shape:
    """Expect a string; lengths are those of ``Form.text``."""

    def shape(form: Form, value: Any) -> Any:
        if not isinstance(value, str):
            form.fault("STRING_TYPE_CONVERT", f'Could not interpret "{_short(value)}" as string.')
            return None
        if high is not None:
            form.text(value, low, high)
        return value

    return shape


def whole(low: int = -_MAX_WHOLE, high: int = _MAX_WHOLE) -> Shape:
    """Expect a whole number, also as a string of digits or as 24.0."""

    def shape(form: Form, value: Any) -> Any:
        found = _integer(value)
        if found is None:
            form.fault("NUMBER_TYPE_COERCE", f'Value "{_short(value)}" is not int.')
            return None
        return found if form.number(found, low, high) else None

    return shape


def number(form: Form, value: Any) -> Any:
    """Expect a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        form.fault("NUMBER_TYPE_COERCE", f'Value "{_short(value)}" is not a number.')
        return None
    return value


def scalar(form: Form, value: Any) -> Any:
    """Expect a string or a finite number."""
    return value if isinstance(value, str) else number(form, value)


def boolean(form: Form, value: Any) -> Any:
    """Expect true or false."""
    if isinstance(value, bool):
        return value
    form.fault("BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
    return None


def snowflake(form: Form, value: Any) -> Any:
    """Expect an id, as a string or a number; return the string."""
    found = _integer(value)
    if found is None or not 0 <= found <= _MAX_SNOWFLAKE:
        form.fault("NUMBER_TYPE_COERCE", f'Value "{_short(value)}" is not snowflake.')
        return None
    return str(found)


def permissions(form: Form, value: Any) -> Any:
    """Expect a permission bit set, as a string or a number; return the string."""
    found = _integer(value)
    if found is None or not 0 <= found <= _MAX_PERMISSIONS:
        form.fault("NUMBER_TYPE_COERCE", f'Value "{_short(value)}" is not permissions.')
        return None
    return str(found)


def moment(form: Form, value: Any) -> Any:
    """Expect an ISO 8601 time; return it as such in UTC."""
    try:
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (TypeError, ValueError, OverflowError):
        form.fault("DATE_TIME_TYPE_PARSE", f'Could not parse "{_short(value)}". Should be ISO8601.')
        return None


def choice(*allowed: int) -> Shape:
    """Expect one of some whole numbers."""

    def shape(form: Form, value: Any) -> Any:
        if isinstance(value, bool) or value not in allowed:
            wanted = ", ".join(map(str, allowed))
            form.fault("BASE_TYPE_CHOICES", f"Value must be one of {{{wanted}}}.")
            return None
        return value

    return shape


def each(item: Shape, low: int = 0, high: int | None = None) -> Shape:
    """Expect a list of ``low`` to ``high`` things of one shape."""

    def shape(form: Form, value: Any) -> Any:
        if not isinstance(value, list):
            form.fault("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return None
        found = cast(list[Any], value)
        if high is not None and not form.count(found, low, high):
            return None
        return [item(form.at(index), thing) for index, thing in enumerate(found)]

    return shape


def table(item: Shape) -> Shape:
    """Expect an object with any keys whose values have one shape."""

    def shape(form: Form, value: Any) -> Any:
        if (found := _object(form, value)) is None:
            return None
        return {k: None if v is None else item(form.at(k), v) for k, v in found.items()}

    return shape


def record(*needed: str, **fields: Shape) -> Shape:
    """Expect an object with these fields; ``needed`` ones must be there and not null."""

    def shape(form: Form, value: Any) -> Any:
        if (found := _object(form, value)) is None:
            return None
        for key in needed:
            if found.get(key) is None:
                form.at(key).fault("BASE_TYPE_REQUIRED", "This field is required")
        return {
            key: None if given is None else fields[key](form.at(key), given)
            for key, given in found.items()
            if key in fields
        }

    return shape


def later(name: Callable[[], Shape]) -> Shape:
    """Name a shape that is defined further down, because it holds itself."""

    def shape(form: Form, value: Any) -> Any:
        if form.depth > _MAX_DEPTH:
            form.fault("BASE_TYPE_MAX_DEPTH", "Nested too deeply.")
            return None
        return name()(form, value)

    return shape


def _object(form: Form, value: Any) -> Json | None:
    if isinstance(value, dict):
        return cast(Json, value)
    form.fault("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
    return None


def _integer(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) <= _MAX_WHOLE else None
    digits = isinstance(value, str) and len(value) < 30 and value.removeprefix("-")
    return int(value) if digits and digits.isascii() and digits.isdigit() else None


def _short(value: Any) -> str:
    return str(value)[:100] if isinstance(value, str | int | float) else type(value).__name__
