"""Every attack plays on a stage of its own; how many were tried is told at the end."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.e2e.conftest import curtain, discord_curtain, platform, stage

__all__ = ["curtain", "discord_curtain", "platform", "stage"]

TRIED = "attacks tried"
_tried: Counter[str] = Counter()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    # Properties come from the workers of pytest-xdist, too.
    if report.when == "call":
        for name, kinds in report.user_properties:
            if name == TRIED and isinstance(kinds, dict):
                _tried.update(kinds)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _tried:
        told = ", ".join(f"{kind}: {count}" for kind, count in sorted(_tried.items()))
        terminalreporter.write_line(f"{TRIED}: {_tried.total()} ({told})")
