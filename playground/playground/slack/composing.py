"""What a message may say: text, blocks, attachments, metadata, with Slack's own limits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from playground.slack.block_kit import blocks as block_kit
from playground.slack.errors import SlackError, refused_arguments, refused_blocks
from playground.wire import Json, encode

MAX_TEXT: Final = 40_000
MAX_UPDATED_TEXT: Final = 4_000
MAX_ATTACHMENTS: Final = 100
# docs.slack.dev, messaging/message-metadata names the error, not the size; 8,000 bytes are assumed.
MAX_METADATA_BYTES: Final = 8_000
_EVENT_TYPE: Final = re.compile(r"[A-Za-z0-9_.\-]{1,255}")


@dataclass(frozen=True, slots=True)
class Content:
    """Hold what a message says, as Slack keeps it; None where nothing was given."""

    text: str | None
    blocks: list[Json] | None
    attachments: list[Json] | None
    metadata: Json | None

    is_cut: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to show."""
        return not (self.text or self.blocks or self.attachments)

    def check_size(self) -> None:
        """Refuse blocks that say too much together, as the chat methods do.

        Raises
        ------
        SlackError
            msg_blocks_too_long.
        """
        if self.blocks and block_kit.size_of(self.blocks) > block_kit.MAX_SIZE:
            raise SlackError("msg_blocks_too_long")


def content_of(given: Mapping[str, Any], longest: int | None = None) -> Content:
    """Read and check what a message is to say; text beyond 40,000 characters is cut.

    Raises
    ------
    SlackError
        invalid_blocks, invalid_blocks_format, msg_too_long (beyond ``longest``),
        too_many_attachments, markdown_text_conflict or one about metadata.
    """
    text = given.get("text")
    if text is not None and not isinstance(text, str):
        text = str(text)
    if longest is not None and text is not None and len(text) > longest:
        raise SlackError("msg_too_long")
    blocks = _blocks(given.get("blocks"))
    markdown = given.get("markdown_text")
    if markdown is not None:
        if text or blocks:
            raise SlackError("markdown_text_conflict")
        if len(str(markdown)) > block_kit.MAX_MARKDOWN:
            raise SlackError("msg_too_long")
        blocks = block_kit.completed([{"type": "markdown", "text": str(markdown)}])
        text = str(markdown)
    return Content(
        None if text is None else text[:MAX_TEXT],
        blocks,
        _attachments(given.get("attachments")),
        _metadata(given.get("metadata")),
        is_cut=text is not None and len(text) > MAX_TEXT,
    )


def _blocks(given: Any) -> list[Json] | None:
    if given is None:
        return None
    if not isinstance(given, list):
        raise SlackError("invalid_blocks_format")
    if problems := block_kit.message_problems(given):
        raise refused_blocks(problems)
    blocks = cast(list[Json], given)
    if block_kit.markdown_length(blocks) > block_kit.MAX_MARKDOWN:
        raise SlackError("msg_blocks_too_long")
    return block_kit.completed(blocks)


def _attachments(given: Any) -> list[Json] | None:
    if given is None:
        return None
    if not isinstance(given, list):
        raise SlackError("invalid_attachments")
    attachments = cast(list[Any], given)
    if len(attachments) > MAX_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    kept: list[Json] = []
    for number, each in enumerate(attachments, start=1):
        if not isinstance(each, dict):
            raise SlackError("invalid_attachments")
        attachment = cast(Json, each)
        inner = _blocks(attachment.get("blocks"))
        kept.append({"id": number, **attachment, **({"blocks": inner} if inner else {})})
    return kept


def _metadata(given: Any) -> Json | None:
    """Return metadata; an empty object, which takes it away, as it is."""
    if given is None:
        return None
    if not isinstance(given, dict):
        raise SlackError("invalid_metadata_format")
    metadata = cast(Json, given)
    if not metadata:
        return metadata
    unknown = set(metadata) - {"event_type", "event_payload", "entities"}
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if unknown or not isinstance(kind, str) or not isinstance(payload, dict):
        raise SlackError("invalid_metadata_format")
    if not _EVENT_TYPE.fullmatch(kind):
        raise SlackError("invalid_metadata_schema")
    if len(encode(metadata)) > MAX_METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return metadata


def required(given: Mapping[str, Any], *names: str) -> list[str]:
    """Return arguments as text; raise invalid_arguments for what is missing."""
    if missing := [name for name in names if given.get(name) in (None, "")]:
        raise refused_arguments(*(f"missing required field: {name}" for name in missing))
    return [str(given[name]) for name in names]


def is_true(given: Any) -> bool:
    """Tell whether an argument says yes: true, "true" or 1."""
    return given is True or str(given).lower() in ("1", "true")
