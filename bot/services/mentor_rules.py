"""How mentoring goes in a community, as its moderators decide."""

from __future__ import annotations

from collections.abc import Callable

from bot.model import CommunityId
from bot.model_moderation import ANSWER_DAYS, MONTHS, MOST_LEARNERS, MentorRules
from bot.ports import Clock
from bot.replies.refusals import moderation as refusals
from bot.services.audit import record
from bot.storage import mentor_rules as queries
from bot.storage import mentors
from bot.storage.database import Database, Transaction
from bot.trail import Verb

RULES = "mentor_rules"
"""What the trail and the file of settings call them."""


class RuleBook:
    """Keep the rules of communities; a request or a mentorship that began goes on as it was."""

    def __init__(self, database: Database, clock: Clock, on_change: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._on_change = on_change

    async def load(self, community_id: CommunityId) -> MentorRules:
        """Return a community's rules, or what they are by default."""
        async with self._database.read() as tx:
            return await queries.load(tx, community_id)

    async def change(self, wanted: MentorRules) -> MentorRules:
        """Store rules in place of what they were; raises InvalidInputError."""
        async with self._database.write() as tx:
            await self.save(tx, wanted)
        self._on_change()
        return wanted

    async def save(self, tx: Transaction, wanted: MentorRules, verb: Verb = Verb.CHANGE) -> None:
        """Store rules inside a transaction, and write the change down.

        Raises
        ------
        InvalidInputError
            A number is out of its range.
        """
        for number, allowed in (
            (wanted.answer_days, ANSWER_DAYS),
            (wanted.most_learners, MOST_LEARNERS),
            (wanted.months, MONTHS),
        ):
            if number not in allowed:
                raise refusals.out_of_range(number, allowed[0], allowed[-1])
        was = await queries.load(tx, wanted.community_id)
        await queries.save(tx, wanted)
        if was.in_rounds and not wanted.in_rounds:
            await mentors.look_again(tx, wanted.community_id, self._clock.now())
        old, new = rule_values(was), rule_values(wanted)
        await record(tx, self._clock.now(), wanted.community_id, RULES, old, new, verb)


def rule_values(rules: MentorRules) -> dict[str, str | None]:
    """Return what moderators choose, as the trail and the file of settings hold it."""
    return {
        "answer_days": str(rules.answer_days),
        "most_learners": str(rules.most_learners),
        "months": str(rules.months),
        "reports_channel": rules.reports_channel_id,
        "in_rounds": "yes" if rules.in_rounds else "no",
    }
