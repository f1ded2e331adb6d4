"""Blocks, and what a message, a modal or a Home tab may hold of them."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator
from copy import deepcopy
from typing import Any, cast

from playground.slack.block_kit import elements
from playground.slack.block_kit.composition import ID, URL, plain, text
from playground.slack.block_kit.rich_text import rich_text
from playground.slack.block_kit.schema import (
    Check,
    Problems,
    anything,
    array,
    boolean,
    both,
    by_type,
    one_of,
    string,
    thing,
)
from playground.wire import Json

MAX_MARKDOWN = 12_000
# Slack's msg_blocks_too_long is not documented. This sum fits all that is known of it:
# 13,297 characters in one block pass and 11,341 in 45 do not (bolt-js issues 2509 and 2867).
MAX_SIZE = 13_360
_BLOCK_SIZE = 60
_TYPE: dict[str, Check] = {"type": anything}
_BLOCK: dict[str, Check] = {"block_id": ID}


def _section_content(problems: Problems, value: Any, pointer: str) -> None:
    given = cast(Json, value) if isinstance(value, dict) else {}
    if given.get("text") is None and given.get("fields") is None:
        problems.add("missing required field: text", pointer)


def _text_or_image(problems: Problems, value: Any, pointer: str) -> None:
    kinds: dict[str, Check] = {
        "image": elements.image,
        "plain_text": text(3000, "plain_text"),
        "mrkdwn": text(3000, "mrkdwn"),
    }
    by_type(kinds)(problems, value, pointer)


def _input(allowed: Collection[str]) -> Check:
    return thing(
        {**_TYPE, "label": plain(2000), "element": by_type(elements.ELEMENTS, allowed)},
        {**_BLOCK, "hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    )


_cell = by_type({"raw_text": thing({**_TYPE, "text": string(3000)}, {}), "rich_text": rich_text})
_column = thing({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})

_BLOCKS: dict[str, Check] = {
    "section": both(
        thing(
            _TYPE,
            {
                **_BLOCK,
                "text": text(3000),
                "fields": array(text(2000), 10),
                "accessory": by_type(elements.ELEMENTS, elements.IN_SECTION),
                "expand": boolean,
            },
        ),
        _section_content,
    ),
    "divider": thing(_TYPE, _BLOCK),
    "header": thing({**_TYPE, "text": plain(150)}, _BLOCK),
    "image": both(
        thing(
            {**_TYPE, "alt_text": string(2000, 1)},
            {**_BLOCK, **elements.IMAGE_KEYS, "title": plain(2000)},
        ),
        elements.image_source,
    ),
    "actions": thing(
        {**_TYPE, "elements": array(by_type(elements.ELEMENTS, elements.IN_ACTIONS), 25)}, _BLOCK
    ),
    "context": thing({**_TYPE, "elements": array(_text_or_image, 10)}, _BLOCK),
    "input": _input(elements.IN_INPUT),
    "rich_text": rich_text,
    "video": thing(
        {
            **_TYPE,
            "alt_text": string(2000, 1),
            "title": plain(200),
            "thumbnail_url": URL,
            "video_url": URL,
        },
        {
            **_BLOCK,
            "author_name": string(50),
            "description": plain(200),
            "provider_icon_url": URL,
            "provider_name": string(50),
            "title_url": URL,
        },
    ),
    "markdown": thing({**_TYPE, "text": string(MAX_MARKDOWN, 1)}, _BLOCK),
    "table": thing(
        {**_TYPE, "rows": array(array(_cell, 20), 100)},
        {**_BLOCK, "column_settings": array(_column, 20, 0)},
    ),
}
_IN_VIEWS = set(_BLOCKS) - {"markdown", "table"}
_IN_MESSAGES = {**_BLOCKS, "input": _input(elements.IN_INPUT - {"file_input"})}


def message_problems(blocks: Any) -> list[str]:
    """Return what is wrong with a message's blocks, in Slack's words; nothing if they are right."""
    problems = Problems()
    array(by_type(_IN_MESSAGES), 50, 0)(problems, blocks, "/blocks")
    if isinstance(blocks, list):
        given = cast(list[Any], blocks)
        _check_ids(problems, given, "/blocks")
        kinds = [cast(Json, each).get("type") for each in given if isinstance(each, dict)]
        if kinds.count("table") > 1:
            problems.add("only one table allowed", "/blocks")
    return problems.found


def view_problems(blocks: Any, pointer: str) -> list[str]:
    """Return what is wrong with the blocks of a modal or a Home tab."""
    problems = Problems()
    array(by_type(_BLOCKS, _IN_VIEWS), 100, 0)(problems, blocks, pointer)
    if isinstance(blocks, list):
        given = cast(list[Any], blocks)
        _check_ids(problems, given, pointer)
        focused = [each for each in _elements_of(given) if each.get("focus_on_load") is True]
        if len(focused) > 1:
            problems.add("only one element can have `focus_on_load`", pointer)
    return problems.found


def size_of(blocks: list[Json]) -> int:
    """Return what counts towards ``MAX_SIZE``: the characters of text, and something per block."""
    return sum(_BLOCK_SIZE + sum(map(len, _texts(block))) for block in blocks)


def markdown_length(blocks: list[Json]) -> int:
    """Return how many characters the markdown blocks hold together."""
    return sum(len(block["text"]) for block in blocks if block["type"] == "markdown")


def completed(blocks: list[Json]) -> list[Json]:
    """Return a copy as Slack keeps it: with the ids that were left out, and text's defaults."""
    kept = deepcopy(blocks)
    for block in kept:
        block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
        for element in elements_in(block):
            if element["type"] not in ("image", "mrkdwn", "plain_text"):
                element.setdefault("action_id", secrets.token_urlsafe(4)[:5])
        _complete_text(block)
    return kept


def elements_in(block: Json) -> list[Json]:
    """Return what a block holds for people to use."""
    if block.get("type") in ("actions", "context"):
        found: list[Any] = block.get("elements") or []
    else:
        found = [block.get("accessory"), block.get("element")]
    return [cast(Json, each) for each in found if isinstance(each, dict)]


def _elements_of(blocks: list[Any]) -> Iterator[Json]:
    for block in blocks:
        if isinstance(block, dict):
            yield from elements_in(cast(Json, block))


def _check_ids(problems: Problems, blocks: list[Any], pointer: str) -> None:
    """Complain of a block_id that is used twice, or an action_id twice in one block."""
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        if not isinstance(block, dict):
            continue
        given = cast(Json, block)
        block_id = given.get("block_id")
        if isinstance(block_id, str):
            if block_id in seen:
                problems.add(
                    f"`block_id` {_quoted(block_id)} already exists",
                    f"{pointer}/{number}/block_id",
                )
            seen.add(block_id)
        actions: set[str] = set()
        for place, element in enumerate(elements_in(given)):
            action_id = element.get("action_id")
            if isinstance(action_id, str):
                if action_id in actions:
                    problems.add(
                        f"`action_id` {_quoted(action_id)} already exists",
                        f"{pointer}/{number}/elements/{place}/action_id",
                    )
                actions.add(action_id)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in cast(Json, value).items():
            if key == "text" and isinstance(each, str):
                yield each
            else:
                yield from _texts(each)
    elif isinstance(value, list):
        for each in cast(list[Any], value):
            yield from _texts(each)


def _complete_text(value: Any) -> None:
    if isinstance(value, dict):
        given = cast(Json, value)
        if given.get("type") == "plain_text":
            given.setdefault("emoji", True)
        elif given.get("type") == "mrkdwn":
            given.setdefault("verbatim", False)
        for each in given.values():
            _complete_text(each)
    elif isinstance(value, list):
        for each in cast(list[Any], value):
            _complete_text(each)
