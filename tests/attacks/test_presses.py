"""Every button and every form there is, pressed and sent by whom it was not shown to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
import structlog.testing

from bot.dialogues.arguments import parameters
from bot.dialogues.seam import May, Verb
from bot.model import ChannelId, MessageId
from tests.attacks.attackers import Attacker, gather, says
from tests.attacks.conftest import TRIED
from tests.attacks.scene import MOST_OF_A_KIND, THEIRS, Scene, set_scene
from tests.attacks.watch import NOBODYS, Watch
from tests.e2e.stage import Stage

_MALFORMED = ("", "²", "<@1>")
_LONG = ("9" * 80, "9" * 4000)
_OLD, _NEW = 0, 2


def arguments(verb: Verb, own_id: str, channel: str, message: str) -> tuple[str, ...]:
    """Return what a verb needs, with ``own_id`` for everything that is a text."""
    taken = parameters(verb.run)[1:]
    return tuple(
        _value(one.annotation, own_id, channel, message)
        for one in taken
        if one.kind is one.POSITIONAL_OR_KEYWORD and (one.default is one.empty or one.annotation is str)
    )


def _value(hint: Any, own_id: str, channel: str, message: str) -> str:
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if get_origin(hint) in (Union, UnionType):
        return _value(get_args(hint)[0], own_id, channel, message)
    if get_origin(hint) is Literal:
        return str(get_args(hint)[0])
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return next(iter(hint)).value
    if hint is int:
        return "1"
    return {ChannelId: f"discord:{channel}", MessageId: f"discord:{message}"}.get(hint, own_id)


async def press_everything(scene: Scene, watch: Watch, attackers: list[Attacker]) -> None:
    """Press every verb with what others were shown, with ids of everything, and with nonsense."""
    dialogues = scene.stage.bot.client.dialogues
    channel = scene.stage.channel("weekly-nudges")
    message = scene.stage.server.world.messages.shared(channel)[-1]["id"]
    for name in sorted(dialogues.verbs):
        verb = dialogues.find(name)
        assert verb is not None
        made_up = [arguments(verb, one, channel, message) for one in NOBODYS]
        for by in attackers:

            async def press(kind: str, args: tuple[str, ...], version: int = 1, by=by) -> str:
                custom_id = says(name, args, version)
                return await watch.over(kind, by, (name, *args), lambda: by.press(custom_id))

            for args in scene.harvest.args(name)[-2:]:
                await press("shown to others", args)
            if by.name != THOROUGH[verb.may]:
                continue
            refused = {await press("made up", args) for args in dict.fromkeys(made_up)}
            for ids in scene.ids.values() if made_up[0] else ():
                for own_id in ids[:MOST_OF_A_KIND]:
                    args = arguments(verb, own_id, channel, message)
                    told = await press("ids of others", args)
                    if len(refused) == 1 and told not in refused and THEIRS not in told:
                        watch.problems.append(f"{by.name}: {name} {args} is told apart: {told[:500]} instead of {str(refused)[:500]}")
            for junk in _MALFORMED:
                await press("malformed", (junk,) * max(1, len(made_up[0])))
            for long in _LONG:
                await press("oversized", (long,) * max(1, len(made_up[0])))
            for version in (_OLD, _NEW):
                await press("other versions", made_up[0], version)


# Everybody presses what was shown to others; these, with the most rights, all the rest.
THOROUGH = {May.MEMBER: "other member", May.MODERATOR: "moderator elsewhere"}


async def test_nothing_of_others_is_changed_shown_or_told_apart(stage: Stage, request: pytest.FixtureRequest):
    import time
    attackers = await gather(stage)
    scene = await set_scene(stage)
    t = time.process_time()
    import cProfile; pr = cProfile.Profile(); pr.enable()
    with structlog.testing.capture_logs() as log:
        watch = Watch(scene, log)
        await press_everything(scene, watch, attackers)
        watch.close()
    pr.disable(); pr.dump_stats("/tmp/prof")
    request.node.user_properties.append((TRIED, dict(watch.tried)))
    print(watch.tried, time.process_time() - t, len(watch.problems))
    open("/tmp/problems","w").write("\n\n".join(watch.problems))
    assert watch.problems == []
