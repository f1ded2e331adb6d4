"""Checks that nobody outside would miss, each with what else holds then."""

from __future__ import annotations

from tests.attacks.checks import Check

# By file, function and what is checked.
REASONS: dict[tuple[str, str, str], str] = {}


def reason(check: Check) -> str:
    """Return why nobody would miss a check; nothing if somebody would."""
    return REASONS.get((check.file, check.function, check.said), "")
