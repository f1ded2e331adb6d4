"""The rules of mentoring in the file of a community's settings."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from bot.model import ChannelId, CommunityId
from bot.model_moderation import ANSWER_DAYS, MONTHS, MOST_LEARNERS, MentorRules
from bot.replies.refusals import community_data as refusals
from bot.services.mentor_rules import RULES, RuleBook, rule_values
from bot.services.sections import Belongings, Id, Strict
from bot.storage import mentor_rules
from bot.storage.database import Transaction
from bot.trail import Difference, Verb, difference


def _within(allowed: range) -> Any:
    return Field(ge=allowed[0], le=allowed[-1])


class RulesPart(Strict):
    """How mentoring goes."""

    answer_days: Annotated[int, _within(ANSWER_DAYS)]
    most_learners: Annotated[int, _within(MOST_LEARNERS)]
    months: Annotated[int, _within(MONTHS)]
    reports_channel: Id | None
    in_rounds: bool = False


class RulesSection:
    """The rules of mentoring; files of earlier versions have none and leave them as they are."""

    name = RULES
    shape = Annotated[RulesPart | None, Field(default=None)]
    most_bytes = 1024

    def __init__(self, book: RuleBook) -> None:
        self._book = book

    async def export(self, tx: Transaction, community_id: CommunityId) -> dict[str, Any]:
        """Return how mentoring goes."""
        now = await mentor_rules.load(tx, community_id)
        return {
            "answer_days": now.answer_days,
            "most_learners": now.most_learners,
            "months": now.months,
            "reports_channel": now.reports_channel_id,
            "in_rounds": now.in_rounds,
        }

    async def compare(
        self, tx: Transaction, community_id: CommunityId, part: RulesPart | None, own: Belongings
    ) -> list[Difference]:
        """Return whether the rules would change."""
        if part is None:
            return []
        now, wanted = await mentor_rules.load(tx, community_id), _read(community_id, part)
        channel = wanted.reports_channel_id
        if channel not in (None, now.reports_channel_id) and channel not in own.channels:
            raise refusals.reports_channel_lost(channel)
        found = difference(RULES, rule_values(now), rule_values(wanted))
        return [found] if found else []

    async def apply(
        self, tx: Transaction, community_id: CommunityId, part: RulesPart | None
    ) -> None:
        """Save the rules."""
        if part is not None:
            await self._book.save(tx, _read(community_id, part), Verb.IMPORT)


def _read(community_id: CommunityId, part: RulesPart) -> MentorRules:
    channel = None if part.reports_channel is None else ChannelId(part.reports_channel)
    return MentorRules(
        community_id, part.answer_days, part.most_learners, part.months, channel, part.in_rounds
    )
