"""The wheels hold everything: they work in an environment without this checkout."""

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


# A discord.py bot as most are laid out: no __init__.py, loaded by load_extension("cogs.music").
_STRANGER = {
    "bot.py": "NAME = 'Stranger'\n",
    "cogs/music.py": "SONG = 'Greensleeves'\n",
}
_STRANGERS_IMPORTS = """
import bot, cogs.music, playground
from importlib.metadata import entry_points
assert (bot.NAME, cogs.music.SONG) == ("Stranger", "Greensleeves")
for name in playground.__all__:
    getattr(playground, name)
entry_points(group="pytest11", name="playground")["playground"].load()
print(playground.__file__)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def playground_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build(ROOT / "playground", tmp_path_factory.mktemp("dist"))


def test_the_wheel_holds_two_packages_and_the_content(wheel: Path):
    assert _packages(wheel) == {"bot", "cogs"}
    files = zipfile.ZipFile(wheel).namelist()
    content = {path.relative_to(ROOT / "data").as_posix() for path in _files(ROOT / "data")}
    prefix = "bot/catalogue/data/"
    assert {f.removeprefix(prefix) for f in files if f.startswith(prefix)} == content
    assert "bot/storage/migrations/env.py" in files
    assert not [name for name in files if "__pycache__" in name]


def test_the_playgrounds_wheel_holds_one_package_and_its_page(playground_wheel: Path):
    assert _packages(playground_wheel) == {"playground"}
    files = zipfile.ZipFile(playground_wheel).namelist()
    folder = ROOT / "playground" / "playground"
    page = {f"playground/{path.relative_to(folder).as_posix()}" for path in _files(folder / "page")}
    assert page | {"playground/py.typed"} <= set(files)
    assert not [name for name in files if "__pycache__" in name]


def test_the_playground_leaves_a_strangers_modules_alone(playground_wheel: Path, tmp_path: Path):
    for name, text in _STRANGER.items():
        path = tmp_path / "stranger" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    python = _install(tmp_path / "env", playground_wheel)
    where = _run([str(python), "-c", _STRANGERS_IMPORTS], tmp_path / "stranger")
    assert Path(where.strip()).is_relative_to(tmp_path / "env")


@pytest.mark.timeout(120)
def test_an_installed_wheel_knows_its_content(wheel: Path, playground_wheel: Path, tmp_path: Path):
    python = _install(tmp_path / "env", wheel, playground_wheel)
    said = _run([str(python), "-m", "bot", "catalogue", "check"], tmp_path)
    assert "entries are valid; 0 are stale." in said
    where = _run([str(python), "-c", "import bot.catalogue as c; print(c.find_data())"], tmp_path)
    assert Path(where.strip()).is_relative_to(tmp_path / "env")
    assert _run([str(python), "-c", _CONSOLE, "--version"], tmp_path).startswith("mentor 0.")
    _run([str(python), "-c", "import bot.demo"], tmp_path)
    _run([str(python), "-c", _CONSOLE, "db", "upgrade"], tmp_path)
    assert (tmp_path / "var/mentor.db").exists()


def _build(project: Path, target: Path) -> Path:
    """Build the wheel with the installed hatchling: no network."""
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)], project)
    (built,) = target.glob("*.whl")
    return built


def _packages(wheel: Path) -> set[str]:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    return {top for top in tops if not top.endswith(".dist-info")}


def _install(env: Path, *wheels: Path) -> Path:
    """Install the wheels alone; their dependencies are borrowed from the running environment."""
    venv.create(env, with_pip=False, symlinks=True)
    python = env / "bin/python"
    libraries = sysconfig.get_path("purelib")
    report = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(_run([str(python), "-c", report], env).strip())
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(site)
    # Appended to the path, so the wheels' own packages win; .pth files there are not followed.
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
