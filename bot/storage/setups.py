"""Queries about guided set-ups: one row per community, so that any moderator can go on with it."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from sqlalchemy import select

from bot.model import ChannelId, CommunityId, PostKind, RoleId, Setup, SetupDraft, SetupStep
from bot.storage.database import Transaction
from bot.storage.rows import upsert
from bot.storage.tables import setup


async def load_setup(tx: Transaction, community_id: CommunityId) -> Setup | None:
    """Return a community's set-up, if one was ever begun."""
    query = select(setup).where(setup.c.community_id == community_id)
    row = (await tx.execute(query)).one_or_none()
    if row is None:
        return None
    kept = row.draft
    return Setup(
        community_id=row.community_id,
        step=row.step,
        version=row.version,
        draft=_read(kept),
        turns=tuple(map(SetupStep, kept["turns"])),
    )


async def save_setup(tx: Transaction, changed: Setup, at: datetime) -> None:
    """Store a set-up in place of what was stored; ``at`` is aware UTC."""
    row = {
        "community_id": changed.community_id,
        "step": changed.step,
        "version": changed.version,
        "draft": {**_write(changed.draft), "turns": changed.turns},
        "changed_at": at,
    }
    await tx.execute(upsert(setup, row, "community_id"))


def _write(draft: SetupDraft) -> dict[str, Any]:
    times = draft.times
    return {
        "channels": draft.channels,
        "zone": draft.zone,
        "times": times and {kind: [day, f"{at:%H:%M}"] for kind, (day, at) in times.items()},
        "mentors": draft.mentors,
    }


def _read(kept: dict[str, Any]) -> SetupDraft:
    channels, times, mentors = kept["channels"], kept["times"], kept["mentors"]
    return SetupDraft(
        channels=channels
        and {PostKind(kind): ChannelId(place) for kind, place in channels.items()},
        zone=kept["zone"],
        times=times
        and {PostKind(kind): (day, time.fromisoformat(at)) for kind, (day, at) in times.items()},
        mentors=None if mentors is None else tuple(map(RoleId, mentors)),
    )
