"""Discord's schemas as validators, and which of them a route uses."""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, cast

from jsonschema_rs import Draft202012Validator, ValidationError, ValidationErrorKind

from conformance.amendments import Amendment, Json, amend

_REFERENCE: Final = "#/$defs/"


@dataclass(frozen=True, slots=True)
class Problem:
    """Say what is wrong at one place (a JSON pointer) of a body; ``found`` is what stands there."""

    pointer: str
    text: str
    found: Any


class Schema:
    """Find the problems of a value; the validator is built when the first one comes.

    ``free`` are the keys of which it does not say what they hold.
    """

    def __init__(self, schema: Json, definitions: Json, free: Collection[str] = ()) -> None:
        self.free = frozenset(free)
        self._schema: Json = {**schema, "$defs": definitions}

    def problems(self, value: Any) -> list[Problem]:
        """Return what is wrong with ``value``, each at its innermost place."""
        try:
            if self._validator.is_valid(value):
                return []
            return [
                Problem(_pointer(error), error.message, error.instance)
                for found in self._validator.iter_errors(value)
                for error in _innermost(found)
            ]
        except UnicodeEncodeError as error:
            return [Problem("", f"is not Unicode: {error.reason}", repr(error.object))]

    @cached_property
    def _validator(self) -> Draft202012Validator:
        return Draft202012Validator(self._schema, validate_formats=True)


def _pointer(error: ValidationError) -> str:
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in error.instance_path)
    return "".join(f"/{step}" for step in steps)


def _innermost(error: ValidationError) -> Iterator[ValidationError]:
    """Follow a failed choice into the alternative that was meant."""
    kind = error.kind
    if not isinstance(kind, ValidationErrorKind.AnyOf):
        yield error
        return
    depth = len(error.instance_path)

    def unfitness(branch: list[ValidationError]) -> tuple[bool, bool, int]:
        is_other_json_type = any(
            isinstance(inner.kind, ValidationErrorKind.Type) and len(inner.instance_path) == depth
            for inner in branch
        )
        is_other_kind = any(
            inner.instance_path[depth:] == ["type"]
            and isinstance(inner.kind, ValidationErrorKind.Constant | ValidationErrorKind.Enum)
            for inner in branch
        )
        return is_other_json_type, is_other_kind, len(branch)

    for inner in min(kind.context, key=unfitness):
        yield from _innermost(inner)


@dataclass(frozen=True, slots=True)
class Operation:
    """Hold one route's schemas; None where the route has no body."""

    route: str
    request: Schema | None
    answers: dict[str, Schema | None]

    def answer(self, status: int) -> Schema | None:
        """Return the schema of an answer.

        Raises
        ------
        KeyError
            The route does not answer with this status.
        """
        exact, family = str(status), f"{status // 100}XX"
        return self.answers[exact if exact in self.answers else family]


class Schemas:
    """Hold all definitions and operations of a document that ``convert.mjs`` wrote."""

    def __init__(self, document: Json, amendments: Iterable[Amendment] = ()) -> None:
        amendments = tuple(amendments)
        asked, told = (amend(document, amendments, requests=requests) for requests in (True, False))
        self._asked, self._told = _closed(asked["$defs"]), _closed(told["$defs"])
        self.operations = [
            self._operation(route, schemas) for route, schemas in asked["operations"].items()
        ]
        # The template with the fewest variables is the one that Discord means.
        self._templates = sorted(
            ((_pattern(operation.route), operation) for operation in self.operations),
            key=lambda pair: pair[1].route.count("{"),
        )

    def __len__(self) -> int:
        """Return how many definitions there are."""
        return len(self._told)

    def operation(self, request: str) -> Operation | None:
        """Return the operation of a request such as "GET /channels/1"; None if it is unknown."""
        for pattern, operation in self._templates:
            if pattern.fullmatch(request):
                return operation
        return None

    def variant(
        self, definition: str, adds: Collection[str] = (), lacks: Collection[str] = ()
    ) -> Schema:
        """Return what Discord sends, with keys that may come on top and some that may be missing.

        The added keys may hold anything.
        """
        schema: Json = copy.deepcopy(self._told[definition])
        schema["properties"].update({key: True for key in adds})
        schema["required"] = [key for key in schema.get("required", []) if key not in lacks]
        return Schema(schema, self._told, free=adds)

    def _operation(self, route: str, schemas: Json) -> Operation:
        def ready(schema: Json | None, definitions: Json) -> Schema | None:
            return None if schema is None else Schema(_closed(schema), definitions)

        answers = {status: ready(s, self._told) for status, s in schemas["responses"].items()}
        return Operation(route, ready(schemas["request"], self._asked), answers)


def _pattern(route: str) -> re.Pattern[str]:
    parts = re.split(r"\{\w+\}", route)
    return re.compile("[^/]+".join(re.escape(part) for part in parts))


def _closed(schemas: Json) -> Json:
    """Refuse keys that an object does not name: a misspelt key must not pass as an extra one.

    What is a part of a larger object (``allOf``) stays open, and the whole is closed instead.
    """
    closed = copy.deepcopy(schemas)
    for node in _nodes(closed):
        if "properties" in node and isinstance(node["properties"], dict):
            node.setdefault("additionalProperties", False)
    for node in _nodes(closed):
        pieces = cast(list[Json], node.get("allOf", []))
        if pieces:
            node["unevaluatedProperties"] = False
        for piece in pieces:
            name = piece.get("$ref", "").removeprefix(_REFERENCE)
            part: Json = closed[name] if name else piece
            if part.get("additionalProperties") is False:
                del part["additionalProperties"]
    return closed


def _nodes(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        node = cast(Json, value)
        yield node
        for inner in node.values():
            yield from _nodes(inner)
    elif isinstance(value, list):
        for inner in cast(list[Any], value):
            yield from _nodes(inner)
