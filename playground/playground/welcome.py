"""What the host of a playground says to whoever opens its page, until their first command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from playground.wire import Json


@dataclass(frozen=True, slots=True)
class Starter:
    """One button of the welcome: its label, and the command that it starts.

    ``options`` fill some of the command's options; what else it needs is asked for in the message
    box. With ``person`` one becomes that person first, and then sends the command by oneself.
    """

    label: str
    command: str
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    person: str = ""


@dataclass(frozen=True, slots=True)
class Welcome:
    """A title, a text of one or two sentences, and a few things to begin with."""

    title: str
    text: str
    starters: tuple[Starter, ...]

    def told(self) -> Json:
        """Return what the page draws."""
        starters = [
            {
                "label": one.label,
                "command": one.command,
                "options": dict(one.options),
                "person": one.person,
            }
            for one in self.starters
        ]
        return {"title": self.title, "text": self.text, "starters": starters}
