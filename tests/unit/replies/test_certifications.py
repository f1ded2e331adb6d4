"""Certification cards: honest about what is unknown, weak, old or disputed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.cards import Alert, Card, Role, Source
from bot.catalogue import Catalogue
from bot.catalogue.schema import Certification
from bot.catalogue.search import CatalogueSearch
from bot.replies import certification_lists, certifications
from bot.services.certifications import Certifications
from tests.unit.replies import reading


def card_of(catalogue: Catalogue, own_id: str) -> Card:
    return certifications.info(*catalogue.certification(own_id), catalogue)


def changed(entry: Certification, **values: object) -> Certification:
    return entry.model_copy(update=values)


@pytest.fixture
def pmp(catalogue: Catalogue) -> Certification:
    return catalogue.certifications["pmp"]


def test_the_most_important_facts_come_first(catalogue: Catalogue):
    shown = reading.headings(card_of(catalogue, "pmp"))
    assert shown[:6] == [
        "What it is",
        "Requirements",
        "Exam",
        "What it covers",
        "Fees",
        "Keeping it",
    ]


def test_what_is_null_is_shown_as_not_verified(catalogue: Catalogue, pmp: Certification):
    assert pmp.exam.questions is None
    exam = reading.section(card_of(catalogue, "pmp"), "Exam")
    assert exam["Questions"] == "not verified"
    bare = pmp.exam.model_copy(
        update={"duration_minutes": None, "passing_score": None, "book_policy": None}
    )
    shown = certifications.info(changed(pmp, exam=bare, fees=()), None, catalogue)
    exam = reading.section(shown, "Exam")
    assert {exam[k] for k in ("Time", "Passing score", "Books")} == {"not verified"}
    assert reading.section(shown, "Fees") == {"Price": "not verified"}


def test_amounts_read_like_prose(catalogue: Catalogue):
    pmp = card_of(catalogue, "pmp")
    assert reading.section(pmp, "Exam")["Time"] == "240 minutes (4 h)"
    assert reading.section(pmp, "Keeping it")["To renew"] == "60 PDU every 3 years"
    assert "USD 675 non-members, as of 2026-06-30" in reading.text(pmp)
    dassm = reading.section(card_of(catalogue, "dassm"), "Keeping it")
    assert dassm["To renew"] == "7 PDU every year"


@pytest.mark.parametrize(
    ("block", "caveat"),
    [
        ("status", "Status"),
        ("version", "Version"),
        ("prerequisites", "Requirements"),
        ("exam", "Exam"),
        ("topics", "Topics"),
        ("renewal", "Renewal"),
        ("study_hours", "Study time"),
        ("official_url", "Issuer's page"),
    ],
)
def test_weak_facts_show_a_caveat(
    catalogue: Catalogue, pmp: Certification, block: str, caveat: str
):
    weak = getattr(pmp, block).model_copy(update={"confidence": "low"})
    sure = getattr(pmp, block).model_copy(update={"confidence": "high"})
    line = f"{caveat}: from a single, weak or old source."
    shown = certifications.info(changed(pmp, **{block: weak}), None, catalogue)
    assert line in reading.notes(shown)
    shown = certifications.info(changed(pmp, **{block: sure}), None, catalogue)
    assert line not in reading.notes(shown)


def test_a_weak_fee_or_change_says_so_in_its_line(catalogue: Catalogue):
    lines = reading.lines(card_of(catalogue, "pmp"))
    assert [line for line in lines if "405" in line and "(weak or old source)" in line]
    lines = reading.lines(card_of(catalogue, "comptia-security-plus"))
    assert [line for line in lines if "SY0-801" in line and line.endswith("old source)")]


def test_a_weak_rule_shows_a_caveat(catalogue: Catalogue):
    caveat = "The detailed rule: from a single, weak or old source."
    rule = catalogue.renewal_rules["cism"]
    for confidence in ("high", "low"):
        rules = {"cism": rule.model_copy(update={"confidence": confidence})}
        card = card_of(replace(catalogue, renewal_rules=rules), "cism")
        assert (caveat in reading.notes(card)) is (confidence == "low")


def test_disputes_are_shown(catalogue: Catalogue):
    for own_id, entry in catalogue.certifications.items():
        shown = reading.text(card_of(catalogue, own_id))
        assert all(dispute.text in shown for dispute in entry.disagreements), own_id


def test_a_doubtful_certification_warns_before_anything_else(catalogue: Catalogue):
    doubtful = [e for e in catalogue.certifications.values() if e.status.state != "active"]
    assert doubtful
    for entry in doubtful:
        card = card_of(catalogue, entry.id)
        assert isinstance(card.blocks[0], Alert)
        assert card.role is Role.WARN


def test_the_date_is_the_oldest_of_what_is_stated(catalogue: Catalogue, pmp: Certification):
    younger = changed(pmp, last_checked=date(2027, 1, 1))
    older = changed(pmp, last_checked=date(2025, 1, 1))
    rule = catalogue.renewal_rules["pmp"]
    assert certifications.info(younger, None, catalogue).as_of == rule.last_checked
    assert certifications.info(older, None, catalogue).as_of == date(2025, 1, 1)
    assert certification_lists.listing([younger, older], None, None).as_of == date(2025, 1, 1)


def test_a_rule_adds_bounds_and_its_absence_is_told(catalogue: Catalogue):
    keeping = reading.section(card_of(catalogue, "pmp"), "Keeping it")
    assert keeping["At least"] == "education: 35 PDU; each talent triangle side: 8 PDU"
    assert keeping["Smallest claim"] == "0.25 PDU"
    assert keeping["One activity for several certifications"] == "yes"
    assert "No detailed rule on file" not in reading.notes(card_of(catalogue, "pmp"))
    assert "No detailed rule on file" in reading.notes(card_of(catalogue, "ccna"))


def test_a_lifetime_certification_has_nothing_to_renew(catalogue: Catalogue):
    card = card_of(catalogue, "psm-i")
    assert reading.section(card, "Keeping it") == {"To renew": "not needed"}
    assert "No detailed rule" not in reading.notes(card)


def test_a_variant_is_not_given_facts_of_its_pair(catalogue: Catalogue):
    second = card_of(catalogue, "psm-ii")
    first = catalogue.certifications["psm-i"]
    assert second.title == "Professional Scrum Master II"
    assert "entry" not in second.subtitle
    assert first.who_for not in reading.text(second)
    assert "15 to 45 hours" not in reading.text(second)
    assert reading.section(second, "Exam")["Questions"] == "30"
    assert "On file together with Professional Scrum Master I" in reading.notes(second)
    assert reading.buttons(second)["PSM I"] == ("cert.show", "psm-i")
    assert "PSM II" not in reading.buttons(second)
    unknown = card_of(catalogue, "dassm")
    assert reading.section(unknown, "What it covers") == {"Parts": "not verified"}


def test_the_issuer_is_linked_or_its_absence_is_told(catalogue: Catalogue):
    for own_id, entry in catalogue.certifications.items():
        card = card_of(catalogue, own_id)
        if entry.official_url.url is None:
            assert card.issuer is None
            assert "Issuer's page: not verified." in reading.notes(card)
        else:
            assert card.issuer is not None
            assert card.issuer.url == entry.official_url.url


def test_knowledge_without_an_address_is_editorial(catalogue: Catalogue):
    sources = [card_of(catalogue, own_id).sources for own_id in catalogue.certifications]
    assert any(Source("editorial") in drawn for drawn in sources)
    assert all(s.url or s.label == "editorial" for drawn in sources for s in drawn)


def test_a_version_without_a_source_says_so(catalogue: Catalogue):
    unsourced = [e.id for e in catalogue.certifications.values() if not e.version.sources]
    assert unsourced
    for own_id in unsourced:
        assert "Version: no source on file." in reading.notes(card_of(catalogue, own_id))
    assert "no source on file" not in reading.notes(card_of(catalogue, "pmp"))


def test_no_affiliation_is_claimed(catalogue: Catalogue):
    for own_id in (*catalogue.certifications, *catalogue.variants):
        assert "Not affiliated with PMI" in reading.notes(card_of(catalogue, own_id))


def test_a_card_becomes_a_goal_and_leads_to_its_relatives(catalogue: Catalogue):
    card = card_of(catalogue, "pmp")
    assert reading.buttons(card)["Add as goal"] == ("goal.from", "certification", "pmp")
    assert reading.buttons(card)["PgMP"] == ("cert.show", "pgmp")
    assert reading.buttons(card)["IT Project Manager"] == ("role.show", "it-project-manager")
    assert reading.buttons(card_of(catalogue, "psm-ii"))["PSM I"] == ("cert.show", "psm-i")
    assert card.pager == ("cert.show", "pmp")


def test_a_list_opens_its_entries_and_keeps_its_filter(catalogue: Catalogue, pmp: Certification):
    card = certification_lists.listing([pmp], "agile", None)
    assert card.pager == ("cert.list", "agile", "any", "any")
    [action] = reading.presses(card)
    assert (action.verb, *action.args) == ("cert.show", "pmp")  # pyright: ignore


def test_an_empty_list_says_what_to_do():
    card = certification_lists.listing([], "agile", "expert")
    assert "Leave out a part of it" in reading.text(card)


def test_a_list_up_to_a_price_shows_it_with_its_source(search: CatalogueSearch, pmp: Certification):
    found, unpriced = Certifications(search).list("agile", None, 500)
    assert {entry.id for entry in found} >= {"psm-i", "capm", "pmi-acp"}
    assert {"pmp", "csm"}.isdisjoint(entry.id for entry in found)
    assert unpriced == 3
    card = certification_lists.listing(found, "agile", None, 500, unpriced)
    assert "agile · at most USD 500" in card.subtitle
    assert "USD 225 members / USD 300 non-members, as of 2026-02-11" in reading.text(card)
    assert "3 more might fit: their prices are not verified." in reading.notes(card)
    read = {source.url for entry in found for source in entry.fees[0].sources if source.url}
    assert all(f"({url})" in reading.text(card) for url in read)
    assert card.pager == ("cert.list", "agile", "any", "500")
