"""What a person reads in a message."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Final

from playground.component_limits import SELECT, TEXT, walk
from playground.wire import Json, part, parts
from playground.wirelog import Frame
from playground.world import World

_ESCAPED: Final = re.compile(r"\\([^\w\s])")
_INVISIBLE: Final = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
_PRIVATE_USE: Final = 0xF0000


def text_of(message: Json) -> str:
    """Return all text of a message as the bot wrote it: content, embeds, components, files."""
    lines: list[str] = [message["content"]]
    for embed in message["embeds"]:
        lines += _embed_lines(embed)
    for component in walk(message["components"]):
        lines += _component_lines(component)
    lines += [str(file.get("description") or file["filename"]) for file in message["attachments"]]
    return "\n".join(line for line in lines if line)


def plain(markup: str, world: World | None = None) -> str:
    """Return text as the client shows it: markup resolved, escapes and invisible signs gone."""

    def hide(found: re.Match[str]) -> str:
        return chr(_PRIVATE_USE + ord(found[1]))

    text = _INVISIBLE.sub("", _ESCAPED.sub(hide, markup))
    text = re.sub(r"^(?:#{1,3}|-#|>{1,3}) ", "", text, flags=re.MULTILINE)
    text = re.sub(r"\[([^\]]+)\]\(<?https?://[^)]+\)", r"\1", text)
    text = re.sub(r"\*\*|__|~~|`{1,3}|\|\|", "", text)
    text = re.sub(r"</([^:>]+):\d+>", r"/\1", text)
    text = re.sub(r"<t:(-?\d+)(?::[tTdDfFRsS])?>", _moment, text)
    if world:
        text = re.sub(r"<(@!?|@&|#)(\d+)>", _named(world), text)
    return "".join(
        chr(ord(sign) - _PRIVATE_USE) if ord(sign) >= _PRIVATE_USE else sign for sign in text
    )


def buttons_of(message: Json) -> list[Json]:
    """Return the buttons of a message in reading order, link buttons too."""
    return [component for component in walk(message["components"]) if component["type"] == 2]


def transcript(world: World, messages: list[Json]) -> str:
    """Return a conversation as people would have seen it, for a failing test."""
    told: list[str] = []
    for message in messages:
        private = " (only you)" if message["id"] in world.messages.private_to else ""
        labels = " ".join(f"[{button.get('label')}]" for button in buttons_of(message))
        body = plain(text_of(message), world) or "(nothing)"
        author = message["author"]["global_name"] or message["author"]["username"]
        told.append(f"{author}{private}: {body} {labels}".rstrip())
    return "\n".join(told) or "(nothing was said)"


def conversation(world: World) -> str:
    """Return every channel's conversation, private answers too, as people saw it."""
    told: list[str] = []
    for guild in world.guilds.values():
        for channel in (*guild.channels.values(), *guild.threads.values()):
            if messages := world.messages.all(channel["id"]):
                told.append(f"#{channel['name']}\n{transcript(world, messages)}")
    for dm in world.dms.values():
        if messages := world.messages.all(dm["id"]):
            with_whom = dm["recipients"][0]["global_name"]
            told.append(f"Direct messages with {with_whom}\n{transcript(world, messages)}")
    return "\n\n".join(told) or "(nothing was said)"


def refused(frames: Iterable[Frame]) -> str:
    """Return the bot's requests that were answered with an error, oldest first."""
    return "\n".join(
        f"{frame.status} {frame.name}: {json.dumps(frame.answer)}"
        for frame in frames
        if frame.status is not None and frame.status >= 400
    )


def _component_lines(component: Json) -> list[str]:
    lines = [str(component["content"])] if component["type"] == TEXT else []
    if component["type"] == SELECT:
        lines += [str(component.get("placeholder") or "")]
        lines += [option["label"] for option in parts(component, "options")]
    lines += [str(item.get("description") or "") for item in parts(component, "items")]
    if component["type"] == 11:
        lines.append(str(component.get("description") or ""))
    if component.get("url"):
        lines.append(component["url"])
    return lines


def _embed_lines(embed: Json) -> list[str]:
    lines = [str(embed.get(key) or "") for key in ("title", "description")]
    for field in parts(embed, "fields"):
        lines += [field["name"], field["value"]]
    return [*lines, str(part(embed, "footer").get("text") or "")]


def _moment(found: re.Match[str]) -> str:
    return datetime.fromtimestamp(int(found[1]), UTC).strftime("%Y-%m-%d %H:%M UTC")


def _named(world: World) -> Callable[[re.Match[str]], str]:
    def name(found: re.Match[str]) -> str:
        kind, key = found[1], found[2]
        if kind == "#":
            channel = world.channel(key)
            return f"#{channel['name']}" if channel else found[0]
        if kind == "@&":
            roles = (guild.roles.get(key) for guild in world.guilds.values())
            role = next((role for role in roles if role), None)
            return f"@{role['name']}" if role else found[0]
        user = world.users.get(key)
        return f"@{user['global_name']}" if user else found[0]

    return name
