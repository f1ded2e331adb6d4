"""Profiles: what members tell about their path; all optional, all theirs to change and delete."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.catalogue.search import CatalogueSearch
from bot.model import HeldCertification, MemberId, Profile
from bot.ports import Clock
from bot.replies.refusals import profiles as refusals
from bot.replies.times import local_day
from bot.services.reading.answers import hear_day, is_cleared, past_day
from bot.services.reading.phrase import Said
from bot.storage import members as queries
from bot.storage.database import Database, Transaction


class Profiles:
    """Keep stage, target role, skills and certifications of members who want it."""

    def __init__(self, database: Database, clock: Clock, search: CatalogueSearch) -> None:
        self._database = database
        self._clock = clock
        self._search = search

    async def load(self, member_id: MemberId) -> Profile:
        """Return a member's profile; one who told nothing has an empty one."""
        async with self._database.read() as tx:
            return await self._load(tx, member_id)

    async def held(self, member_id: MemberId, certification: str) -> HeldCertification:
        """Return a certification as the member holds it, or with nothing known."""
        return _find(await self.load(member_id), certification)

    async def change(
        self,
        member_id: MemberId,
        stage: str | None = None,
        target_role: str | None = None,
        skill: str | None = None,
        certification: str | None = None,
        earned: str | None = None,
        cycle_start: str | None = None,
    ) -> Profile:
        """Store what was typed and return the profile: None stays, an empty text or "off" clears.

        ``skill`` and ``certification`` are added to those there; the dates, as YYYY-MM-DD, belong
        to ``certification``.

        Raises
        ------
        InvalidInputError
            A date cannot be used or belongs to no certification; nothing was stored.
        NotFoundError
            The catalogue has nothing of a name; nothing was stored.
        """
        given = (stage, target_role, skill, certification, earned, cycle_start)
        if all(text is None for text in given):
            return await self.load(member_id)
        aims = self._aims(stage, target_role)
        known = None if skill is None else self._search.find_skill(skill)
        if certification is None and (earned is not None or cycle_start is not None):
            raise refusals.dates_of_nothing()
        earned_said, cycle_said = await _hear(earned), await _hear(cycle_start)
        async with self._database.write() as tx:
            was = await queries.load_member(tx, member_id)
            today = self._latest_today(was.zone)
            if aims:
                await queries.save_member(tx, replace(was, **aims))
            if known is not None:
                had = await queries.list_skills(tx, member_id)
                await queries.save_skills(tx, member_id, sorted({*had, known}))
            if certification is not None:
                known_now = await self._load(tx, member_id)
                held = self._held(certification, earned_said, cycle_said, known_now, today)
                await queries.save_held(tx, member_id, held)
            return await self._load(tx, member_id)

    async def save_skills(self, member_id: MemberId, skills: Iterable[str]) -> Profile:
        """Store the skills a member has, in place of those stored.

        Raises
        ------
        NotFoundError
            One of them is not in the catalogue; nothing was stored.
        """
        known = sorted({self._search.find_skill(skill) for skill in skills})
        async with self._database.write() as tx:
            await queries.save_skills(tx, member_id, known)
            return await self._load(tx, member_id)

    async def tell(
        self,
        member_id: MemberId,
        stage: str | None,
        skills: Iterable[str],
        gained: Iterable[str],
        lost: Iterable[str],
    ) -> None:
        """Store a stage and all skills, and certifications gained or no longer held, by their ids.

        What is known of a certification that stays is kept.
        """
        async with self._database.write() as tx:
            was = await queries.load_member(tx, member_id)
            if was.stage != stage:
                await queries.save_member(tx, replace(was, stage=stage))
            await queries.save_skills(tx, member_id, sorted({*skills}))
            for one in lost:
                await queries.delete_held(tx, member_id, one)
            for one in gained:
                await queries.save_held(tx, member_id, HeldCertification(one))

    async def save_held(
        self,
        member_id: MemberId,
        certification: str,
        earned: str = "",
        cycle_start: str = "",
        instead_of: str = "",
    ) -> Profile:
        """Store a certification the member holds; empty dates are not known.

        Dates are in people's own words and not in the future; the renewal cycle begins when it was
        earned or later. ``instead_of`` is forgotten; an empty ``certification`` only does that.

        Raises
        ------
        InvalidInputError
            A date cannot be used; nothing was stored.
        NotFoundError
            No certification has this name; nothing was stored.
        """
        earned_said, cycle_said = await _hear(earned), await _hear(cycle_start)
        async with self._database.write() as tx:
            held = None
            if not is_cleared(certification):
                today = self._latest_today((await queries.load_member(tx, member_id)).zone)
                was = await self._load(tx, member_id)
                held = self._held(certification, earned_said, cycle_said, was, today)
            if instead_of:
                await queries.delete_held(tx, member_id, instead_of)
            if held is not None:
                await queries.save_held(tx, member_id, held)
            return await self._load(tx, member_id)

    async def delete(self, member_id: MemberId) -> Profile:
        """Delete a profile for good and return what it held; settings stay."""
        async with self._database.write() as tx:
            deleted = await self._load(tx, member_id)
            member = await queries.load_member(tx, member_id)
            if member.stage is not None or member.target_role is not None:
                await queries.save_member(tx, replace(member, stage=None, target_role=None))
            await queries.save_skills(tx, member_id, ())
            for one in deleted.held:
                await queries.delete_held(tx, member_id, one.certification)
        return deleted

    def _aims(self, stage: str | None, target_role: str | None) -> dict[str, str | None]:
        aims: dict[str, str | None] = {}
        if stage is not None:
            aims["stage"] = None if is_cleared(stage) else self._search.find_stage(stage).id
        if target_role is not None:
            is_off = is_cleared(target_role)
            aims["target_role"] = None if is_off else self._search.find_role(target_role).id
        return aims

    def _latest_today(self, zone: str | None) -> date:
        """Return a member's today; the latest anywhere while their zone is not known."""
        return local_day(self._clock.now(), zone or "Pacific/Kiritimati")

    def _held(
        self,
        certification: str,
        earned: Said | str | None,
        cycle_start: Said | str | None,
        profile: Profile,
        today: date,
    ) -> HeldCertification:
        entry, variant = self._search.find_certification(certification)
        held = _find(profile, (variant or entry).id)
        if earned is not None:
            held = replace(held, earned_on=_day(earned, today))
        if cycle_start is not None:
            held = replace(held, cycle_started_on=_day(cycle_start, today))
        if held.earned_on and held.cycle_started_on and held.cycle_started_on < held.earned_on:
            raise refusals.early_cycle()
        return held

    async def _load(self, tx: Transaction, member_id: MemberId) -> Profile:
        member = await queries.load_member(tx, member_id)
        return Profile(
            stage=member.stage,
            target_role=member.target_role,
            skills=tuple(await queries.list_skills(tx, member_id)),
            held=tuple(await queries.list_held(tx, member_id)),
        )


async def _hear(text: str | None) -> Said | str | None:
    """Return what a date says, the empty text where it is to be forgotten, None where it stays."""
    return text if text is None else "" if is_cleared(text) else await hear_day(text)


def _day(said: Said | str, today: date) -> date | None:
    return None if isinstance(said, str) else past_day(said, today)


def _find(profile: Profile, certification: str) -> HeldCertification:
    blank = HeldCertification(certification)
    return next((one for one in profile.held if one.certification == certification), blank)
