"""The content as it stands: complete, valid, and every outside fact dated and sourced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from pydantic import BaseModel

from bot.catalogue import Catalogue, find_data, load_catalogue
from bot.catalogue.names import normalise
from bot.catalogue.schema import Disagreement, Sourced, SourceRef
from bot.model import Member, MemberId
from bot.platforms.discord.renderer import Renderer
from bot.replies import entries, terms
from bot.schedule.check_in import find_fitting
from bot.schedule.kinds import DEFAULTS
from tests.unit.platforms import drawn

COUNTS = {
    "certifications": 38,
    "roles": 21,
    "stages": 6,
    "steps": 57,
    "ways": 11,
    "faq": 65,
    "nudges": 124,
    "trends": 65,
    "resources": 84,
    "terms": 303,
    "pages": 66,
    "feeds": 30,
    "renewal_rules": 12,
    "market": 7,
}


def walk(value: object, place: str = "") -> Iterator[tuple[str, BaseModel]]:
    """Yield every model below a value with its place."""
    if isinstance(value, BaseModel):
        yield place, value
        for name in type(value).model_fields:
            yield from walk(getattr(value, name), f"{place}.{name}")
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from walk(item, f"{place}[{position}]")


@pytest.mark.parametrize(("kind", "least"), COUNTS.items())
def test_nothing_was_lost(catalogue: Catalogue, kind: str, least: int):
    assert len(getattr(catalogue, kind)) >= least


def test_the_content_is_found_in_the_checkout_and_valid():
    assert find_data().name == "data"
    load_catalogue(find_data())


def test_every_data_file_is_read(catalogue: Catalogue):
    """A file that nobody reads is content that nobody sees."""
    known = {
        *(f"certifications/{own_id}.yaml" for own_id in catalogue.certifications),
        *(f"roles/{own_id}.yaml" for own_id in catalogue.roles),
        *(f"{place.split()[0]}" for place in catalogue.loaded if ".yaml" in place),
        "README.md",
        "vocabulary.yaml",
    }
    root = find_data()
    files = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert files == known


def test_facts_without_a_source_claim_no_confidence(catalogue: Catalogue):
    claimed = [
        f"certifications/{entry.id}.yaml: {place.lstrip('.')}: confidence without a source"
        for entry in catalogue.certifications.values()
        for place, facts in walk(entry)
        if isinstance(facts, Sourced) and not facts.sources and facts.confidence is not None
    ]
    assert claimed == []


def test_a_source_is_an_address_or_says_what_it_is(catalogue: Catalogue):
    for entry in (*catalogue.certifications.values(), *catalogue.renewal_rules.values()):
        for place, source in walk(entry):
            if isinstance(source, SourceRef):
                assert (source.url is None) != (source.label is None), place
                assert source.date, place
            if isinstance(source, Disagreement):
                assert source.text, place


def test_every_rule_adds_to_a_certification_that_renews(catalogue: Catalogue):
    for own_id, rule in catalogue.renewal_rules.items():
        entry, _ = catalogue.certification(own_id)
        assert entry.renewal.required is not False, own_id
        assert entry.renewal.unit, own_id
        assert rule.sources, own_id


def test_a_figure_says_where_and_when(catalogue: Catalogue):
    figures = [
        *catalogue.market,
        *(f for r in catalogue.roles.values() for f in r.labour_market or ()),
    ]
    assert len(figures) > len(catalogue.market)
    for figure in figures:
        assert figure.year >= 2000
        assert urlsplit(figure.source_url).hostname


def test_a_missing_figure_says_why(catalogue: Catalogue):
    for role in catalogue.roles.values():
        assert role.labour_market or role.labour_market_note, role.id


def test_tips_state_a_source_date_only_with_a_source(catalogue: Catalogue):
    for tip in catalogue.trends.values():
        assert tip.source_url or not tip.source_date, tip.id


def test_nudges_run_in_the_suggested_order_without_gaps(catalogue: Catalogue):
    weeks = sorted(nudge.week for nudge in catalogue.nudges.values())
    assert weeks == list(range(1, len(weeks) + 1))


def test_stages_are_numbered_from_one(catalogue: Catalogue):
    orders = [stage.order for stage in catalogue.stages.values()]
    assert orders == list(range(1, len(orders) + 1))


def test_each_stage_has_many_nudges_for_everybody(catalogue: Catalogue):
    for stage in catalogue.stages.values():
        fitting = find_fitting(catalogue, Member(MemberId("discord:1"), stage=stage.id), set())
        suited = [
            own_id
            for own_id in fitting
            if catalogue.nudges[own_id].category in stage.nudge_categories
        ]
        assert fitting[: len(suited)] == tuple(suited), stage.id
        assert len(suited) >= 10 and len(fitting) >= 40, stage.id


def test_a_year_of_weekly_posts_repeats_nothing(catalogue: Catalogue):
    assert len(DEFAULTS) == 2
    assert min(len(catalogue.nudges), len(catalogue.trends)) >= 52


def test_a_tip_is_short(catalogue: Catalogue):
    for tip in catalogue.trends.values():
        said = " ".join((tip.what, tip.why_it_matters, "Try:", tip.try_this))
        assert len(said) <= 400, tip.id


def test_a_term_is_short_and_its_first_page_holds_all_of_it(catalogue: Catalogue):
    renderer = Renderer({})
    for term in catalogue.terms.values():
        [page] = drawn.pages(renderer, terms.info(term, catalogue))
        assert len(drawn.text(page)) <= 1_000, term.id
        assert 1 <= len(term.related) <= 4, term.id
        assert term.id not in term.related, term.id


def test_an_answer_begins_at_once_and_its_first_page_holds_all_of_it(catalogue: Catalogue):
    renderer = Renderer({})
    for question in catalogue.faq.values():
        [page] = drawn.pages(renderer, entries.question(question, catalogue))
        assert len(drawn.text(page)) <= 1_000, question.id
        assert question.answer in drawn.text(page), question.id


def test_no_name_means_two_terms_however_it_is_spelt(catalogue: Catalogue):
    owners: dict[str, str] = {}
    for term in catalogue.terms.values():
        for name in {normalise(name) for name in term.names}:
            assert owners.setdefault(name, term.id) == term.id, name


def test_every_page_is_that_of_a_term(catalogue: Catalogue):
    named = {own_id for term in catalogue.terms.values() for own_id in term.pages}
    assert named == set(catalogue.pages)


def test_a_definition_says_what_it_is_in_two_sentences(catalogue: Catalogue):
    for term in catalogue.terms.values():
        for said in (term.definition, term.why, term.example):
            assert said.rstrip('"')[-1] in ".?!", f"{term.id}: {said}"
        assert len(re.findall(r"[.?!](?= [A-Z])", term.definition)) <= 2, term.id
