"""Certifications side by side: complete, honest and short enough for a button."""

from __future__ import annotations

import pytest

from bot.cards import Facts
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


def test_each_aspect_has_a_line_for_each(catalogue: Catalogue, certifications: Certifications):
    card = comparisons.compared(certifications.choose("pmp", "capm", "prince2"), catalogue)
    assert card.title == "PMP or CAPM or PRINCE2 Foundation"
    blocks = [block for block in card.blocks if isinstance(block, Facts)]
    assert len(blocks) == 14
    for block in blocks:
        assert [label for label, _ in block.rows] == ["PMP", "CAPM", "PRINCE2 Foundation"]
    training = reading.section(card, "Training needed")
    assert training == {"PMP": "35 h", "CAPM": "23 h", "PRINCE2 Foundation": "none needed"}
    assert reading.section(card, "Exam")["PMP"].startswith(
        "240 minutes (4 h); questions: not verified"
    )
    assert reading.section(card, "Keeping it")["PMP"].startswith("60 PDU every 3 years; fee: USD")
    assert "member_usd" not in reading.text(card)
    assert "(weak or old source)" in reading.section(card, "Cost")["PMP"]


def test_the_date_is_the_oldest_and_every_source_is_named(
    catalogue: Catalogue, certifications: Certifications
):
    chosen = certifications.choose("pmp", "csm")
    card = comparisons.compared(chosen, catalogue)
    assert card.as_of == min(entry.last_checked for entry, _ in chosen)
    named = {source.url for source in card.sources}
    for entry, _variant in chosen:
        assert {source.url for source in entry.exam.sources} <= named
        assert {source.url for source in entry.renewal.sources} <= named


def test_what_is_known_of_the_pair_only_is_not_claimed_of_its_second(
    catalogue: Catalogue, certifications: Certifications
):
    card = comparisons.compared(certifications.choose("psm-i", "psm-ii"), catalogue)
    assert reading.section(card, "Level") == {"PSM I": "entry", "PSM II": "not verified"}
    assert reading.section(card, "Who it is for")["PSM II"] == "not verified"


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
    assert fits("card.share", ("cert.compare", *longest, "12"))
