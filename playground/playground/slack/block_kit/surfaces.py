"""Modals and Home tabs as a whole."""

from __future__ import annotations

from typing import Any, cast

from playground.slack.block_kit.blocks import view_problems
from playground.slack.block_kit.composition import plain
from playground.slack.block_kit.schema import (
    Check,
    Problems,
    anything,
    boolean,
    by_type,
    string,
    thing,
)
from playground.wire import Json, encode

MAX_VIEW_BYTES = 250_000
_COMMON: dict[str, Check] = {
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
_REQUIRED: dict[str, Check] = {"type": anything, "blocks": anything}
_SURFACES: dict[str, Check] = {
    "home": thing(_REQUIRED, _COMMON),
    "modal": thing(
        {**_REQUIRED, "title": plain(24)},
        {
            **_COMMON,
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
    ),
}


def surface_problems(view: Any, kind: str) -> list[str]:
    """Return what is wrong with a modal ("modal") or a Home tab ("home"), in Slack's words."""
    problems = Problems()
    by_type(_SURFACES, {kind})(problems, view, "/view")
    if problems.found or not isinstance(view, dict):
        return problems.found
    given = cast(Json, view)
    problems.found += view_problems(given["blocks"], "/view/blocks")
    if kind == "modal" and not problems.found and given.get("submit") is None:
        for number, block in enumerate(given["blocks"]):
            if block["type"] == "input":
                problems.add(
                    "must define `submit` to use an `input` block in modals",
                    f"/view/blocks/{number}/input",
                )
    return problems.found


def is_too_large(view: Json) -> bool:
    """Tell whether a view is greater than the 250 kB that Slack takes."""
    return len(encode(view)) > MAX_VIEW_BYTES
