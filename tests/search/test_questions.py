"""What members ask, and how often /find has the right answer first.

``tuning.yaml`` is there to be looked at and fitted to. The others are not: only their two rates
are ever told, so that nobody can tune the ranking to a question in them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.catalogue.search import CatalogueSearch, HitKind

FOLDER = Path(__file__).parent
_NAMES = {HitKind.QUESTION: "faq", HitKind.STAGE: "step"}


def load(name: str) -> list[dict[str, Any]]:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def found(search: CatalogueSearch, ask: str) -> list[str]:
    hits = search.search(ask, 3).hits
    return [f"{_NAMES.get(hit.kind, hit.kind.value)}:{hit.id}" for hit in hits]


def rates(search: CatalogueSearch, questions: list[dict[str, Any]]) -> tuple[float, float]:
    """Return the shares that are right first, and right within the first three."""
    answers = [(found(search, one["ask"]), set(one["first"])) for one in questions]
    first = sum(bool(wanted & set(got[:1])) for got, wanted in answers)
    three = sum(bool(wanted & set(got)) for got, wanted in answers)
    return first / len(questions), three / len(questions)


def test_what_it_was_tuned_on_is_found(search: CatalogueSearch):
    questions = load("tuning.yaml")
    misses = [
        f"{one['ask']}: {got}"
        for one in questions
        if (got := found(search, one["ask"]))[:1] not in [[own] for own in one["first"]]
    ]
    assert len(misses) <= len(questions) * 0.1, "\n".join(misses)


@pytest.mark.parametrize("name", ["held_out.yaml", "later.yaml"])
def test_what_it_was_never_tuned_on_is_found(search: CatalogueSearch, name: str):
    first, three = rates(search, load(name))
    assert first >= 0.85 and three >= 0.95, f"right first {first:.0%}, in three {three:.0%}"


def test_what_a_term_means_is_answered_by_the_term(search: CatalogueSearch):
    first, three = rates(search, load("terms.yaml"))
    assert first >= 0.9 and three == 1.0, f"right first {first:.0%}, in three {three:.0%}"
