"""What the client sends when a person types a command, presses a button or fills a form.

The same checks as in Discord's client stop the person first; the server checks none of them
(docs, interactions/application-commands), so ``force`` skips them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from playground import command_limits as kinds
from playground.component_limits import SELECT
from playground.composing import Upload, store
from playground.events import Json
from playground.offering import why_hidden
from playground.refusals import size
from playground.wire import parts
from playground.world import World

_OBJECTS: Final = frozenset({kinds.USER, kinds.CHANNEL, kinds.ROLE, kinds.MENTIONABLE})
_SELECT_KIND: Final = {5: kinds.USER, 6: kinds.ROLE, 7: kinds.MENTIONABLE, 8: kinds.CHANNEL}


class NotPossibleError(Exception):
    """Say why Discord's client would not let the person do this."""


@dataclass(frozen=True, slots=True)
class Place:
    """Say who does something and in which channel."""

    world: World
    user_id: str
    channel_id: str

    @property
    def guild_id(self) -> str | None:
        """Return the guild of the channel; None in a DM."""
        guild = self.world.guild_of(self.channel_id)
        return guild.id if guild else None


def commands_shown(place: Place) -> list[Json]:
    """Return the registered commands that the client offers to the person here."""
    return [
        command
        for command in place.world.commands_for(place.guild_id)
        if not why_hidden(place.world, place.user_id, place.channel_id, command)
    ]


def chat_input(place: Place, path: str, values: Mapping[str, Any], *, force: bool = False) -> Json:
    """Return the data of a typed command such as ``"goal add"``.

    Values are converted to the type the command registered; people, channels and roles may be
    given by name, id or object, a file as ``(name, bytes)``.

    Raises
    ------
    NotPossibleError
        The client would refuse: unknown command or option, missing or wrong value, not offered.
    """
    command, names, options = _find(place, path, force=force)
    resolved: Json = {}
    leaf = _given(place, options, values, resolved, force=force)
    missing = [o["name"] for o in options if o.get("required") and o["name"] not in values]
    if missing and not force:
        raise NotPossibleError(f"/{path} needs {', '.join(missing)}")
    return _command_data(place, command, _nest(names, leaf), resolved)


def autocomplete(place: Place, path: str, values: Mapping[str, Any], focused: str) -> Json:
    """Return the data of a command that is being typed, with the cursor in ``focused``.

    Raises
    ------
    NotPossibleError
        The command or option is unknown, or the option has no autocomplete.
    """
    command, names, options = _find(place, path, force=False)
    option = next((o for o in options if o["name"] == focused), None)
    if option is None or not option.get("autocomplete"):
        raise NotPossibleError(f"/{path} has no autocomplete for {focused!r}")
    resolved: Json = {}
    others = {name: value for name, value in values.items() if name != focused}
    leaf = _given(place, options, others, resolved, force=True)
    typed = str(values[focused])
    leaf.append({"name": focused, "type": option["type"], "value": typed, "focused": True})
    return _command_data(place, command, _nest(names, leaf), resolved)


def menu(place: Place, name: str, target: Json, *, force: bool = False) -> Json:
    """Return the data of a context menu command on a user or a message object.

    Raises
    ------
    NotPossibleError
        No such menu is offered here.
    """
    is_message = "channel_id" in target
    kind = kinds.MESSAGE_MENU if is_message else kinds.USER_MENU
    command = _registered(place, kind, name)
    if command is None:
        raise NotPossibleError(f"there is no menu command {name!r}")
    if not force:
        _check_offered(place, command, repr(name))
    resolved: Json = {"messages": {target["id"]: target}} if is_message else {}
    if not is_message:
        _resolve(place, kinds.USER, target["id"], resolved)
    data = _command_data(place, command, [], resolved)
    return {**data, "target_id": target["id"]}


def component(place: Place, used: Json, values: Sequence[str] = ()) -> Json:
    """Return the data of a pressed button or a choice made in a select.

    Raises
    ------
    NotPossibleError
        The component is disabled, or the choice is not one of its options.
    """
    if used.get("disabled"):
        raise NotPossibleError(f"{used.get('label') or used.get('custom_id')!r} is disabled")
    if not used.get("custom_id"):
        raise NotPossibleError(f"{used.get('label')!r} only opens a page")
    data: Json = {"custom_id": used["custom_id"], "component_type": used["type"]}
    if "id" in used:
        data["id"] = used["id"]
    if used["type"] != 2:
        data.update(selection(place, used, values))
    return data


def selection(place: Place, select: Json, values: Sequence[str]) -> Json:
    """Return ``values`` and, for people, roles and channels, ``resolved`` of a select."""
    low, high = select.get("min_values"), select.get("max_values")
    if not (1 if low is None else low) <= len(values) <= (high or 1):
        raise NotPossibleError(f"choose {low or 1} to {high or 1} values, not {len(values)}")
    if select["type"] == SELECT:
        return {"values": [_option_value(select, value) for value in values]}
    resolved: Json = {}
    kind = _SELECT_KIND[select["type"]]
    types = select.get("channel_types")
    chosen = [_resolve(place, kind, value, resolved, types) for value in values]
    return {"values": chosen, "resolved": resolved}


def _option_value(holder: Json, wanted: str) -> str:
    for option in parts(holder, "options"):
        if wanted in (option["value"], option["label"]):
            return option["value"]
    offered = ", ".join(option["label"] for option in parts(holder, "options"))
    raise NotPossibleError(f"{wanted!r} is not offered: {offered}")


def _find(place: Place, path: str, *, force: bool) -> tuple[Json, list[Json], list[Json]]:
    root, *rest = path.removeprefix("/").split()
    command = _registered(place, kinds.CHAT_INPUT, root)
    if command is None:
        raise NotPossibleError(f"there is no command /{root}")
    if not force:
        _check_offered(place, command, f"/{path}")
    names: list[Json] = []
    options = parts(command, "options")
    for name in rest:
        group = (kinds.SUBCOMMAND, kinds.GROUP)
        inner = next((o for o in options if o["name"] == name and o["type"] in group), None)
        if inner is None:
            raise NotPossibleError(f"there is no command /{path}")
        names.append(inner)
        options = parts(inner, "options")
    if any(o["type"] in (kinds.SUBCOMMAND, kinds.GROUP) for o in options):
        raise NotPossibleError(f"/{path} is not whole: {', '.join(o['name'] for o in options)}")
    return command, names, options


def _registered(place: Place, kind: int, name: str) -> Json | None:
    """Return the command with this name; of two, the guild's own (docs: both may exist)."""
    commands = place.world.commands_for(place.guild_id)
    found = [c for c in commands if c["type"] == kind and c["name"] == name]
    return found[-1] if found else None


def _check_offered(place: Place, command: Json, shown: str) -> None:
    if why := why_hidden(place.world, place.user_id, place.channel_id, command):
        raise NotPossibleError(f"{shown} {why}")


def _given(
    place: Place,
    options: list[Json],
    values: Mapping[str, Any],
    resolved: Json,
    *,
    force: bool,
) -> list[Json]:
    known = {option["name"]: option for option in options}
    if unknown := values.keys() - known.keys():
        raise NotPossibleError(f"unknown options: {', '.join(sorted(unknown))}")
    given: list[Json] = []
    for name, value in values.items():
        option = known[name]
        converted = _convert(place, option, value, resolved, force=force)
        given.append({"name": name, "type": option["type"], "value": converted})
    return given


def _convert(place: Place, option: Json, value: Any, resolved: Json, *, force: bool) -> Any:
    kind: int = option["type"]
    if kind in _OBJECTS:
        return _resolve(place, kind, value, resolved, option.get("channel_types"))
    if kind == kinds.ATTACHMENT:
        filename, body = cast(tuple[str, bytes], value)
        kept = store(place.world, place.channel_id, Upload(0, filename, body))
        resolved.setdefault("attachments", {})[kept["id"]] = kept
        return kept["id"]
    if choices := parts(option, "choices"):
        for choice in choices:
            if str(value) in (str(choice["value"]), choice["name"]):
                return choice["value"]
        if not force:
            offered = ", ".join(str(choice["name"]) for choice in choices)
            raise NotPossibleError(f"{option['name']}: {value!r} is not offered: {offered}")
    typed = {kinds.INTEGER: int, kinds.NUMBER: float, kinds.BOOLEAN: bool}.get(kind, str)(value)
    if not force:
        _check_range(option, typed)
    return typed


def _check_range(option: Json, value: Any) -> None:
    name = option["name"]
    if isinstance(value, str):
        low, high = option.get("min_length") or 0, option.get("max_length") or 6000
        if not low <= size(value) <= high:
            raise NotPossibleError(f"{name}: must be {low} to {high} characters")
        return
    low, high = option.get("min_value"), option.get("max_value")
    if (low is not None and value < low) or (high is not None and value > high):
        raise NotPossibleError(f"{name}: must be {low} to {high}")


def _resolve(
    place: Place, kind: int, value: Any, resolved: Json, types: Sequence[int] | None = None
) -> str:
    """Find a person, channel (of ``types``, if any) or role; note it in ``resolved``."""
    world = place.world
    guild = world.guild_of(place.channel_id)
    wanted = str(
        cast(Json, value)["id"] if isinstance(value, dict) else getattr(value, "id", value)
    )
    if kind in (kinds.USER, kinds.MENTIONABLE):
        for user in world.users.values():
            if wanted in (user["id"], user["username"], user["global_name"]):
                return _resolve_user(place, user, resolved)
    if guild and kind in (kinds.ROLE, kinds.MENTIONABLE):
        for role in guild.roles.values():
            if wanted in (role["id"], role["name"]):
                resolved.setdefault("roles", {})[role["id"]] = role
                return role["id"]
    if guild and kind == kinds.CHANNEL:
        for channel in (*guild.channels.values(), *guild.threads.values()):
            is_offered = not types or channel["type"] in types
            if is_offered and wanted in (channel["id"], channel["name"]):
                mine = str(world.permissions(place.user_id, channel["id"]))
                apps = str(world.permissions(world.bot["id"], channel["id"]))
                shown: Json = {**channel, "permissions": mine, "app_permissions": apps}
                resolved.setdefault("channels", {})[channel["id"]] = shown
                return channel["id"]
    raise NotPossibleError(f"there is no {wanted!r} to choose here")


def _resolve_user(place: Place, user: Json, resolved: Json) -> str:
    resolved.setdefault("users", {})[user["id"]] = user
    guild = place.world.guild_of(place.channel_id)
    if guild and (member := guild.members.get(user["id"])):
        permissions = str(place.world.permissions(user["id"], place.channel_id))
        partial = {key: value for key, value in member.items() if key not in ("user",)}
        resolved.setdefault("members", {})[user["id"]] = {**partial, "permissions": permissions}
    return user["id"]


def _nest(names: list[Json], leaf: list[Json]) -> list[Json]:
    options = leaf
    for name in reversed(names):
        options = [{"name": name["name"], "type": name["type"], "options": options}]
    return options


def _command_data(place: Place, command: Json, options: list[Json], resolved: Json) -> Json:
    data: Json = {"id": command["id"], "name": command["name"], "type": command["type"]}
    if command.get("guild_id"):
        data["guild_id"] = place.guild_id
    if options:
        data["options"] = options
    if resolved:
        data["resolved"] = resolved
    return data
