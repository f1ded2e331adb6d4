"""Publish the commands only when their payload changed, and know their ids."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from discord import app_commands

log = structlog.get_logger(__name__)


async def _fingerprint(tree: app_commands.CommandTree[Any], application: int | None) -> str:
    """Return what changes with anything Discord is told, translations included."""
    translator, commands = tree.translator, tree.get_commands()
    payload = [
        command.to_dict(tree)
        if translator is None
        else await command.get_translated_payload(tree, translator)
        for command in commands
    ]
    text = json.dumps([str(application), payload], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


async def publish(
    tree: app_commands.CommandTree[Any], remembered: str | None
) -> tuple[dict[str, int], str | None]:
    """Sync the tree if it differs from what was last synced to this application.

    Discord allows 200 new commands a day per guild, and a rename loses the moderators' permission
    overrides (docs: interactions/application-commands), hence never on every start.

    Returns the command ids by root name, and what to remember, or None when nothing was published.
    """
    fingerprint = await _fingerprint(tree, tree.client.application_id)
    known: dict[str, Any] = json.loads(remembered) if remembered else {}
    published = {command.name: command.id for command in await tree.fetch_commands()}
    expected = {command.name for command in tree.get_commands()}
    if known.get("fingerprint") == fingerprint and set(published) == expected:
        log.info("commands.unchanged", count=len(published))
        return published, None
    ids = {command.name: command.id for command in await tree.sync()}
    log.info("commands.published", count=len(ids))
    return ids, json.dumps({"fingerprint": fingerprint})
