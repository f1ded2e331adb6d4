"""What the client sends when a person fills in a form (modal)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from playground.component_limits import CHECKBOX, CHECKBOXES, INPUT, LABEL, RADIO, ROW, UPLOAD
from playground.composing import Upload, store
from playground.events import Json
from playground.invocations import NotPossibleError, Place, selection
from playground.refusals import size
from playground.wire import part, parts


def fields(modal: Json) -> list[tuple[str, Json]]:
    """Return the fields of a modal with the label a person reads above each."""
    found: list[tuple[str, Json]] = []
    for component in parts(modal, "components"):
        if component["type"] == LABEL:
            found.append((component["label"], part(component, "component")))
        elif component["type"] == ROW:
            found += [(str(c.get("label", "")), c) for c in parts(component, "components")]
    return found


def submission(place: Place, modal: Json, values: Mapping[str, Any]) -> Json:
    """Return the data of a submitted modal; ``values`` is keyed by label or custom_id.

    Fields without a value keep what the form was opened with.

    Raises
    ------
    NotPossibleError
        A value does not fit its field, a required field is empty or a label is unknown.
    """
    known = {name for label, field in fields(modal) for name in (label, field["custom_id"])}
    if unknown := values.keys() - known:
        raise NotPossibleError(f"the form has no {', '.join(sorted(unknown))}: {sorted(known)}")
    resolved: Json = {}
    filled: list[Json] = []
    for component in parts(modal, "components"):
        told: Json = {"type": component["type"], "id": component["id"]}
        if component["type"] == LABEL:
            field = part(component, "component")
            told["component"] = _answer(place, component["label"], field, values, resolved)
        elif component["type"] == ROW:
            inner = parts(component, "components")
            answers = [_answer(place, str(c.get("label")), c, values, resolved) for c in inner]
            told["components"] = answers
        filled.append(told)
    data: Json = {"custom_id": modal["custom_id"], "components": filled}
    return {**data, "resolved": resolved} if resolved else data


def _answer(
    place: Place, label: str, field: Json, values: Mapping[str, Any], resolved: Json
) -> Json:
    kind: int = field["type"]
    answer: Json = {"type": kind, "custom_id": field["custom_id"], "id": field["id"]}
    given = values.get(label, values.get(field["custom_id"]))
    needed = bool(field.get("required", True))
    if kind == INPUT:
        answer["value"] = _typed(label, field, given, needed=needed)
    elif kind == CHECKBOX:
        answer["value"] = bool(field.get("default") if given is None else given)
    elif kind == RADIO:
        [*chosen] = _chosen(label, field, given, needed=needed)
        answer["value"] = chosen[0] if chosen else None
    elif kind == CHECKBOXES:
        answer["values"] = _chosen(label, field, given, needed=needed)
        _check_count(label, field, len(answer["values"]), most=len(parts(field, "options")))
    elif kind == UPLOAD:
        _check_count(label, field, len(given or []), most=1)
        answer["values"] = _uploaded(place, label, given or [], resolved, needed=needed)
    else:
        chosen = _list(given) if given is not None else _defaults(field)
        if not chosen and needed:
            raise NotPossibleError(f"{label!r} must be filled in")
        found: Json = selection(place, field, chosen) if chosen else {}
        answer["values"] = found.get("values", [])
        for name, things in part(found, "resolved").items():
            resolved.setdefault(name, {}).update(things)
    return answer


def _check_count(label: str, field: Json, count: int, *, most: int) -> None:
    low, high = field.get("min_values"), field.get("max_values") or most
    if count and not (1 if low is None else low) <= count <= high:
        raise NotPossibleError(f"{label!r} takes {low or 1} to {high}, not {count}")


def _typed(label: str, field: Json, given: Any, *, needed: bool) -> str:
    value = str(field.get("value") or "" if given is None else given)
    low, high = field.get("min_length") or 0, field.get("max_length") or 4000
    if not value:
        if needed:
            raise NotPossibleError(f"{label!r} must be filled in")
        return value
    if not low <= size(value) <= high:
        raise NotPossibleError(f"{label!r} must be {low} to {high} characters")
    return value


def _chosen(label: str, field: Json, given: Any, *, needed: bool) -> list[str]:
    wanted = _defaults(field) if given is None else _list(given)
    found = [
        option["value"]
        for option in parts(field, "options")
        if option["value"] in wanted or option["label"] in wanted
    ]
    if len(found) != len(wanted) or (needed and not found):
        raise NotPossibleError(f"{label!r}: {wanted!r} cannot be chosen")
    return found


def _uploaded(place: Place, label: str, given: Any, resolved: Json, *, needed: bool) -> list[str]:
    if needed and not given:
        raise NotPossibleError(f"{label!r} needs a file")
    kept = [store(place.world, place.channel_id, Upload(0, name, body)) for name, body in given]
    for attachment in kept:
        resolved.setdefault("attachments", {})[attachment["id"]] = attachment
    return [attachment["id"] for attachment in kept]


def _defaults(field: Json) -> list[str]:
    chosen = [option["value"] for option in parts(field, "options") if option.get("default")]
    return chosen + [default["id"] for default in parts(field, "default_values")]


def _list(given: Any) -> list[Any]:
    return list(cast(list[Any], given)) if isinstance(given, list | tuple) else [given]
