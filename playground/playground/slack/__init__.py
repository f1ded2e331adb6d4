"""A local Slack: Web API and Socket Mode, so that Slack bots run and are tested offline.

The names in ``__all__`` are what a bot's tests need. The modules behind them may change.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.slack.forms import NotPossibleError
    from playground.slack.person import SlackPerson
    from playground.slack.reply import Reply
    from playground.slack.seed import academy
    from playground.slack.server import SlackServer
    from playground.slack.workspace import Workspace

__all__ = ["NotPossibleError", "Reply", "SlackPerson", "SlackServer", "Workspace", "academy"]

_HOMES = {
    "NotPossibleError": "forms",
    "Reply": "reply",
    "SlackPerson": "person",
    "SlackServer": "server",
    "Workspace": "workspace",
    "academy": "seed",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is asked for, as ``playground`` does."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
