"""Which topics the weekly posts of a community draw from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.catalogue import Catalogue
from bot.catalogue.topics import FEWEST, fitting, offered, topics_of
from bot.model import COMMUNITY_KINDS, CommunityId, PostKind
from bot.ports import Clock
from bot.services.audit import record
from bot.storage import post_topics
from bot.storage.database import Database
from bot.trail import Verb


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """The topics chosen for a kind of post (none: all), and how many entries are about them."""

    kind: PostKind
    chosen: tuple[str, ...]
    entries: int

    @property
    def is_enough(self) -> bool:
        """Tell whether it would not repeat itself every few weeks."""
        return self.entries >= FEWEST


class Topics:
    """Read and choose the topics of posts."""

    def __init__(self, database: Database, clock: Clock, catalogue: Catalogue) -> None:
        self._database = database
        self._clock = clock
        self._known = {kind: topics_of(catalogue, kind) for kind in COMMUNITY_KINDS}

    def offered(self, kind: PostKind) -> tuple[str, ...]:
        """Return the topics there are to choose from, by name."""
        return offered(self._known[kind])

    async def load(self, community_id: CommunityId, kind: PostKind) -> TopicChoice:
        """Return what is chosen."""
        async with self._database.read() as tx:
            chosen = await post_topics.list_topics(tx, community_id, kind)
        return self.weigh(kind, chosen)

    async def overview(self, community_id: CommunityId) -> Mapping[PostKind, tuple[str, ...]]:
        """Return what is chosen for every kind of post."""
        async with self._database.read() as tx:
            return {
                kind: await post_topics.list_topics(tx, community_id, kind)
                for kind in COMMUNITY_KINDS
            }

    async def choose(
        self, community_id: CommunityId, kind: PostKind, wanted: Collection[str]
    ) -> TopicChoice:
        """Choose topics; saved only when enough entries are about them."""
        known = self.offered(kind)
        choice = self.weigh(kind, tuple(topic for topic in known if topic in wanted))
        if choice.is_enough:
            async with self._database.write() as tx:
                was = await post_topics.list_topics(tx, community_id, kind)
                await post_topics.save_topics(tx, community_id, kind, choice.chosen)
                old, new = topic_values(was), topic_values(choice.chosen)
                await record(tx, self._clock.now(), community_id, kind, old, new, Verb.CHANGE)
        return choice

    def weigh(self, kind: PostKind, chosen: tuple[str, ...]) -> TopicChoice:
        """Count the entries about a choice of topics."""
        return TopicChoice(kind, chosen, len(fitting(self._known[kind], chosen)))


def topic_values(topics: tuple[str, ...]) -> dict[str, str | None]:
    """Return what the trail says of chosen topics."""
    return {"topics": ", ".join(topics) or None}
