"""Nothing that leaves the process stands before the acknowledgement of an interaction.

What is asked is acknowledged before it runs where its definition says ``is_slow``; this finds what
leaves the process and does not say so.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.house.project import names, sources, tree

# What talks to a platform, under any name that an attribute gives it.
EDGES = {"messenger", "_messenger", "roster", "_roster", "file"}
# Parts of an answer for which the platform is asked.
PARTS = {"Share", "TakeBack"}
# What only looks at what the gateway has told.
ANSWERS_FROM_MEMORY = {"access"}
DEFINES = {"command", "button", "form", "submit"}
DISCORD = Path("bot/platforms/discord")
# The only places where the first answer is given, each once.
GIVE_IT = {DISCORD / "acknowledging.py", DISCORD / "answers.py"}
MODULES = {str(path): tree(path) for path in sources("bot/services", "bot/dialogues")}
AsyncDef = ast.AsyncFunctionDef


def _chain(node: ast.AST) -> list[str]:
    """Return the names of ``a.b(…)["c"].d`` from its root on."""
    if isinstance(node, ast.Attribute):
        return [*_chain(node.value), node.attr]
    if isinstance(node, ast.Call):
        return _chain(node.func)
    if isinstance(node, ast.Subscript):
        return _chain(node.value)
    return [node.id] if isinstance(node, ast.Name) else []


def _key(file: str, name: str) -> str:
    return f"{file}:{name}" if name.startswith("_") else name


def functions(modules: dict[str, ast.Module]) -> Iterator[tuple[str, AsyncDef]]:
    for file, module in modules.items():
        yield from ((file, one) for one in ast.walk(module) if isinstance(one, AsyncDef))


@dataclass(frozen=True)
class Deeds:
    """What a function does that may leave the process."""

    is_asking: bool
    awaits: frozenset[str]

    def leave(self, known: set[str]) -> bool:
        """Tell whether it asks a platform, or awaits one that does."""
        return self.is_asking or not known.isdisjoint(self.awaits)


def deeds(file: str, function: AsyncDef) -> Deeds:
    is_asking, awaits = False, set[str]()
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and PARTS & {*_chain(node.func)}:
            is_asking = True
        if isinstance(node, ast.Await) and isinstance(node.value, ast.Call):
            chain = _chain(node.value.func)
            if EDGES & {*chain[:-1]} and chain[-1] not in ANSWERS_FROM_MEMORY:
                is_asking = True
            if chain:
                awaits.add(_key(file, chain[-1]))
    return Deeds(is_asking, frozenset(awaits))


def find_leaving(done: Mapping[tuple[str, AsyncDef], Deeds]) -> set[str]:
    """Return the functions that leave the process, found out through all calls of others."""
    known: set[str] = set()
    size = -1
    while size != (size := len(known)):
        known |= {
            _key(file, one.name)
            for (file, one), its in done.items()
            if its.leave(known)
            # What a definition is called says nothing of others that are called so.
            and not defined(one)
        }
    return known


def defined(function: AsyncDef) -> Sequence[ast.Call]:
    """Return what defines a function as a command, button or form."""
    return [
        mark
        for mark in function.decorator_list
        if isinstance(mark, ast.Call) and _chain(mark.func)[-1] in DEFINES
    ]


def is_slow(mark: ast.Call) -> bool:
    return any(one.arg == "is_slow" and ast.unparse(one.value) == "True" for one in mark.keywords)


def find_wrong(modules: dict[str, ast.Module]) -> list[str]:
    """Return the definitions that leave the process unsaid, and those that say so and do not."""
    done = {(file, one): deeds(file, one) for file, one in functions(modules)}
    known = find_leaving(done)
    local = {
        (file, one.name) for (file, one), its in done.items() if defined(one) and its.leave(known)
    }
    return [
        f"{file} {one.name}"
        for file, one in done
        for mark in defined(one)
        if is_slow(mark)
        != (
            (file, one.name) in local
            or any(
                (file, _chain(node)[-1]) in local
                for node in ast.walk(one)
                if isinstance(node, ast.Call) and _chain(node)
            )
        )
    ]


def test_what_leaves_the_process_is_acknowledged_before_and_nothing_else():
    assert find_wrong(MODULES) == []


BAD = """
@noun.button("a.posts")
async def posts(ask: Ask) -> Answer:
    await ask.services.messenger.post(ask.channel, card, "nonce")

@noun.command("a hides")
async def hides(ask: Ask) -> Answer:
    return await _through(ask)

async def _through(ask: Ask) -> Answer:
    return await ask.services.stats.figures(ask.here)

@noun.button("a.again")
async def again(ask: Ask) -> Answer:
    return await posts(ask)

@noun.button("a.shares")
async def shares(ask: Ask) -> Answer:
    return Share("a.b", ())

@noun.button("a.waits", is_slow=True)
async def waits(ask: Ask) -> Answer:
    return replies.card(ask.services.messenger.access(ask.channel))

@noun.command("a good", is_slow=True)
async def good(ask: Ask, file: File) -> Answer:
    await file.read()
"""


def test_what_is_wrong_is_found():
    found = {place.split()[1] for place in find_wrong(MODULES | {"bad": ast.parse(BAD)})}
    assert found == {"posts", "hides", "again", "shares", "waits"}


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
