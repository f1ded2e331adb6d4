"""/privacy: what is stored about a member, as a file, and gone on request."""

from __future__ import annotations

from bot.dialogues.seam import Answer, Ask, Noun, Replace
from bot.replies import policy
from bot.replies import privacy as replies

privacy = Noun("privacy", "What is stored about you")


@privacy.command("info")
async def info(ask: Ask) -> Answer:
    """See what is stored about you, why and for how long."""
    return policy.info(ask.services.operator_contact)


@privacy.command("export")
async def export(ask: Ask) -> Answer:
    """Get everything stored about you as a file."""
    return await press_export(ask)


@privacy.command("delete")
async def delete(ask: Ask) -> Answer:
    """Delete everything stored about you (shows what first, then asks)."""
    return replies.preview(await ask.services.privacy.count(ask.member))


@privacy.button("privacy.read")
async def press_read(ask: Ask, page: int = 1) -> Answer:
    """Turn the pages of what is stored."""
    return Replace(policy.info(ask.services.operator_contact), page)


@privacy.button("privacy.export")
async def press_export(ask: Ask) -> Answer:
    """Hand over the export as a new private message."""
    return replies.export(await ask.services.privacy.export(ask.member))


@privacy.button("privacy.preview")
async def press_preview(ask: Ask) -> Answer:
    """Show what deleting would remove."""
    return Replace(replies.preview(await ask.services.privacy.count(ask.member)))


@privacy.button("privacy.delete")
async def press_delete(ask: Ask) -> Answer:
    """Delete after the confirmation."""
    return Replace(replies.deleted(await ask.services.privacy.delete(ask.member)))


@privacy.button("privacy.cancel")
async def press_cancel(ask: Ask) -> Answer:
    """Leave everything as it is."""
    return Replace(replies.cancelled())
