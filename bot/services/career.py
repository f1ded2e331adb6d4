"""Careers: where a member stands on the path and what a job role still asks of them."""

from __future__ import annotations

from bot.catalogue import Catalogue
from bot.catalogue.gaps import Gap, find_gap
from bot.catalogue.search import CatalogueSearch
from bot.model import Goal, GoalState, MemberId, PathProgress
from bot.replies.refusals import profiles as refusals
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
        by_title = await self._by_title(member_id)
        found = {step: self._find(by_title, "step", step) for step in self._catalogue.steps}
        goals = {step: goal for step, goal in found.items() if goal is not None}
        return PathProgress(profile.stage, goals)

    async def gap(self, member_id: MemberId, target: str | None) -> Gap:
        """Compare a member with a job role: ``target`` as typed, else the one they told.

        Raises
        ------
        NotFoundError
            No job role has this name.
        InvalidInputError
            No role is given, neither now nor in the profile.
        """
        profile = await self._profiles.load(member_id)
        wanted = target or profile.target_role
        if wanted is None:
            raise refusals.no_target()
        role = self._search.find_role(wanted)
        by_title = await self._by_title(member_id)

        def goal_of(kind: str, entry: str) -> Goal | None:
            return self._find(by_title, kind, entry)

        return find_gap(role, profile, goal_of, self._catalogue)

    async def take(self, member_id: MemberId, kind: str, entry: str) -> tuple[Goal, bool]:
        """Make a goal from an entry of the catalogue; return it and whether it is new.

        Raises
        ------
        StaleActionError
            The entry is no longer in the catalogue.
        InvalidInputError
            The member has too many open goals.
        """
        title, certification = self._mentoring.goal_idea(kind, entry)
        return await self._goals.take(member_id, title, certification, self._titles(kind, entry))

    async def open_goal(self, member_id: MemberId, kind: str, entry: str) -> Goal | None:
        """Return the open goal that a member has from an entry of the catalogue, if any.

        Raises
        ------
        StaleActionError
            The entry is no longer in the catalogue.
        """
        titles = self._titles(kind, entry)
        goals = await self._goals.list(member_id, GoalState.OPEN)
        return next((goal for goal in goals if goal.title in titles), None)

    async def _by_title(self, member_id: MemberId) -> dict[str, Goal]:
        by_title: dict[str, Goal] = {}
        for goal in await self._goals.list(member_id):
            if goal.state is GoalState.DONE or goal.title not in by_title:
                by_title[goal.title] = goal
        return by_title

    def _find(self, by_title: dict[str, Goal], kind: str, entry: str) -> Goal | None:
        found = [by_title[title] for title in self._titles(kind, entry) if title in by_title]
        return min(found, key=lambda goal: goal.state is not GoalState.DONE, default=None)

    def _titles(self, kind: str, entry: str) -> tuple[str, ...]:
        titles: list[str] = []
        for language in languages():
            with speak(language):
                titles.append(" ".join(self._mentoring.goal_idea(kind, entry)[0].split()))
        return tuple(dict.fromkeys(titles))
