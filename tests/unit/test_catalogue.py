"""The content and its look-ups: complete, referenced, findable, honest."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import Catalogue, find_data, load_catalogue
from bot.catalogue.search import CatalogueSearch, HitKind
from bot.errors import CatalogueError, NotFoundError

COUNTS = {
    "certifications": 32,
    "roles": 21,
    "stages": 6,
    "steps": 56,
    "ways": 11,
    "faq": 35,
    "nudges": 124,
    "trends": 62,
    "resources": 84,
    "feeds": 30,
    "renewal_rules": 9,
    "market": 7,
}
SEARCH = CatalogueSearch(load_catalogue())


def test_everything_researched_is_there(catalogue: Catalogue):
    assert {name: len(getattr(catalogue, name)) for name in COUNTS} == COUNTS


def test_every_entry_was_checked_on_a_day(catalogue: Catalogue):
    rows = list(catalogue.check_dates())
    assert len(rows) == sum(COUNTS.values())
    assert all(isinstance(checked, date) for _, _, checked in rows)


def test_every_group_of_facts_of_a_certification_is_sourced_or_unknown(catalogue: Catalogue):
    for entry in catalogue.certifications.values():
        for name in ("issuer", "status", "prerequisites", "exam"):
            assert getattr(entry, name).sources, (entry.id, name)
        for fee in entry.fees:
            assert fee.sources, (entry.id, fee.item)


def test_every_market_figure_has_year_geography_and_source(catalogue: Catalogue):
    figures = [figure for role in catalogue.roles.values() for figure in role.labour_market or ()]
    assert all(f.year and f.geography and f.source_url for f in [*figures, *catalogue.market])


def test_stale_entries_depend_only_on_the_given_day(catalogue: Catalogue):
    newest = max(checked for _, _, checked in catalogue.check_dates())
    assert catalogue.stale(newest, 0) == [row for row in catalogue.check_dates() if row[2] < newest]
    assert len(catalogue.stale(date(2100, 1, 1), 365)) == sum(COUNTS.values())


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(find_data(), tmp_path / "data")


def edit(file: str, old: str, new: str) -> Callable[[Path], None]:
    def apply(root: Path) -> None:
        path = root / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    return apply


BREAKS = {
    "syntax": (edit("faq.yaml", "faq:", "faq: ["), ["faq.yaml: syntax"]),
    "unknown key": (
        edit("certifications/pmp.yaml", "core: true", "kore: true"),
        ["certifications/pmp.yaml: kore: Extra inputs", "certifications/pmp.yaml: core: Field"],
    ),
    "wrong type": (
        edit("certifications/pmp.yaml", "duration_minutes: 240", "duration_minutes: long"),
        ["certifications/pmp.yaml: exam.duration_minutes"],
    ),
    "dangling reference": (
        edit("certifications/pmp.yaml", "- capm", "- no-such-thing"),
        ["certifications/pmp.yaml: predecessors: there is no 'no-such-thing'"],
    ),
    "alias of another": (
        edit("certifications/pmp.yaml", "- pmp cert", "- CSM certification"),
        ["aliases: 'csm certification' already means 'csm'"],
    ),
    "duplicate id": (
        edit("nudges.yaml", "id: nudge-agile-01", "id: nudge-technical-01"),
        ["nudges.yaml: id: 'nudge-technical-01' is used 2 times"],
    ),
    "long nudge": (
        edit("nudges.yaml", "text: 'Trace one click", "text: 'Trace " + "x" * 300 + " one click"),
        ["nudges.yaml: nudges[nudge-technical-01].text"],
    ),
    "script in a link": (
        edit("resources.yaml", "url: https://scrumguides.org/", "url: javascript:alert(1)"),
        ["resources.yaml: resources[scrum-guide].url"],
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_file_is_named_with_key_and_reason(copy: Path, name: str):
    apply, expected = BREAKS[name]
    apply(copy)
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(copy)
    for line in expected:
        assert line in str(refused.value)


def test_all_problems_are_told_at_once(copy: Path):
    (copy / "market.yaml").unlink()
    (copy / "certifications" / "capm.yaml").rename(copy / "certifications" / "kapm.yaml")
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(copy)
    assert "market.yaml: file: cannot be read" in str(refused.value)
    assert "certifications/kapm.yaml: id: must equal the file name" in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("pmp exam", "pmp"),
        ("PMP", "pmp"),
        ("scrum mster", "csm"),
        ("certifed scrum master", "csm"),
        ("prince2", "prince2-foundation"),
        ("prnce2 practitioner", "prince2-practitioner"),
        ("capm", "capm"),
        ("itil", "itil-foundation"),
        ("green belt", "lean-six-sigma-green-belt"),
        ("aws cloud practitoner", "aws-cloud-practitioner"),
        ("psm ii", "psm-ii"),
    ],
)
def test_aliases_and_typos_find_their_certification(typed: str, expected: str):
    entry, variant = SEARCH.find_certification(typed)
    assert (variant or entry).id == expected
    assert expected in [value for _, value in SEARCH.suggest_certifications(typed)][:3]


def test_what_is_not_known_names_the_three_nearest():
    with pytest.raises(NotFoundError) as refused:
        SEARCH.find_certification("zzqx unheard of")
    assert len(refused.value.nearest) == 3


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("tpm", "technical-project-manager"), ("product manger", "product-manager")],
)
def test_roles_are_found(typed: str, expected: str):
    assert SEARCH.find_role(typed).id == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("rome", "Europe/Rome"), ("new york", "America/New_York"), ("EUROPE/PARIS", "Europe/Paris")],
)
def test_zones_are_suggested(typed: str, expected: str):
    assert SEARCH.suggest_zones(typed)[0][1] == expected


@pytest.mark.parametrize(
    ("asked", "kind", "expected"),
    [
        ("what does TPM stand for", HitKind.QUESTION, "what-is-a-tpm"),
        ("program manager", HitKind.ROLE, "program-manager"),
        ("pmp", HitKind.CERTIFICATION, "pmp"),
    ],
)
def test_a_question_finds_its_answer_among_the_first(asked: str, kind: HitKind, expected: str):
    found = [(hit.kind, hit.id) for hit in SEARCH.search(asked, 3)]
    assert (kind, expected) in found


@given(st.text(max_size=6000))
def test_no_text_breaks_a_look_up(text: str):
    for suggest in (
        SEARCH.suggest_certifications,
        SEARCH.suggest_roles,
        SEARCH.suggest_stages,
        SEARCH.suggest_focuses,
        SEARCH.suggest_zones,
    ):
        found = suggest(text)
        assert len(found) <= 25
        assert all(0 < len(label) <= 100 and 0 < len(value) <= 100 for label, value in found)
    assert len(SEARCH.search(text, 8)) <= 8
