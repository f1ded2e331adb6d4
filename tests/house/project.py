"""Where the project's own files are, for the tests that read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = ("bot", "cogs", "playground")
PACKAGES = {"bot": ROOT, "cogs": ROOT, "playground": ROOT / "playground"}
"""Each package and the folder it is imported from."""


def sources(*folders: str, suffix: str = ".py") -> list[Path]:
    """Return the program's files, as paths relative to the project."""
    found = [path for folder in folders for path in (ROOT / folder).rglob(f"*{suffix}")]
    assert found, f"no {suffix} files in {folders}"
    return sorted(path.relative_to(ROOT) for path in found)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


@cache
def names(path: Path) -> list[tuple[int, str]]:
    """Return every dotted name of a file with its line, such as ``os.environ``."""
    return list(_names(tree(path)))


def _names(module: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute | ast.Name):
            yield node.lineno, dotted(node)
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def dotted(node: ast.expr) -> str:
    """Return a name as it is written; of what is called or computed, only what follows it."""
    # ast.unparse writes whole expressions, which takes a hundred times as long.
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
