"""How commands are typed on Slack: one slash command for each noun, and one for everything."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping

from bot import dialogues
from bot.dialogues.seam import Command, Noun

ROOT = "tpm"
"""The command that takes everything: ``/tpm goal add``."""

NOT_OURS = frozenset({"help", "me", "remind"})
"""Nouns that Slack has commands for itself, or that other apps often take.

docs.slack.dev, interactivity/implementing-slash-commands, "Built-in slash commands". The last app
that is installed gets a command that several have.
"""


def typed(path: str) -> str:
    """Return what people type for a command such as ``goal add``."""
    return f"/{ROOT} {path}" if path.partition(" ")[0] in NOT_OURS else f"/{path}"


def nouns() -> list[Noun]:
    """Return every noun that the dialogues define, each once."""
    found: dict[int, Noun] = {}
    for module in pkgutil.iter_modules(dialogues.__path__):
        named = vars(importlib.import_module(f"{dialogues.__name__}.{module.name}"))
        found |= {id(one): one for one in named.values() if isinstance(one, Noun)}
    return list(found.values())


class Table:
    """Every command by the words that people type."""

    def __init__(self, known: list[Noun]) -> None:
        self.commands: Mapping[str, Command] = {
            command.name: command for noun in known for command in noun.commands.values()
        }
        self.nouns: Mapping[str, str] = dict(_described(known))

    def find(self, words: list[str]) -> tuple[Command, int] | None:
        """Return the command that words begin with, and how many of them name it."""
        for count in range(min(len(words), 3), 0, -1):
            path = " ".join(words[:count]).lower()
            if (command := self.commands.get(path)) is not None:
                return command, count
        return None

    def of_noun(self, noun: str) -> list[Command]:
        """Return the commands of a noun, in order."""
        return [one for name, one in self.commands.items() if name.partition(" ")[0] == noun]


def _described(known: list[Noun]) -> Iterator[tuple[str, str]]:
    for noun in known:
        if noun.commands:
            only = noun.commands.get("")
            yield noun.path, only.description if only is not None else noun.description
