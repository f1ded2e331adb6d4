"""Filling in controls as the client lets people: what it would not take is refused."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Final

from playground.slack.reading import json_list, options_of
from playground.slack.views import result_key
from playground.slack.workspace import Workspace
from playground.wire import Json

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL: Final = re.compile(r"https?://\S+")
_ENTITIES: Final = ("users", "conversations", "channels")


class NotPossibleError(Exception):
    """Say that Slack's client would not let a person do this."""


def chosen(workspace: Workspace, element: Json, value: Any, offered: list[Json]) -> Json:
    """Return what an element tells once somebody typed or chose ``value`` in it.

    ``offered`` are the options of an external select. None or "" empties it.

    Raises
    ------
    NotPossibleError
        The client would not take it.
    """
    kind: str = element["type"]
    key = result_key(kind)
    if value in (None, "", []):
        return {"type": kind, key: [] if key.endswith("s") else None}
    if key in ("selected_options", "selected_option"):
        options = offered or options_of(element)
        found = [_option(options, each) for each in json_list(value)]
        return {"type": kind, key: _one_or_all(element, key, found)}
    if any(noun in kind for noun in _ENTITIES):
        ids = [_entity(workspace, kind, str(each)) for each in json_list(value)]
        return {"type": kind, key: _one_or_all(element, key, ids)}
    return {"type": kind, key: _typed(element, value)}


def check_required(block: Json, element: Json, state: Json) -> None:
    """Refuse an empty field that must be filled in."""
    value = state.get(result_key(element["type"]))
    if not block.get("optional") and value in (None, "", []):
        raise NotPossibleError(f"{block['label']['text']!r} must be filled in")


def _one_or_all(element: Json, key: str, found: list[Any]) -> Any:
    if key.endswith("s"):
        most = element.get("max_selected_items")
        if most and len(found) > most:
            raise NotPossibleError(f"no more than {most} can be chosen")
        return found
    if len(found) > 1:
        raise NotPossibleError("only one can be chosen")
    return found[0]


def _option(options: list[Json], wanted: Any) -> Json:
    for option in options:
        if str(wanted) in (option["text"]["text"], option["value"]):
            return option
    shown = [option["text"]["text"] for option in options]
    raise NotPossibleError(f"{wanted!r} is none of {shown}")


def _entity(workspace: Workspace, kind: str, wanted: str) -> str:
    try:
        if "users" in kind:
            return workspace.user(wanted).id
        return workspace.channel(wanted).id
    except KeyError as error:
        raise NotPossibleError(str(error)) from error


def _typed(element: Json, value: Any) -> Any:
    match element["type"]:
        case "datepicker":
            return _parsed(date.fromisoformat, str(value)).isoformat()
        case "timepicker":
            return f"{_parsed(datetime.fromisoformat, f'2000-01-01T{value}'):%H:%M}"
        case "datetimepicker":
            return int(value)
        case "number_input":
            return _number(element, str(value))
        case "email_text_input":
            return _matching(_EMAIL, str(value), "an email address")
        case "url_text_input":
            return _matching(_URL, str(value), "a link")
        case "rich_text_input":
            section = {"type": "rich_text_section", "elements": [{"type": "text", "text": value}]}
            return {"type": "rich_text", "elements": [section]}
        case "plain_text_input":
            return _text(element, str(value))
        case kind:
            raise NotPossibleError(f"people cannot fill in {kind} here yet")


def _text(element: Json, value: str) -> str:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if not least <= len(value) <= most:
        raise NotPossibleError(f"{len(value)} characters, where {least} to {most} are taken")
    if "\n" in value and not element.get("multiline"):
        raise NotPossibleError("this field has one line")
    return value


def _number(element: Json, value: str) -> str:
    number = _parsed(float, value)
    if not element["is_decimal_allowed"] and not number.is_integer():
        raise NotPossibleError("only whole numbers are taken")
    low, high = element.get("min_value"), element.get("max_value")
    if (low and number < float(low)) or (high and number > float(high)):
        raise NotPossibleError(f"only numbers from {low} to {high} are taken")
    return value


def _matching(pattern: re.Pattern[str], value: str, what: str) -> str:
    if not pattern.fullmatch(value):
        raise NotPossibleError(f"{value!r} is not {what}")
    return value


def _parsed(parse: Any, value: str) -> Any:
    try:
        return parse(value)
    except ValueError as error:
        raise NotPossibleError(str(error)) from error
