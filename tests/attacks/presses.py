"""Forged presses: every verb with what others were shown, ids of everything, and nonsense."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from bot.dialogues.arguments import parameters
from bot.dialogues.seam import May, Opener, Verb
from bot.model import ChannelId, MessageId
from tests.attacks.attackers import Attacker, says
from tests.attacks.scene import THEIRS, Scene
from tests.attacks.watch import NOBODYS, Watch

_MALFORMED = "<@1>"
# It fits on a button, but not with what a form adds to it.
_LONG = "9" * 80
_OLD = 0
# Everybody presses what was shown to others; these, who may the most, all the rest.
_THOROUGH = {May.MEMBER: "other member", May.MODERATOR: "moderator elsewhere"}
_MOST_SHOWN = 2


async def press_everything(
    scene: Scene, watch: Watch, attackers: list[Attacker], verbs: Iterable[str]
) -> None:
    """Let everybody press each of some verbs; what they may not do is among the problems."""
    for name in sorted(verbs):
        verb = scene.stage.bot.client.dialogues.find(name)
        assert verb is not None
        for by in attackers:
            is_thorough = by.name == _THOROUGH[verb.may]
            # What opens a card for anybody is nobody's.
            if is_thorough or not isinstance(verb, Opener):
                # What nobody was shown yet points to their places all the same.
                shown = scene.harvest.args(name) or [_arguments(scene, verb, NOBODYS[0])]
                for args in shown[-_MOST_SHOWN if is_thorough else -1 :]:
                    await _press(watch, by, "shown to others", name, args)
            if is_thorough:
                await _press_thoroughly(scene, watch, by, verb)


async def press_shown(scene: Scene, watch: Watch, by: Attacker, but: str) -> None:
    """Press whatever was ever shown to anybody, but one verb."""
    for name in sorted(scene.harvest.shown.keys() - {but}):
        for args in scene.harvest.args(name)[-_MOST_SHOWN:]:
            await _press(watch, by, "shown before", name, args)


async def _press_thoroughly(scene: Scene, watch: Watch, by: Attacker, verb: Verb) -> None:
    made_up = dict.fromkeys(_arguments(scene, verb, one) for one in NOBODYS)
    refused = {await _press(watch, by, "made up", verb.name, args) for args in made_up}
    for own_id in _ids(scene, verb) if len(made_up) > 1 else ():
        args = _arguments(scene, verb, own_id)
        told = await _press(watch, by, "ids of others", verb.name, args)
        if len(refused) > 1 or told in refused or THEIRS in told:
            continue
        # Where even nobody's are told apart, a name was looked for that is like the text.
        twins = (own_id[at:] + own_id[:at] for at in range(1, len(own_id)))
        for twin in twins:
            refused.add(
                await _press(watch, by, "made up", verb.name, _arguments(scene, verb, twin))
            )
        if len(refused) == 1:
            watch.blame(f"{by.name}: {verb.name} {args}", f"is told apart: {told}")
    count = max(1, len(next(iter(made_up))))
    await _press(watch, by, "malformed", verb.name, (_MALFORMED,) * count)
    await _press(watch, by, "oversized", verb.name, (_LONG, *(_MALFORMED,) * (count - 1)))
    if any(one.kind is one.VAR_POSITIONAL for one in parameters(verb.run)):
        for other in sorted(scene.harvest.shown):
            for args in scene.harvest.args(other)[-1:]:
                await _press(watch, by, "verbs in verbs", verb.name, (other, *args))
    await _press(watch, by, "old versions", verb.name, next(iter(made_up)), _OLD)


async def _press(
    watch: Watch, by: Attacker, kind: str, name: str, args: tuple[str, ...], version: int = 1
) -> str:
    custom_id = says(name, args, version)
    return await watch.over(kind, by, (name, *args), lambda: by.press(custom_id))


def _ids(scene: Scene, verb: Verb) -> Iterator[str]:
    """Return two ids of each kind that a verb was shown with, one of each other kind."""
    shown = {part for args in scene.harvest.args(verb.name) for part in args}
    for own in scene.ids.values():
        yield from own[: 2 if shown & set(own) else 1]


def _arguments(scene: Scene, verb: Verb, own_id: str) -> tuple[str, ...]:
    """Return what a verb takes, with ``own_id`` for everything that is a text."""
    return tuple(
        _value(scene, one.annotation, own_id)
        for one in parameters(verb.run)[1:]
        if one.kind is one.POSITIONAL_OR_KEYWORD and (one.default is one.empty or not one.default)
    )


def _value(scene: Scene, hint: Any, own_id: str) -> str:
    if get_origin(hint) in (Annotated, Union, UnionType):
        return _value(scene, get_args(hint)[0], own_id)
    if get_origin(hint) is Literal:
        return str(get_args(hint)[0])
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return next(iter(hint)).value
    place = scene.stage.channel("weekly-nudges")
    if hint is ChannelId:
        return f"discord:{place}"
    if hint is MessageId:
        return f"discord:{scene.stage.server.world.messages.shared(place)[-1]['id']}"
    return "1" if hint is int else own_id
