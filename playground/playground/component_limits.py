"""What Discord refuses in components of messages and modals (docs, components/reference)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from playground.refusals import Form, size
from playground.wire import Json, part, parts

ROW, BUTTON, SELECT, INPUT = 1, 2, 3, 4
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
LABEL, UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 18, 19, 21, 22, 23
SELECTS: Final = frozenset({SELECT, 5, 6, 7, 8})
LINK_STYLE: Final = 5

_IN_CONTAINER: Final = frozenset({ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR})
_IN_MESSAGE: Final = _IN_CONTAINER | {CONTAINER}
_IN_LABEL: Final = SELECTS | {INPUT, UPLOAD, RADIO, CHECKBOXES, CHECKBOX}
_MAX_COMPONENTS: Final = 40
_MAX_TEXT: Final = 4000


def walk(components: list[Json]) -> Iterator[Json]:
    """Yield every component, accessories and label children too, in reading order."""
    waiting = components[::-1]
    while waiting:
        component = waiting.pop()
        yield component
        for key in ("accessory", "component"):
            if below := component.get(key):
                waiting.append(below)
        if "components" in component:
            waiting.extend(reversed(parts(component, "components")))


def check_layout(form: Form, components: list[Json]) -> None:
    """Check the components of a Components V2 message."""
    every = list(walk(components))
    if not 1 <= len(every) <= _MAX_COMPONENTS:
        message = f"Must be between 1 and {_MAX_COMPONENTS} in length, counting nested ones."
        form.fault("BASE_TYPE_BAD_LENGTH", message)
    shown = sum(size(str(c.get("content", ""))) for c in every if c.get("type") == TEXT)
    if shown > _MAX_TEXT:
        message = f"The total text of the components must be {_MAX_TEXT} or fewer in length."
        form.fault("COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)
    for index, component in enumerate(components):
        _check(form.at(index), component, _IN_MESSAGE)
    _check_unique(form, every)


def check_rows(form: Form, components: list[Json]) -> None:
    """Check the components of a message without Components V2."""
    form.count(components, 0, 5)
    for index, component in enumerate(components):
        _check(form.at(index), component, frozenset({ROW}))
    _check_unique(form, list(walk(components)))


def check_modal(form: Form, data: Json) -> None:
    """Check the data of a modal callback."""
    form.at("title").text(data.get("title"), 1, 45)
    form.at("custom_id").text(data.get("custom_id"), 1, 100)
    components = parts(data, "components")
    place = form.at("components")
    if not place.count(components, 1, 5):
        return
    for index, component in enumerate(components):
        kind = component.get("type")
        if kind == ROW:
            inner = parts(component, "components")
            if place.at(index, "components").count(inner, 1, 1):
                row = place.at(index, "components", 0)
                row.at("label").text(inner[0].get("label"), 1, 45)
                _check(row, inner[0], frozenset({INPUT}))
        elif kind == LABEL:
            place.at(index, "label").text(component.get("label"), 1, 45)
            place.at(index, "description").text(component.get("description"), 0, 100)
            _check(place.at(index, "component"), part(component, "component"), _IN_LABEL)
        else:
            _check(place.at(index), component, frozenset({TEXT}))
    _check_unique(place, list(walk(components)))


def _check(form: Form, component: Json, allowed: frozenset[int]) -> None:
    kind: Any = component.get("type")
    if kind not in allowed:
        wanted = ", ".join(map(str, sorted(allowed)))
        form.at("type").fault("UNION_TYPE_CHOICES", f"Value of field type must be one of {wanted}.")
        return
    if kind in SELECTS:
        _check_select(form, component)
    else:
        _CHECKS[kind](form, component)


def _check_row(form: Form, component: Json) -> None:
    children = parts(component, "components")
    if not form.at("components").count(children, 1, 5):
        return
    if len(children) > 1 and any(child.get("type") in SELECTS for child in children):
        form.at("components").fault(
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width"
        )
    for index, child in enumerate(children):
        _check(form.at("components", index), child, SELECTS | {BUTTON})


def _check_button(form: Form, component: Json) -> None:
    style = component.get("style")
    form.at("style").number(style if style is not None else 0, 1, 6)
    form.at("label").text(component.get("label"), 0, 80)
    if not component.get("label") and not component.get("emoji") and style != 6:
        form.fault("BUTTON_COMPONENT_INVALID", "A button needs a label or an emoji")
    if style == LINK_STYLE:
        form.at("url").text(component.get("url"), 1, 512)
        if component.get("custom_id"):
            form.fault("BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "Both url, custom_id")
        if not str(component.get("url", "")).startswith(("http://", "https://", "discord://")):
            form.at("url").fault("URL_TYPE_INVALID_SCHEME", "Scheme must be http, https or discord")
    elif style != 6:
        form.at("custom_id").text(component.get("custom_id"), 1, 100)


def _check_select(form: Form, component: Json) -> None:
    form.at("custom_id").text(component.get("custom_id"), 1, 100)
    form.at("placeholder").text(component.get("placeholder"), 0, 150)
    low, high = component.get("min_values"), component.get("max_values")
    form.at("min_values").number(low, 0, 25)
    form.at("max_values").number(high, 1, 25)
    low, high = 1 if low is None else low, 1 if high is None else high
    if low > high:
        form.at("min_values").fault("NUMBER_TYPE_MAX", "min_values must not exceed max_values")
    if component.get("type") == SELECT:
        _check_options(form.at("options"), parts(component, "options"), 1, 25, high)
    elif len(component.get("default_values") or []) > high:
        form.at("default_values").fault("BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer.")


def _check_options(form: Form, options: list[Json], low: int, high: int, chosen: int) -> None:
    if not form.count(options, low, high):
        return
    for index, option in enumerate(options):
        form.at(index, "label").text(option.get("label"), 1, 100)
        form.at(index, "value").text(option.get("value"), 1, 100)
        form.at(index, "description").text(option.get("description"), 0, 100)
    values = [option.get("value") for option in options]
    for index, value in enumerate(values):
        if value in values[:index]:
            form.at(index, "value").fault(
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is used"
            )
    if sum(bool(option.get("default")) for option in options) > chosen:
        form.fault("SELECT_COMPONENT_TOO_MANY_DEFAULTS", f"Only {chosen} may be the default")


def _check_section(form: Form, component: Json) -> None:
    texts = parts(component, "components")
    if form.at("components").count(texts, 1, 3):
        for index, text in enumerate(texts):
            _check(form.at("components", index), text, frozenset({TEXT}))
    accessory = part(component, "accessory")
    _check(form.at("accessory"), accessory, frozenset({BUTTON, THUMBNAIL}))


def _check_text(form: Form, component: Json) -> None:
    form.at("content").text(component.get("content"), 1, _MAX_TEXT)


def _check_media(form: Form, component: Json) -> None:
    form.at("description").text(component.get("description"), 0, 1024)
    url = str(part(component, "media").get("url", ""))
    if form.at("media", "url").text(url, 1, 2048) and not url.startswith(
        ("http://", "https://", "attachment://")
    ):
        form.at("media", "url").fault("URL_TYPE_INVALID_SCHEME", "Not a well formed URL.")


def _check_gallery(form: Form, component: Json) -> None:
    items = parts(component, "items")
    if form.at("items").count(items, 1, 10):
        for index, item in enumerate(items):
            _check_media(form.at("items", index), item)


def _check_file(form: Form, component: Json) -> None:
    url = str(part(component, "file").get("url", ""))
    if not url.startswith("attachment://") and "/attachments/" not in url:
        form.at("file", "url").fault("URL_TYPE_INVALID_SCHEME", "Must be attachment://<filename>.")


def _check_separator(form: Form, component: Json) -> None:
    form.at("spacing").number(component.get("spacing"), 1, 2)


def _check_container(form: Form, component: Json) -> None:
    form.at("accent_color").number(component.get("accent_color"), 0, 0xFFFFFF)
    children = parts(component, "components")
    if form.at("components").count(children, 1, _MAX_COMPONENTS):
        for index, child in enumerate(children):
            _check(form.at("components", index), child, _IN_CONTAINER)


def _check_input(form: Form, component: Json) -> None:
    form.at("custom_id").text(component.get("custom_id"), 1, 100)
    form.at("style").number(component.get("style") or 0, 1, 2)
    form.at("min_length").number(component.get("min_length"), 0, 4000)
    form.at("max_length").number(component.get("max_length"), 1, 4000)
    form.at("placeholder").text(component.get("placeholder"), 0, 100)
    form.at("value").text(component.get("value"), 0, component.get("max_length") or 4000)


def _check_upload(form: Form, component: Json) -> None:
    form.at("custom_id").text(component.get("custom_id"), 1, 100)
    form.at("min_values").number(component.get("min_values"), 0, 10)
    form.at("max_values").number(component.get("max_values"), 1, 10)


def _check_radio(form: Form, component: Json) -> None:
    form.at("custom_id").text(component.get("custom_id"), 1, 100)
    _check_options(form.at("options"), parts(component, "options"), 2, 10, 1)


def _check_checkboxes(form: Form, component: Json) -> None:
    form.at("custom_id").text(component.get("custom_id"), 1, 100)
    _check_options(form.at("options"), parts(component, "options"), 1, 10, 10)


def _check_checkbox(form: Form, component: Json) -> None:
    form.at("custom_id").text(component.get("custom_id"), 1, 100)


def _check_unique(form: Form, every: list[Json]) -> None:
    seen: set[str] = set()
    for component in every:
        custom_id = component.get("custom_id")
        if custom_id and custom_id in seen:
            form.fault(
                "COMPONENT_CUSTOM_ID_DUPLICATED", f"Component custom id {custom_id!r} is used twice"
            )
        seen.add(custom_id or "")


_CHECKS: Final = {
    ROW: _check_row,
    BUTTON: _check_button,
    INPUT: _check_input,
    SECTION: _check_section,
    TEXT: _check_text,
    THUMBNAIL: _check_media,
    GALLERY: _check_gallery,
    FILE: _check_file,
    SEPARATOR: _check_separator,
    CONTAINER: _check_container,
    UPLOAD: _check_upload,
    RADIO: _check_radio,
    CHECKBOXES: _check_checkboxes,
    CHECKBOX: _check_checkbox,
}
