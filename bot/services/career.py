"""Careers: where a member stands on the path and what a job role still asks of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from bot.catalogue import Catalogue
from bot.catalogue.gaps import Gap, find_gap, held_for
from bot.catalogue.schema import CareerRole
from bot.catalogue.search import CatalogueSearch
from bot.model import Goal, GoalState, MemberId, PathProgress
from bot.replies.refusals import goals as goal_refusals
from bot.services.goal_room import MAX_OPEN_GOALS
from bot.services.goals import Goals
from bot.services.mentoring import Mentoring
from bot.services.profiles import Profiles
from bot.words import languages, speak


class Career:
    """Relate what members told and their goals to the path and its roles.

    A goal stands for an entry of the catalogue while it has the title that the entry gives, in any
    language; of several a finished one counts.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        search: CatalogueSearch,
        profiles: Profiles,
        goals: Goals,
        mentoring: Mentoring,
    ) -> None:
        self._catalogue = catalogue
        self._search = search
        self._profiles = profiles
        self._goals = goals
        self._mentoring = mentoring

    async def progress(self, member_id: MemberId) -> PathProgress:
        """Return the stage a member told and the goals they have from the path's steps."""
        profile = await self._profiles.load(member_id)
        found = await self._goals_from(member_id, (("step", one) for one in self._catalogue.steps))
        return PathProgress(profile.stage, {step: goal for (_, step), goal in found.items()})

    async def gap(self, member_id: MemberId, target: str) -> Gap:
        """Compare a member with a job role, as typed.

        Raises
        ------
        NotFoundError
            No job role has this name.
        """
        profile = await self._profiles.load(member_id)
        role = self._search.find_role(target)
        entries = (
            *(("step", step) for step in self._catalogue.steps),
            *(("certification", one) for one in role.useful_certifications),
            *(("skill", skill) for skill in role.key_skills),
            ("role", role.id),
        )
        found = await self._goals_from(member_id, entries)

        def goal_of(kind: str, entry: str) -> Goal | None:
            return found.get((kind, entry))

        return find_gap(role, profile, goal_of, self._catalogue)

    async def tell(
        self,
        member_id: MemberId,
        role: CareerRole,
        skills: Collection[str],
        certifications: Collection[str],
        stage: str,
    ) -> None:
        """Keep which of a role's skills and certifications a member has, and their stage.

        Whatever else they told stays; an empty stage is none.
        """
        profile = await self._profiles.load(member_id)
        others = [one for one in profile.skills if one not in role.key_skills]
        held = held_for(profile, self._catalogue)
        gained = [
            one for one in role.useful_certifications if one in certifications and one not in held
        ]
        lost = [
            own
            for one in role.useful_certifications
            if one not in certifications
            for own in held.get(one, ())
        ]
        await self._profiles.tell(member_id, stage or None, (*others, *skills), gained, lost)

    async def take(
        self, member_id: MemberId, kind: str, entry: str, due_on: date | None = None
    ) -> tuple[Goal, bool]:
        """Make a goal from an entry of the catalogue; return it and whether it is new.

        Raises
        ------
        StaleActionError
            The entry is no longer in the catalogue.
        InvalidInputError
            The member has too many open goals.
        """
        title, certification = self._mentoring.goal_idea(kind, entry)
        titles = self._titles(kind, entry)
        return await self._goals.take(member_id, title, certification, titles, due_on)

    async def take_steps(
        self, member_id: MemberId, steps: Sequence[tuple[str, date | None]]
    ) -> list[Goal]:
        """Make goals of several steps of the path, each with its day; return those that are new.

        Raises
        ------
        StaleActionError
            A step is no longer in the catalogue.
        InvalidInputError
            The member has no room for those that are not goals yet; none was made.
        """
        there = await self._goals_from(member_id, (("step", step) for step, _day in steps))
        missing = [(step, day) for step, day in steps if ("step", step) not in there]
        open_now = await self._goals.count(member_id, GoalState.OPEN)
        if missing and open_now + len(missing) > MAX_OPEN_GOALS:
            raise goal_refusals.too_many(MAX_OPEN_GOALS)
        taken = [await self.take(member_id, "step", step, day) for step, day in missing]
        return [goal for goal, is_new in taken if is_new]

    async def open_goal(self, member_id: MemberId, kind: str, entry: str) -> Goal | None:
        """Return the open goal that a member has from an entry of the catalogue, if any.

        Raises
        ------
        StaleActionError
            The entry is no longer in the catalogue.
        """
        titles = self._titles(kind, entry)
        goals = await self._goals.titled(member_id, titles, GoalState.OPEN)
        return next(iter(goals.values()), None)

    async def _goals_from(
        self, member_id: MemberId, entries: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], Goal]:
        """Return the member's goals from some entries of the catalogue, by kind and entry."""
        titles = {entry: self._titles(*entry) for entry in entries}
        by_title = await self._goals.titled(
            member_id, [title for several in titles.values() for title in several]
        )
        found: dict[tuple[str, str], Goal] = {}
        for entry, several in titles.items():
            goals = [by_title[title] for title in several if title in by_title]
            if goals:
                found[entry] = min(goals, key=lambda goal: goal.state is not GoalState.DONE)
        return found

    def _titles(self, kind: str, entry: str) -> tuple[str, ...]:
        titles: list[str] = []
        for language in languages():
            with speak(language):
                titles.append(" ".join(self._mentoring.goal_idea(kind, entry)[0].split()))
        return tuple(dict.fromkeys(titles))
