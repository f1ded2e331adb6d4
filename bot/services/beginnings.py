"""Beginnings: a newcomer's first three steps, with days that their hours allow."""

from __future__ import annotations

from datetime import date, timedelta

from bot.catalogue import Catalogue
from bot.catalogue.schema import Beginning, CareerRole, Step
from bot.model import MemberId
from bot.replies.beginnings import Plan
from bot.replies.refusals import catalogue as refusals
from bot.services.career import Career
from bot.services.goals import Goals
from bot.services.members import Members
from bot.services.profiles import Profiles

# path.yaml counts weeks at a few hours each.
_HOURS_OF_A_WEEK = 4
MOST_HOURS = 40


class Beginnings:
    """Make a newcomer's plan, and begin it: stage, role and zone are told, the steps are goals."""

    def __init__(
        self,
        catalogue: Catalogue,
        career: Career,
        goals: Goals,
        profiles: Profiles,
        members: Members,
    ) -> None:
        self._catalogue = catalogue
        self._career = career
        self._goals = goals
        self._profiles = profiles
        self._members = members

    async def plan(
        self, member_id: MemberId, beginning: str, role: str, hours: int, zone: str
    ) -> Plan:
        """Return a plan without saving anything; the steps follow one another.

        ``beginning`` and ``role`` are ids, ``hours`` a week is 1 to 40, ``zone`` an IANA zone or
        empty.

        Raises
        ------
        StaleActionError
            One of them has left the catalogue.
        """
        start, wanted = self._find(beginning, role)
        hours = min(max(hours, 1), MOST_HOURS)
        day = await self._goals.today(member_id)
        steps: list[tuple[Step, date]] = []
        for step in (self._catalogue.steps[one] for one in start.steps):
            weeks = -(-step.effort_weeks * _HOURS_OF_A_WEEK // hours)
            day += timedelta(weeks=max(weeks, 1))
            steps.append((step, day))
        return Plan(
            start,
            wanted,
            self._catalogue.stages[start.stage],
            hours,
            zone,
            tuple(steps),
            self._catalogue.faq[start.question],
        )

    async def begin(self, member_id: MemberId, made: Plan) -> list[str]:
        """Save a plan and return the titles of the goals that are new; twice adds nothing.

        Raises
        ------
        InvalidInputError
            There is no room for the goals; nothing was saved.
        """
        steps = [(step.id, day) for step, day in made.steps]
        added = await self._career.take_steps(member_id, steps)
        await self._profiles.change(member_id, made.stage.id, made.role.id, None, None)
        if made.zone:
            await self._members.change_settings(member_id, zone=made.zone)
        return [goal.title for goal in added]

    def _find(self, beginning: str, role: str) -> tuple[Beginning, CareerRole]:
        try:
            return self._catalogue.beginnings[beginning], self._catalogue.roles[role]
        except KeyError:
            raise refusals.entry_gone() from None
