"""Housekeeping: what is kept for a time goes when the time is over."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from bot.model import CommunityId
from bot.services.audit import Audit
from bot.services.community_data import CommunityData

log = structlog.get_logger(__name__)


class Housekeeping:
    """Delete what is too old, at the start and once a day."""

    def __init__(
        self,
        audit: Audit,
        community_data: CommunityData,
        is_present: Callable[[CommunityId], bool],
    ) -> None:
        self._is_present = is_present
        self._audit = audit
        self._community_data = community_data

    async def run(self) -> None:
        """Delete everything whose time is over."""
        changes = await self._audit.forget()
        imports = await self._community_data.forget()
        removed = await self._community_data.purge_removed(self._is_present)
        log.info("housekeeping.done", changes=changes, imports=imports, communities=removed)
