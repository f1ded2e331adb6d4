"""Broken content: every problem is named by file, key and reason, all at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from bot.catalogue import Catalogue, find_data, load_catalogue
from bot.errors import CatalogueError

# What a test did not change is parsed once: YAML takes most of the time of a load.
PARSE_ONCE = cache(yaml.load)


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(yaml, "load", PARSE_ONCE)
    return Path(shutil.copytree(find_data(), tmp_path / "data"))


def change(content: Path, file: str, old: str, new: str) -> None:
    """Replace the first ``old`` in a data file; an absent one fails the test."""
    path = content / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(content: Path) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(content)
    return [line.strip() for line in str(caught.value).splitlines()[1:]]


PMP = "certifications/pmp.yaml"
ROLE = "roles/software-developer.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (PMP, "level: advanced", "level: hard", f"{PMP}: level: Input should be 'entry', "),
        (PMP, "abbreviation:", "abreviation:", f"{PMP}: abreviation: Extra inputs are not"),
        (PMP, "abbreviation:", "abreviation:", f"{PMP}: abbreviation: Field required"),
        (PMP, "id: pmp\n", "id: pmq\n", f"{PMP}: id: must equal the file name (pmp)"),
        (
            PMP,
            "- PMP exam",
            "- prince2",
            "certifications/prince2-foundation.yaml: aliases: 'prince2' already means 'pmp'",
        ),
        (PMP, "name: ", "name: [", f"{PMP}: syntax: "),
        (PMP, "core: true", "core: true\ncore: false", f"{PMP}: syntax: the key 'core' is written"),
        (PMP, "last_checked: ", "last_checked: 2026-13-45 #", f"{PMP}: syntax: month must be in"),
        (PMP, "last_checked: ", "last_checked: soon #", f"{PMP}: last_checked: Input should be a"),
        (
            PMP,
            "https://www.pmi.org/",
            "ftp://www.pmi.org/",
            f"{PMP}: official_url.url: String should match pattern",
        ),
        (
            PMP,
            "- program-manager",
            "- time-traveller",
            f"{PMP}: relevant_roles: there is no 'time-traveller'",
        ),
        (ROLE, "kind: entry", "kind: exit", f"{ROLE}: kind: Input should be 'core', "),
        (
            "path.yaml",
            "- degree-and-courses",
            "- lottery",
            "path.yaml: steps[edu-choose-area].ways: there is no 'lottery'",
        ),
        (
            "terms.yaml",
            "related: [program",
            "related: [lottery",
            "terms.yaml: terms[project].related: there is no 'lottery'",
        ),
        (
            "terms.yaml",
            "pages: [pmbok-glossary",
            "pages: [lottery",
            "terms.yaml: terms[project].pages: there is no 'lottery'",
        ),
        (
            "terms.yaml",
            "aliases: [programme",
            "aliases: [PROJECT",
            "terms.yaml: terms[program]: aliases: 'project' already means 'project'",
        ),
        ("terms.yaml", "checked: '", "seen: '", "terms.yaml: pages[atlassian-raci].seen: Extra"),
        ("path.yaml", "order: 2", "order: 1", "path.yaml stages: order: '1' is used 2 times"),
        (
            "nudges.yaml",
            "effort_minutes: 45",
            "effort_minutes: many",
            "nudges.yaml: nudges[nudge-technical-01].effort_minutes: Input should be a valid int",
        ),
        (
            "nudges.yaml",
            "id: nudge-agile-01",
            "id: nudge-technical-01",
            "nudges.yaml: id: 'nudge-technical-01' is used 2 times",
        ),
        (
            "renewal-rules.yaml",
            "certification: capm",
            "certification: pmp",
            "renewal-rules.yaml: id: 'pmp' is used 2 times",
        ),
        (
            "renewal-rules.yaml",
            "certification: capm",
            "certification: none-such",
            "renewal-rules.yaml: rules.certification: there is no 'none-such'",
        ),
        ("faq.yaml", "faq:", "questions:", "faq.yaml: faq: must be a list with at least one"),
    ],
)
def test_a_broken_file_is_named_with_key_and_reason(
    content: Path, file: str, old: str, new: str, expected: str
):
    change(content, file, old, new)
    found = problems(content)
    assert [line for line in found if line.startswith(expected)], found


def empty(content: Path) -> None:
    (content / "nudges.yaml").write_text("# nothing yet\n", encoding="utf-8")


def remove(content: Path) -> None:
    (content / "faq.yaml").unlink()


def write_bytes(content: Path) -> None:
    (content / "feeds.yaml").write_bytes(b"feeds:\n- id: \xff\xfe\n")


def misname(content: Path) -> None:
    (content / PMP).rename(content / "certifications/pmp.yml")


def drop_roles(content: Path) -> None:
    shutil.rmtree(content / "roles")


def write_text(content: Path) -> None:
    (content / "market.yaml").write_text("just words\n", encoding="utf-8")


def add_variant_twice(content: Path) -> None:
    change(content, "certifications/psm-i.yaml", "id: psm-ii", "id: capm")


@pytest.mark.parametrize(
    ("break_it", "expected"),
    [
        (empty, "nudges.yaml: file: is empty"),
        (remove, "faq.yaml: file: cannot be read (No such file or directory)"),
        (write_bytes, "feeds.yaml: syntax: "),
        (misname, "certifications/pmp.yml: file: its name must end in .yaml"),
        (drop_roles, "roles: files: the folder is missing or empty"),
        (write_text, "market.yaml: market: must be a list with at least one entry"),
        (add_variant_twice, "certifications: id: 'capm' is used 2 times"),
    ],
)
def test_a_missing_or_unreadable_file_is_named(
    content: Path, break_it: Callable[[Path], None], expected: str
):
    break_it(content)
    found = problems(content)
    assert [line for line in found if line.startswith(expected)], found


def test_all_problems_are_told_at_once(content: Path):
    change(content, PMP, "level: advanced", "level: hard")
    change(content, "path.yaml", "- degree-and-courses", "- lottery")
    change(content, ROLE, "kind: entry", "kind: exit")
    files = {line.split(":")[0] for line in problems(content)}
    assert files >= {PMP, "path.yaml", ROLE}


def test_the_catalogue_cannot_be_changed(catalogue: Catalogue):
    with pytest.raises(TypeError):
        catalogue.roles["x"] = catalogue.roles["software-developer"]  # pyright: ignore[reportIndexIssue]
    with pytest.raises(FrozenInstanceError):
        catalogue.market = ()  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(ValidationError):
        catalogue.roles["software-developer"].name = "x"


def test_a_variant_is_looked_up_like_a_certification(catalogue: Catalogue):
    entry, variant = catalogue.certification("psm-ii")
    assert entry.id == "psm-i"
    assert variant is not None
    assert variant.abbreviation == "PSM II"
    assert catalogue.certification("pmp") == (catalogue.certifications["pmp"], None)
    with pytest.raises(KeyError):
        catalogue.certification("none-such")


def test_a_step_knows_its_stage(catalogue: Catalogue):
    assert catalogue.stage_of("edu-cs-foundation").id == "educational-background"
    with pytest.raises(KeyError):
        catalogue.stage_of("none-such")


def test_an_entry_is_stale_from_the_day_after_its_age_limit(content: Path):
    change(content, PMP, "last_checked: '2026-11-22'", "last_checked: '2026-01-01'")
    catalogue = load_catalogue(content)
    stale = ("certifications", "pmp", date(2026, 1, 1))
    assert catalogue.stale(date(2026, 1, 31), 30) == []
    assert catalogue.stale(date(2026, 2, 1), 30) == [stale]
    everything = catalogue.stale(date(2030, 1, 1), 30)
    assert len(everything) == sum(1 for _ in catalogue.check_dates())
