"""Hold recorded messages to the schemas."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, cast

from conformance.amendments import Json
from conformance.events import EVENTS
from conformance.faults import seed_faults
from conformance.recordings import Message
from conformance.schemas import Operation, Problem, Schema, Schemas

_INVALID_FORM_BODY: Final = 50035


@dataclass(frozen=True, slots=True)
class Violation:
    """Say what broke a schema where: the direction, the route or event, and in which message."""

    place: str
    problem: Problem
    message: Message

    @property
    def spot(self) -> tuple[str, str, str]:
        """Return what equal violations have in common: list positions and ids do not count."""
        pointer = re.sub(r"/\d+(?=/|$)", "/*", self.problem.pointer)
        text = re.sub(r"^.* (?=(is not|is less|has|does) )", "", self.problem.text)
        return self.place, pointer, text


@dataclass(slots=True)
class Findings:
    """Collect what a check found; counts are by place, such as "answer 200 GET /users/@me".

    ``refused`` are requests that break the schema and were refused; ``stricter`` are those that
    keep it and were refused as malformed all the same, one for each reason.
    """

    routes: Counter[str] = field(default_factory=Counter[str])
    valid: Counter[str] = field(default_factory=Counter[str])
    invalid: Counter[str] = field(default_factory=Counter[str])
    refused: Counter[str] = field(default_factory=Counter[str])
    without_schema: Counter[str] = field(default_factory=Counter[str])
    stricter: dict[str, Message] = field(default_factory=dict[str, Message])
    violations: list[Violation] = field(default_factory=list[Violation])

    @property
    def validated(self) -> int:
        """Return how many bodies and events were held to a schema."""
        return self.valid.total() + self.invalid.total() + self.refused.total()

    @property
    def by_spot(self) -> dict[tuple[str, str, str], list[Violation]]:
        """Return the violations, equal ones together."""
        spots: dict[tuple[str, str, str], list[Violation]] = {}
        for violation in self.violations:
            spots.setdefault(violation.spot, []).append(violation)
        return spots


class Check:
    """Hold messages to the schemas, one after the other, and keep a valid one of each place."""

    def __init__(self, schemas: Schemas) -> None:
        self.findings = Findings()
        self._schemas = schemas
        self._samples: dict[str, tuple[Schema, Any]] = {}
        self._events = {
            (name, piece.place): schemas.variant(piece.definition, piece.adds, piece.lacks)
            for name, pieces in EVENTS.items()
            for piece in pieces
        }

    def take(self, message: Message) -> None:
        """Check one message: a request with its answer, or a gateway event."""
        if message.source == "proxy":
            self.findings.without_schema[f"page {message.status}"] += 1
        elif message.source != "rest":
            self._take_event(message)
        elif operation := self._schemas.operation(message.name):
            self.findings.routes[operation.route] += 1
            self._take_request(message, operation)
            self._take_answer(message, operation)
        else:
            self.findings.without_schema[re.sub(r"/\d+", "/…", message.name)] += 1

    def seed_faults(self) -> tuple[int, list[str]]:
        """Seed faults into a valid message of each place; return how many, and those not found."""
        count, missed = 0, list[str]()
        for place, (schema, value) in self._samples.items():
            for fault, spoilt in seed_faults(value, free=schema.free):
                count += 1
                if not schema.problems(spoilt):
                    missed.append(f"{place}: {fault}")
        return count, missed

    def _take_request(self, message: Message, operation: Operation) -> None:
        place = f"request {operation.route}"
        if message.body is None:
            return
        if message.status < 300:
            self._hold(place, operation.request, message.body, message)
        elif operation.request and operation.request.problems(message.body):
            self.findings.refused[place] += 1
        else:
            self.findings.valid[place] += 1
            if _code(message.answer) == _INVALID_FORM_BODY:
                reason = f"{operation.route}: {_reasons(message.answer)}"
                self.findings.stricter.setdefault(reason, message)

    def _take_answer(self, message: Message, operation: Operation) -> None:
        place = f"answer {message.status} {operation.route}"
        if message.status >= 500:
            self.findings.without_schema[place] += 1
            return
        try:
            schema = operation.answer(message.status)
        except KeyError:
            text = f"only these are documented: {', '.join(operation.answers)}"
            self._note(place, [Problem("", text, message.status)], message)
            return
        self._hold(place, schema, message.answer, message)

    def _take_event(self, message: Message) -> None:
        frame: Json = message.body
        name = str(frame.get("t") or message.name)
        if message.sender == "bot" or name not in EVENTS:
            self.findings.without_schema[f"{message.sender}'s {name}"] += 1
            return
        for piece in EVENTS[name]:
            for value in _values(frame["d"], piece.place.split("/") if piece.place else []):
                place = f"event {name} {piece.place}".rstrip()
                self._hold(place, self._events[name, piece.place], value, message)

    def _hold(self, place: str, schema: Schema | None, value: Any, message: Message) -> None:
        if schema is None:
            nothing = [] if value is None else [Problem("", "no body is documented", value)]
            self._note(place, nothing, message)
            return
        problems = schema.problems(value)
        self._note(place, problems, message)
        if not problems:
            self._samples.setdefault(place, (schema, value))

    def _note(self, place: str, problems: list[Problem], message: Message) -> None:
        (self.findings.invalid if problems else self.findings.valid)[place] += 1
        self.findings.violations += [Violation(place, problem, message) for problem in problems]


def _values(value: Any, steps: list[str]) -> Iterator[Any]:
    """Yield what is at a path; "*" means every item of a list or object."""
    if not steps:
        yield value
        return
    step, *rest = steps
    if isinstance(value, list) and step == "*":
        for item in cast(list[Any], value):
            yield from _values(item, rest)
    elif isinstance(value, dict):
        thing = cast(Json, value)
        for inner in thing.values() if step == "*" else [thing[step]] if step in thing else []:
            yield from _values(inner, rest)


def _code(answer: Any) -> int:
    return int(cast(Json, answer).get("code", 0)) if isinstance(answer, dict) else 0


def _reasons(answer: Any) -> str:
    return ", ".join(sorted(set(re.findall(r'"code": "(\w+)"', json.dumps(answer)))))
