"""In which language a post is written."""

from __future__ import annotations

from bot.schedule.kinds import Owned
from bot.storage import communities, members
from bot.storage.database import Transaction


async def load_language(tx: Transaction, owner: Owned) -> str | None:
    """Return the language (BCP 47) that whoever a post belongs to has chosen, if they have."""
    if owner.community_id is not None:
        return (await communities.load_community(tx, owner.community_id)).locale
    if owner.member_id is not None:
        return (await members.load_member(tx, owner.member_id)).locale
    return None
