"""Nothing that leaves the process stands before the acknowledgement of an interaction."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.house.project import ROOT, names, sources, tree

ANSWERS = {"answer", "replace", "acknowledge", "open_form"}
# What talks to a platform, under any name that an attribute gives it.
EDGES = {"messenger", "_messenger", "roster", "_roster"}
DISCORD = Path("bot/platforms/discord")
SHARING = "bot/platforms/discord/sharing.py"
# The only places where the first answer is given, each once.
GIVE_IT = {DISCORD / "acknowledging.py", DISCORD / "answers.py"}
AsyncDef = ast.AsyncFunctionDef


@dataclass
class Known:
    """What calling a function by its name does; a private name holds in its file only."""

    leaves: set[str] = field(default_factory=set[str])
    answers: set[str] = field(default_factory=set[str])


@dataclass
class Reader:
    """Follow one function along its paths; ``early`` are the lines that leave before an answer."""

    known: Known
    file: str
    ours: frozenset[str]
    asked: frozenset[str]
    exits: list[bool] = field(default_factory=list[bool])
    early: list[int] = field(default_factory=list[int])

    def block(self, statements: Iterable[ast.stmt], answered: bool) -> bool:
        """Return whether every path through some statements is answered at its end."""
        for statement in statements:
            if isinstance(statement, AsyncDef | ast.FunctionDef | ast.ClassDef):
                continue
            if isinstance(statement, ast.Return | ast.Raise):
                answered = self.expression(statement, answered)
                self.exits += [answered] if isinstance(statement, ast.Return) else []
                return True
            answered = self.statement(statement, answered)
        return answered

    def statement(self, node: ast.stmt, answered: bool) -> bool:
        if isinstance(node, ast.If):
            answered = self.expression(node.test, answered)
            ways = [self.block(part, answered) for part in (node.body, node.orelse)]
            return all(ways)
        if isinstance(node, ast.For | ast.AsyncFor | ast.While):
            head = node.test if isinstance(node, ast.While) else node.iter
            answered = self.expression(head, answered)
            self.block([*node.body, *node.orelse], answered)
            return answered
        if isinstance(node, ast.With | ast.AsyncWith):
            for item in node.items:
                answered = self.expression(item.context_expr, answered)
            return self.block(node.body, answered)
        if isinstance(node, ast.Try):
            whole = self.block([*node.body, *node.orelse], answered)
            caught = [self.block(handler.body, answered) for handler in node.handlers]
            return self.block(node.finalbody, all([whole, *caught]))
        return self.expression(node, answered)

    def expression(self, node: ast.AST, answered: bool) -> bool:
        """Follow what is awaited, the inner before the outer."""
        if isinstance(node, ast.Lambda):
            return answered
        for child in ast.iter_child_nodes(node):
            answered = self.expression(child, answered)
        if not isinstance(node, ast.Await) or not isinstance(node.value, ast.Call):
            return answered
        chain = _chain(node.value.func)
        if self._leaves(chain) and not answered:
            self.early.append(node.lineno)
        handed_on = {arg.id for arg in node.value.args if isinstance(arg, ast.Name)}
        is_ours = bool(chain) and bool(handed_on & self.asked)
        return answered or (is_ours and _key(self.file, chain[-1]) in self.known.answers)

    def _leaves(self, chain: Sequence[str]) -> bool:
        if not chain:
            return False
        is_foreign = len(chain) > 1 and bool(self.ours) and chain[0] not in self.ours
        name = _key(self.file, chain[-1])
        return is_foreign or bool(EDGES & {*chain}) or name in self.known.leaves


def _key(file: str, name: str) -> str:
    return f"{file}:{name}" if name.startswith("_") else name


def _chain(node: ast.AST) -> list[str]:
    """Return the names of ``a.b(…)["c"].d`` from its root on."""
    if isinstance(node, ast.Attribute):
        return [*_chain(node.value), node.attr]
    if isinstance(node, ast.Call):
        return _chain(node.func)
    if isinstance(node, ast.Subscript):
        return [*_chain(node.value), "[]"]
    return [node.id] if isinstance(node, ast.Name) else []


def functions(module: ast.Module) -> Iterator[AsyncDef]:
    yield from (node for node in ast.walk(module) if isinstance(node, AsyncDef))


def ours(module: ast.Module, function: AsyncDef) -> frozenset[str]:
    """Return the names whose methods are our own: the object, what is asked, what is imported."""
    imported = frozenset(
        (alias.asname or alias.name).partition(".")[0]
        for node in ast.walk(module)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    )
    return asked(function) | imported | {"self"}


def asked(function: AsyncDef) -> frozenset[str]:
    """Return the parameters that hold an interaction."""
    given = {arg.arg: arg.annotation for arg in function.args.args if arg.annotation}
    return frozenset(name for name, kind in given.items() if "Interaction" in ast.unparse(kind))


def early(changed: dict[str, ast.Module]) -> list[str]:
    """Return each place in a handler that leaves the process before the acknowledgement.

    Which functions do either is found out through all calls of others.
    """
    modules = MODULES | changed
    cogs = COGS | changed.keys()
    known, size = Known(answers=set(ANSWERS)), -1
    found: list[str] = []
    while size != (size := len(known.leaves) + len(known.answers)):
        found.clear()
        for file, module in modules.items():
            for function in functions(module):
                own = ours(module, function) if file in {*cogs, SHARING} else frozenset[str]()
                reader = Reader(known, file, own, asked(function))
                reader.exits.append(reader.block(function.body, answered=False))
                name = _key(file, function.name)
                if reader.early:
                    known.leaves.add(name)
                elif file in cogs and all(reader.exits):
                    known.answers.add(name)
                if file in cogs and asked(function):
                    found += [f"{file}:{line} {function.name}" for line in reader.early]
    return found


COGS = {str(path) for path in sources("cogs")}
MODULES = {str(path): tree(path) for path in sources("bot/services", "cogs")}
MODULES[SHARING] = tree(Path(SHARING))


def test_handlers_acknowledge_before_anything_leaves_the_process():
    assert early({}) == []


BAD = """
class Cog:
    @action("a.posts")
    async def posts(self, interaction: Interaction) -> None:
        await self.client.messenger.post(self.place, self.card, "nonce")
        await answer(interaction, self.card)

    @action("a.hides")
    async def hides(self, interaction: Interaction) -> None:
        if self.is_lucky:
            await acknowledge(interaction)
        await self._through(interaction)

    async def _through(self, interaction: Interaction) -> None:
        await replace(interaction, await self.counted.figures(interaction.guild_id))

    @action("a.foreign")
    async def foreign(self, interaction: Interaction, file: discord.Attachment) -> None:
        try:
            await file.read()
        finally:
            await answer(interaction, self.card)

    @action("a.good")
    async def good(self, interaction: Interaction, file: discord.Attachment) -> None:
        await acknowledge(interaction)
        await file.read()
        await self._through(interaction)
"""


def test_handlers_that_do_not_are_found():
    found = {place.split()[1] for place in early({"bad": ast.parse(BAD)})}
    assert found == {"posts", "hides", "_through", "foreign"}


@pytest.mark.parametrize(
    "name", [name for name in sorted(COGS) if "acknowledge(" in ast.unparse(MODULES[name])]
)
def test_every_acknowledgement_that_stands_there_is_needed(name: str):
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if "await acknowledge(" in line]
    for line in lines:
        without = ast.parse(text.replace(line, line.replace("await acknowledge", "str"), 1))
        assert early({name: without}), f"{name} needs no {line.strip()}"


def test_only_one_place_gives_the_first_answer():
    found = {
        path
        for path in sources("bot", "cogs")
        for _, name in names(path)
        # Those of HTTP have headers, and whether one was given may be asked anywhere.
        if not name.endswith(("response.headers", "response.is_done", "response.status"))
        and ".response.headers." not in name
        if ".response." in name or name.endswith((".followup", ".edit_original_response"))
    }
    assert found == GIVE_IT
