"""A local Discord: REST, gateway and web page, so that bots run and are tested offline.

The names in ``__all__`` are what a bot's tests need. The modules behind them may change.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.connecting import connect, online
    from playground.dialogue import Dialogue, DialogueError, load_dialogue, replay
    from playground.invocations import NotPossibleError
    from playground.person import Person
    from playground.recording import Recording
    from playground.reply import Reply
    from playground.seed import academy
    from playground.server import PlaygroundServer
    from playground.welcome import Starter, Welcome
    from playground.world import World

__all__ = [
    "Dialogue",
    "DialogueError",
    "NotPossibleError",
    "Person",
    "PlaygroundServer",
    "Recording",
    "Reply",
    "Starter",
    "Welcome",
    "World",
    "academy",
    "connect",
    "load_dialogue",
    "online",
    "replay",
]

_HOMES = {
    "Dialogue": "dialogue",
    "DialogueError": "dialogue",
    "NotPossibleError": "invocations",
    "Person": "person",
    "PlaygroundServer": "server",
    "Recording": "recording",
    "Reply": "reply",
    "Starter": "welcome",
    "Welcome": "welcome",
    "World": "world",
    "academy": "seed",
    "connect": "connecting",
    "load_dialogue": "dialogue",
    "online": "connecting",
    "replay": "dialogue",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is asked for.

    pytest loads the plugin, and so this module, wherever the package is installed: that must
    import neither the server nor discord.py.
    """
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
