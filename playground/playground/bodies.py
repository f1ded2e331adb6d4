"""The shapes of messages, components, modals and commands (docs, resources and components)."""

from __future__ import annotations

from playground.shapes import (
    boolean,
    choice,
    each,
    later,
    number,
    permissions,
    record,
    scalar,
    snowflake,
    table,
    text,
    whole,
)

TEXT = text()
WHOLE = whole()
FLAGS = whole(0)
EMOJI = record(id=snowflake, name=TEXT, animated=boolean)
_MEDIA = record(url=TEXT)

EMBED = record(
    title=TEXT,
    type=TEXT,
    description=TEXT,
    url=TEXT,
    timestamp=TEXT,
    color=whole(0, 0xFFFFFF),
    footer=record(text=TEXT, icon_url=TEXT),
    image=_MEDIA,
    thumbnail=_MEDIA,
    author=record(name=TEXT, url=TEXT, icon_url=TEXT),
    fields=each(record(name=TEXT, value=TEXT, inline=boolean)),
)

_OPTION = record(label=TEXT, value=TEXT, description=TEXT, emoji=EMOJI, default=boolean)
COMPONENT = record(
    "type",
    type=WHOLE,
    id=whole(0, 2**31 - 1),
    custom_id=TEXT,
    style=WHOLE,
    label=TEXT,
    description=TEXT,
    emoji=EMOJI,
    url=TEXT,
    sku_id=snowflake,
    disabled=boolean,
    options=each(_OPTION),
    placeholder=TEXT,
    min_values=WHOLE,
    max_values=WHOLE,
    default_values=each(record("id", "type", id=snowflake, type=TEXT)),
    channel_types=each(WHOLE),
    required=boolean,
    content=TEXT,
    media=_MEDIA,
    spoiler=boolean,
    items=each(record(media=_MEDIA, description=TEXT, spoiler=boolean)),
    file=_MEDIA,
    spacing=WHOLE,
    divider=boolean,
    accent_color=WHOLE,
    value=TEXT,
    default=boolean,
    min_length=WHOLE,
    max_length=WHOLE,
    components=each(later(lambda: COMPONENT)),
    component=later(lambda: COMPONENT),
    accessory=later(lambda: COMPONENT),
)

_MENTIONS = record(
    parse=each(TEXT), users=each(snowflake), roles=each(snowflake), replied_user=boolean
)
_REFERENCE = record(
    type=choice(0, 1),
    message_id=snowflake,
    channel_id=snowflake,
    guild_id=snowflake,
    fail_if_not_exists=boolean,
)
_POLL = record(
    "question",
    "answers",
    question=record("text", text=text(1, 300)),
    answers=each(record(poll_media=record(text=text(1, 55), emoji=EMOJI)), 1, 10),
    duration=whole(1, 768),
    allow_multiselect=boolean,
    layout_type=choice(1),
)
_MESSAGE = {
    "content": TEXT,
    "nonce": scalar,
    "enforce_nonce": boolean,
    "tts": boolean,
    "embeds": each(EMBED),
    "allowed_mentions": _MENTIONS,
    "message_reference": _REFERENCE,
    "components": each(COMPONENT),
    "sticker_ids": each(snowflake, 0, 3),
    "attachments": each(record(id=snowflake, filename=TEXT, description=TEXT)),
    "flags": FLAGS,
    "poll": _POLL,
}
MESSAGE = record(**_MESSAGE)
WEBHOOK_MESSAGE = record(
    **_MESSAGE,
    username=text(1, 80),
    avatar_url=TEXT,
    thread_name=text(1, 100),
    applied_tags=each(snowflake),
)

_CHOICE = record(name=TEXT, name_localizations=table(TEXT), value=scalar)
CALLBACK = record(
    "type",
    type=WHOLE,
    data=record(**_MESSAGE, choices=each(_CHOICE), custom_id=TEXT, title=TEXT),
)

_NAMED = {
    "name": TEXT,
    "name_localizations": table(TEXT),
    "description": TEXT,
    "description_localizations": table(TEXT),
}
OPTION = record(
    "type",
    **_NAMED,
    type=WHOLE,
    required=boolean,
    choices=each(_CHOICE),
    options=each(later(lambda: OPTION)),
    channel_types=each(WHOLE),
    min_value=number,
    max_value=number,
    min_length=WHOLE,
    max_length=WHOLE,
    autocomplete=boolean,
)
_COMMAND = {
    **_NAMED,
    "options": each(OPTION),
    "default_member_permissions": permissions,
    "dm_permission": boolean,
    "integration_types": each(choice(0, 1)),
    "contexts": each(choice(0, 1, 2)),
    "nsfw": boolean,
    "type": WHOLE,
}
COMMAND = record("name", **_COMMAND, id=snowflake)
COMMAND_CHANGES = record(**_COMMAND)
COMMANDS = each(COMMAND)

DM = record("recipient_id", recipient_id=snowflake)
