"""The benchmark keeps what it measured, whatever part of it fails."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from bench.__main__ import show
from bench.asked import certifications, questions, typed
from bench.dialogue import SAMPLES
from bench.sections import Sections
from bot.catalogue import Catalogue


def test_a_failed_section_is_marked_and_loses_nothing(tmp_path: Path):
    file = tmp_path / "var" / "bench.json"
    sections = Sections(file)
    with sections.section("first") as figures:
        figures["startup_seconds"] = 1.25
    with sections.section("burst") as figures:
        figures.setdefault("burst", {})["idle_p95"] = 0.002
        raise TimeoutError
    with sections.section("last") as figures:
        figures["memory_kib"] = 90 * 1024
    assert json.loads(file.read_text()) == {
        "failed": {"burst": "TimeoutError"},
        "startup_seconds": 1.25,
        "burst": {"idle_p95": 0.002},
        "memory_kib": 92160,
    }
    told = shown(sections)
    assert "1.25 s" in told
    assert "90 MiB" in told
    assert "2.00" in next(line for line in told.splitlines() if "p95 against idle" in line)
    assert "failed: burst: TimeoutError" in told


def test_an_interrupted_benchmark_keeps_what_it_measured(tmp_path: Path):
    sections = Sections(tmp_path / "bench.json")
    with pytest.raises(KeyboardInterrupt), sections.section("first") as figures:
        figures["startup_seconds"] = 1.25
        raise KeyboardInterrupt
    assert json.loads((tmp_path / "bench.json").read_text())["startup_seconds"] == 1.25
    assert "failed: first: KeyboardInterrupt" in shown(sections)


def test_what_was_never_measured_is_told_as_failed(tmp_path: Path):
    lines = shown(Sections(tmp_path / "bench.json")).splitlines()
    for name in (*(sample.name for sample in SAMPLES), "tick, idle", "burst", "READY with"):
        assert any(name in line and "failed" in line for line in lines), name


def test_it_asks_what_members_ask(catalogue: Catalogue):
    assert len(set(questions())) > 300
    assert set(certifications()) <= catalogue.certifications.keys()
    assert min(len(certifications()), len(typed())) > 30


def shown(sections: Sections) -> str:
    out = io.StringIO()
    show(sections.figures, Console(file=out, width=200))
    return out.getvalue()
