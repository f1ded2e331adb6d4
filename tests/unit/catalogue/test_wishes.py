"""What a question wishes of certifications, and which are known to meet it."""

from __future__ import annotations

import pytest

from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch


@pytest.mark.parametrize(
    ("asked", "most"),
    [
        ("certification under $1,000", 1000),
        ("certs below $1.000", 1000),
        ("certs under 1k", 1000),
        ("certs for less than 300 dollars", 300),
        ("exams under $200", 200),
        ("certs under usd 300", 300),
        ("certs under 300", 300),
        ("free certification", 0),
        ("certs under 6 months", None),
        ("certification under 300 hours of study", None),
        ("max 90 minutes exam", None),
        ("exam with less than 50 questions", None),
        ("certs less than 200 euros", None),
        ("certification with free retake", None),
    ],
)
def test_only_dollars_are_a_price(search: CatalogueSearch, asked: str, most: int | None):
    assert search.search(asked, 5).wishes.most == most


@pytest.mark.parametrize(
    ("asked", "wished"),
    [
        ("certs with no training required", ["no-training"]),
        ("certs that dont expire", ["lifetime"]),
        ("certificate not requiring renewal", ["lifetime"]),
        ("certification without exam fees", []),
        ("not cheap certification", []),
        ("certification that is not entry level", []),
        ("certs not for beginners", []),
        ("certs not renewed every year", []),
    ],
)
def test_what_is_not_wanted_is_no_wish(search: CatalogueSearch, asked: str, wished: list[str]):
    wishes = search.search(asked, 5).wishes
    assert [condition.id for condition in wishes.conditions] == wished
    assert wishes.cheapest is None


def test_what_is_not_verified_never_passes_for_met(catalogue: Catalogue, search: CatalogueSearch):
    for asked, key in (
        ("certs with no training required", "training_hours"),
        ("certs with no experience needed", "experience_months"),
    ):
        found = search.search(asked, 24)
        assert found.meeting
        for own_id in found.meeting:
            assert getattr(catalogue.certifications[own_id].prerequisites, key) == {}


@pytest.mark.parametrize(
    "asked",
    [
        "PMI certs without exam",
        "cheapest PMI certification under $100",
        "free certification",
        "security certs that never expire",
    ],
)
def test_where_nothing_meets_all_of_it_nothing_is_said_to(search: CatalogueSearch, asked: str):
    found = search.search(asked, 8)
    assert found.wishes
    assert not found.meeting


def test_what_costs_too_much_never_comes_before_what_does_not(search: CatalogueSearch):
    for asked in ("exams under $200", "agile certification under $300", "certs under $1,000"):
        found = search.search(asked, 24)
        meets = [hit.id in found.meeting for hit in found.hits]
        assert meets == sorted(meets, reverse=True)
        assert any(meets)
