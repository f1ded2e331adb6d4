"""Queries about members: what they told the bot about themselves and how to reach them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.model import ChannelId, HeldCertification, Member, MemberId, Place
from bot.storage.database import Transaction
from bot.storage.tables import held_certification, member, member_skill


def _member(row: Row[Any]) -> Member:
    return Member(
        id=MemberId(row.member_id),
        zone=row.zone,
        place=Place(row.place),
        dm_channel_id=None if row.dm_channel_id is None else ChannelId(row.dm_channel_id),
        channel_id=None if row.channel_id is None else ChannelId(row.channel_id),
        consented_at=row.consented_at,
        refused_at=row.refused_at,
        refusal=row.refusal,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
        weekly_cap=row.weekly_cap,
        paused_until=row.paused_until,
        stage=row.stage,
        target_role=row.target_role,
        locale=row.locale,
    )


async def load_member(tx: Transaction, member_id: MemberId) -> Member:
    """Return a member; one who told nothing has the defaults."""
    row = (await tx.execute(select(member).where(member.c.member_id == member_id))).one_or_none()
    return Member(member_id) if row is None else _member(row)


async def save_member(tx: Transaction, changed: Member) -> None:
    """Store what a member told, in place of what was stored."""
    values: dict[str, Any] = {
        "zone": changed.zone,
        "place": changed.place.value,
        "dm_channel_id": changed.dm_channel_id,
        "channel_id": changed.channel_id,
        "consented_at": changed.consented_at,
        "refused_at": changed.refused_at,
        "refusal": changed.refusal,
        "quiet_from": changed.quiet_from,
        "quiet_until": changed.quiet_until,
        "weekly_cap": changed.weekly_cap,
        "paused_until": changed.paused_until,
        "stage": changed.stage,
        "target_role": changed.target_role,
        "locale": changed.locale,
    }
    write = insert(member).values(member_id=changed.id, **values)
    await tx.execute(write.on_conflict_do_update(index_elements=["member_id"], set_=values))


async def refuse_dm(tx: Transaction, member_id: MemberId, at: datetime, reason: str) -> None:
    """Note since when direct messages do not reach a member; the first time counts."""
    write = update(member).where(member.c.member_id == member_id, member.c.refused_at.is_(None))
    await tx.execute(write.values(refused_at=at, refusal=reason))


async def accept_dm(tx: Transaction, member_id: MemberId) -> bool:
    """Forget that direct messages were refused; tell whether they were."""
    write = update(member).where(member.c.member_id == member_id, member.c.refused_at.is_not(None))
    return (await tx.execute(write.values(refused_at=None, refusal=None))).rowcount == 1


async def list_refused(tx: Transaction) -> set[MemberId]:
    """Return whom direct messages do not reach at present."""
    rows = await tx.execute(select(member.c.member_id).where(member.c.refused_at.is_not(None)))
    return {MemberId(row.member_id) for row in rows}


async def list_skills(tx: Transaction, member_id: MemberId) -> list[str]:
    """Return the skills a member says they have, in order of name."""
    query = select(member_skill.c.skill).where(member_skill.c.member_id == member_id)
    return [row.skill for row in await tx.execute(query.order_by(member_skill.c.skill))]


async def save_skills(tx: Transaction, member_id: MemberId, skills: Iterable[str]) -> None:
    """Store a member's skills in place of those stored."""
    await tx.execute(delete(member_skill).where(member_skill.c.member_id == member_id))
    if rows := [{"member_id": member_id, "skill": skill} for skill in skills]:
        await tx.execute(insert(member_skill).on_conflict_do_nothing(), rows)


async def list_held(tx: Transaction, member_id: MemberId) -> list[HeldCertification]:
    """Return the certifications a member says they hold."""
    query = select(held_certification).where(held_certification.c.member_id == member_id)
    rows = await tx.execute(query.order_by(held_certification.c.certification))
    return [
        HeldCertification(row.certification, row.earned_on, row.cycle_started_on) for row in rows
    ]


async def save_held(tx: Transaction, member_id: MemberId, held: HeldCertification) -> None:
    """Store a certification a member holds."""
    dates = {"earned_on": held.earned_on, "cycle_started_on": held.cycle_started_on}
    write = insert(held_certification).values(
        member_id=member_id, certification=held.certification, **dates
    )
    key = ["member_id", "certification"]
    await tx.execute(write.on_conflict_do_update(index_elements=key, set_=dates))


async def delete_held(tx: Transaction, member_id: MemberId, certification: str) -> None:
    """Forget a certification a member held."""
    await tx.execute(
        delete(held_certification).where(
            held_certification.c.member_id == member_id,
            held_certification.c.certification == certification,
        )
    )
