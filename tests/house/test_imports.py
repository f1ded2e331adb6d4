"""What import-linter cannot say of imports: that none goes round, and that each is declared."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house.project import PACKAGES, ROOT, sources, tree


def test_modules_import_one_another_in_no_circle():
    modules = {_dotted(path): tree(path) for path in sources(*PACKAGES)}
    assert set(PACKAGES) <= set(modules)
    assert circle(modules) == []


@pytest.mark.parametrize(
    ("returning", "goes_round"),
    [
        ("from bot.goals import name", True),
        ("from bot import goals", True),
        ("try:\n    import bot.goals\nexcept ImportError: ...", True),
        ("class Goal:\n    import bot.goals", True),
        ("def goal():\n    import bot.goals", False),
        ("if TYPE_CHECKING:\n    import bot.goals", False),
        ("if TYPE_CHECKING: ...\nelse:\n    import bot.goals", True),
    ],
)
def test_only_what_runs_on_import_makes_a_circle(returning: str, goes_round: bool):
    going = "from bot.members import name"
    modules = {"bot": "", "bot.goals": going, "bot.members": returning}
    found = circle({name: ast.parse(text) for name, text in modules.items()})
    assert set(found) == ({"bot.goals", "bot.members"} if goes_round else set())


def test_the_playground_declares_exactly_what_it_imports():
    project = tomllib.loads((ROOT / "playground/pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    required = [*project["dependencies"], *(each for extra in extras for each in extra)]
    declared = {re.split(r"[^\w.-]", requirement)[0].lower() for requirement in required}
    tops = {
        name.split(".")[0]
        for path in sources("playground")
        for node in ast.walk(tree(path))
        for name in _named(node)
    }
    homes = packages_distributions()
    foreign = tops - sys.stdlib_module_names - {"playground"}
    assert {homes[top][0].lower().replace("_", "-") for top in foreign} == declared


def test_the_local_slack_shares_only_what_is_nobodys():
    shared = {"playground.clock", "playground.events", "playground.wire", "playground.wirelog"}
    inside, outside = set[str](), set[str]()
    modules = {_dotted(path): tree(path) for path in sources("playground")}
    for module, parsed in modules.items():
        named = {name for node in ast.walk(parsed) for name in _named(node)}
        used = {name for name in modules for each in named if _is_in(each, name)}
        if _is_in(module, "playground.slack"):
            inside |= {each for each in used if not _is_in(each, "playground.slack")}
        elif any(_is_in(each, "playground.slack") for each in named):
            outside.add(module)
    assert inside - {"playground"} == shared
    assert outside == set()


def _is_in(name: str, module: str) -> bool:
    return name == module or name.startswith(f"{module}.")


def circle(modules: Mapping[str, ast.Module]) -> list[str]:
    """Return modules of which each needs the next to be imported, the last one the first.

    That a module needs its package, too, is left out: Python copes with a package that is still
    being imported, and ``bot/x/__init__.py`` may import ``bot.x.y``.
    """
    needs = {
        module: {
            name if name in modules else name.rpartition(".")[0]
            for node in _run_on_import(parsed.body)
            for name in _named(node)
        }
        & set(modules)
        for module, parsed in modules.items()
    }
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def _dotted(path: Path) -> str:
    parts = (ROOT / path).relative_to(PACKAGES[path.parts[0]]).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _run_on_import(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        yield node
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            yield from _run_on_import(node.orelse)
        else:
            yield from _run_on_import(ast.iter_child_nodes(node))


def _named(node: ast.AST) -> list[str]:
    """Return what an import names; of ``from a import b`` it is not known whether b is a module."""
    match node:
        case ast.Import(names):
            return [alias.name for alias in names]
        case ast.ImportFrom(str(module), names):
            return [f"{module}.{alias.name}" for alias in names]
        case _:
            return []
