"""What the documents say is so."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.config import PREFIX, Settings
from tests.house.project import ROOT

DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "data/*.md", "playground/*.md")
    for path in ROOT.glob(pattern)
)
DECISIONS = sorted(ROOT.glob("docs/adr/*.md"))
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_LINE = re.compile(rf"^(?:# )?({PREFIX}[A-Z_]+)=(.*)$", re.MULTILINE)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_env_example_holds_every_setting_with_its_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    told: Mapping[str, str] = dict(_LINE.findall(text))
    fields = {PREFIX + name.upper(): field for name, field in Settings.model_fields.items()}
    assert set(told) == set(fields)
    monkeypatch.chdir(tmp_path)  # where no .env lies
    for variable, value in told.items():
        monkeypatch.setenv(variable, value)
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    assert Settings().model_dump() == defaults


@pytest.mark.parametrize("path", DECISIONS, ids=_name)
def test_a_decision_says_status_context_decision_and_consequences(path: Path):
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name)
    headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == ["Status", "Context", "Decision", "Consequences"]


def test_decisions_are_numbered_without_gaps():
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_the_changelog_has_a_place_for_what_comes():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## \[?Unreleased\]?$", text, re.MULTILINE)


def test_each_boundary_names_a_test_that_is_there():
    text = (ROOT / "docs/threat-model.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 10
    for row in rows:
        guards = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", row[5])
        assert guards, row[1]
        for file, name in guards:
            assert f"def {name or 'test_'}" in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_links_between_files_lead_somewhere(path: Path):
    targets = _LINK.findall(path.read_text(encoding="utf-8"))
    local = [target.split("#")[0] for target in targets if "://" not in target]
    assert [t for t in local if t and not (path.parent / t).exists()] == []


def test_make_explains_every_target_the_documents_name():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    explained = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    named = {
        word
        for path in DOCUMENTS
        for words in re.findall(r"`make ([a-z -]+)`", path.read_text(encoding="utf-8"))
        for word in words.split()
    }
    assert named <= explained


def test_both_distributions_have_the_same_version_and_licence():
    mentor, playground = (
        (
            tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]["version"],
            (folder / "LICENSE").read_text("utf-8"),
        )
        for folder in (ROOT, ROOT / "playground")
    )
    assert mentor == playground
