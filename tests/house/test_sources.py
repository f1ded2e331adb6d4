"""What a reader of the source may rely on."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.project import PROGRAM, ROOT, names, sources, tree

MAX_FILE_LINES = 400
MAX_COMMAND_LINES = 15
# The clock, and the operator's own date for the age of content: no schedule follows that one.
TELL_TIME = {Path("bot/clock.py"), Path("bot/cli.py")}
TIMES = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time")


def test_no_file_is_longer_than_400_lines():
    files = [
        path
        for suffix in (".py", ".js", ".css")
        for path in sources(*(PROGRAM if suffix == ".py" else ("playground",)), suffix=suffix)
    ]
    long = {
        str(path): count
        for path in files
        if (count := len((ROOT / path).read_text(encoding="utf-8").splitlines())) > MAX_FILE_LINES
    }
    assert long == {}


def test_only_the_settings_read_the_environment():
    readers = {
        f"{path}:{line}"
        for path in sources(*PROGRAM)
        for line, name in names(path)
        if name in ("os.environ", "os.getenv", "os.environb")
    }
    assert {place.split(":")[0] for place in readers} == {"bot/config.py"}


def test_only_the_clocks_tell_the_time():
    readers = {
        f"{path}:{line}"
        for path in sources("bot", "cogs")
        if path not in TELL_TIME
        for line, name in names(path)
        if name.removeprefix("datetime.") in TIMES
    }
    assert readers == set()


@pytest.mark.parametrize("path", sources("cogs"), ids=str)
def test_a_command_is_at_most_15_lines(path: Path):
    long = {
        f"{path}:{function.name}": length
        for function in ast.walk(tree(path))
        if isinstance(function, ast.AsyncFunctionDef)
        if (length := _body_lines(function)) > MAX_COMMAND_LINES
    }
    assert long == {}


def _body_lines(function: ast.AsyncFunctionDef) -> int:
    """Return how many lines the statements take, without signature and docstring."""
    has_docstring = ast.get_docstring(function) is not None
    body = function.body[1:] if has_docstring else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
