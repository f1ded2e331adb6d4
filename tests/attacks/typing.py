"""Commands as no client would send them: to whom they are not offered, with what is others'."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playground import command_limits as kinds
from playground.composing import Upload, store
from playground.wire import Json, parts
from tests.attacks.attackers import Attacker
from tests.attacks.scene import BEGINNING, Leaf, Scene, commands
from tests.attacks.watch import Watch

_THOROUGH = ("other member", "moderator elsewhere")
_NONSENSE: tuple[tuple[str, str], ...] = (
    ("malformed", ""),
    ("malformed", "<@1>\u202e\x00"),
    ("oversized", "9" * 6000),
)
_HOSTILE_TEXT = "@everyone <@&1> [x](https://example.org) \u202e\u0000```"


async def type_everything(scene: Scene, watch: Watch, attackers: list[Attacker]) -> None:
    """Type each command with the beginning of others' words, ids of theirs, and nonsense."""
    for leaf in commands(scene.stage):
        for number, by in enumerate(attackers):
            ids = [own[0] for own in scene.ids.values()]
            mine = ids if by.name in _THOROUGH and leaf.options else ids[number :: len(attackers)]
            for text in (BEGINNING, *mine):
                await _type(scene, watch, by, leaf, "command", text)
            if by.name in _THOROUGH:
                for kind, text in _NONSENSE:
                    await _type(scene, watch, by, leaf, f"command, {kind}", text)
        files = [one for one in leaf.options if one["type"] == kinds.ATTACHMENT]
        for body in _files(scene) if files else ():
            for by in attackers:
                await _type(scene, watch, by, leaf, "file", "file", body)


async def _type(
    scene: Scene, watch: Watch, by: Attacker, leaf: Leaf, kind: str, text: str, file: bytes = b""
) -> None:
    resolved: Json = {}
    given: list[Json] = []
    for one in leaf.options:
        value = _value(scene, by, one, text, file, resolved)
        given.append({"name": one["name"], "type": one["type"], "value": value})
    await watch.over(kind, by, (leaf.path, text), lambda: by.type(leaf, given, resolved))


def _value(
    scene: Scene, by: Attacker, option: Json, text: str, file: bytes, resolved: Json
) -> Any:
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


async def complete_everything(scene: Scene, watch: Watch, attackers: list[Attacker]) -> None:
    """Ask for the suggestions of each option that has any."""
    for leaf in commands(scene.stage):
        for option in (one for one in leaf.options if one.get("autocomplete")):
            for number, by in enumerate(attackers):
                ids = [own[0] for own in scene.ids.values()]
                for text in ("", BEGINNING, ids[number % len(ids)]):
                    await watch.over(
                        "suggestions",
                        by,
                        (leaf.path, option["name"], text),
                        lambda by=by, option=option, text=text: by.complete(leaf, option, text),
                    )


async def point_at_everything(scene: Scene, watch: Watch, attackers: list[Attacker]) -> None:
    """Use each menu on what people wrote, and on nothing."""
    world = scene.stage.server.world
    menus = [one for one in world.commands_for(None) if one["type"] == kinds.MESSAGE_MENU]
    for name in (one["name"] for one in menus):
        for by in attackers:
            for text in (_HOSTILE_TEXT, ""):
                message = {**by.card, "content": text, "components": [], "flags": 0}
                await watch.over(
                    "menu", by, (name, text), lambda by=by, it=message: by.point_at(name, it)
                )
