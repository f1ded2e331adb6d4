"""Commands named in our own sentences, so that their readers can tap them."""

from __future__ import annotations

import re

from bot.cards import CommandRef, Inline

PATHS = (
    "career gap",
    "career path",
    "career role",
    "cert compare",
    "cert info",
    "cert list",
    "config channel clear",
    "config channel set",
    "config check",
    "config content add",
    "config content list",
    "config data export",
    "config data import",
    "config data purge",
    "config language",
    "config log",
    "config mentors queue",
    "config mentors reports",
    "config mentors role",
    "config mentors round",
    "config mentors rules",
    "config schedule next",
    "config schedule pause",
    "config schedule set",
    "config schedule test",
    "config setup",
    "config show",
    "config stats",
    "config topics",
    "find",
    "goal add",
    "goal done",
    "goal drop",
    "goal list",
    "goal show",
    "help",
    "me inbox",
    "me profile",
    "me settings",
    "mentees availability",
    "mentees list",
    "mentees log",
    "mentees queue",
    "mentor find",
    "mentor status",
    "nudge preview",
    "nudge settings",
    "privacy delete",
    "privacy export",
    "privacy info",
    "remind list",
    "remind me",
    "start",
    "term",
    "trend latest",
    "trend topics",
)
_NAMED = re.compile(rf"/({'|'.join(PATHS)})\b")


def tappable(sentence: str) -> Inline:
    """Return a sentence of ours with a reference in place of each command that it names."""
    parts = _NAMED.split(sentence)
    nodes = (CommandRef(part) if at % 2 else part for at, part in enumerate(parts))
    return tuple(node for node in nodes if node)
