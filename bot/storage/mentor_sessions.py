"""Queries about what is written down of mentorships: sessions, how it went, and thanks."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from bot.model import MemberId
from bot.model_mentoring import MentorshipId, Review, Session, SideName, Thanks
from bot.storage.database import Transaction
from bot.storage.mentoring_tables import (
    mentorship_review,
    mentorship_session,
    mentorship_side,
    mentorship_thanks,
)
from bot.storage.rows import insert_missing, read, upsert, values


async def save(tx: Transaction, wanted: Session) -> tuple[Session, bool]:
    """Store a session unless it is there: the same member, mentorship, day and minutes.

    Another next step takes the place of the one it had. Return what is stored then, and whether
    anything changed.
    """
    write = insert_missing(mentorship_session).values(**values(wanted))
    if (await tx.execute(write)).rowcount == 1:
        return wanted, True
    table = mentorship_session.c
    query = select(mentorship_session).where(
        table.mentorship_id == wanted.mentorship_id,
        table.member_id == wanted.member_id,
        table.held_on == wanted.held_on,
        table.minutes == wanted.minutes,
    )
    there = read(Session, (await tx.execute(query)).one())
    if wanted.next_step in ("", there.next_step):
        return there, False
    changed = replace(there, next_step=wanted.next_step)
    await tx.execute(upsert(mentorship_session, values(changed), "id"))
    return changed, True


async def load(tx: Transaction, session_id: str) -> Session | None:
    """Return a session, whoever wrote it down."""
    query = select(mentorship_session).where(mentorship_session.c.id == session_id)
    row = (await tx.execute(query)).one_or_none()
    return None if row is None else read(Session, row)


async def delete(tx: Transaction, member_id: MemberId, session_id: str) -> bool:
    """Delete a session that a member wrote down; tell whether it was there."""
    table = mentorship_session.c
    write = mentorship_session.delete().where(table.id == session_id, table.member_id == member_id)
    return (await tx.execute(write)).rowcount == 1


async def list_of(tx: Transaction, member_id: MemberId, side: SideName) -> list[Session]:
    """Return the sessions of all mentorships of a member on one side, the newest first.

    What both sides wrote down of one meeting is returned once: as the member wrote it.
    """
    table = mentorship_session.c
    query = (
        select(mentorship_session)
        .join(mentorship_side, mentorship_side.c.mentorship_id == table.mentorship_id)
        .where(mentorship_side.c.member_id == member_id, mentorship_side.c.side == side)
        .order_by(table.held_on.desc(), table.logged_at.desc(), table.member_id != member_id)
    )
    found = [read(Session, row) for row in await tx.execute(query)]
    own = {_meeting(one) for one in found if one.member_id == member_id}
    return [one for one in found if one.member_id == member_id or _meeting(one) not in own]


def _meeting(one: Session) -> tuple[MentorshipId, object, int]:
    return one.mentorship_id, one.held_on, one.minutes


async def save_review(tx: Transaction, wanted: Review) -> None:
    """Store how a mentorship went for one side, in place of what they said before."""
    await tx.execute(upsert(mentorship_review, values(wanted), "mentorship_id", "member_id"))


async def load_review(
    tx: Transaction, mentorship_id: MentorshipId, member_id: MemberId
) -> Review | None:
    """Return how a mentorship went for one side, if they said so."""
    query = select(mentorship_review).where(
        mentorship_review.c.mentorship_id == mentorship_id,
        mentorship_review.c.member_id == member_id,
    )
    row = (await tx.execute(query)).one_or_none()
    return None if row is None else read(Review, row)


async def save_thanks(tx: Transaction, wanted: Thanks) -> None:
    """Store what a learner thanks for, in place of what they wrote before."""
    await tx.execute(upsert(mentorship_thanks, values(wanted), "mentorship_id"))


async def delete_unsent(tx: Transaction, member_id: MemberId, mentorship_id: str) -> None:
    """Delete what a learner wrote and did not send."""
    table = mentorship_thanks.c
    write = mentorship_thanks.delete().where(
        table.mentorship_id == mentorship_id,
        table.member_id == member_id,
        table.sent_at.is_(None),
    )
    await tx.execute(write)


async def load_thanks(tx: Transaction, mentorship_id: str) -> Thanks | None:
    """Return what a learner thanks for, sent or not."""
    query = select(mentorship_thanks).where(mentorship_thanks.c.mentorship_id == mentorship_id)
    row = (await tx.execute(query)).one_or_none()
    return None if row is None else read(Thanks, row)
