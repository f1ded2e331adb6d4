"""`make check-spec` finds what breaks a schema: shown on a small one of our own, without npm."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from conformance.__main__ import report
from conformance.amendments import Amendment
from conformance.checking import Check, Findings
from conformance.events import EVENTS
from conformance.recordings import Message, read_recordings
from conformance.schemas import Schemas
from playground.seed import CHANNELS
from playground.server import PlaygroundServer

ROUTE = "/dens/{den_id}/animals"
DOCUMENT: dict[str, Any] = {
    "version": "1",
    "$defs": {
        "Cat": {
            "type": "object",
            "properties": {"type": {"const": 1}, "lives": {"type": "integer", "maximum": 9}},
            "required": ["type", "lives"],
        },
        "Dog": {
            "type": "object",
            "properties": {"type": {"const": 2}, "barks": {"type": "boolean"}},
            "required": ["type", "barks"],
        },
        "Animal": {"anyOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}]},
        "Error": {"type": "object", "properties": {"code": {"type": "integer"}}},
        "Refusal": {"allOf": [{"$ref": "#/$defs/Error"}, {"properties": {"why": {}}}]},
        **{
            piece.definition: {"type": "object", "properties": {}}
            for pieces in EVENTS.values()
            for piece in pieces
        },
    },
    "operations": {
        f"POST {ROUTE}": {
            "request": {"$ref": "#/$defs/Animal"},
            "responses": {
                "200": {"type": "array", "items": {"$ref": "#/$defs/Animal"}},
                "4XX": {"$ref": "#/$defs/Refusal"},
            },
        },
        f"DELETE {ROUTE}": {"request": None, "responses": {"204": None}},
    },
}
CAT = {"type": 1, "lives": 9}


def exchange(body: Any, status: int, answer: Any, *, method: str = "POST") -> Message:
    return Message("a test", "rest", "bot", f"{method} /dens/7/animals", body, status, answer)


def findings(*messages: Message) -> Findings:
    check = Check(Schemas(DOCUMENT))
    for message in messages:
        check.take(message)
    return check.findings


def problems(*messages: Message) -> list[tuple[str, str]]:
    return [(v.place.split(" /")[0], v.problem.pointer) for v in findings(*messages).violations]


def test_what_keeps_the_schema_is_counted_and_passes():
    found = findings(exchange(CAT, 200, [CAT]), exchange(None, 204, None, method="DELETE"))
    assert found.violations == []
    assert (found.validated, found.routes.total()) == (3, 2)


@pytest.mark.parametrize(
    ("answer", "pointer"),
    [
        ([CAT, {"type": 1, "lives": 10}], "/1/lives"),
        ([{"type": 2, "barks": "loudly"}], "/0/barks"),
        ([{"type": 1}], "/0"),
        ([{**CAT, "live": 1}], "/0"),
        (["\ud800"], ""),
        ({}, ""),
        (None, ""),
    ],
)
def test_a_wrong_answer_is_found_at_its_place(answer: Any, pointer: str):
    assert problems(exchange(CAT, 200, answer)) == [("answer 200 POST", pointer)]


def test_an_undocumented_status_or_body_is_found():
    assert problems(exchange(CAT, 201, [CAT])) == [("answer 201 POST", "")]
    assert problems(exchange(None, 204, {}, method="DELETE")) == [("answer 204 DELETE", "")]
    assert problems(exchange({}, 204, None, method="DELETE")) == [("request DELETE", "")]
    assert problems(exchange(CAT, 400, {"code": 1, "why": "", "how": ""})) != []


def test_a_malformed_request_must_be_refused():
    bad = {"type": 1, "lives": "nine"}
    assert problems(exchange(bad, 200, [CAT])) == [("request POST", "/lives")]
    refused = findings(exchange(bad, 400, {"code": 50035}))
    assert refused.violations == []
    assert refused.refused.total() == 1


def test_a_refused_but_well_formed_request_is_shown_for_review():
    answer = {"code": 50035, "why": {"_errors": [{"code": "TOO_SLEEPY"}]}}
    assert list(findings(exchange(CAT, 400, answer)).stricter) == [f"POST {ROUTE}: TOO_SLEEPY"]


def test_every_seeded_fault_is_found():
    check = Check(Schemas(DOCUMENT))
    check.take(exchange(CAT, 200, [CAT]))
    assert check.seed_faults() == (6, [])


def test_the_exit_code_says_whether_all_is_well():
    def code(
        *messages: Message, amendments: tuple[Amendment, ...] = (), routes: tuple[str, ...] = ()
    ) -> int:
        console = Console(file=io.StringIO())
        return report(DOCUMENT, list(messages), console, amendments, routes)

    immortal = exchange(CAT, 200, [{"type": 1, "lives": 10}])
    amendment = Amendment("Cat", {"properties": {"lives": {"maximum": None}}}, "They are many.")
    assert code(exchange(CAT, 200, [CAT])) == 0
    assert code(immortal) == 1
    assert code(immortal, amendments=(amendment,)) == 0
    assert code(exchange(CAT, 200, [CAT]), amendments=(amendment,)) == 1, "it is not needed"
    assert code() == 1, "nothing was recorded"
    assert code(exchange(CAT, 200, [CAT]), routes=("POST /dens/{id}/animals",)) == 0
    assert code(exchange(CAT, 200, [CAT]), routes=("GET /dens",)) == 1, "it was never asked"


async def test_the_playground_records_what_goes_over_the_wire(
    playground: PlaygroundServer, tmp_path: Path
):
    with playground.wire.recorded(tmp_path / "one.jsonl"):
        playground.wire.add("gateway", "discord", "READY", '{"t": "READY", "d": {}}')
        playground.wire.add("rest", "bot", "GET /users/@me", None, status=200, answer=CHANNELS)
    playground.wire.add("rest", "bot", "GET /gateway", None, status=200)
    assert list(read_recordings(tmp_path)) == [
        Message("one", "gateway", "discord", "READY", {"t": "READY", "d": {}}, 0, None),
        Message("one", "rest", "bot", "GET /users/@me", None, 200, CHANNELS),
    ]
