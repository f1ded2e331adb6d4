"""The words of the audit trail: who changed what of a community, and from what to what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model import CommunityId, MemberId, OwnEntry

Values = Mapping[str, str | None]
"""Settings as short texts (ids, times, zones) by name; None is not set. Never members' texts."""


class Verb(StrEnum):
    """What a moderator may do to a community."""

    CHANGE = "change"
    PAUSE = "pause"
    RESUME = "resume"
    SET_UP = "set-up"
    ADD = "add"
    REMOVE = "remove"
    IMPORT = "import"
    PURGE = "purge"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change; ``at`` is aware UTC (schedule time), ``subject`` names what was changed.

    ``old`` and ``new`` hold only what differs. ``actor_id`` is None for a former moderator, who
    deleted their data.
    """

    community_id: CommunityId
    actor_id: MemberId | None
    at: datetime
    verb: Verb
    subject: str
    old: Values
    new: Values


@dataclass(frozen=True, slots=True)
class Difference:
    """What of one subject would become otherwise; ``old`` and ``new`` hold only what differs."""

    subject: str
    old: Values
    new: Values


@dataclass(frozen=True, slots=True)
class EntryDifference(Difference):
    """An own entry that would be added (no ``was``), changed or removed (no ``wanted``).

    Its words are for the one who decides now; the trail keeps ``old`` and ``new`` only.
    """

    was: OwnEntry | None
    wanted: OwnEntry | None


def difference(subject: str, old: Values, new: Values) -> Difference | None:
    """Return what differs, or None when nothing does."""
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    if not names:
        return None
    return Difference(
        subject, {name: old.get(name) for name in names}, {name: new.get(name) for name in names}
    )
