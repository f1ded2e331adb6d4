"""Many communities with the same post at the same minute, written at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from bot.model import PostKind
from bot.schedule.kinds import DEFAULTS
from bot.schedule.recurrence import next_after
from bot.storage.database import Database
from bot.storage.tables import schedule


async def seed(database: Database, places: Iterable[tuple[str, str]], now: datetime) -> datetime:
    """Store a weekly tip for each (community, channel); return when all of them are due."""
    rule = DEFAULTS[PostKind.TREND_TIP]
    due_at = next_after(rule, now)
    if due_at is None:
        raise ValueError("a weekly rule does not end")
    row: dict[str, Any] = {
        "kind": PostKind.TREND_TIP.value,
        "subject_id": "",
        "frequency": rule.frequency.value,
        "local_time": rule.at,
        "zone": rule.zone,
        "weekday": rule.weekday,
        "every": rule.every,
        "next_run_at": due_at,
    }
    rows = [{**row, "community_id": place, "channel_id": channel} for place, channel in places]
    async with database.write() as tx:
        await tx.execute(insert(schedule), rows)
    return due_at
