"""What the bot is built from is named by what it is, not by a tag; a bot proposes newer ones."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from tests.house.project import ROOT

_IMAGE = re.compile(r"[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}")
_ACTION = re.compile(r"[\w-]+/[\w./-]+@[0-9a-f]{40}")
_DOCKERFILES = (ROOT / "Dockerfile", ROOT / ".github/ci/Dockerfile")


def _images(file: Path) -> list[str]:
    """Return the images a Dockerfile begins with, but its own stages."""
    lines = [line.split() for line in file.read_text(encoding="utf-8").splitlines()]
    begun = [line for line in lines if line[:1] == ["FROM"]]
    stages = {line[3] for line in begun if len(line) > 3}
    return [line[1] for line in begun if line[1] not in stages]


def _workflows() -> list[Path]:
    return sorted((ROOT / ".github/workflows").glob("*.y*ml"))


def test_images_are_named_by_digest():
    found = [image for file in _DOCKERFILES for image in _images(file)]
    assert len(found) > 2
    assert [image for image in found if not _IMAGE.fullmatch(image)] == []


def test_workflows_use_actions_by_commit_and_images_that_are_renewed():
    renewed = set(_images(_DOCKERFILES[1]))
    for file in _workflows():
        jobs = yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].values()
        used = [step["uses"] for job in jobs for step in job["steps"] if "uses" in step]
        assert used
        assert [one for one in used if not _ACTION.fullmatch(one)] == []
        assert {job["container"] for job in jobs if "container" in job} <= renewed


def test_what_fetches_the_rest_comes_by_its_hashes():
    wanted = (ROOT / "bootstrap/requirements.txt").read_text(encoding="utf-8")
    assert re.search(r"^uv==[\d.]+ \\\n    --hash=sha256:[0-9a-f]{64}", wanted, re.MULTILINE)
    for name in ("Makefile", "Dockerfile"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        # uv itself takes what its lock or a list of its own says.
        by_pip = [line for line in lines if "pip install" in line and "$(UV) pip" not in line]
        assert by_pip
        assert [line for line in by_pip if "--require-hashes" not in line] == []


def test_a_bot_renews_each_of_them():
    config = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text(encoding="utf-8"))
    looked_at = {
        (one["package-ecosystem"], folder)
        for one in config["updates"]
        for folder in one.get("directories", [one.get("directory")])
    }
    folders = {file.parent.relative_to(ROOT) for file in _DOCKERFILES}
    assert {("docker", str(Path("/") / folder)) for folder in folders} <= looked_at
    assert {("uv", "/"), ("github-actions", "/"), ("pip", "/bootstrap")} <= looked_at
