"""What Discord refuses in application commands (docs, interactions/application-commands)."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Any, Final

from playground.refusals import Form, size
from playground.wire import Json, parts

CHAT_INPUT, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN = 1, 2, 3, 4, 5
USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = 6, 7, 8, 9, 10, 11
_AMOUNT: Final = {CHAT_INPUT: 100, USER_MENU: 15, MESSAGE_MENU: 15}
_SAFE_INTEGER: Final = 2**53 - 1


def check_commands(commands: list[Json]) -> None:
    """Refuse a bulk overwrite that Discord would refuse (400, code 50035)."""
    form = Form()
    for index, command in enumerate(commands):
        _check_command(form.at(index), command)
    names = Counter((c.get("type") or CHAT_INPUT, c.get("name")) for c in commands)
    for index, command in enumerate(commands):
        if names[command.get("type") or CHAT_INPUT, command.get("name")] > 1:
            form.at(index).fault(
                "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique"
            )
    kinds = Counter(c.get("type") or CHAT_INPUT for c in commands)
    for kind, high in _AMOUNT.items():
        if kinds[kind] > high:
            form.fault("BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
    form.refuse()


def check_choices(form: Form, choices: list[Json], kind: int) -> None:
    """Check the choices of an option or an autocomplete answer."""
    if not form.count(choices, 0, 25):
        return
    for index, choice in enumerate(choices):
        form.at(index, "name").text(choice.get("name"), 1, 100)
        value: Any = choice.get("value")
        if kind == STRING:
            form.at(index, "value").text(value, 1, 100)
        elif not isinstance(value, int | float) or abs(value) > _SAFE_INTEGER:
            form.at(index, "value").fault("NUMBER_TYPE_COERCE", f"Value {value!r} is no number.")


def _check_command(form: Form, command: Json) -> None:
    kind = command.get("type") or CHAT_INPUT
    if kind not in _AMOUNT:
        form.at("type").fault("BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3}.")
        return
    if kind != CHAT_INPUT:
        form.at("name").text(command.get("name"), 1, 32)
        if command.get("description"):
            form.at("description").fault("BASE_TYPE_BAD_LENGTH", "Must be empty for menus.")
        return
    _check_named(form, command)
    _check_options(form.at("options"), parts(command, "options"), depth=0)
    if (total := _characters(command)) > 8000:
        form.fault("APPLICATION_COMMAND_TOO_LARGE", f"Command is too large ({total} > 8000).")


def _check_named(form: Form, thing: Json) -> None:
    name = thing.get("name")
    if form.at("name").text(name, 1, 32) and not _is_name(str(name)):
        form.at("name").fault(
            "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid or not in lower case"
        )
    form.at("description").text(thing.get("description"), 1, 100)


def _is_name(name: str) -> bool:
    def fits(character: str) -> bool:
        if character in "-_'" or unicodedata.category(character)[0] in "LN":
            return True
        return unicodedata.name(character, "").startswith(("DEVANAGARI", "THAI"))

    return all(map(fits, name)) and name == name.lower()


def _check_options(form: Form, options: list[Json], *, depth: int) -> None:
    if not form.count(options, 0, 25):
        return
    names = Counter(option.get("name") for option in options)
    nested = [option.get("type") in (SUBCOMMAND, GROUP) for option in options]
    if any(nested) and not all(nested):
        form.fault(
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and sub-command group option types are mutually exclusive to all other",
        )
    optional_seen = False
    for index, option in enumerate(options):
        place = form.at(index)
        if names[option.get("name")] > 1:
            place.at("name").fault(
                "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists"
            )
        if option.get("required") and optional_seen:
            place.fault(
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional_seen = optional_seen or not option.get("required")
        _check_option(place, option, depth=depth)


def _check_option(form: Form, option: Json, *, depth: int) -> None:
    _check_named(form, option)
    kind: Any = option.get("type")
    children = parts(option, "options")
    if kind == GROUP and depth == 0:
        form.at("options").count(children, 1, 25)
        _check_options(form.at("options"), children, depth=1)
    elif kind == SUBCOMMAND and depth < 2:
        _check_options(form.at("options"), children, depth=2)
    elif kind in range(STRING, ATTACHMENT + 1):
        _check_value(form, option, kind)
    else:
        form.at("type").fault("BASE_TYPE_CHOICES", f"Type {kind!r} is not allowed here.")


def _check_value(form: Form, option: Json, kind: int) -> None:
    choices = parts(option, "choices")
    if choices and option.get("autocomplete"):
        form.fault(
            "APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES", "Choices and autocomplete exclude"
        )
    if (choices or option.get("autocomplete")) and kind not in (STRING, INTEGER, NUMBER):
        form.at("choices").fault("APPLICATION_COMMAND_OPTIONS_CHOICES", "Not for this type.")
    check_choices(form.at("choices"), choices, kind)
    form.at("min_length").number(option.get("min_length"), 0, 6000)
    form.at("max_length").number(option.get("max_length"), 1, 6000)
    if kind == INTEGER:
        form.at("min_value").number(option.get("min_value"), -_SAFE_INTEGER, _SAFE_INTEGER)
        form.at("max_value").number(option.get("max_value"), -_SAFE_INTEGER, _SAFE_INTEGER)


def _characters(thing: Json) -> int:
    total = sum(_longest(thing, key) for key in ("name", "description"))
    for choice in parts(thing, "choices"):
        total += _longest(choice, "name") + size(str(choice.get("value", "")))
    return total + sum(_characters(option) for option in parts(thing, "options"))


def _longest(thing: Json, key: str) -> int:
    localised: dict[str, str] = thing.get(f"{key}_localizations") or {}
    return max(size(str(text)) for text in (thing.get(key, ""), *localised.values()))
