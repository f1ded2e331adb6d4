"""Certifications side by side: complete, honest and short enough for a button."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.cards import Facts, Text
from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch
from bot.errors import InvalidInputError, NotFoundError
from bot.platforms.discord.custom_id import fits
from bot.replies import comparisons
from bot.services.certifications import Certifications
from tests.unit.replies import reading


@pytest.fixture
def certifications(search: CatalogueSearch) -> Certifications:
    return Certifications(search)


def test_a_comparison_says_what_differs_and_for_whom_each_is(
    catalogue: Catalogue, certifications: Certifications
):
    card = comparisons.compared(certifications.choose("capm", "google-pm-certificate"), catalogue)
    assert card.title == "CAPM vs Google PM Certificate"
    told = reading.lines(card)
    assert told[0] == "Both are entry level."
    at = told.index("Cost")
    assert told[at + 1 : at + 3] == [
        "CAPM: USD 300, about USD 225 for members (unconfirmed)",
        "Google PM Certificate: Coursera subscription, US, per month: USD 49",
    ]
    aims = [line for line in told if line.startswith("Choose ")]
    assert aims == [
        f"Choose {entry.abbreviation} if this is you: {entry.who_for}"
        for entry in (
            catalogue.certifications["capm"],
            catalogue.certifications["google-pm-certificate"],
        )
    ]
    assert reading.buttons(card)["All aspects"][0] == "cert.aspects"


def test_equal_and_unknown_values_are_left_out_of_a_comparison(
    catalogue: Catalogue, certifications: Certifications
):
    ids = (*catalogue.certifications, *catalogue.variants)
    shown = 0
    for own_id, other in pairwise(ids):
        card = comparisons.compared(certifications.choose(own_id, other), catalogue)
        assert "unknown" not in reading.text(card)
        [differs] = [b for b in card.blocks if isinstance(b, Text) and b.heading] or [Text(())]
        for lines in (node for node in differs.content if isinstance(node, str) and ": " in node):
            first, second = (line.partition(": ")[2] for line in lines.strip().splitlines())
            assert first != second
            shown += 1
    assert shown > len(ids)


def test_every_aspect_has_a_line_for_each(catalogue: Catalogue, certifications: Certifications):
    card = comparisons.every_aspect(certifications.choose("pmp", "capm", "prince2"), catalogue)
    assert card.title == "PMP vs CAPM vs PRINCE2 Foundation"
    blocks = [block for block in card.blocks if isinstance(block, Facts)]
    assert len(blocks) == 14
    for block in blocks:
        assert [label for label, _ in block.rows] == ["PMP", "CAPM", "PRINCE2 Foundation"]
    training = reading.section(card, "Training needed")
    assert training == {
        "PMP": "35 hours",
        "CAPM": "23 hours",
        "PRINCE2 Foundation": "none needed",
    }
    assert reading.section(card, "Exam")["PMP"].startswith("240 minutes; questions: unknown")
    assert reading.section(card, "Renewal")["PMP"].startswith("60 PDU every 3 years; fee: USD")
    assert "member_usd" not in reading.text(card)
    assert "(weak or old source)" in reading.section(card, "Cost")["PMP"]


def test_the_date_is_the_oldest_and_every_source_is_named(
    catalogue: Catalogue, certifications: Certifications
):
    chosen = certifications.choose("pmp", "csm")
    card = comparisons.every_aspect(chosen, catalogue)
    assert card.as_of == min(entry.last_checked for entry, _ in chosen)
    named = {source.url for source in card.sources}
    for entry, _variant in chosen:
        assert {source.url for source in entry.exam.sources} <= named
        assert {source.url for source in entry.renewal.sources} <= named


def test_what_is_known_of_the_pair_only_is_not_claimed_of_its_second(
    catalogue: Catalogue, certifications: Certifications
):
    chosen = certifications.choose("psm-i", "psm-ii")
    card = comparisons.every_aspect(chosen, catalogue)
    assert reading.section(card, "Level") == {"PSM I": "entry", "PSM II": "unknown"}
    assert reading.section(card, "Who it is for")["PSM II"] == "unknown"
    assert "Choose PSM II" not in reading.text(comparisons.compared(chosen, catalogue))


@pytest.mark.parametrize("names", [("pmp", "PMP"), ("pmp", "csm", "pmp exam")])
def test_the_same_one_twice_is_refused(certifications: Certifications, names: tuple[str, ...]):
    with pytest.raises(InvalidInputError, match="You chose Project Management Professional twice"):
        certifications.choose(*names)


def test_an_unknown_one_is_told(certifications: Certifications):
    with pytest.raises(NotFoundError):
        certifications.choose("pmp", "zzqx unheard of")


def test_any_three_fit_a_button_and_are_found_again(
    catalogue: Catalogue, certifications: Certifications
):
    ids = [*catalogue.certifications, *catalogue.variants]
    keys: dict[str, str] = {}
    for own_id in ids:
        other = "pmp" if own_id != "pmp" else "csm"
        card = comparisons.compared(certifications.choose(own_id, other), catalogue)
        keys[own_id] = card.pager[1]
        (entry, variant), _ = certifications.choose(*card.pager[1:3])
        assert (variant or entry).id == own_id
    longest = sorted(keys.values(), key=len)[-3:]
    for verb in ("cert.compare", "cert.aspects"):
        assert fits("card.share", (verb, *longest, "12"))
