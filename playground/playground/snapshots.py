"""The whole world as JSON, and back."""

from __future__ import annotations

import base64
from dataclasses import fields
from typing import TYPE_CHECKING

from playground.files import StoredFile
from playground.guild import Guild
from playground.wire import Json

if TYPE_CHECKING:
    from playground.world import World


def dump(world: World) -> Json:
    """Return the whole state."""
    return {
        "last_id": world.ids.last,
        "users": world.users,
        "bot": world.bot["id"],
        "application": world.application,
        "guilds": [
            {field.name: getattr(guild, field.name) for field in fields(guild)}
            for guild in world.guilds.values()
        ],
        "dms": world.dms,
        "commands": world.commands,
        "closed_dms": sorted(world.closed_dms),
        "installed_by": sorted(world.installed_by),
        "locales": world.locales,
        "has_commanded": sorted(world.has_commanded),
        "messages": world.messages.dump(),
        "reactions": world.reactions.by_message,
        "pins": world.pins.by_channel,
        "votes": world.polls.by_message,
        "invites": world.invites.by_code,
        "webhooks": world.webhooks.by_id,
        "files": {
            key: [f.filename, f.content_type, base64.b64encode(f.body).decode()]
            for key, f in world.files.items()
        },
    }


def load(world: World, state: Json) -> None:
    """Replace everything by what ``dump`` returned, telling nobody."""
    world.ids.last = max(world.ids.last, state["last_id"])
    world.users = state["users"]
    world.bot = world.users[state["bot"]]
    world.application = state["application"]
    world.guilds = {g["data"]["id"]: Guild(**g) for g in state["guilds"]}
    world.dms = state["dms"]
    world.commands = state["commands"]
    world.closed_dms = set(state["closed_dms"])
    world.installed_by = set(state.get("installed_by", ()))
    world.locales = state.get("locales", {})
    world.has_commanded = set(state.get("has_commanded", ()))
    world.messages.load(state["messages"])
    world.reactions.by_message = state.get("reactions", {})
    world.pins.by_channel = state.get("pins", {})
    world.polls.by_message = state.get("votes", {})
    world.invites.by_code = state.get("invites", {})
    world.webhooks.by_id = state.get("webhooks", {})
    world.files = {
        key: StoredFile(name, kind, base64.b64decode(body))
        for key, (name, kind, body) in state["files"].items()
    }
