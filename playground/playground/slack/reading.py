"""What people read in messages and views, and which controls they find there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from playground.slack.block_kit.blocks import elements_in
from playground.slack.workspace import Workspace
from playground.wire import Json, part, parts
from playground.wirelog import Frame

_HOLDS_NO_TEXT = ("image", "mrkdwn", "plain_text")


def text_of(message: Json) -> str:
    """Return all text of a message with its markup: its blocks, or else its ``text``."""
    blocks: list[Json] = message.get("blocks") or []
    said = "\n".join(filter(None, (_block_text(block) for block in blocks)))
    found = [said or message.get("text") or ""]
    found += [text_of(each) for each in parts(message, "attachments")]
    return "\n".join(filter(None, found))


def controls(surface: Json) -> Iterator[tuple[Json, Json]]:
    """Yield each block with each control in it that people can use."""
    blocks: list[Json] = surface.get("blocks") or []
    for block in blocks:
        for element in elements_in(block):
            if element["type"] not in _HOLDS_NO_TEXT:
                yield block, element


def names_of(block: Json, element: Json) -> list[str]:
    """Return what a control may be called: its words, its label, its ids."""
    said = (part(element, "text"), part(element, "placeholder"), part(block, "label"))
    words = [each["text"] for each in said if each]
    ids = [element.get("action_id"), block["block_id"], element.get("accessibility_label")]
    return [*words, *(each for each in ids if each)]


def buttons_of(surface: Json) -> list[str]:
    """Return the words on the buttons, in reading order."""
    return [each["text"]["text"] for _, each in controls(surface) if each["type"] == "button"]


def options_of(element: Json) -> list[Json]:
    """Return the options of a select, radio buttons or checkboxes, groups taken together."""
    groups: list[Json] = element.get("option_groups") or []
    grouped = (each for group in groups for each in group["options"])
    return [*(element.get("options") or []), *grouped]


def _block_text(block: Json) -> str:
    match block["type"]:
        case "section":
            texts = [part(block, "text"), *parts(block, "fields")]
            return "\n".join(each["text"] for each in texts if each)
        case "header":
            return block["text"]["text"]
        case "markdown":
            return block["text"]
        case "context":
            return " ".join(_inline(block["elements"]))
        case "image":
            return block["alt_text"]
        case "input":
            texts = [block["label"], part(block, "hint")]
            return "\n".join(each["text"] for each in texts if each)
        case "rich_text":
            return rich_text(block["elements"])
        case "table":
            return "\n".join(
                " | ".join(
                    cell["text"] if cell["type"] == "raw_text" else rich_text(cell["elements"])
                    for cell in row
                )
                for row in block["rows"]
            )
        case _:
            return ""


def rich_text(elements: Iterable[Json]) -> str:
    """Return what rich text says, without its form."""
    lines: list[str] = []
    for element in elements:
        inner: list[Json] = element.get("elements") or []
        match element["type"]:
            case "rich_text_list":
                ordered, start = element["style"] == "ordered", int(element.get("offset") or 0) + 1
                for number, item in enumerate(inner, start):
                    mark = f"{number}." if ordered else "•"
                    lines.append(f"{mark} {''.join(_inline(item['elements']))}")
            case "rich_text_quote":
                lines.append(f"> {''.join(_inline(inner))}")
            case _:
                lines.append("".join(_inline(inner)))
    return "\n".join(lines)


def _inline(elements: Iterable[Json]) -> Iterator[str]:
    for element in elements:
        match element["type"]:
            case "link":
                yield element.get("text") or element["url"]
            case "emoji":
                yield f":{element['name']}:"
            case "user":
                yield f"<@{element['user_id']}>"
            case "channel":
                yield f"<#{element['channel_id']}>"
            case "usergroup":
                yield f"<!subteam^{element['usergroup_id']}>"
            case "broadcast":
                yield f"@{element['range']}"
            case "date":
                yield element.get("fallback") or element["format"]
            case "image":
                yield element["alt_text"]
            case _:
                yield str(element.get("text", ""))


def transcript(messages: Iterable[Json], names: dict[str, str]) -> str:
    """Return a conversation as lines, for the report of a failed test."""
    lines: list[str] = []
    for message in messages:
        who = names.get(message["user"], message["user"])
        private = " (only you)" if message.get("is_ephemeral") else ""
        lines.append(f"{who}{private}: {text_of(message)}")
        if buttons := buttons_of(message):
            lines.append("  " + " ".join(f"[{each}]" for each in buttons))
    return "\n".join(lines) or "(nothing)"


def conversations(workspace: Workspace) -> str:
    """Return what was said in every conversation, and to whom alone."""
    names = {each.id: each.real_name for each in workspace.users.values()}
    told: list[str] = []
    for channel in workspace.conversations.values():
        seen = {
            message.ts: message.told()
            for viewer in workspace.users
            for message in workspace.messages.visible(channel.id, viewer)
        }
        if seen:
            title = f"#{channel.name}" if channel.name else "direct messages"
            told.append(f"{title}\n{transcript(map(seen.__getitem__, sorted(seen)), names)}")
    return "\n\n".join(told) or "(nothing)"


def refused(frames: Iterable[Frame], acknowledgements: Iterable[str]) -> str:
    """Return the requests that Slack refused, and the acknowledgements it could not use."""
    lines: list[str] = []
    for frame in frames:
        answer = part({"answer": frame.answer}, "answer")
        if answer.get("ok") is False:
            why = part(answer, "response_metadata").get("messages", "")
            lines.append(f"{frame.name}: {answer['error']} {why}".strip())
    return "\n".join([*lines, *acknowledgements])


def json_list(value: Any) -> list[Any]:
    """Return a list as it is, anything else as a list of it."""
    return cast(list[Any], value) if isinstance(value, list) else [value]
