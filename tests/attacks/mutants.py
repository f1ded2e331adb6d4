"""Each permission, ownership and escaping check of the bot, found in its source, taken away.

``python -m tests.attacks.mutants`` runs the attacks once more for each (``make attacks-mutation``);
as a pytest plugin it takes away the one that ``MENTOR_MUTANT`` numbers.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.abc import Loader
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]
VARIABLE = "MENTOR_MUTANT"
_OWNERS = ("member_id", "community_id")
_SUITE = ("tests/attacks/test_commands.py", "tests/attacks/test_presses.py")
# What is not the suite's: one's own message, roles and channels, as they are in the dialogues.
_DIALOGUES = ("tests/e2e/test_forged.py", "tests/e2e/test_setup.py", "tests/e2e/test_sharing.py")
_REFUSALS = re.compile(
    r"PermissionDenied|NotAMember|not_your|not_ours|everybodys_role|role_gone|another_server"
    r"|role_lost|channel_lost"
)
_PLACES = ("bot/storage", "bot/services", "bot/dialogues", "bot/platforms/discord")


@dataclass(frozen=True)
class Mutant:
    """A check by where it stands: ``kind`` says what is taken away."""

    kind: str
    file: str
    line: int
    column: int

    @property
    def shown(self) -> str:
        source = (ROOT / self.file).read_text(encoding="utf-8").splitlines()[self.line - 1]
        return f"{self.kind:10} {self.file}:{self.line} {source.strip()[:60]}"


class _Taker(ast.NodeTransformer):
    """Take away the check at one place; without one, note where all are."""

    def __init__(self, file: str, wanted: Mutant | None = None) -> None:
        self.file = file
        self.wanted = wanted
        self.found: list[Mutant] = []

    def _is_wanted(self, kind: str, node: ast.expr | ast.stmt) -> bool:
        here = Mutant(kind, self.file, node.lineno, node.col_offset)
        self.found.append(here)
        return here == self.wanted

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        left = node.left
        is_query = (
            self.file.startswith("bot/storage")
            and isinstance(left, ast.Attribute)
            and left.attr in _OWNERS
            and isinstance(left.value, ast.Attribute)
            and left.value.attr == "c"
            and isinstance(node.ops[0], ast.Eq)
        )
        if is_query and self._is_wanted("ownership", node):
            # Whoever owns it.
            node.comparators = [left]
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        last = node.body[-1]
        said = ast.unparse(last) if isinstance(last, ast.Raise) and not node.orelse else ""
        if "isinstance" in ast.unparse(node.test):
            said = said.replace("outdated", "not_ours")
        if _REFUSALS.search(said) and self._is_wanted("permission", node):
            node.test = ast.Constant(False)
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST:
        self.generic_visit(node)
        is_no = isinstance(node.value, ast.Constant) and node.value.value is False
        is_check = is_no and self.file.endswith("discord/sharing.py")
        if is_check and self._is_wanted("ownership", node):
            node.value = ast.Constant(True)
        return node

    def visit_keyword(self, node: ast.keyword) -> ast.AST:
        self.generic_visit(node)
        is_asked = node.arg == "may_configure" and self.file.endswith("discord/asks.py")
        if is_asked and self._is_wanted("permission", node.value):
            node.value = ast.Constant(True)
        is_marked = node.arg == "may" and ast.unparse(node.value) == "May.MODERATOR"
        if is_marked and self._is_wanted("permission", node.value):
            node.value = ast.parse("May.MEMBER", mode="eval").body
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        said = ast.unparse(node.func)
        is_escape = said in ("escape", "_clean", "one_line") and self.file.endswith("markup.py")
        if is_escape and self._is_wanted("escaping", node):
            return node.args[0]
        is_own = said == "self._owners.get" and self.file.endswith("services/drafts.py")
        if is_own and self._is_wanted("ownership", node):
            anybody = "next((own for own in self._owners.values() if draft_id in own), None)"
            return ast.parse(anybody, mode="eval").body
        return node


def mutants() -> list[Mutant]:
    """Return every check there is to take away."""
    found: list[Mutant] = []
    for place in _PLACES:
        for path in sorted((ROOT / place).rglob("*.py")):
            taker = _Taker(path.relative_to(ROOT).as_posix())
            taker.visit(ast.parse(path.read_text(encoding="utf-8")))
            found += taker.found
    return found


class _Mutating(Loader):
    def __init__(self, loader: Any, mutant: Mutant) -> None:
        self._loader = loader
        self._mutant = mutant

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        source = (ROOT / self._mutant.file).read_text(encoding="utf-8")
        changed = _Taker(self._mutant.file, self._mutant).visit(ast.parse(source))
        exec(
            compile(ast.fix_missing_locations(changed), self._mutant.file, "exec"), module.__dict__
        )


class _Finder(PathFinder):
    mutant: Mutant

    @classmethod
    def find_spec(cls, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.origin == str(ROOT / cls.mutant.file):
            spec.loader = _Mutating(spec.loader, cls.mutant)
            return spec
        return None


if (_number := os.environ.get(VARIABLE)) and __name__ != "__main__":
    _Finder.mutant = mutants()[int(_number)]
    sys.meta_path.insert(0, _Finder)
    from tests.attacks.watch import Watch

    Watch.is_impatient = True


def _run(number: int) -> str:
    """Return by what a mutant was caught; nothing if by nothing."""
    options = ("-x", "-q", "--tb=line", "--timeout=300")
    plugins = ("-p", "tests.attacks.mutants", "-p", "no:cacheprovider")
    told = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *plugins, *_SUITE, *_DIALOGUES],
        cwd=ROOT,
        env={**os.environ, VARIABLE: str(number), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    failed = re.search(r"^(?:FAILED|ERROR) \S+::(\S+)", told.stdout, re.MULTILINE)
    return "" if told.returncode == 0 else failed[1] if failed else "does not start"


def _tell() -> Iterator[str]:
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    chosen = [(at, one) for at, one in enumerate(mutants()) if wanted in one.shown]
    with ThreadPoolExecutor(max(1, (os.cpu_count() or 2) // 2)) as pool:
        results = pool.map(lambda pair: _run(pair[0]), chosen)
        caught = 0
        for (_at, one), by in zip(chosen, results, strict=True):
            caught += bool(by)
            yield f"{one.shown:100} {by or 'MISSED'}"
    yield f"{caught} of {len(chosen)} caught"


if __name__ == "__main__":
    for line in _tell():
        print(line, flush=True)
