"""files.*: uploads in three steps, and what became of them."""

from __future__ import annotations

import mimetypes
from pathlib import PurePosixPath
from typing import Any, Final, cast

from playground.slack.composing import is_true
from playground.slack.errors import SlackError, refused_arguments
from playground.slack.messages import Message
from playground.slack.methods.call import Call, method
from playground.slack.people import PUBLIC
from playground.slack.rate_limits import TIER_3, TIER_4
from playground.slack.workspace import File
from playground.wire import Json

MAX_FILE_BYTES: Final = 1_000_000_000


@method("files.getUploadURLExternal", TIER_4, "files:write")
def get_upload_url(call: Call) -> Json:
    """Return where to send the bytes of a file of a name and length."""
    [name, _] = call.need("filename", "length")
    length = call.number("length", 0)
    if length < 1:
        raise refused_arguments("must be greater than 0 [json-pointer:/length]")
    if length > MAX_FILE_BYTES:
        raise SlackError("file_upload_size_restricted")
    file = File(call.workspace.ids.next("F"), name, name, length=length)
    file.alt_text = str(call.given.get("alt_txt") or "")
    call.workspace.files[file.id] = file
    return {"ok": True, "upload_url": f"{call.url}/upload/v1/{file.id}", "file_id": file.id}


@method("files.completeUploadExternal", TIER_4, "files:write")
def complete_upload(call: Call) -> Json:
    """Finish uploads and show them in a channel, if one is given."""
    listed = call.given.get("files")
    if not isinstance(listed, list) or not listed:
        raise refused_arguments("missing required field: files")
    files = [_uploaded(call, each) for each in cast(list[Any], listed)]
    for name in _channels(call):
        channel = call.workspace.conversations.get(name)
        if channel is None or (channel.kind != PUBLIC and call.bot.id not in channel.members):
            raise SlackError("invalid_channel")
        if call.bot.id not in channel.members or channel.is_archived:
            raise SlackError("posting_to_channel_denied")
        for file in files:
            file.shared_in.append(channel.id)
        thread = call.given.get("thread_ts")
        call.workspace.post(
            Message(
                channel.id,
                call.workspace.windows.timestamp(),
                call.bot.id,
                call.workspace.team_id,
                str(call.given.get("initial_comment") or ""),
                bot_profile=call.workspace.bot_profile(),
                thread_ts=str(thread) if thread else None,
                files=[_told(call, each) for each in files],
            )
        )
    return {"ok": True, "files": [_told(call, each) for each in files]}


@method("files.info", TIER_4, "files:read")
def info(call: Call) -> Json:
    """Return a file."""
    [name] = call.need("file")
    file = call.workspace.files.get(name)
    if file is None or file.body is None:
        raise SlackError("file_not_found")
    return {"ok": True, "file": _told(call, file), "comments": []}


@method("files.delete", TIER_3, "files:write")
def delete(call: Call) -> Json:
    """Delete a file."""
    [name] = call.need("file")
    if call.workspace.files.pop(name, None) is None:
        raise SlackError("file_not_found")
    return {"ok": True}


def _channels(call: Call) -> list[str]:
    given = call.given.get("channel_id") or call.given.get("channels") or ""
    return [each for each in str(given).split(",") if each]


def _uploaded(call: Call, listed: Any) -> File:
    given = cast(Json, listed) if isinstance(listed, dict) else {}
    file = call.workspace.files.get(str(given.get("id")))
    if file is None or file.body is None:
        raise SlackError("file_not_found")
    file.title = str(given.get("title") or file.name)
    return file


def _told(call: Call, file: File) -> Json:
    suffix = PurePosixPath(file.name).suffix.removeprefix(".")
    address = f"{call.url}/files-pri/{call.workspace.team_id}-{file.id}"
    return {
        "id": file.id,
        "created": int(call.workspace.windows.now()),
        "name": file.name,
        "title": file.title,
        "mimetype": mimetypes.guess_type(file.name)[0] or "application/octet-stream",
        "filetype": suffix or "binary",
        "user": call.bot.id,
        "mode": "hosted",
        "is_public": is_true(bool(file.shared_in)),
        "size": file.length,
        "alt_txt": file.alt_text,
        "url_private": f"{address}/{file.name}",
        "url_private_download": f"{address}/download/{file.name}",
        "permalink": f"{call.url}/files/{call.bot.id}/{file.id}/{file.name}",
        "channels": list(file.shared_in),
    }
