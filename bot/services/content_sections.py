"""What a community added for itself and the topics it chose, in the file of its settings."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from bot.model import COMMUNITY_KINDS, CommunityId, EntryId, EntryKind, OwnEntry, PostKind
from bot.ports import Clock
from bot.replies.refusals import community_data as refusals
from bot.services.audit import record
from bot.services.community_entries import (
    CONTENT,
    MAX_ENTRIES,
    MAX_TEXT,
    MAX_TITLE,
    MAX_URL,
    check_entry,
    entry_values,
    tidied,
)
from bot.services.sections import Belongings, Short, Strict
from bot.services.topics import Topics, topic_values
from bot.storage import community_entries, post_topics
from bot.storage.database import Transaction
from bot.trail import Difference, EntryDifference, Verb, difference

_Topics = Annotated[list[Short], Field(max_length=100)]


class TopicsPart(Strict):
    """The topics of each kind of post; none is all."""

    weekly_nudge: Annotated[_Topics, Field(alias="weekly-nudge")]
    trend_tip: Annotated[_Topics, Field(alias="trend-tip")]


class EntryPart(Strict):
    """An entry, by its id in the file."""

    kind: Literal["nudge", "tip", "link"]
    title: str
    text: str
    url: str | None


class TopicsSection:
    """Which topics the posts draw from."""

    name = "topics"
    shape = TopicsPart
    most_bytes = 4096 * len(COMMUNITY_KINDS)

    def __init__(self, clock: Clock, topics: Topics) -> None:
        self._clock = clock
        self._topics = topics

    async def export(self, tx: Transaction, community_id: CommunityId) -> dict[str, Any]:
        """Return the topics of each kind of post."""
        return {
            kind.value: list(await post_topics.list_topics(tx, community_id, kind))
            for kind in COMMUNITY_KINDS
        }

    async def compare(
        self, tx: Transaction, community_id: CommunityId, part: TopicsPart, own: Belongings
    ) -> list[Difference]:
        """Return which choices of topics would change."""
        found: list[Difference | None] = []
        for kind, wanted in _chosen(part).items():
            if set(wanted) - set(self._topics.offered(kind)) or not (
                self._topics.weigh(kind, wanted).is_enough
            ):
                raise refusals.unusable_topics()
            was = await post_topics.list_topics(tx, community_id, kind)
            found.append(difference(kind, topic_values(was), topic_values(wanted)))
        return [one for one in found if one]

    async def apply(self, tx: Transaction, community_id: CommunityId, part: TopicsPart) -> None:
        """Save the topics."""
        for kind, wanted in _chosen(part).items():
            was = await post_topics.list_topics(tx, community_id, kind)
            await post_topics.save_topics(tx, community_id, kind, wanted)
            old, new, now = topic_values(was), topic_values(wanted), self._clock.now()
            await record(tx, now, community_id, kind, old, new, Verb.IMPORT)


class ContentSection:
    """The community's own nudges, tips and links, by id; what the file lacks is removed."""

    name = "content"
    shape = Annotated[
        dict[Annotated[str, Field(pattern=r"^own-[a-z2-7]{8}$")], EntryPart],
        Field(max_length=MAX_ENTRIES),
    ]
    # A character takes up to six bytes (a control character as \\u0007), the names of the parts
    # and the spaces around them less than 200.
    most_bytes = MAX_ENTRIES * (6 * (MAX_TITLE + max(MAX_TEXT.values()) + MAX_URL) + 200)

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def export(self, tx: Transaction, community_id: CommunityId) -> dict[str, Any]:
        """Return every entry by its id."""
        return {
            one.id: {"kind": one.kind.value, "title": one.title, "text": one.text, "url": one.url}
            for one in await community_entries.list_entries(tx, community_id)
        }

    async def compare(
        self,
        tx: Transaction,
        community_id: CommunityId,
        part: dict[str, EntryPart],
        own: Belongings,
    ) -> list[Difference]:
        """Return which entries would be added, changed or removed."""
        changes = await self._changes(tx, community_id, part)
        for _was, wanted in changes:
            if wanted is not None:
                check_entry(wanted)
        added = [wanted.id for was, wanted in changes if wanted is not None and was is None]
        if await community_entries.has_others(tx, community_id, added):
            raise refusals.entry_of_another()
        return [
            EntryDifference(CONTENT, entry_values(was), entry_values(wanted), was, wanted)
            for was, wanted in changes
        ]

    async def apply(
        self, tx: Transaction, community_id: CommunityId, part: dict[str, EntryPart]
    ) -> None:
        """Remove, change and add until the entries are those of the file."""
        now = self._clock.now()
        for was, wanted in await self._changes(tx, community_id, part):
            if was is not None:
                await community_entries.delete_entry(tx, community_id, was.id)
            if wanted is not None:
                await community_entries.save_entry(tx, wanted)
            old, new = entry_values(was), entry_values(wanted)
            await record(tx, now, community_id, CONTENT, old, new, Verb.IMPORT)

    async def _changes(
        self, tx: Transaction, community_id: CommunityId, part: dict[str, EntryPart]
    ) -> list[tuple[OwnEntry | None, OwnEntry | None]]:
        now = {one.id: one for one in await community_entries.list_entries(tx, community_id)}
        wanted = {
            EntryId(own_id): tidied(
                OwnEntry(
                    EntryId(own_id),
                    community_id,
                    EntryKind(one.kind),
                    one.title,
                    one.text,
                    one.url,
                    now[EntryId(own_id)].added_at if own_id in now else self._clock.now(),
                )
            )
            for own_id, one in part.items()
        }
        pairs = [(now.get(own_id), wanted.get(own_id)) for own_id in {**now, **wanted}]
        return [(was, new) for was, new in pairs if was != new]


def _chosen(part: TopicsPart) -> dict[PostKind, tuple[str, ...]]:
    told: dict[str, list[str]] = part.model_dump(by_alias=True)
    return {PostKind(kind): tuple(sorted(set(topics))) for kind, topics in told.items()}
