"""Housekeeping: what is kept for a time goes when the time is over."""

from __future__ import annotations

import structlog

from bot.services.audit import Audit

log = structlog.get_logger(__name__)


class Housekeeping:
    """Delete what is too old, at the start and once a day."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit

    async def run(self) -> None:
        """Delete everything whose time is over."""
        log.info("housekeeping.done", audit=await self._audit.forget())
