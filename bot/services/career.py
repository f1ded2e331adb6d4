"""Careers: where a member stands on the path."""

from __future__ import annotations

from bot.catalogue import Catalogue
from bot.model import Goal, GoalState, MemberId, PathProgress
from bot.services.goals import Goals
from bot.services.profiles import Profiles


class Career:
    """Relate what members told and their goals to the path."""

    def __init__(self, catalogue: Catalogue, profiles: Profiles, goals: Goals) -> None:
        self._catalogue = catalogue
        self._profiles = profiles
        self._goals = goals

    async def progress(self, member_id: MemberId) -> PathProgress:
        """Return the stage a member told and the goals they have from the path's steps.

        A goal stands for a step while it has the step's title; of several a finished one counts.
        """
        profile = await self._profiles.load(member_id)
        by_title: dict[str, Goal] = {}
        for goal in await self._goals.list(member_id):
            key = _key(goal.title)
            if goal.state is GoalState.DONE or key not in by_title:
                by_title[key] = goal
        goals = {
            step.id: goal
            for step in self._catalogue.steps.values()
            if (goal := by_title.get(_key(step.title))) is not None
        }
        return PathProgress(profile.stage, goals)


def _key(title: str) -> str:
    return " ".join(title.split()).casefold()
