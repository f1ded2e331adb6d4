"""Turning the body of a request into a message, as Discord does."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from playground import permissions as may
from playground.component_limits import walk
from playground.events import Json
from playground.files import StoredFile
from playground.finishing import finish_components, finish_embeds
from playground.message_limits import MAX_FILE_BYTES, check_message
from playground.message_store import COMPONENTS_V2, EPHEMERAL, LOADING
from playground.polls import new_poll
from playground.refusals import refusal
from playground.wire import part, parts
from playground.world import World

EVERYTHING: Final = ("users", "roles", "everyone")
USERS_ONLY: Final = ("users",)
_TOLD_FLAGS: Final = (1 << 2) | EPHEMERAL | (1 << 12) | COMPONENTS_V2


@dataclass(frozen=True, slots=True)
class Upload:
    """Hold one file of a multipart request; ``index`` is the n of its field ``files[n]``."""

    index: int
    filename: str
    body: bytes
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Hold the body and files of a request that sends or edits a message."""

    body: Json
    uploads: tuple[Upload, ...] = ()


def compose(
    world: World,
    channel_id: str,
    draft: Draft,
    *,
    pings: Iterable[str] = EVERYTHING,
    author: Json | None = None,
    **more: Any,
) -> Json:
    """Return a checked message of the bot, or of a webhook's author, that is not stored yet.

    ``more`` are fields of the message; its ``flags`` are added to those of the body. ``pings`` is
    what mentions do when the body has no ``allowed_mentions`` (docs: everything in normal messages,
    users only in webhook and interaction messages).

    Raises
    ------
    RefusalError
        The body breaks one of Discord's limits.
    """
    body = draft.body
    check_message(body, files=len(draft.uploads))
    attachments = _attach(world, channel_id, draft)
    fields: Json = {
        "content": body.get("content") or "",
        "embeds": finish_embeds(parts(body, "embeds")),
        "components": finish_components(world, parts(body, "components"), attachments),
        "attachments": attachments,
        "flags": 0,
        "tts": bool(body.get("tts")),
        **more,
    }
    if body.get("nonce") is not None:
        fields["nonce"] = body["nonce"]
    if body.get("poll"):
        fields["poll"] = new_poll(body["poll"])
    fields["flags"] |= int(body.get("flags") or 0) & _TOLD_FLAGS
    fields.update(_mentions(world, fields, body, pings))
    if not world.permissions(world.bot["id"], channel_id) & may.MENTION_EVERYONE:
        fields["mention_everyone"] = False
    _mention_replied(fields, body)
    return world.new_message(author or world.bot, channel_id, **fields)


def revise(world: World, message: Json, draft: Draft) -> Json:
    """Return the checked changes that a request makes to a message.

    Raises
    ------
    RefusalError
        The message would break one of Discord's limits.
    """
    body = draft.body
    flags = int(message["flags"]) | int(body.get("flags") or 0) & COMPONENTS_V2
    kept = _kept(message, body)
    merged: Json = {
        "content": body["content"] or "" if "content" in body else message["content"],
        "embeds": parts(body, "embeds") if "embeds" in body else message["embeds"],
        "components": parts(body, "components") if "components" in body else message["components"],
        "flags": flags & _TOLD_FLAGS,
    }
    limited = {key: body.get(key) for key in ("attachments", "allowed_mentions")}
    check_message({**limited, **merged}, files=len(draft.uploads) + len(kept))
    attachments = [*kept, *_attach(world, message["channel_id"], draft)]
    components = finish_components(world, merged["components"], attachments)
    embeds = finish_embeds(merged["embeds"])
    changes: Json = {**merged, "components": components, "embeds": embeds}
    changes["attachments"] = attachments
    changes.update(_mentions(world, changes, body, USERS_ONLY))
    changes["flags"] = flags & ~LOADING
    return changes


def store(world: World, channel_id: str, upload: Upload, *, described: Json | None = None) -> Json:
    """Keep an uploaded file and return its attachment object.

    Raises
    ------
    RefusalError
        413, code 40005: the file is larger than 10 MiB.
    """
    if len(upload.body) > MAX_FILE_BYTES:
        raise refusal(40005)
    given = upload.content_type
    content_type = given or mimetypes.guess_type(upload.filename)[0] or "application/octet-stream"
    key = world.ids.next()
    world.files[key] = StoredFile(upload.filename, content_type, upload.body)
    url = f"{world.cdn_url}/attachments/{channel_id}/{key}/{upload.filename}"
    attachment: Json = {
        "id": key,
        "filename": upload.filename,
        "size": len(upload.body),
        "url": url,
        "proxy_url": url,
        "content_type": content_type,
    }
    if described and described.get("description"):
        attachment["description"] = described["description"]
    return attachment


def _attach(world: World, channel_id: str, draft: Draft) -> list[Json]:
    described = {str(a.get("id")): a for a in parts(draft.body, "attachments")}
    return [
        store(world, channel_id, upload, described=described.get(str(upload.index)))
        for upload in draft.uploads
    ]


def _kept(message: Json, body: Json) -> list[Json]:
    if "attachments" not in body:
        return message["attachments"]
    wanted = {str(a.get("id")) for a in parts(body, "attachments")}
    return [a for a in message["attachments"] if a["id"] in wanted]


def _mentions(world: World, message: Json, body: Json, pings: Iterable[str]) -> Json:
    shown = [message["content"], *(str(c.get("content", "")) for c in walk(message["components"]))]
    text = "\n".join(shown)
    if "@" not in text:
        return {"mentions": [], "mention_roles": [], "mention_everyone": False}
    allowed = part(body, "allowed_mentions")
    parse = list(pings) if body.get("allowed_mentions") is None else allowed.get("parse") or []

    def named(kind: str, ids: list[str]) -> list[str]:
        given: list[Any] = allowed.get(kind) or []
        listed = {str(i) for i in given}
        return [i for i in dict.fromkeys(ids) if kind in parse or i in listed]

    users = named("users", re.findall(r"<@!?(\d+)>", text))
    return {
        "mentions": [world.users[user_id] for user_id in users if user_id in world.users],
        "mention_roles": named("roles", re.findall(r"<@&(\d+)>", text)),
        "mention_everyone": "everyone" in parse and bool(re.search(r"@(everyone|here)\b", text)),
    }


def _mention_replied(message: Json, body: Json) -> None:
    """Let a reply ping whom it answers, unless ``allowed_mentions`` says otherwise (docs)."""
    replied = message.get("referenced_message")
    allowed = body.get("allowed_mentions")
    if not replied or (allowed is not None and not allowed.get("replied_user")):
        return
    if replied["author"] not in message["mentions"]:
        message["mentions"] = [*message["mentions"], replied["author"]]
