"""Run the benchmark and print one table; figures also go to var/bench.json.

``--quick`` gives a rough table in under a minute.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bench.burst import RATE, measure_burst
from bench.dialogue import SAMPLES, Driver, Sample, floor, ours
from bench.questions import measure_questions
from bench.target import measure_target, target_table
from bench.ticks import measure_ticks
from bot.logs import configure_logs

_GUILDS = 2000
_WARM_UP = 30
_TARGETS = {"/goal add": "≤ 3.0", "/goal list": ""}
_LOOK_UP_TARGET = "≤ 1.5"


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    samples: int
    rounds: int
    rows: int
    repeats: int
    communities: int
    burst_seconds: float
    load_seconds: float
    load_rounds: int
    visits: int
    question_rounds: int


FULL = Size(1000, 5, 10_000, 500, 10_000, 60, 20, load_rounds=3, visits=9, question_rounds=20)
QUICK = Size(60, 3, 500, 100, 500, 5, 3, load_rounds=2, visits=3, question_rounds=3)


@dataclass(frozen=True, slots=True)
class Row:
    """One command: milliseconds of both bots, and the median of the rounds' p95 as a ratio."""

    name: str
    ours: tuple[float, float, float]
    floor: tuple[float, float, float]
    ratio: float


async def bench(size: Size, console: Console) -> dict[str, Any]:
    """Measure everything and return the figures."""
    with tempfile.TemporaryDirectory() as name, Progress(console=console) as progress:
        folder = Path(name)
        total = size.rounds * len(SAMPLES) * 2 + 4
        task = progress.add_task("measuring", total=total)
        rows: list[Row] = []
        async with ours(folder / "one") as alone:
            driver = Driver(alone.server)
            shapes = {s.path: await driver.shape(s) for s in SAMPLES if not s.is_typing}
            async with floor(folder, json.dumps(shapes)) as bare:
                rows = await _rounds(driver, Driver(bare), size, lambda: progress.advance(task))
        told = (folder / "one" / "longest-block").read_text()
        block, computing = (float(part) * 1000 for part in told.split())
        ticks = await measure_ticks(folder / "ticks", size.rows, size.repeats)
        progress.advance(task)
        async with ours(folder / "many", _GUILDS) as crowded:
            per_guild = (crowded.memory_kib - alone.memory_kib) / _GUILDS
        progress.advance(task)
        burst = await measure_burst(folder / "burst", size.communities, size.burst_seconds)
        progress.advance(task)
        target = await measure_target(size.load_seconds, size.load_rounds, size.visits)
        progress.advance(task)
    questions = measure_questions(size.question_rounds)
    return {
        "questions": asdict(questions),
        "commands": [asdict(row) for row in rows],
        "startup_seconds": alone.start_seconds,
        "memory_kib": alone.memory_kib,
        "memory_per_guild_kib": per_guild,
        "longest_block_ms": block,
        "longest_block_computing_ms": computing,
        "ticks": {**asdict(ticks), "growth": ticks.growth},
        "burst": asdict(burst),
        "target": target,
    }


async def _rounds(mine: Driver, bare: Driver, size: Size, advance: Callable[[], None]) -> list[Row]:
    times: dict[tuple[str, str], list[list[float]]] = {}
    for sample in SAMPLES:
        for driver in (mine, bare):
            for _ in range(_WARM_UP):
                await driver.time(sample)
    for _ in range(size.rounds):
        for sample in SAMPLES:
            for who, driver in (("ours", mine), ("floor", bare)):
                taken = [await driver.time(sample) for _ in range(size.samples)]
                times.setdefault((sample.name, who), []).append(taken)
                advance()
    return [_row(sample, times) for sample in SAMPLES]


def _row(sample: Sample, times: dict[tuple[str, str], list[list[float]]]) -> Row:
    mine, bare = times[sample.name, "ours"], times[sample.name, "floor"]
    p95 = [statistics.median(_at(taken, 0.95) for taken in rounds) for rounds in (mine, bare)]
    return Row(sample.name, _quantiles(mine), _quantiles(bare), p95[0] / p95[1])


def _quantiles(rounds: list[list[float]]) -> tuple[float, float, float]:
    flat = [seconds * 1000 for taken in rounds for seconds in taken]
    return _at(flat, 0.5), _at(flat, 0.95), _at(flat, 0.99)


def _at(values: list[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def show(figures: dict[str, Any], console: Console) -> None:
    """Print the table, each figure beside its target."""
    table = Table("", "ours p50/p95/p99 ms", "floor p50/p95/p99 ms", "ratio", "target")
    for row in figures["commands"]:
        target = _TARGETS.get(row["name"], _LOOK_UP_TARGET)
        shown = ["/".join(f"{value:.2f}" for value in row[who]) for who in ("ours", "floor")]
        table.add_row(row["name"], *shown, f"{row['ratio']:.2f}", target)
    _show_questions(figures["questions"], table)
    _show_ticks(figures["ticks"], table)
    _show_burst(figures["burst"], table)
    table.add_row(
        "longest block after ready", f"{figures['longest_block_ms']:.1f}", "", "", "≤ 20 ms"
    )
    computing = f"{figures['longest_block_computing_ms']:.1f}"
    table.add_row("of that, our own computing", computing, "", "", "")
    table.add_row("start-up", f"{figures['startup_seconds']:.2f} s", "", "", "")
    table.add_row("memory at start", f"{figures['memory_kib'] / 1024:.0f} MiB", "", "", "")
    table.add_row(
        f"memory per guild at {_GUILDS}",
        f"{figures['memory_per_guild_kib']:.1f} KiB",
        "",
        "",
        "≤ 40",
    )
    console.print(table)
    console.print(target_table(figures["target"]))


def _show_questions(questions: dict[str, Any], table: Table) -> None:
    floor = questions["floor"]
    for name, target in (("ranking", "p99 ≤ 5 ms"), ("answer", "")):
        ours = questions[name]
        shown = ["/".join(f"{value:.2f}" for value in row) for row in (ours, floor)]
        label = f"/find in process, {questions['asked']} questions: {name}"
        table.add_row(label, *shown, f"{ours[1] / floor[1]:.2f}", target)


def _show_ticks(ticks: dict[str, Any], table: Table) -> None:
    empty = ticks["empty_write"]
    shown = [f"{ticks['idle'] * 1000:.2f}", f"{empty * 1000:.2f}", f"{ticks['idle'] / empty:.2f}"]
    table.add_row("tick, idle", *shown, "≤ 3.0")
    for full in (ticks["small"], ticks["large"]):
        name = f"tick, {full['rows']} due"
        table.add_row(name, f"{full['seconds'] * 1000:.0f}", "", "", "")
        block, computing = full["longest_block"] * 1000, full["longest_computing"] * 1000
        table.add_row("  longest block in it", f"{block:.1f}", "", "", "")
        table.add_row("  of that, our own computing", f"{computing:.1f}", "", "", "≤ 20 ms")
    table.add_row(
        "processor time per row, ten times as many", "", "", f"{ticks['growth']:.2f}", "≤ 1.3"
    )


def _show_burst(burst: dict[str, Any], table: Table) -> None:
    whole = burst["communities"] / burst["rate"]
    table.add_row(
        f"burst of {burst['communities']}: posts a second",
        f"{burst['rate']:.2f}",
        f"{RATE:.0f}",
        f"{burst['rate'] / RATE:.3f}",
        "0.98 to 1.02",
    )
    table.add_row(
        "  sampled posts; all of them take", f"{burst['posts']}; {whole:.0f} s", "", "", ""
    )
    table.add_row("  answers 429", str(burst["limited"]), "", "", "0")
    busy, idle = burst["busy_p95"] * 1000, burst["idle_p95"] * 1000
    table.add_row(
        "  /cert info p95 against idle", f"{busy:.2f}", f"{idle:.2f}", f"{busy / idle:.2f}", "≤ 1.5"
    )
    table.add_row("  share of a processor", f"{burst['processor']:.0%}", "", "", "")


def main() -> None:
    """Read the arguments, measure and print."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a rough table in under a minute")
    configure_logs("WARNING", "console")
    console = Console()
    figures = asyncio.run(bench(QUICK if parser.parse_args().quick else FULL, console))
    show(figures, console)
    target = Path("var/bench.json")
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(figures, indent=2))
    console.print(f"All figures: {target}")


if __name__ == "__main__":
    main()
