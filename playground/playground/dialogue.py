"""Dialogues: who does what in which order, and what they must see; as files, tests and tours.

A file is YAML: ``title``, ``summary`` and ``steps``. Each step has a ``person``, one sentence of
``text``, at most one deed (``slash`` with ``options``, ``press``, ``choose`` with ``values``,
``submit``, ``say``, ``advance`` in days) and ``sees``: words that must then be there. ``where`` is
a channel's name or ``dm``. A press or choice is made on what the person saw last, with ``where``
on the newest message there that has it. A step without a deed waits until the newest post of the
bot is what must be seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import yaml

from playground.component_limits import walk
from playground.invocations import NotPossibleError
from playground.person import Person
from playground.reply import Reply

if TYPE_CHECKING:
    from playground.server import PlaygroundServer

DEEDS: Final = ("slash", "press", "choose", "submit", "say", "advance")
_KEYS: Final = frozenset({"person", "text", "where", "options", "values", "sees", *DEEDS})
_DM: Final = "dm"


class DialogueError(ValueError):
    """Say which file, which step and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a person does, told in one sentence, and what they see then."""

    person: str
    text: str
    deed: str = ""
    argument: Any = None
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    values: tuple[str, ...] = ()
    where: str | None = None
    sees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A story in steps; ``id`` is its file's name."""

    id: str
    title: str
    summary: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a step led to: who looked, where, and the message if there is one."""

    person_id: str
    channel_id: str
    message_id: str | None


def load_dialogue(path: Path) -> Dialogue:
    """Read one dialogue.

    Raises
    ------
    DialogueError
        The file is not a dialogue.
    """
    try:
        # Everything is text: 10:30 is a time of day here, not the number 630.
        read: Any = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
    except yaml.YAMLError as error:
        raise DialogueError(f"{path}: {error}") from error
    if not isinstance(read, dict) or not {"title", "summary", "steps"} <= set(cast(Any, read)):
        raise DialogueError(f"{path}: a dialogue has title, summary and steps")
    told = cast(dict[str, Any], read)
    steps = [_step(path, number, one) for number, one in enumerate(told["steps"], start=1)]
    return Dialogue(path.stem, told["title"], told["summary"], tuple(steps))


def load_dialogues(folder: Path) -> list[Dialogue]:
    """Read every dialogue of a folder, in the order of the files' names."""
    return [load_dialogue(path) for path in sorted(folder.glob("*.yaml"))]


def _step(path: Path, number: int, told: Any) -> Step:
    where = f"{path}: step {number}"
    if not isinstance(told, dict) or not {"person", "text"} <= set(cast(Any, told)):
        raise DialogueError(f"{where}: a step has a person and a text")
    given = cast(dict[str, Any], told)
    if unknown := given.keys() - _KEYS:
        raise DialogueError(f"{where}: unknown: {', '.join(sorted(unknown))}")
    deeds = [deed for deed in DEEDS if deed in given]
    if len(deeds) > 1:
        raise DialogueError(f"{where}: one deed a step, not {', '.join(deeds)}")
    deed = deeds[0] if deeds else ""
    if not deed and "where" not in given:
        raise DialogueError(f"{where}: say where to look for the bot's post")
    return Step(
        person=given["person"],
        text=given["text"],
        deed=deed,
        argument=given.get(deed),
        options=given.get("options", {}),
        values=tuple(_list(given.get("values"))),
        where=given.get("where"),
        sees=tuple(_list(given.get("sees"))),
    )


class Performance:
    """Play a dialogue on a server, step by step; the same rules hold as for any person."""

    def __init__(self, server: PlaygroundServer, dialogue: Dialogue) -> None:
        self._server = server
        self.dialogue = dialogue
        self._replies: dict[str, Reply] = {}

    async def perform(self, number: int) -> Seen:
        """Do one step (0-based) and look at what came.

        Raises
        ------
        AssertionError
            The bot did not answer, or not with what must be seen.
        NotPossibleError
            Discord's client would not let the person do this.
        """
        step = self.dialogue.steps[number]
        person = self._server.person(step.person)
        reply = await self._do(step, person)
        self._replies[step.person] = reply
        self._check(step, reply)
        seen = None if reply.modal or reply.seen is None else reply.message["id"]
        return Seen(person.id, reply.channel_id, seen)

    async def _do(self, step: Step, person: Person) -> Reply:
        is_dm = step.where == _DM
        where = None if is_dm else step.where
        match step.deed:
            case "slash":
                return await person.slash(step.argument, where=where, dm=is_dm, **step.options)
            case "press":
                return await person.click(self._target(person, step), step.argument)
            case "choose":
                return await person.choose(self._target(person, step), step.argument, step.values)
            case "submit":
                return await person.submit(self._last(step), **step.argument)
            case "say":
                said = person.says(step.argument, where=where, dm=is_dm)
                return Reply(self._server.world, said["channel_id"], None, said)
            case "advance" if step.where is None:
                await self._server.fly(int(step.argument))
                dm = self._server.world.open_dm(person.id)
                return self._replies.get(step.person) or Reply(
                    self._server.world, dm["id"], None, None
                )
            case "advance":
                known = len(self._posts(person, step))
                await self._server.fly(int(step.argument))
                return await self._look(person, step, known + 1)
            case _:
                return await self._look(person, step, 1)

    async def _look(self, person: Person, step: Step, count: int) -> Reply:
        """Wait for the bot's ``count``-th post there, and on until the newest is the one to see."""
        while True:
            is_dm = step.where == _DM
            found = await (person.dms(count) if is_dm else person.posts(step.where or "", count))
            if all(words in found[-1].plain_text for words in step.sees):
                return found[-1]
            count = len(found) + 1

    def _posts(self, person: Person, step: Step) -> list[Reply]:
        is_dm = step.where == _DM
        seen = person.sees(where=None if is_dm else step.where, dm=is_dm)
        bot_id = self._server.world.bot["id"]
        return [one for one in seen if one.message["author"]["id"] == bot_id and not one.ephemeral]

    def _target(self, person: Person, step: Step) -> Reply:
        if step.where is None:
            return self._last(step)
        is_dm = step.where == _DM
        for seen in reversed(person.sees(where=None if is_dm else step.where, dm=is_dm)):
            for part in walk(seen.message["components"]):
                if step.argument in (part.get("label"), part.get("placeholder")):
                    return seen
        raise NotPossibleError(f"nothing in {step.where} has {step.argument!r}")

    def _last(self, step: Step) -> Reply:
        if step.person not in self._replies:
            raise NotPossibleError(f"{step.person} has nothing to {step.deed} yet")
        return self._replies[step.person]

    def _check(self, step: Step, reply: Reply) -> None:
        shown = reply.modal["title"] if reply.modal else reply.plain_text
        for words in step.sees:
            if words not in shown:
                raise AssertionError(f"{step.person} does not see {words!r}. They see:\n{shown}")


async def replay(server: PlaygroundServer, dialogue: Dialogue) -> None:
    """Play a whole dialogue; raises what a step raises, naming the step."""
    performance = Performance(server, dialogue)
    for number, step in enumerate(dialogue.steps):
        try:
            await performance.perform(number)
        except (AssertionError, NotPossibleError) as error:
            raise AssertionError(
                f"{dialogue.id}, step {number + 1} ({step.text}): {error}"
            ) from error


def _list(given: Any) -> Sequence[str]:
    if given is None:
        return ()
    return cast(list[str], given) if isinstance(given, list) else [str(given)]
