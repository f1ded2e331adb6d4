"""What the entries of a weekly post are about, for moderators to choose from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from bot.catalogue.catalogue import Catalogue
from bot.model import PostKind

FEWEST = 5
_MOST_OFFERED = 25

TopicsByEntry = Mapping[str, frozenset[str]]


def topics_of(catalogue: Catalogue, kind: PostKind) -> TopicsByEntry:
    """Return the topics of each entry of a weekly post, in the order they are posted."""
    if kind is PostKind.WEEKLY_NUDGE:
        ordered = sorted(catalogue.nudges.values(), key=lambda nudge: nudge.week)
        return {nudge.id: frozenset({nudge.category}) for nudge in ordered}
    return {tip.id: frozenset(tip.tags) for tip in catalogue.trends.values()}


def offered(topics: TopicsByEntry) -> tuple[str, ...]:
    """Return the topics to choose from: of several entries, the 25 most common, by name."""
    counted = Counter(topic for own in topics.values() for topic in sorted(own))
    common = [topic for topic, count in counted.most_common(_MOST_OFFERED) if count > 1]
    return tuple(sorted(common))


def fitting(topics: TopicsByEntry, chosen: Collection[str]) -> tuple[str, ...]:
    """Return the entries about any of the ``chosen`` topics; all of them when none is chosen."""
    if not chosen:
        return tuple(topics)
    return tuple(entry_id for entry_id, own in topics.items() if not own.isdisjoint(chosen))
