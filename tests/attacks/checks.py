"""Each permission, ownership and escaping check of the bot, found in its source, with a switch.

As a pytest plugin this puts a switch at each of them: what runs says so (``reached``), and one of
them, the one that is ``taken``, lets everything pass.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.abc import Loader
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

ROOT = Path(__file__).parents[2]
TAKEN = "MENTOR_TAKEN_CHECK"
_SWITCH = "__is_check_taken__"
_OWNERS = ("member_id", "community_id")
_REFUSALS = re.compile(
    r"PermissionDenied|NotAMember|not_your|not_ours|everybodys_role|role_gone|another_server"
    r"|role_lost|channel_lost"
)
_PLACES = ("bot/storage", "bot/services", "bot/dialogues", "bot/platforms/discord")
_IGNORED = ("migrations",)


@dataclass(frozen=True)
class Check:
    """A check by where it stands: ``kind`` says what it is; ``noun`` marks all that it names."""

    kind: str
    file: str
    function: str
    said: str
    line: int
    noun: str = ""

    @property
    def shown(self) -> str:
        return f"{self.kind:10} {self.file}:{self.line} {self.function}: {self.said}"


class Switches:
    """Which checks ran, and which one is taken away."""

    taken: int | None = None
    reached: ClassVar[set[int]] = set()

    @classmethod
    def ask(cls, number: int) -> bool:
        cls.reached.add(number)
        return number == cls.taken


class _Fitter(ast.NodeTransformer):
    """Find each check of a file, and put a switch at it."""

    def __init__(self, file: str, first: int) -> None:
        self.file = file
        self.found: list[Check] = []
        self._first = first
        self._functions: list[str] = []

    def _switch(self, kind: str, node: ast.expr | ast.stmt, noun: str = "") -> ast.expr:
        """Note a check; return what tells whether it is taken away."""
        told = node.test if isinstance(node, ast.If) else node
        number = self._first + len(self.found)
        said = " ".join(ast.unparse(told).split())
        self.found.append(
            Check(kind, self.file, ".".join(self._functions), said, node.lineno, noun)
        )
        return ast.parse(f"{_SWITCH}({number})", mode="eval").body

    def _visit_scope(self, node: Any) -> ast.AST:
        self._functions.append(node.name)
        self.generic_visit(node)
        self._functions.pop()
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _visit_scope

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        # Whoever owns it: what is compared with itself is always the same.
        left = node.left
        is_owner = isinstance(left, ast.Attribute) and left.attr in _OWNERS
        if is_owner and isinstance(node.ops[0], ast.Eq | ast.NotEq):
            switch = self._switch("ownership", node)
            node.comparators = [ast.IfExp(switch, left, node.comparators[0])]
            return node
        self.generic_visit(node)
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        last = node.body[-1]
        said = ast.unparse(last) if isinstance(last, ast.Raise) and not node.orelse else ""
        if "isinstance" in ast.unparse(node.test):
            said = said.replace("outdated", "not_ours")
        if _REFUSALS.search(said):
            kept = ast.UnaryOp(ast.Not(), self._switch("permission", node))
            node.test = ast.BoolOp(ast.And(), [kept, node.test])
            node.body = [self.visit(one) for one in node.body]
            return node
        self.generic_visit(node)
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST:
        self.generic_visit(node)
        is_no = isinstance(node.value, ast.Constant) and node.value.value is False
        if is_no and self.file.endswith("discord/sharing.py"):
            node.value = self._switch("ownership", node)
        return node

    def visit_keyword(self, node: ast.keyword) -> ast.AST:
        self.generic_visit(node)
        if node.arg == "may_configure" and self.file.endswith("discord/asks.py"):
            switch = self._switch("permission", node.value)
            node.value = ast.BoolOp(ast.Or(), [switch, node.value])
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        said = ast.unparse(node.func)
        if said == "Noun" and any(ast.unparse(one) == "may=May.MODERATOR" for one in node.keywords):
            # It is read when the module is loaded: who tries it changes the verbs.
            self._switch("permission", node, ast.literal_eval(node.args[0]))
        self.generic_visit(node)
        if said in ("escape", "_clean", "one_line") and self.file.endswith("markup.py"):
            switch = self._switch("escaping", node)
            node.func = ast.IfExp(switch, ast.parse("lambda text: text").body[0].value, node.func)  # type: ignore[attr-defined]
        if said == "self._owners.get" and self.file.endswith("services/drafts.py"):
            switch = self._switch("ownership", node)
            anybody = "next((own for own in self._owners.values() if draft_id in own), None)"
            return ast.IfExp(switch, ast.parse(anybody, mode="eval").body, node)
        return node


@cache
def _fitted() -> tuple[list[Check], dict[str, ast.Module]]:
    found: list[Check] = []
    trees: dict[str, ast.Module] = {}
    for path in _files():
        fitter = _Fitter(path.relative_to(ROOT).as_posix(), len(found))
        tree = fitter.visit(ast.parse(path.read_text(encoding="utf-8")))
        if fitter.found:
            found += fitter.found
            trees[str(path)] = ast.fix_missing_locations(tree)
    return found, trees


def _files() -> Iterable[Path]:
    for place in _PLACES:
        for path in sorted((ROOT / place).rglob("*.py")):
            if not any(part in _IGNORED for part in path.parts):
                yield path


def checks() -> list[Check]:
    """Return every check there is to take away; their numbers are their places in the list."""
    return _fitted()[0]


class _Fitting(Loader):
    def __init__(self, loader: Any, tree: ast.Module, file: str) -> None:
        self._loader = loader
        self._tree = tree
        self._file = file

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__[_SWITCH] = Switches.ask
        exec(compile(self._tree, self._file, "exec"), module.__dict__)


class _Finder(PathFinder):
    @classmethod
    def find_spec(cls, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.origin in _fitted()[1]:
            spec.loader = _Fitting(spec.loader, _fitted()[1][spec.origin], spec.origin)
            return spec
        return None


if (_taken := os.environ.get(TAKEN)) is not None:
    if early := {name for name in sys.modules if name.startswith("bot.")}:
        raise RuntimeError(f"loaded without switches: {', '.join(sorted(early)[:3])}")
    sys.meta_path.insert(0, _Finder)
    Switches.taken = int(_taken) if _taken else None
