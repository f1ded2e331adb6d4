"""Text, options and confirmations, which blocks and elements are made of."""

from __future__ import annotations

from typing import Any, cast

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

MAX_OPTIONS = 100
URL = string(3000, 1)
ID = string(255, 1)


def text(longest: int, *kinds: str) -> Check:
    """Take a text object; without ``kinds``, plain text or mrkdwn."""
    body = string(longest, 1)
    forms = {
        "plain_text": thing({"type": anything, "text": body}, {"emoji": boolean}),
        "mrkdwn": thing({"type": anything, "text": body}, {"verbatim": boolean}),
    }
    check = by_type(forms, kinds or None)

    def checked(problems: Problems, value: Any, pointer: str) -> None:
        inner = Problems()
        check(inner, value, pointer)
        if inner.found:
            # Slack says first that the text fits none of its schemas, then why.
            problems.add("failed to match all allowed schemas", pointer)
            problems.found.extend(inner.found)

    return checked


def plain(longest: int) -> Check:
    """Take a plain_text object, as most labels are."""
    return text(longest, "plain_text")


def option(kind: str | None = None, longest: int = 75) -> Check:
    """Take an option: radio buttons and checkboxes may use mrkdwn, selects may not."""
    words = text(longest, kind) if kind else text(longest)
    return thing(
        {"text": words, "value": string(150, 1)},
        {"description": text(75, kind) if kind else text(75), "url": URL},
    )


def _distinct_values(problems: Problems, value: Any, pointer: str) -> None:
    if not isinstance(value, list):
        return
    seen: set[str] = set()
    for number, each in enumerate(cast(list[Any], value)):
        if not isinstance(each, dict):
            continue
        said = cast(Json, each).get("value")
        if isinstance(said, str):
            if said in seen:
                problems.add(f"option value {said!r} already exists", f"{pointer}/{number}/value")
            seen.add(said)


def options(most: int, kind: str | None = "plain_text", least: int = 1) -> Check:
    """Take a list of options whose values differ."""
    return both(array(option(kind), most, least), _distinct_values)


option_groups = array(thing({"label": plain(75), "options": options(MAX_OPTIONS)}, {}), MAX_OPTIONS)

confirm = thing(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)

conversation_filter = thing(
    {},
    {
        "include": array(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)

dispatch_action_config = thing(
    {}, {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 2)}
)
