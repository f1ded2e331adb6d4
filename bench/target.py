"""The playground as a target: what it bears, each figure beside what it has to bear."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.table import Table

from bench.load import LoadFigures, ReadyFigures, measure_load, measure_ready
from bench.paint import measure_paint

RATE = 1000
_CROWD = 10_000
# A round is as long as its last answer takes; what cannot keep up falls behind by far more.
_LAST_ANSWER = 0.99


async def measure_target(seconds: float, rounds: int, visits: int) -> dict[str, Any]:
    """Measure commands for some seconds, several times; then READY and the page."""
    return {
        "load": asdict(await measure_load(RATE, seconds, rounds)),
        "ready": asdict(await measure_ready(_CROWD)),
        "first_paint_ms": await measure_paint(visits),
    }


def target_table(figures: dict[str, Any]) -> Table:
    """Return what ``measure_target`` measured, for people."""
    load, crowd = LoadFigures(**figures["load"]), ReadyFigures(**figures["ready"])
    table = Table("the playground as a target", "", "target", "")

    def row(name: str, value: str, target: str = "", is_met: bool | None = None) -> None:
        table.add_row(name, value, target, "" if is_met is None else "ok" if is_met else "miss")

    row("commands a second", f"{load.rate:.0f}", f"≥ {RATE}", load.rate >= RATE * _LAST_ANSWER)
    row("of these, lost or refused", str(load.errors), "0", load.errors == 0)
    row("processor per command", f"{load.cpu_ms:.2f} ms", "≤ 1 ms", load.cpu_ms <= 1)
    row("p50/p95/p99, due to answered", "/".join(f"{value:.1f}" for value in load.ms) + " ms")
    memory = "/".join(f"{kib / 1024:.0f}" for kib in load.memory_kib)
    row("memory after each round", f"{memory} MiB")
    row(
        f"READY with {crowd.guilds} guilds", f"{crowd.seconds:.1f} s", "≤ 10 s", crowd.seconds <= 10
    )
    row("longest block meanwhile", f"{crowd.block_ms:.1f} ms")
    computing = crowd.block_computing_ms
    row("of that, our own computing", f"{computing:.1f} ms", "≤ 20 ms", computing <= 20)
    row("seed time", f"{crowd.seed_seconds:.1f} s")
    row("memory with these guilds", f"{crowd.memory_kib / 1024:.0f} MiB")
    paint = figures["first_paint_ms"]
    if paint is None:
        row("first paint of the page", "no Chromium: install it or name it in CHROMIUM", "≤ 1 s")
    else:
        row("first paint of the page", f"{paint:.0f} ms", "≤ 1 s", paint <= 1000)
    return table
