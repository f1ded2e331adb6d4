"""The wheel holds everything: it works in an environment without this checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.house.project import ROOT

# What an installer writes into bin/mentor.
_CONSOLE = (
    "from importlib.metadata import entry_points as e; "
    "e(group='console_scripts', name='mentor')['mentor'].load()()"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the installed hatchling: no network."""
    target = tmp_path_factory.mktemp("dist")
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)], ROOT)
    (built,) = target.glob("*.whl")
    return built


def test_the_wheel_holds_three_packages_and_the_content(wheel: Path):
    files = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in files}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"bot", "cogs", "playground"}
    content = {path.relative_to(ROOT / "data").as_posix() for path in _files(ROOT / "data")}
    prefix = "bot/catalogue/data/"
    assert {f.removeprefix(prefix) for f in files if f.startswith(prefix)} == content
    assert {"playground/page/index.html", "bot/storage/migrations/env.py"} <= set(files)
    assert not [name for name in files if "__pycache__" in name]


@pytest.mark.timeout(120)
def test_an_installed_wheel_knows_its_content(wheel: Path, tmp_path: Path):
    python = _install(wheel, tmp_path / "env")
    said = _run([str(python), "-m", "bot", "catalogue", "check"], tmp_path)
    assert "entries are valid; 0 are stale." in said
    where = _run([str(python), "-c", "import bot.catalogue as c; print(c.find_data())"], tmp_path)
    assert Path(where.strip()).is_relative_to(tmp_path / "env")
    assert _run([str(python), "-c", _CONSOLE, "--version"], tmp_path).startswith("mentor 0.")
    _run([str(python), "-c", _CONSOLE, "db", "upgrade"], tmp_path)
    assert (tmp_path / "var/mentor.db").exists()


def _install(wheel: Path, env: Path) -> Path:
    """Install the wheel alone; its dependencies are borrowed from the running environment."""
    venv.create(env, with_pip=False, symlinks=True)
    python = env / "bin/python"
    libraries = sysconfig.get_path("purelib")
    report = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(_run([str(python), "-c", report], env).strip())
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    # Appended to the path, so the wheel's own packages win; .pth files there are not followed.
    (site / "borrowed.pth").write_text(f"{libraries}\n", encoding="utf-8")
    return python


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _run(command: list[str], folder: Path) -> str:
    plain = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    done = subprocess.run(
        command, cwd=folder, env=plain, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
