"""Whether somebody may sit a certification: every route, in numbers, and nothing guessed."""

from __future__ import annotations

import pytest

from bot.catalogue import Catalogue
from bot.catalogue.eligibility import (
    EDUCATION,
    NO_EDUCATION,
    Outcome,
    State,
    Subject,
    read_key,
    routes,
)
from bot.errors import InvalidInputError
from bot.platforms.discord.custom_id import fits
from bot.replies import eligibility, facts
from bot.services.eligibility import assess, questions
from tests.unit.replies import reading

FIELDS_OF_A_FORM = 5


def outcomes(catalogue: Catalogue, own_id: str, *answers: str) -> tuple[Outcome, ...]:
    entry, variant = catalogue.certification(own_id)
    return assess((variant or entry).prerequisites, answers)


def told(catalogue: Catalogue, own_id: str, *answers: str) -> str:
    found = outcomes(catalogue, own_id, *answers)
    entry, variant = catalogue.certification(own_id)
    return reading.text(eligibility.assessed(entry, variant, found, answers, catalogue))


def test_keys_name_an_education_and_a_kind_of_experience():
    assert read_key("all") == (None, "")
    assert read_key("degree") == ("degree", "")
    assert read_key("gac_leading_projects") == ("gac", "leading projects")
    assert read_key("security_work") == (None, "security work")


def test_every_education_on_file_is_one_that_can_be_checked(catalogue: Catalogue):
    for own_id in (*catalogue.certifications, *catalogue.variants):
        entry, variant = catalogue.certification(own_id)
        needed = (variant or entry).prerequisites
        is_asked = needed.education not in (None, NO_EDUCATION)
        assert is_asked == any(way.education for way in routes(needed)), own_id


def test_a_form_asks_only_what_the_routes_need_and_fits(catalogue: Catalogue):
    for own_id in (*catalogue.certifications, *catalogue.variants):
        entry, variant = catalogue.certification(own_id)
        asked = questions((variant or entry).prerequisites)
        assert len(asked) <= FIELDS_OF_A_FORM
        longest = [q.choices[-1] if q.choices else "%%%%" for q in asked]
        assert fits("cert.sit", (own_id, *longest)), own_id
        assert all(len(eligibility.label(q, catalogue)) <= 45 for q in asked)
    pmp = [q.subject for q in questions(catalogue.certifications["pmp"].prerequisites)]
    assert pmp == [Subject.EDUCATION, Subject.EXPERIENCE, Subject.TRAINING]
    assert questions(catalogue.certifications["ccna"].prerequisites) == ()


def test_pmp_route_by_route(catalogue: Catalogue):
    found = outcomes(catalogue, "pmp", "degree", "40", "20")
    assert [way.education for way in found] == list(EDUCATION)
    assert [way.state for way in found] == [State.MISSING] * 3
    text = told(catalogue, "pmp", "degree", "40", "20")
    # The route of one's own education is told in full, though others miss as much.
    assert "# four-year degree: something is missing" in text
    assert "Education: met: four-year degree" in text
    assert "met: leading projects: 3 years needed, you have 40 months" in text
    assert "missing 15 hours: 35 hours needed, you have 20 hours" in text
    assert "Other routes: " in text
    assert "secondary diploma (something is missing)" in text
    assert "GAC-accredited degree (something is missing)" in text
    assert "see Requirements" in text
    assert "isn't an official decision" in text
    missing = "missing 20 months: leading projects: 5 years needed, you have 40 months"
    assert missing in told(catalogue, "pmp", "secondary", "40", "20")
    assert "missing: GAC-accredited degree" not in told(catalogue, "pmp", "none", "0", "0")

    met = outcomes(catalogue, "pmp", "degree", "36", "35")
    assert [way.state for way in met] == [State.MISSING, State.MET, State.MISSING]
    whole = "you meet every requirement we have on record"
    assert whole in told(catalogue, "pmp", "degree", "36", "35")
    assert {way.state for way in outcomes(catalogue, "pmp", "none", "0", "0")} == {State.MISSING}


def test_what_is_not_verified_is_never_met(catalogue: Catalogue):
    [way] = outcomes(catalogue, "dasm-dassm")
    assert {finding.state for finding in way.findings} == {State.UNKNOWN}
    text = told(catalogue, "dasm-dassm")
    assert "Experience: unknown" in text
    assert "not everything is known: see Requirements" in text


def test_what_nobody_needs_is_met(catalogue: Catalogue):
    [way] = outcomes(catalogue, "ccna")
    assert {finding.state for finding in way.findings} == {State.MET}
    text = told(catalogue, "ccna")
    assert text.count(": none needed") == 3
    assert "Nothing you told" not in text
    [capm] = outcomes(catalogue, "capm", "secondary", "23")
    assert capm.state is State.MET
    assert "Experience: none needed" in told(catalogue, "capm", "secondary", "23")


def test_what_only_the_certificate_needs_keeps_nobody_from_the_exam(catalogue: Catalogue):
    text = told(catalogue, "cism", "0", "0")
    assert "You can take the exam without these" in text
    assert "Your answers aren't stored." in text


def test_several_kinds_of_experience_hours_by_education_and_a_certification_first(
    catalogue: Catalogue,
):
    pgmp = outcomes(catalogue, "pgmp", "secondary", "48", "60")
    numbers = [(f.about, f.needed, f.given) for f in pgmp[0].findings if f.needed]
    assert numbers == [("project management", 48, 48), ("program management", 84, 60)]
    rmp = outcomes(catalogue, "pmi-rmp", "degree", "24", "30")
    assert [way.state for way in rmp] == [State.MISSING, State.MET]
    [practitioner] = outcomes(catalogue, "prince2-practitioner", "no")
    assert practitioner.state is State.MISSING
    assert "missing: PRINCE2 Foundation" in told(catalogue, "prince2-practitioner", "no")
    [holder] = outcomes(catalogue, "prince2-practitioner", "yes")
    assert holder.state is State.UNKNOWN


@pytest.mark.parametrize("bad", ["", " ", "-3", "3.5", "two", "1e3", "²"])
def test_what_is_no_number_is_refused(catalogue: Catalogue, bad: str):
    with pytest.raises(InvalidInputError) as refusal:
        outcomes(catalogue, "pmp", "degree", bad, "35")
    assert "months" in refusal.value.message


def test_the_card_is_dated_sourced_and_not_kept(catalogue: Catalogue):
    entry = catalogue.certifications["pmp"]
    answers = ("degree", "36", "35")
    found = assess(entry.prerequisites, answers)
    card = eligibility.assessed(entry, None, found, answers, catalogue)
    assert card.is_personal
    assert card.pager == ()
    assert card.as_of == entry.last_checked
    assert card.sources == facts.sources(entry.prerequisites.sources)
    assert reading.buttons(card)["Back to PMP"] == ("cert.show", "pmp")
