"""The elements people press, choose from and type into."""

from __future__ import annotations

from typing import Any, cast

from playground.slack.block_kit import rich_text
from playground.slack.block_kit.composition import (
    ID,
    MAX_OPTIONS,
    URL,
    confirm,
    conversation_filter,
    dispatch_action_config,
    option,
    option_groups,
    options,
    plain,
)
from playground.slack.block_kit.schema import (
    Check,
    Problems,
    anything,
    array,
    boolean,
    both,
    integer,
    one_of,
    string,
    thing,
)
from playground.wire import Json

_TYPE: dict[str, Check] = {"type": anything}
_ACTION: dict[str, Check] = {"action_id": ID}
_FOCUS: dict[str, Check] = {"focus_on_load": boolean}
_HINT: dict[str, Check] = {"placeholder": plain(150)}
_CHOOSING: dict[str, Check] = {**_ACTION, **_HINT, **_FOCUS, "confirm": confirm}
_MULTI: dict[str, Check] = {**_CHOOSING, "max_selected_items": integer(1, 100)}
_DATE = string(10, 10, r"\d{4}-\d\d-\d\d")
_TIME = string(5, 5, r"([01]\d|2[0-3]):[0-5]\d")


def _either_options(problems: Problems, value: Any, pointer: str) -> None:
    given = cast(Json, value)
    if not isinstance(value, dict) or ("options" in given) == ("option_groups" in given):
        problems.add("must provide either `options` or `option_groups`", pointer)


def _static(extra: dict[str, Check]) -> Check:
    choices: dict[str, Check] = {"options": options(MAX_OPTIONS), "option_groups": option_groups}
    return both(thing(_TYPE, {**extra, **choices}), _either_options)


def _initial_is_offered(problems: Problems, value: Any, pointer: str) -> None:
    """Complain of an initial choice that is none of the options, as Slack does."""
    if not isinstance(value, dict):
        return
    given = cast(Json, value)
    offered = [*_dicts(given.get("options"))]
    for group in _dicts(given.get("option_groups")):
        offered += _dicts(group.get("options"))
    values = [each.get("value") for each in offered]
    for key in ("initial_option", "initial_options"):
        initial = given.get(key)
        chosen = _dicts(initial if isinstance(initial, list) else [initial])
        if any(each.get("value") not in values for each in chosen):
            problems.add("must match one of the options", f"{pointer}/{key}")


def _dicts(value: Any) -> list[Json]:
    if not isinstance(value, list):
        return []
    return [cast(Json, each) for each in cast(list[Any], value) if isinstance(each, dict)]


def _boxes(initial: str, check: Check) -> Check:
    known: dict[str, Check] = {**_ACTION, **_FOCUS, "confirm": confirm, initial: check}
    return both(thing({**_TYPE, "options": options(10, kind=None)}, known), _initial_is_offered)


def _entity(noun: str, extra: dict[str, Check]) -> dict[str, Check]:
    plural = f"{noun}s"
    return {
        f"{plural}_select": thing(_TYPE, {**_CHOOSING, **extra, f"initial_{noun}": ID}),
        f"multi_{plural}_select": thing(
            _TYPE, {**_MULTI, **extra, f"initial_{plural}": array(ID, 100, 0)}
        ),
    }


def _image_source(problems: Problems, value: Any, pointer: str) -> None:
    given = cast(Json, value) if isinstance(value, dict) else {}
    if ("image_url" in given) == ("slack_file" in given):
        problems.add("must provide either `image_url` or `slack_file`", pointer)


_slack_file = thing({}, {"id": ID, "url": URL})
IMAGE_KEYS: dict[str, Check] = {"image_url": URL, "slack_file": _slack_file}
image = both(thing({**_TYPE, "alt_text": string(2000, 1)}, IMAGE_KEYS), _image_source)
image_source = _image_source

_TYPED: dict[str, Check] = {
    **_ACTION,
    **_HINT,
    **_FOCUS,
    "dispatch_action_config": dispatch_action_config,
}
_external: dict[str, Check] = {"min_query_length": integer(0, 255)}
_response: dict[str, Check] = {"response_url_enabled": boolean}
_conversation: dict[str, Check] = {
    "default_to_current_conversation": boolean,
    "filter": conversation_filter,
}

ELEMENTS: dict[str, Check] = {
    "button": thing(
        {**_TYPE, "text": plain(75)},
        {
            **_ACTION,
            "url": URL,
            "value": string(2000, 1),
            "style": one_of("primary", "danger"),
            "confirm": confirm,
            "accessibility_label": string(75, 1),
        },
    ),
    "static_select": both(
        _static({**_CHOOSING, "initial_option": option("plain_text")}), _initial_is_offered
    ),
    "multi_static_select": both(
        _static({**_MULTI, "initial_options": options(MAX_OPTIONS)}), _initial_is_offered
    ),
    "external_select": thing(
        _TYPE, {**_CHOOSING, **_external, "initial_option": option("plain_text")}
    ),
    "multi_external_select": thing(
        _TYPE, {**_MULTI, **_external, "initial_options": options(MAX_OPTIONS)}
    ),
    **_entity("user", {}),
    "conversations_select": thing(
        _TYPE, {**_CHOOSING, **_conversation, **_response, "initial_conversation": ID}
    ),
    "multi_conversations_select": thing(
        _TYPE, {**_MULTI, **_conversation, "initial_conversations": array(ID, 100, 0)}
    ),
    "channels_select": thing(_TYPE, {**_CHOOSING, **_response, "initial_channel": ID}),
    "multi_channels_select": thing(_TYPE, {**_MULTI, "initial_channels": array(ID, 100, 0)}),
    "overflow": thing({**_TYPE, "options": options(5)}, {**_ACTION, "confirm": confirm}),
    "datepicker": thing(_TYPE, {**_CHOOSING, "initial_date": _DATE}),
    "timepicker": thing(_TYPE, {**_CHOOSING, "initial_time": _TIME, "timezone": string(100)}),
    "datetimepicker": thing(
        _TYPE,
        {**_ACTION, **_FOCUS, "confirm": confirm, "initial_date_time": integer(10**9, 10**10 - 1)},
    ),
    "checkboxes": _boxes("initial_options", options(10, kind=None)),
    "radio_buttons": _boxes("initial_option", option()),
    "plain_text_input": thing(
        _TYPE,
        {
            **_TYPED,
            "initial_value": string(3000),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
    ),
    "rich_text_input": thing(_TYPE, {**_TYPED, "initial_value": rich_text.rich_text}),
    "number_input": thing(
        {**_TYPE, "is_decimal_allowed": boolean},
        {
            **_TYPED,
            "initial_value": string(100, 1),
            "min_value": string(100, 1),
            "max_value": string(100, 1),
        },
    ),
    "email_text_input": thing(_TYPE, {**_TYPED, "initial_value": string(3000)}),
    "url_text_input": thing(_TYPE, {**_TYPED, "initial_value": string(3000)}),
    "file_input": thing(
        _TYPE, {**_ACTION, "filetypes": array(string(20, 1), 100), "max_files": integer(1, 10)}
    ),
    "image": image,
}
SINGLE = {f"{kind}_select" for kind in ("static", "external", "users", "conversations", "channels")}
SELECTS = SINGLE | {f"multi_{kind}" for kind in SINGLE}
_PRESSED = {"button", "overflow", "datepicker", "timepicker", "checkboxes", "radio_buttons"}
IN_SECTION = SELECTS | _PRESSED | {"image"}
IN_ACTIONS = SELECTS | _PRESSED | {"datetimepicker", "rich_text_input"}
IN_INPUT = (SELECTS | _PRESSED | {"datetimepicker", "rich_text_input", "file_input"}) - {
    "button",
    "overflow",
} | {"plain_text_input", "number_input", "email_text_input", "url_text_input"}
