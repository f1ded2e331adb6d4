"""Queries about members: what they told the bot about themselves and how to reach them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select, update

from bot.model import HeldCertification, Member, MemberId
from bot.storage.database import Transaction
from bot.storage.rows import insert_missing, read, upsert, values
from bot.storage.tables import held_certification, member, member_skill

_NAMES = {"id": "member_id"}


async def load_member(tx: Transaction, member_id: MemberId) -> Member:
    """Return a member; one who told nothing has the defaults."""
    row = (await tx.execute(select(member).where(member.c.member_id == member_id))).one_or_none()
    return Member(member_id) if row is None else read(Member, row, _NAMES)


async def save_member(tx: Transaction, changed: Member) -> None:
    """Store what a member told, in place of what was stored."""
    await tx.execute(upsert(member, values(changed, _NAMES), "member_id"))


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
    return {row.member_id for row in rows}


async def list_skills(tx: Transaction, member_id: MemberId) -> list[str]:
    """Return the skills a member says they have, in order of name."""
    query = select(member_skill.c.skill).where(member_skill.c.member_id == member_id)
    return [row.skill for row in await tx.execute(query.order_by(member_skill.c.skill))]


async def save_skills(tx: Transaction, member_id: MemberId, skills: Iterable[str]) -> None:
    """Store a member's skills in place of those stored."""
    await tx.execute(delete(member_skill).where(member_skill.c.member_id == member_id))
    if rows := [{"member_id": member_id, "skill": skill} for skill in skills]:
        await tx.execute(insert_missing(member_skill), rows)


async def list_held(tx: Transaction, member_id: MemberId) -> list[HeldCertification]:
    """Return the certifications a member says they hold."""
    query = select(held_certification).where(held_certification.c.member_id == member_id)
    rows = await tx.execute(query.order_by(held_certification.c.certification))
    return [read(HeldCertification, row) for row in rows]


async def save_held(tx: Transaction, member_id: MemberId, held: HeldCertification) -> None:
    """Store a certification a member holds."""
    row = {"member_id": member_id, **values(held)}
    await tx.execute(upsert(held_certification, row, "member_id", "certification"))


async def delete_held(tx: Transaction, member_id: MemberId, certification: str) -> None:
    """Forget a certification a member held."""
    await tx.execute(
        delete(held_certification).where(
            held_certification.c.member_id == member_id,
            held_certification.c.certification == certification,
        )
    )
