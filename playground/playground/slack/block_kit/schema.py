"""The few kinds of checks that every part of Block Kit is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from playground.wire import Json

Check = Callable[["Problems", Any, str], None]
"""Complains of a value at a JSON pointer."""


@dataclass(slots=True)
class Problems:
    """Collect complaints, each with the pointer to what it is about."""

    found: list[str] = field(default_factory=list[str])

    def add(self, message: str, pointer: str) -> None:
        """Complain in Slack's words."""
        self.found.append(f"{message} [json-pointer:{pointer}]")


def string(longest: int, shortest: int = 0, pattern: str = "") -> Check:
    """Take text of a length in characters; ``pattern`` is a regular expression for all of it."""

    def check(problems: Problems, value: Any, pointer: str) -> None:
        if not isinstance(value, str):
            problems.add("must provide a string", pointer)
        elif len(value) > longest:
            problems.add(f"must be less than {longest + 1} characters", pointer)
        elif len(value) < shortest:
            problems.add(f"must be more than {shortest - 1} characters", pointer)
        elif pattern and not re.fullmatch(pattern, value):
            problems.add(f"failed to match pattern {pattern}", pointer)

    return check


def one_of(*allowed: str) -> Check:
    """Take one of a few words."""

    def check(problems: Problems, value: Any, pointer: str) -> None:
        if value not in allowed:
            problems.add(f"must be one of: {', '.join(allowed)}", pointer)

    return check


def boolean(problems: Problems, value: Any, pointer: str) -> None:
    """Take true or false."""
    if not isinstance(value, bool):
        problems.add("must provide a boolean", pointer)


def integer(least: int, most: int) -> Check:
    """Take a whole number within bounds."""

    def check(problems: Problems, value: Any, pointer: str) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            problems.add("must provide an integer", pointer)
        elif value < least:
            problems.add(f"must be greater than {least - 1}", pointer)
        elif value > most:
            problems.add(f"must be less than {most + 1}", pointer)

    return check


def array(item: Check, most: int, least: int = 1) -> Check:
    """Take a list of so many items."""

    def check(problems: Problems, value: Any, pointer: str) -> None:
        if not isinstance(value, list):
            problems.add("must provide an array", pointer)
            return
        items = cast(list[Any], value)
        if len(items) > most:
            problems.add(f"no more than {most} items allowed", pointer)
        if len(items) < least:
            problems.add(f"must provide at least {least} items", pointer)
        for number, each in enumerate(items):
            item(problems, each, f"{pointer}/{number}")

    return check


def thing(required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    """Take an object with these keys and no others."""
    known = {**required, **optional}

    def check(problems: Problems, value: Any, pointer: str) -> None:
        if not isinstance(value, dict):
            problems.add("must provide an object", pointer)
            return
        given = cast(Json, value)
        for key in required:
            if given.get(key) is None:
                problems.add(f"missing required field: {key}", pointer)
        for key, each in given.items():
            if key not in known:
                problems.add(f"invalid additional property: {key}", pointer)
            elif each is not None:
                known[key](problems, each, f"{pointer}/{key}")

    return check


def by_type(kinds: Mapping[str, Check], allowed: Collection[str] | None = None) -> Check:
    """Take an object whose ``type`` says what it must be like."""

    def check(problems: Problems, value: Any, pointer: str) -> None:
        if not isinstance(value, dict):
            problems.add("must provide an object", pointer)
            return
        kind = cast(Json, value).get("type")
        if kind is None:
            problems.add("missing required field: type", pointer)
        elif not isinstance(kind, str):
            problems.add("must provide a string", f"{pointer}/type")
        elif kind not in kinds or (allowed is not None and kind not in allowed):
            problems.add(f"unsupported type: {kind}", f"{pointer}/type")
        else:
            kinds[kind](problems, value, pointer)

    return check


def both(*checks: Check) -> Check:
    """Complain of whatever any of the checks complains of."""

    def check(problems: Problems, value: Any, pointer: str) -> None:
        for each in checks:
            each(problems, value, pointer)

    return check


def anything(problems: Problems, value: Any, pointer: str) -> None:
    """Take whatever is given."""
