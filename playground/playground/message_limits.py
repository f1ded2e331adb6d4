"""What Discord refuses in a message (docs, resources/message)."""

from __future__ import annotations

from typing import Final

from playground.component_limits import check_layout, check_rows
from playground.message_store import COMPONENTS_V2, EPHEMERAL
from playground.refusals import Form, refusal, size
from playground.wire import Json, part, parts

MAX_CONTENT: Final = 2000
_FORWARD: Final = 1
MAX_FILE_BYTES: Final = 10 * 1024 * 1024
_EMBED_TEXTS: Final = (("title", 256), ("description", 4096))
_SENDABLE_FLAGS: Final = (1 << 2) | EPHEMERAL | (1 << 12) | (1 << 13) | COMPONENTS_V2


def check_message(body: Json, *, files: int = 0) -> None:
    """Refuse a body that Discord would refuse; ``files`` counts uploads and kept attachments.

    Raises
    ------
    RefusalError
        400, code 50035 with every fault at its place, or 50006 for an empty message.
    """
    form = Form()
    _check_fields(form, body)
    components = parts(body, "components")
    if int(body.get("flags") or 0) & COMPONENTS_V2:
        _check_v2(form, body)
        check_layout(form.at("components"), components)
        form.refuse()
        return
    check_rows(form.at("components"), components)
    form.refuse()
    filled = any(body.get(key) for key in ("content", "embeds", "poll", "sticker_ids"))
    if is_forward(body):
        if filled or files or components:
            form.at("message_reference").fault(
                "MESSAGE_FORWARD_CANNOT_HAVE_CONTENT", "A forward has no content of its own"
            )
            form.refuse()
    elif not filled and not files and not components:
        raise refusal(50006)


def is_forward(body: Json) -> bool:
    """Tell whether a message only passes on another one."""
    return part(body, "message_reference").get("type") == _FORWARD


def _check_fields(form: Form, body: Json) -> None:
    form.at("content").text(body.get("content"), 0, MAX_CONTENT)
    form.at("nonce").text(_text(body.get("nonce")), 0, 25)
    _check_embeds(form.at("embeds"), parts(body, "embeds"))
    attachments = parts(body, "attachments")
    form.at("attachments").count(attachments, 0, 10)
    for index, attachment in enumerate(attachments):
        form.at("attachments", index, "description").text(attachment.get("description"), 0, 1024)
    mentions = part(body, "allowed_mentions")
    for key in ("users", "roles"):
        form.at("allowed_mentions", key).count(mentions.get(key), 0, 100)
        if mentions.get(key) and key in (mentions.get("parse") or []):
            form.at("allowed_mentions").fault(
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", f"parse:[{key!r}] and {key}: exclude"
            )
    if int(body.get("flags") or 0) & ~_SENDABLE_FLAGS:
        form.at("flags").fault("INVALID_FLAGS", "These flags cannot be set.")


def _check_v2(form: Form, body: Json) -> None:
    for key in ("content", "embeds", "poll", "sticker_ids"):
        if body.get(key):
            form.at(key).fault(
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )


def _check_embeds(form: Form, embeds: list[Json]) -> None:
    form.count(embeds, 0, 10)
    total = 0
    for index, embed in enumerate(embeds):
        place = form.at(index)
        for key, high in _EMBED_TEXTS:
            place.at(key).text(embed.get(key), 0, high)
        footer = part(embed, "footer").get("text")
        author = part(embed, "author").get("name")
        place.at("footer", "text").text(footer, 0, 2048)
        place.at("author", "name").text(author, 0, 256)
        fields = parts(embed, "fields")
        place.at("fields").count(fields, 0, 25)
        for number, field in enumerate(fields):
            place.at("fields", number, "name").text(field.get("name"), 1, 256)
            place.at("fields", number, "value").text(field.get("value"), 1, 1024)
        shown = [embed.get("title"), embed.get("description"), footer, author]
        shown += [field.get(key) for field in fields for key in ("name", "value")]
        total += sum(size(str(text)) for text in shown if text)
    if total > 6000:
        form.fault("MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def _text(nonce: object) -> str | None:
    return None if nonce is None else str(nonce)
