"""What somebody looks at and has not saved: in memory only, a share for each, gone with its owner.

Not stored: restarting costs people one more look. Whatever a service keeps in memory about members
or communities is kept here, so that a deletion finds it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from bot.model import CommunityId, MemberId
from bot.ports import Clock

KEPT = timedelta(days=1)
T = TypeVar("T")

Owner = MemberId | CommunityId
"""Ids of members and communities never meet: the platform draws them from one row of numbers."""


class Memory:
    """Everything that is kept in memory and belongs to somebody."""

    def __init__(self) -> None:
        self._holders: list[Callable[[Owner], object]] = []

    def add(self, forget: Callable[[Owner], object]) -> None:
        """Have ``forget`` called with whose things are deleted."""
        self._holders.append(forget)

    def forget(self, owner: Owner) -> None:
        """Empty all that is kept of a member or a community."""
        for forget in self._holders:
            forget(owner)


class Met:
    """The members who were met last, at most ``most`` of them, until a restart."""

    def __init__(self, memory: Memory, most: int) -> None:
        self._most = most
        self._members: OrderedDict[Owner, None] = OrderedDict()
        memory.add(lambda owner: self._members.pop(owner, None))

    def __contains__(self, member_id: MemberId) -> bool:
        if member_id in self._members:
            self._members.move_to_end(member_id)
            return True
        return False

    def add(self, member_id: MemberId) -> None:
        """Remember a member, instead of whoever was met longest ago if there are too many."""
        self._members[member_id] = None
        self._members.move_to_end(member_id)
        while len(self._members) > self._most:
            self._members.popitem(last=False)


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    draft: T
    typed_by: MemberId | None
    at: datetime


class Drafts(Generic[T]):
    """Drafts by owner and id: at most ``most`` of each owner, the oldest go first; for a day.

    Nobody's drafts push out another's.
    """

    def __init__(self, memory: Memory, clock: Clock, most: int) -> None:
        self._clock = clock
        self._most = most
        # Whoever kept something last comes last, and so does what they kept.
        self._owners: OrderedDict[Owner, OrderedDict[str, _Kept[T]]] = OrderedDict()
        memory.add(self.forget)

    def __len__(self) -> int:
        return sum(map(len, self._owners.values()))

    def keep(self, owner: Owner, draft_id: str, draft: T, typed_by: MemberId | None = None) -> None:
        """Keep a draft, in place of an earlier one of this id."""
        now = self._clock.real()
        self._end_old(now)
        own = self._owners.setdefault(owner, OrderedDict())
        own[draft_id] = _Kept(draft, typed_by, now)
        own.move_to_end(draft_id)
        self._owners.move_to_end(owner)
        while len(own) > self._most:
            own.popitem(last=False)

    def recall(self, owner: Owner, draft_id: str) -> T | None:
        """Return a draft of an owner's, or None when it is gone."""
        own = self._owners.get(owner)
        kept = None if own is None else own.get(draft_id)
        return None if kept is None or _is_old(kept, self._clock.real()) else kept.draft

    def discard(self, owner: Owner, draft_id: str) -> None:
        """Forget one draft; it may be gone already."""
        if (own := self._owners.get(owner)) is not None:
            own.pop(draft_id, None)

    def forget(self, owner: Owner) -> None:
        """Forget all drafts of an owner, and what this member typed for others."""
        self._owners.pop(owner, None)
        for own in self._owners.values():
            for draft_id in [one for one, kept in own.items() if kept.typed_by == owner]:
                del own[draft_id]

    def _end_old(self, now: datetime) -> None:
        """Drop whom nothing younger than a day is kept of; the others have at most ``most``."""
        while self._owners:
            own = next(iter(self._owners.values()))
            if own and not _is_old(next(reversed(own.values())), now):
                return
            self._owners.popitem(last=False)


def _is_old(kept: _Kept[Any], now: datetime) -> bool:
    return now - kept.at > KEPT
