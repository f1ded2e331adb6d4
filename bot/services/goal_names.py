"""Goals by the names that their member types; nobody else's are ever looked at."""

from __future__ import annotations

from dataclasses import replace

from bot.catalogue.meaning import Meaning, Named, find_meant, is_called, one_of
from bot.model import Goal, GoalState, MemberId
from bot.ports import Clock
from bot.replies.names import of_goal
from bot.replies.times import local_day
from bot.services.goals import MAX_TITLE, MOST_RANKED
from bot.services.typed import one_line
from bot.storage import goals as queries
from bot.storage import members
from bot.storage.database import Database, Transaction


class GoalNames:
    """Find the goal that a member means."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def mean(self, member_id: MemberId, text: str, state: GoalState | None) -> Meaning:
        """Return the id of the goal that ``text`` means, or what it may mean.

        Names are of goals of a ``state``. An id, or a whole title where none of them is meant, may
        be any other's: who runs the command says what it is by now.
        """
        async with self._database.read() as tx:
            if (known := await queries.load_goal(tx, member_id, text.strip())) is not None:
                return Meaning(known.id)
            meant = find_meant(text, await _list(tx, member_id, text, state))
            if meant.value is None and not meant.several and state is not None:
                others = await _list(tx, member_id, text, None)
                called = [one for one in others if is_called(text, one.label)]
                meant = one_of(called) if called else meant
            return await self._told_apart(tx, member_id, meant)

    async def _told_apart(self, tx: Transaction, member_id: MemberId, meant: Meaning) -> Meaning:
        """Return the same with what tells goals of one title apart."""
        if not (meant.several or meant.nearest):
            return meant
        zone = (await members.load_member(tx, member_id)).zone
        today = local_day(self._clock.now(), zone)

        async def told(thing: Named) -> Named:
            goal: Goal | None = await queries.load_goal(tx, member_id, thing.value)
            return thing if goal is None else replace(thing, detail=of_goal(goal, today, zone))

        return replace(
            meant,
            several=tuple([await told(one) for one in meant.several]),
            nearest=tuple([await told(one) for one in meant.nearest]),
        )


async def _list(
    tx: Transaction, member_id: MemberId, text: str, state: GoalState | None
) -> list[Named]:
    """Return the goals that ``text`` may mean: a whole title is found among any number."""
    title = one_line(text)[:MAX_TITLE]
    titled = await queries.list_titled(tx, member_id, [title], state)
    likely = await queries.list_likely(
        tx, member_id, title.rstrip("….").strip(), state, MOST_RANKED
    )
    titles = {goal.id: goal.title for goal in titled} | likely
    return [Named(own_id, said) for own_id, said in titles.items()]
