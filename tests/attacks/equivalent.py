"""Checks that nobody outside would miss, each with what else holds then."""

from __future__ import annotations

from tests.attacks.checks import Check

# By file, function and what is checked.
REASONS: dict[tuple[str, str, str], str] = {
    (
        "bot/storage/deliveries.py",
        "list_merged",
        "delivery.c.member_id == into.member_id",
    ): "merged_into names one delivery, and only what is of its member is ever merged into it",
}


def reason(check: Check) -> str:
    """Return why nobody would miss a check; nothing if somebody would."""
    return REASONS.get((check.file, check.function, check.said), "")
