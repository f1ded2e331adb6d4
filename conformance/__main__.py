"""Hold what was recorded to Discord's schemas and report; exit 1 if anything breaks them.

``python -m conformance SCHEMAS RECORDINGS``; `make check-spec` makes both.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from conformance.amendments import AMENDMENTS, Amendment, Json
from conformance.checking import Check, Findings, Violation
from conformance.recordings import Message, read_recordings
from conformance.schemas import Schemas
from playground.routes import ROUTES

SERVED = [f"{route.method} {route.path}" for route in ROUTES]
_SHOWN_CHARACTERS = 200


def main() -> int:
    """Check, report and return the exit code."""
    parser = argparse.ArgumentParser(prog="conformance", description=__doc__)
    parser.add_argument("schemas", type=Path, help="what convert.mjs wrote")
    parser.add_argument("recordings", type=Path, help="folder that pytest recorded into")
    given = parser.parse_args()
    document: Json = json.loads(given.schemas.read_text(encoding="utf-8"))
    messages = list(read_recordings(given.recordings))
    return report(document, messages, Console(width=140, highlight=False))


def report(
    document: Json,
    messages: list[Message],
    console: Console,
    amendments: tuple[Amendment, ...] = AMENDMENTS,
    routes: Iterable[str] = SERVED,
) -> int:
    """Check the messages against the document, say what was found and return the exit code.

    ``routes`` are those that must come up, such as "GET /users/{user_id}".
    """
    schemas = Schemas(document, amendments)
    check = Check(schemas)
    for message in messages:
        check.take(message)
    findings = check.findings
    console.print(_counts(findings))
    _tell_list("Without a schema", findings.without_schema, console)
    _tell_list("Refused although the schema allows it, for review", findings.stricter, console)
    for violations in findings.by_spot.values():
        _tell(violations, console)
    seeded, missed = check.seed_faults()
    needless = find_needless(document, messages, amendments)
    console.print(
        f"discord-api-spec {document['version']}: {len(schemas)} schemas, "
        f"{len(schemas.operations)} operations. {len(messages)} messages recorded, "
        f"{findings.validated} bodies and events validated on {len(findings.routes)} routes. "
        f"{seeded - len(missed)} of {seeded} seeded faults found. "
        f"{len(amendments)} amendments. "
        f"{len(findings.violations)} violations at {len(findings.by_spot)} places."
    )
    unseen = find_unseen(findings, schemas, routes)
    for route in unseen:
        console.print(f"[red]In no recording[/]: {escape(route)}; ask it in a contract test.")
    for fault in missed:
        console.print(f"[red]Not found[/]: {escape(fault)}")
    for amendment in needless:
        console.print(
            f"[red]Needless amendment[/] of {amendment.target}: nothing fails without it, "
            "so take it out of conformance/amendments.py"
        )
    if not findings.validated:
        console.print("[red]Nothing was recorded[/]: run `make check-spec`, not this by hand.")
    wrong = findings.violations or unseen or missed or needless or not findings.validated
    return int(bool(wrong))


def find_unseen(findings: Findings, schemas: Schemas, routes: Iterable[str]) -> list[str]:
    """Return the routes ("GET /users/{user_id}") that no recording has asked."""
    unseen: list[str] = []
    for route in routes:
        operation = schemas.operation(re.sub(r"\{\w+\}", "1", route))
        if (operation.route if operation else route) not in findings.routes:
            unseen.append(route)
    return unseen


def find_needless(
    document: Json, messages: list[Message], amendments: tuple[Amendment, ...]
) -> list[Amendment]:
    """Return the amendments without which nothing fails."""
    bare = Check(Schemas(document))
    for message in messages:
        bare.take(message)
    # One message of each kind of violation is enough, or this would take as long again for each.
    doubtful = [violations[0].message for violations in bare.findings.by_spot.values()]
    needless: list[Amendment] = []
    for amendment in amendments:
        check = Check(Schemas(document, [other for other in amendments if other != amendment]))
        for message in doubtful:
            check.take(message)
        if not check.findings.violations:
            needless.append(amendment)
    return needless


def _counts(findings: Findings) -> Table:
    table = Table("", "valid", "refused", "violations")
    columns = (findings.valid, findings.refused, findings.invalid)
    places = {place for column in columns for place in column}
    for place in sorted(places, key=_by_route):
        table.add_row(place, *(str(column[place] or "") for column in columns))
    return table


def _by_route(place: str) -> tuple[str, str]:
    direction, _, route = place.rpartition(" /")
    return (route, direction) if route else ("~", place)


def _tell_list(
    title: str, items: Counter[str] | dict[str, Message] | list[str], console: Console
) -> None:
    if items:
        console.print(f"[bold]{title}[/]:")
    for item in items:
        number = f" ({items[item]})" if isinstance(items, Counter) else ""
        console.print(f"  {escape(item)}{number}")


def _tell(violations: list[Violation], console: Console) -> None:
    first = violations[0]
    found = _printable(json.dumps(first.problem.found))
    console.print(
        f"[red]{len(violations)} times {escape(first.place)}[/] at "
        f"{escape(first.problem.pointer) or '/'}: "
        f"{escape(_printable(first.problem.text))}\n"
        f"    found  {escape(found)}\n"
        f"    in     {escape(first.message.name)} of {escape(first.message.test)}"
    )


def _printable(text: str) -> str:
    """Return the beginning of a text that may hold what no terminal can show."""
    return text[:_SHOWN_CHARACTERS].encode("utf-8", "backslashreplace").decode()


if __name__ == "__main__":
    sys.exit(main())
