"""Certification cards: honest about what is unknown, weak, old or disputed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.cards import Alert, Card, Role, Source
from bot.catalogue import Catalogue
from bot.catalogue.schema import Certification, SourceRef, Variant
from bot.catalogue.search import CatalogueSearch
from bot.replies import certification_lists, certification_parts, certifications
from bot.services.certifications import Certifications
from tests.unit.replies import reading

Part = certification_parts.CertificationPart


def card_of(catalogue: Catalogue, own_id: str) -> Card:
    return certifications.info(*catalogue.certification(own_id), catalogue)


def part_of(catalogue: Catalogue, own_id: str, which: Part) -> Card:
    return certification_parts.part(which, *catalogue.certification(own_id), catalogue)


def pages(entry: Certification, catalogue: Catalogue, variant: Variant | None = None) -> list[Card]:
    """Return the first page and its parts."""
    parts = (certification_parts.part(which, entry, variant, catalogue) for which in Part)
    return [certifications.info(entry, variant, catalogue), *parts]


def all_of(catalogue: Catalogue, own_id: str) -> list[Card]:
    entry, variant = catalogue.certification(own_id)
    return pages(entry, catalogue, variant)


def notes(shown: list[Card]) -> str:
    return "\n".join(map(reading.notes, shown))


def text(shown: list[Card]) -> str:
    return "\n".join(map(reading.text, shown))


def changed(entry: Certification, **values: object) -> Certification:
    return entry.model_copy(update=values)


@pytest.fixture
def pmp(catalogue: Catalogue) -> Certification:
    return catalogue.certifications["pmp"]


def facts_of(card: Card) -> dict[str, str]:
    """Return the labelled values that stand under no heading."""
    return reading.section(card, "")


def test_a_first_page_answers_what_people_ask_first(catalogue: Catalogue):
    card = card_of(catalogue, "pmp")
    assert card.title == "Project Management Professional (PMP)"
    assert card.subtitle == "Advanced · PMI"
    assert facts_of(card) == {
        "Needs": (
            "2 to 5 years of leading projects + 35 hours of training, depending on your degree, "
            "or another route (see Requirements)"
        ),
        "Cost": "USD 675, about USD 405 for members (unconfirmed)",
        "Exam": "240 minutes · at a test centre or online",
        "Lasts": "3 years, then 60 PDUs (points for further learning)",
    }
    assert "From third-party pages: cost, exam. Not affiliated with" in reading.notes(card)
    assert [action.label for action in card.actions] == [
        "Am I eligible?",
        "Add as goal",
        "Requirements",
        "Exam",
        "Fees",
        "Renewal",
        "More",
    ]


@pytest.mark.parametrize(
    ("own_id", "label", "told"),
    [
        ("capm", "Needs", "secondary diploma + 23 hours of training"),
        ("ccna", "Needs", "nothing beforehand"),
        ("google-pm-certificate", "Needs", "no degree, no experience"),
        (
            "prince2-practitioner",
            "Needs",
            "PRINCE2 Foundation, or another route (see Requirements)",
        ),
        (
            "azure-solutions-architect-expert",
            "Needs",
            "AZ-104 (to be certified; anyone can take the exam)",
        ),
        (
            "pmi-rmp",
            "Needs",
            "2 to 3 years of risk management + 30 to 40 hours of training, depending on your "
            "degree",
        ),
        (
            "csm",
            "Cost",
            "Course including two exam attempts (trainer sets price): USD 600 to 1,500",
        ),
        ("google-pm-certificate", "Cost", "Coursera subscription, US, per month: USD 49"),
        ("cism", "Cost", "USD 760, USD 575 for members"),
        ("cspo", "Exam", "No exam: the course plus acceptance of the licence agreement"),
        ("psm-i", "Lasts", "for life"),
        ("azure-administrator-az-104", "Lasts", "1 year, then 1 online assessment"),
    ],
)
def test_a_line_says_what_is_known(catalogue: Catalogue, own_id: str, label: str, told: str):
    assert facts_of(card_of(catalogue, own_id))[label].startswith(told)


def test_what_is_unknown_is_left_to_the_parts(catalogue: Catalogue, pmp: Certification):
    assert pmp.exam.questions is None
    assert facts_of(part_of(catalogue, "pmp", Part.EXAM))["Questions"] == "unknown"
    bare = pmp.exam.model_copy(
        update={"duration_minutes": None, "passing_score": None, "book_policy": None}
    )
    first, _needs, exam, fees, *_rest = pages(changed(pmp, exam=bare, fees=()), catalogue)
    told = facts_of(exam)
    assert {told[k] for k in ("Time", "Passing score", "Books and notes")} == {"unknown"}
    assert facts_of(fees) == {"Price": "unknown"}
    assert "Cost" not in facts_of(first)
    for own_id in (*catalogue.certifications, *catalogue.variants):
        assert "unknown" not in reading.text(card_of(catalogue, own_id))


def test_amounts_read_like_prose(catalogue: Catalogue):
    exam = facts_of(part_of(catalogue, "pmp", Part.EXAM))
    assert exam["Time"] == "240 minutes"
    renewal = facts_of(part_of(catalogue, "pmp", Part.RENEWAL))
    assert renewal["To renew"] == "60 PDU every 3 years"
    needed = facts_of(part_of(catalogue, "pmp", Part.REQUIREMENTS))
    assert needed["Training"] == "35 hours"
    assert "four-year degree, leading projects: 3 years" in needed["Experience"]
    fees = reading.text(part_of(catalogue, "pmp", Part.FEES))
    assert "USD 675 non-members, as of 2026-06-30" in fees
    dassm = facts_of(part_of(catalogue, "dassm", Part.RENEWAL))
    assert dassm["To renew"] == "7 PDU every year"


def test_a_part_names_its_own_sources(catalogue: Catalogue):
    """Fees, changes and disputes have them in their own line, the rest below."""
    for own_id in (*catalogue.certifications, *catalogue.variants):
        entry, variant = catalogue.certification(own_id)
        shown = variant or entry
        first, needed, exam, fees, renewal, more = all_of(catalogue, own_id)
        for card, read in (
            (needed, shown.prerequisites.sources),
            (exam, shown.exam.sources),
            (renewal, entry.renewal.sources),
            (more, (*entry.version.sources, *entry.status.sources)),
        ):
            named = {source.url for source in card.sources}
            assert {source.url for source in read} <= named
        for fee in shown.fees:
            [line] = [one for one in reading.lines(fees) if one.startswith(f"{fee.item}: ")]
            assert all(f"({source.url})" in line for source in fee.sources if source.url)
        for told in (*entry.recent_changes, *entry.disagreements):
            urls = [source.url for source in told.sources if source.url]
            assert all(f"({url})" in reading.text(more) for url in urls)
        parts = {source for card in all_of(catalogue, own_id)[1:] for source in card.sources}
        assert set(first.sources) <= parts


def test_a_part_leads_back_and_to_the_others(catalogue: Catalogue):
    shown = reading.buttons(part_of(catalogue, "pmp", Part.FEES))
    assert shown == {
        "Back to PMP": ("cert.show", "pmp"),
        "Requirements": ("cert.part", "pmp", "requirements"),
        "Exam": ("cert.part", "pmp", "exam"),
        "Renewal": ("cert.part", "pmp", "renewal"),
        "More": ("cert.part", "pmp", "more"),
    }


def test_pages_of_the_issuer_are_told_from_others(catalogue: Catalogue, pmp: Certification):
    own = SourceRef(url="https://www.pmi.org/certifications/x", date="2026")
    fees = tuple(fee.model_copy(update={"sources": (own,)}) for fee in pmp.fees)
    exam = pmp.exam.model_copy(update={"sources": (own,)})
    first, *_parts = pages(changed(pmp, fees=fees, exam=exam), catalogue)
    assert "third-party" not in reading.notes(first)


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
    assert line in notes(pages(changed(pmp, **{block: weak}), catalogue))
    assert line not in notes(pages(changed(pmp, **{block: sure}), catalogue))


def test_a_weak_fee_or_change_says_so_in_its_line(catalogue: Catalogue):
    lines = reading.lines(part_of(catalogue, "pmp", Part.FEES))
    assert [line for line in lines if "405" in line and "(weak or old source)" in line]
    lines = reading.lines(part_of(catalogue, "comptia-security-plus", Part.MORE))
    assert [line for line in lines if "SY0-801" in line and "(weak or old source)" in line]


def test_a_weak_rule_shows_a_caveat(catalogue: Catalogue):
    caveat = "The detailed rule: from a single, weak or old source."
    rule = catalogue.renewal_rules["cism"]
    for confidence in ("high", "low"):
        rules = {"cism": rule.model_copy(update={"confidence": confidence})}
        card = part_of(replace(catalogue, renewal_rules=rules), "cism", Part.RENEWAL)
        assert (caveat in reading.notes(card)) is (confidence == "low")


def test_disputes_are_shown(catalogue: Catalogue):
    for own_id, entry in catalogue.certifications.items():
        shown = reading.text(part_of(catalogue, own_id, Part.MORE))
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
    pmp = part_of(catalogue, "pmp", Part.RENEWAL)
    keeping = facts_of(pmp)
    assert keeping["At least"] == "education: 35 PDU; each talent triangle side: 8 PDU"
    assert keeping["Smallest claim"] == "0.25 PDU"
    assert keeping["One activity for several certifications"] == "yes"
    assert "No detailed rule on file" not in reading.notes(pmp)
    ccna = part_of(catalogue, "ccna", Part.RENEWAL)
    assert "No detailed rule on file" in reading.notes(ccna)


def test_a_lifetime_certification_has_nothing_to_renew(catalogue: Catalogue):
    card = part_of(catalogue, "psm-i", Part.RENEWAL)
    assert facts_of(card) == {"To renew": "not needed"}
    assert "No detailed rule" not in reading.notes(card)


def test_a_variant_is_not_given_facts_of_its_pair(catalogue: Catalogue):
    second = card_of(catalogue, "psm-ii")
    first = catalogue.certifications["psm-i"]
    assert second.title == "Professional Scrum Master II (PSM II)"
    assert "entry" not in second.subtitle.casefold()
    told = all_of(catalogue, "psm-ii")
    assert first.who_for not in text(told)
    assert "15 to 45 hours" not in text(told)
    assert facts_of(part_of(catalogue, "psm-ii", Part.EXAM))["Questions"] == "30"
    assert "On file together with Professional Scrum Master I" in notes(told)
    assert reading.buttons(second)["PSM I"] == ("cert.show", "psm-i")
    assert "PSM II" not in reading.buttons(second)
    unknown = part_of(catalogue, "dassm", Part.EXAM)
    assert reading.section(unknown, "What it covers") == {"Parts": "unknown"}


def test_the_issuer_is_linked_or_its_absence_is_told(catalogue: Catalogue):
    for own_id, entry in catalogue.certifications.items():
        card = card_of(catalogue, own_id)
        if entry.official_url.url is None:
            assert card.issuer is None
            assert "Issuer's page: unknown." in notes(all_of(catalogue, own_id))
        else:
            assert card.issuer is not None
            assert card.issuer.url == entry.official_url.url


def test_knowledge_without_an_address_is_our_own(catalogue: Catalogue):
    drawn = {
        source
        for own_id in catalogue.certifications
        for card in all_of(catalogue, own_id)
        for source in card.sources
    }
    nowhere = {source for source in drawn if source.url is None}
    assert nowhere == {Source("Written by the TPM Mentor team"), Source("No source on file")}


def test_a_version_without_a_source_says_so(catalogue: Catalogue):
    unsourced = [e.id for e in catalogue.certifications.values() if not e.version.sources]
    assert unsourced
    for own_id in unsourced:
        more = part_of(catalogue, own_id, Part.MORE)
        assert "Version: no source on file." in reading.notes(more)
    assert "no source on file" not in reading.notes(part_of(catalogue, "pmp", Part.MORE))


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
    assert "3 more might fit: their prices are unknown." in reading.notes(card)
    read = {source.url for entry in found for source in entry.fees[0].sources if source.url}
    assert all(f"({url})" in reading.text(card) for url in read)
    assert card.pager == ("cert.list", "agile", "any", "500")
