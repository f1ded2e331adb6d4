"""Commands as no client would send them: to whom they are not offered, with what is others'."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from playground import command_limits as kinds
from playground.composing import Upload, store
from playground.wire import Json, parts
from tests.attacks.attackers import Attacker
from tests.attacks.scene import BEGINNING, Leaf, Scene
from tests.attacks.watch import HOSTILE, Watch

_NONSENSE: tuple[tuple[str, str], ...] = (
    ("malformed", ""),
    ("malformed", "<@1>\u202e\x00"),
    ("oversized", "9" * 6000),
)


async def type_everything(
    scene: Scene, watch: Watch, attackers: list[Attacker], leaves: Iterable[Leaf]
) -> None:
    """Type each command with the beginning of others' words, ids of theirs, and nonsense."""
    for leaf in leaves:
        for number, by in enumerate(attackers):
            ids = [own[0] for own in scene.ids.values()]
            is_thorough = by.name == _thorough(leaf)
            texts = [BEGINNING, *(ids if is_thorough else [ids[number % len(ids)]])]
            # Nothing of what is typed is looked at where nobody else may do it.
            for text in texts if leaf.options and not _is_refused(leaf, by) else texts[:1]:
                await _type(scene, watch, by, leaf, "command", text)
            if is_thorough and leaf.options:
                await _type(scene, watch, by, _least(leaf), "command, hostile", HOSTILE)
            for kind, text in _NONSENSE if is_thorough and leaf.options else ():
                await _type(scene, watch, by, leaf, f"command, {kind}", text)
        files = [one for one in leaf.options if one["type"] == kinds.ATTACHMENT]
        for body in _files(scene) if files else ():
            for by in (one for one in attackers if not _is_refused(leaf, one)):
                await _type(scene, watch, by, leaf, "file", "file", body)


def _thorough(leaf: Leaf) -> str:
    """Return who may the most with a command."""
    is_for_all = leaf.root.get("default_member_permissions") is None
    return "other member" if is_for_all else "moderator elsewhere"


def _is_refused(leaf: Leaf, by: Attacker) -> bool:
    return _thorough(leaf) == "moderator elsewhere" != by.name


def _least(leaf: Leaf) -> Leaf:
    """Return a command with the options that it needs, at least one."""
    needed = [one for one in leaf.options if one.get("required")]
    return replace(leaf, options=needed or leaf.options[:1])


async def _type(
    scene: Scene, watch: Watch, by: Attacker, leaf: Leaf, kind: str, text: str, file: bytes = b""
) -> None:
    resolved: Json = {}
    given: list[Json] = []
    for one in leaf.options:
        value = _value(scene, by, one, text, file, resolved)
        given.append({"name": one["name"], "type": one["type"], "value": value})
    await watch.over(kind, by, (leaf.path, text), lambda: by.type(leaf, given, resolved))


def _value(scene: Scene, by: Attacker, option: Json, text: str, file: bytes, resolved: Json) -> Any:
    """Return what is not for the attacker, in the shape that Discord lets pass."""
    kind, world = option["type"], scene.stage.server.world
    if kind == kinds.CHANNEL:
        channel = world.channel_named("general")
        told = {**channel, "permissions": "0"}
        resolved.setdefault("channels", {})[channel["id"]] = told
        return channel["id"]
    if kind == kinds.ATTACHMENT:
        kept = store(world, by.channel, Upload(0, "settings.json", file or scene.file))
        resolved.setdefault("attachments", {})[kept["id"]] = kept
        return kept["id"]
    if choices := parts(option, "choices"):
        # Nobody but a changed client could send another.
        return text if text == "" else choices[0]["value"]
    return text if kind == kinds.STRING else 2**53


def _files(scene: Scene) -> Iterator[bytes]:
    yield scene.file
    yield from (b"", b"{}", b"\xff\xfe\x00", b"[" * 100_000, scene.file[: len(scene.file) // 2])
    yield b" " * (2 * 2**20)


async def complete_everything(
    scene: Scene, watch: Watch, attackers: list[Attacker], leaves: Iterable[Leaf]
) -> None:
    """Ask for the suggestions of each option that has any."""
    for leaf in leaves:
        for option in (one for one in leaf.options if one.get("autocomplete")):
            for number, by in enumerate(attackers):
                ids = [own[0] for own in scene.ids.values()]
                others = ("", ids[number % len(ids)]) if by.name == _thorough(leaf) else ()
                for text in (BEGINNING, *others):
                    given = (leaf.path, option["name"], text)
                    attack = partial(by.complete, leaf, option, text)
                    await watch.over("suggestions", by, given, attack)


async def point_at_everything(scene: Scene, watch: Watch, attackers: list[Attacker]) -> None:
    """Use each menu on what people wrote, and on nothing."""
    world = scene.stage.server.world
    menus = [one for one in world.commands_for(None) if one["type"] == kinds.MESSAGE_MENU]
    for name in (one["name"] for one in menus):
        for by in attackers:
            for text in (HOSTILE, ""):
                message = {**by.card, "content": text, "components": [], "flags": 0}
                attack = partial(by.point_at, name, message)
                await watch.over("menu", by, (name, text), attack)
