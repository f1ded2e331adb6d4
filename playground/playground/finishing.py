"""What Discord adds to components and embeds before it tells them."""

from __future__ import annotations

from typing import Final

from playground.component_limits import (
    CONTAINER,
    FILE,
    GALLERY,
    SELECTS,
    SEPARATOR,
    THUMBNAIL,
    walk,
)
from playground.refusals import Form
from playground.wire import Json, decode, encode, part, parts
from playground.world import World

_ITEM: Final[Json] = {"description": None, "spoiler": False}
_DEFAULTS: Final[dict[int, Json]] = {
    **{kind: {"min_values": 1, "max_values": 1} for kind in SELECTS},
    THUMBNAIL: _ITEM,
    FILE: {"name": None, "size": None, "spoiler": False},
    SEPARATOR: {"spacing": 1, "divider": True},
    CONTAINER: {"accent_color": None, "spoiler": False},
}


def finish_embeds(asked: list[Json]) -> list[Json]:
    """Return the embeds with what was left out."""
    finished: list[Json] = [{**embed, "type": "rich"} for embed in asked]
    for embed in finished:
        if "fields" in embed:
            embed["fields"] = [{"inline": False, **field} for field in parts(embed, "fields")]
    return finished


def finish_components(world: World, asked: list[Json], attachments: list[Json]) -> list[Json]:
    """Return the components numbered, with ``attachment://`` links led to the stored files.

    Raises
    ------
    RefusalError
        A link names no attachment.
    """
    by_name = {f"attachment://{a['filename']}": a for a in attachments}
    form = Form(("components",))
    components = decode(encode(asked))
    _number(components)
    for component in walk(components):
        component.pop("required", None)  # Discord tells it of forms only.
        if file := by_name.get(str(part(component, "file").get("url"))):
            component.update(name=file["filename"], size=file["size"])
        _fill(component, _DEFAULTS.get(component["type"], {}))
        if component["type"] == GALLERY:
            for item in parts(component, "items"):
                _fill(item, _ITEM)
                _point(world, form, part(item, "media"), by_name)
        for media in (part(component, "media"), part(component, "file")):
            if media:
                _point(world, form, media, by_name)
    form.refuse()
    return components


def finish_form(asked: Json) -> Json:
    """Return the data of a form with its components numbered."""
    form: Json = decode(encode(asked))
    _number(parts(form, "components"))
    return form


def _number(components: list[Json]) -> None:
    """Give an id to what has none: from 1, none twice (docs, "Anatomy of a Component")."""
    every = list(walk(components))
    used = {c["id"] for c in every if c.get("id")}
    number = 0
    for component in every:
        if not component.get("id"):
            number += 1
            while number in used:
                number += 1
            component["id"] = number


def _fill(thing: Json, defaults: Json) -> None:
    for key, value in defaults.items():
        thing.setdefault(key, value)


def _point(world: World, form: Form, media: Json, by_name: dict[str, Json]) -> None:
    url = str(media.get("url", ""))
    media.setdefault("id", world.ids.next())
    if not url.startswith("attachment://"):
        media.setdefault("proxy_url", url)
        return
    if (attachment := by_name.get(url)) is None:
        form.fault("UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", f"{url} was not found")
        return
    media.update(url=attachment["url"], proxy_url=attachment["proxy_url"])
    media.update(content_type=attachment["content_type"], attachment_id=attachment["id"])
