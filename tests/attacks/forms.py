"""Forms that others opened, sent by somebody else: their own words in others' fields."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bot.platforms.discord.custom_id import decode
from playground.component_limits import INPUT
from playground.forms import fields, submission
from playground.invocations import Place
from playground.wire import Json
from tests.attacks.attackers import Attacker
from tests.attacks.scene import CHANNEL, SECRET, THEIRS, Scene, fill
from tests.attacks.watch import HOSTILE, Watch

_THOROUGH = ("other member", "moderator elsewhere")


async def send_everything(scene: Scene, watch: Watch, attackers: list[Attacker]) -> None:
    """Send each form that Ana and Mia opened, as it was opened, as everybody else."""
    place = Place(scene.stage.server.world, scene.stage.mia.id, scene.stage.channel("mods-only"))
    for verb, form in scene.forms.items():
        data = submission(place, form, _own_words(scene, form))
        told = decode(form["custom_id"])
        assert told is not None
        for by in attackers:
            await _send(watch, by, "form", (verb, *told.args, scene.stage.channel("general")), data)
            for kind, changed in _nonsense(data) if by.name in _THOROUGH else ():
                await _send(watch, by, f"form, {kind}", (verb, *told.args, "9" * 5000), changed)


async def _send(watch: Watch, by: Attacker, kind: str, given: tuple[str, ...], data: Json) -> None:
    await watch.over(kind, by, given, lambda: by.send(data))


def _own_words(scene: Scene, form: Json) -> dict[str, Any]:
    """Return a value for each field that holds others' words or needs one, and their channel."""
    filled = fill(form, HOSTILE, scene.stage.channel("general"))
    for _label, one in fields(form):
        if one["type"] == CHANNEL:
            filled[one["custom_id"]] = [scene.stage.channel("general")]
        if one["type"] == INPUT and (
            SECRET in one.get("value", "") or THEIRS in one.get("value", "")
        ):
            filled[one["custom_id"]] = HOSTILE
    return filled


def _nonsense(data: Json) -> Iterator[tuple[str, Json]]:
    """Yield a form with texts too long, choices that were not offered, and without fields."""

    def changed(key: str, value: Any) -> Json:
        told = json.loads(json.dumps(data))
        for one in told["components"]:
            if key in one.get("component", {}):
                one["component"][key] = value
        return told

    yield "oversized", changed("value", "9" * 5000)
    yield "malformed", changed("values", ["nonsense", "nonsense"])
    yield "malformed", {**data, "components": []}
    yield "old versions", {**data, "custom_id": data["custom_id"].replace("v1:", "v0:", 1)}
