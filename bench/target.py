"""The playground as a target: what it bears, each figure beside what it has to bear."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from bench.load import LoadFigures, ReadyFigures
from bench.sections import FAILED

RATE = 1000
CROWD = 10_000
# A round is as long as its last answer takes; what cannot keep up falls behind by far more.
_LAST_ANSWER = 0.99


def target_table(figures: dict[str, Any]) -> Table:
    """Return what was measured of ``load``, ``ready`` and ``first_paint_ms``, for people."""
    table = Table("the playground as a target", "", "target", "")

    def row(name: str, value: str, target: str = "", is_met: bool | None = None) -> None:
        table.add_row(name, value, target, "" if is_met is None else "ok" if is_met else "miss")

    if "load" in figures:
        load = LoadFigures(**figures["load"])
        row("commands a second", f"{load.rate:.0f}", f"≥ {RATE}", load.rate >= RATE * _LAST_ANSWER)
        row("of these, lost or refused", str(load.errors), "0", load.errors == 0)
        row("processor per command", f"{load.cpu_ms:.2f} ms", "≤ 1 ms", load.cpu_ms <= 1)
        row("p50/p95/p99, due to answered", "/".join(f"{value:.1f}" for value in load.ms) + " ms")
        memory = "/".join(f"{kib / 1024:.0f}" for kib in load.memory_kib)
        row("memory after each round", f"{memory} MiB")
    else:
        row("commands a second", FAILED, f"≥ {RATE}", False)
    if "ready" in figures:
        crowd = ReadyFigures(**figures["ready"])
        took = f"{crowd.seconds:.1f} s"
        row(f"READY with {crowd.guilds} guilds", took, "≤ 10 s", crowd.seconds <= 10)
        row("longest block meanwhile", f"{crowd.block_ms:.1f} ms")
        computing = crowd.block_computing_ms
        row("of that, our own computing", f"{computing:.1f} ms", "≤ 20 ms", computing <= 20)
        row("seed time", f"{crowd.seed_seconds:.1f} s")
        row("memory with these guilds", f"{crowd.memory_kib / 1024:.0f} MiB")
    else:
        row(f"READY with {CROWD} guilds", FAILED, "≤ 10 s", False)
    if "first_paint_ms" not in figures:
        row("first paint of the page", FAILED, "≤ 1 s", False)
    elif (paint := figures["first_paint_ms"]) is None:
        row("first paint of the page", "no Chromium: install it or name it in CHROMIUM", "≤ 1 s")
    else:
        row("first paint of the page", f"{paint:.0f} ms", "≤ 1 s", paint <= 1000)
    return table
