"""Run the benchmark and print one table; figures also go to var/bench.json.

``--quick`` gives a rough table in under a minute.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
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
from bench.load import measure_load, measure_ready
from bench.mentoring import MENTORS, measure_round, seed_mentors
from bench.paint import measure_paint
from bench.questions import measure_questions
from bench.sections import FAILED, Sections
from bench.target import CROWD, target_table
from bench.target import RATE as TARGET_RATE
from bench.ticks import measure_ticks
from bot.logs import configure_logs
from bot.platforms.discord.identity import community_id
from bot.storage.database import Database
from playground.world import World

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
    mentor_rounds: int


FULL = Size(1000, 5, 10_000, 500, 10_000, 60, 20, 3, visits=9, question_rounds=20, mentor_rounds=9)
QUICK = Size(60, 3, 500, 100, 500, 5, 3, 2, visits=3, question_rounds=3, mentor_rounds=3)


@dataclass(frozen=True, slots=True)
class Row:
    """One command: milliseconds of both bots, and the median of the rounds' p95 as a ratio."""

    name: str
    ours: tuple[float, float, float]
    floor: tuple[float, float, float]
    ratio: float


async def bench(size: Size, sections: Sections, console: Console) -> None:
    """Measure everything, section by section."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name,
        Progress(console=console) as progress,
    ):
        folder = Path(name)
        task = progress.add_task("measuring", total=size.rounds * len(SAMPLES) * 2 + 8)

        def advance() -> None:
            progress.advance(task)

        with sections.section("commands") as figures:
            await _commands(folder, size, figures, advance)
        with sections.section("tick") as figures:
            ticks = figures.setdefault("ticks", {})
            await measure_ticks(folder / "ticks", size.rows, size.repeats, ticks)
        advance()
        with sections.section("memory per guild") as figures:
            async with ours(folder / "many", _GUILDS) as crowded:
                more = crowded.memory_kib - figures["memory_kib"]
                figures["memory_per_guild_kib"] = more / _GUILDS
        advance()
        with sections.section("burst") as figures:
            burst = figures.setdefault("burst", {})
            await measure_burst(folder / "burst", size.communities, size.burst_seconds, burst)
        advance()
        with sections.section("target: load") as figures:
            load = await measure_load(TARGET_RATE, size.load_seconds, size.load_rounds)
            figures.setdefault("target", {})["load"] = asdict(load)
        advance()
        with sections.section("target: ready") as figures:
            ready = await measure_ready(CROWD)
            figures.setdefault("target", {})["ready"] = asdict(ready)
        advance()
        with sections.section("target: first paint") as figures:
            paint = await measure_paint(size.visits)
            figures.setdefault("target", {})["first_paint_ms"] = paint
        advance()
        with sections.section("questions") as figures:
            figures["questions"] = asdict(measure_questions(size.question_rounds))
        advance()
        with sections.section("mentoring: round") as figures:
            figures["mentoring"] = asdict(await measure_round(size.mentor_rounds))
        advance()


async def _commands(
    folder: Path, size: Size, figures: dict[str, Any], advance: Callable[[], None]
) -> None:
    own = folder / "one"

    async def prepare(world: World) -> None:
        database = await Database.open(f"sqlite+aiosqlite:///{own / 'mentor.db'}")
        await seed_mentors(database, community_id(int(next(iter(world.guilds)))))
        await database.close()

    async with ours(own, prepare=prepare) as alone:
        figures["startup_seconds"] = alone.start_seconds
        figures["memory_kib"] = alone.memory_kib
        driver = Driver(alone.server)
        shapes = {one.path: await driver.shapes(one) for one in SAMPLES if not one.is_typing}
        async with floor(folder, shapes) as bare:
            await _rounds(driver, Driver(bare), size, figures, advance)
    told = (own / "longest-block").read_text()
    block, computing = (float(part) * 1000 for part in told.split())
    figures["longest_block_ms"], figures["longest_block_computing_ms"] = block, computing


async def _rounds(
    mine: Driver,
    bare: Driver,
    size: Size,
    figures: dict[str, Any],
    advance: Callable[[], None],
) -> None:
    """Ask both bots in turn; the figures hold what all whole rounds so far showed."""
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
        figures["commands"] = [asdict(_row(sample, times)) for sample in SAMPLES]


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
    """Print the table, each figure beside its target; what is not there failed."""
    table = Table("", "ours p50/p95/p99 ms", "floor p50/p95/p99 ms", "ratio", "target")
    rows = {row["name"]: row for row in figures.get("commands", [])}
    for sample in SAMPLES:
        target = _TARGETS.get(sample.name, _LOOK_UP_TARGET)
        label = f"{sample.name}, {len(sample.texts)} asked" if sample.texts[1:] else sample.name
        if sample.path == "mentor find":
            label += f", {MENTORS:,} mentors"
        if (row := rows.get(sample.name)) is None:
            table.add_row(label, FAILED, "", "", target)
            continue
        shown = ["/".join(f"{value:.2f}" for value in row[who]) for who in ("ours", "floor")]
        table.add_row(label, *shown, f"{row['ratio']:.2f}", target)
    _show_questions(figures.get("questions"), table)
    _show_round(figures.get("mentoring"), table)
    _show_ticks(figures.get("ticks", {}), table)
    _show_burst(figures.get("burst", {}), table)
    simple = (
        ("longest block after ready", "longest_block_ms", "{:.1f}", 1.0, "≤ 20 ms"),
        ("of that, our own computing", "longest_block_computing_ms", "{:.1f}", 1.0, ""),
        ("start-up", "startup_seconds", "{:.2f} s", 1.0, ""),
        ("memory at start", "memory_kib", "{:.0f} MiB", 1 / 1024, ""),
        (f"memory per guild at {_GUILDS}", "memory_per_guild_kib", "{:.1f} KiB", 1.0, "≤ 40"),
    )
    for label, name, form, factor, target in simple:
        table.add_row(label, _told(figures, name, form, factor), "", "", target)
    console.print(table)
    console.print(target_table(figures.get("target", {})))
    for name, why in figures[FAILED].items():
        console.print(f"failed: {name}: {why}", style="red", markup=False, highlight=False)


def _told(figures: dict[str, Any], name: str, form: str, factor: float = 1.0) -> str:
    value = figures.get(name)
    return FAILED if value is None else form.format(value * factor)


def _ratio(figures: dict[str, Any], name: str, to: str, form: str = "{:.2f}") -> str:
    value, base = figures.get(name), figures.get(to)
    return form.format(value / base) if value is not None and base else FAILED


def _show_questions(questions: dict[str, Any] | None, table: Table) -> None:
    if questions is None:
        table.add_row("/find in process", FAILED, "", "", "p99 ≤ 5 ms")
        return
    floor = questions["floor"]
    for name, target in (("ranking", "p99 ≤ 5 ms"), ("answer", "")):
        ours = questions[name]
        shown = ["/".join(f"{value:.2f}" for value in row) for row in (ours, floor)]
        label = f"/find in process, {questions['asked']} questions: {name}"
        table.add_row(label, *shown, f"{ours[1] / floor[1]:.2f}", target)


def _show_round(told: dict[str, Any] | None, table: Table) -> None:
    if told is None:
        table.add_row("mentoring, a round", FAILED, "", "", "≤ 500 ms")
        return
    name = f"mentoring, {told['learners']} learners and {told['mentors']} mentors"
    table.add_row(name, f"{told['seconds'] * 1000:.0f}", "", "", "≤ 500 ms")
    table.add_row("  longest block in it", f"{told['block_ms']:.1f}", "", "", "≤ 20 ms")
    table.add_row("  of that, our own computing", f"{told['block_computing_ms']:.1f}", "", "", "")


def _show_ticks(ticks: dict[str, Any], table: Table) -> None:
    shown = [_told(ticks, name, "{:.2f}", 1000) for name in ("idle", "empty_write")]
    table.add_row("tick, idle", *shown, _ratio(ticks, "idle", "empty_write"), "≤ 3.0")
    for size in ("small", "large"):
        if (full := ticks.get(size)) is None:
            table.add_row(f"tick, the {size} one", FAILED, "", "", "≤ 20 ms")
            continue
        name = f"tick, {full['rows']} due"
        table.add_row(name, f"{full['seconds'] * 1000:.0f}", "", "", "")
        block, computing = full["longest_block"] * 1000, full["longest_computing"] * 1000
        table.add_row("  longest block in it", f"{block:.1f}", "", "", "")
        table.add_row("  of that, our own computing", f"{computing:.1f}", "", "", "≤ 20 ms")
    growth = _told(ticks, "growth", "{:.2f}")
    table.add_row("processor time per row, ten times as many", "", "", growth, "≤ 1.3")


def _show_burst(burst: dict[str, Any], table: Table) -> None:
    due, rate = burst.get("communities", "?"), burst.get("rate")
    table.add_row(
        f"burst of {due}: posts a second",
        _told(burst, "rate", "{:.2f}"),
        f"{RATE:.0f}",
        _told(burst, "rate", "{:.3f}", 1 / RATE),
        "0.98 to 1.02",
    )
    whole = f"; {due / rate:.0f} s" if rate else ""
    posts = _told(burst, "posts", "{}") + whole
    table.add_row("  sampled posts; all of them take", posts, "", "", "")
    table.add_row("  answers 429", _told(burst, "limited", "{}"), "", "", "0")
    table.add_row("  questions without an answer", _told(burst, "unanswered", "{}"), "", "", "0")
    shown = [_told(burst, name, "{:.2f}", 1000) for name in ("busy_p95", "idle_p95")]
    ratio = _ratio(burst, "busy_p95", "idle_p95")
    table.add_row("  /cert info p95 against idle", *shown, ratio, "≤ 1.5")
    table.add_row("  share of a processor", _told(burst, "processor", "{:.0%}"), "", "", "")


def main() -> None:
    """Read the arguments, measure and print; end with status 1 if a section failed."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a rough table in under a minute")
    size = QUICK if parser.parse_args().quick else FULL
    configure_logs("WARNING", "console")
    console, file = Console(), Path("var/bench.json")
    sections = Sections(file)
    try:
        asyncio.run(bench(size, sections, console))
    finally:
        show(sections.figures, console)
        console.print(f"All figures: {file}")
    sys.exit(1 if sections.failed else 0)


if __name__ == "__main__":
    main()
