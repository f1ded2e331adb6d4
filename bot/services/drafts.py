"""What people typed and could not save yet: kept in memory, theirs alone, never for long."""

from __future__ import annotations

import base64
import secrets
from collections import OrderedDict
from typing import Generic, TypeVar

from bot.model import MemberId

_MOST_OF_ONE = 10
_MOST = 1000
T = TypeVar("T")


class Drafts(Generic[T]):
    """Drafts by member and id; a new one of a member pushes out their oldest, first of all."""

    def __init__(self) -> None:
        # Not stored: restarting costs people one more form.
        self._kept: OrderedDict[tuple[MemberId, str], T] = OrderedDict()

    def keep(self, member_id: MemberId, draft: T) -> str:
        """Keep a draft and return its id."""
        own_id = base64.b32encode(secrets.token_bytes(5)).decode().lower()
        self._kept[member_id, own_id] = draft
        own = [key for key in self._kept if key[0] == member_id]
        for key in own[:-_MOST_OF_ONE]:
            del self._kept[key]
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return own_id

    def recall(self, member_id: MemberId, draft_id: str) -> T | None:
        """Return a draft of a member's; None when it is gone or somebody else's."""
        return self._kept.get((member_id, draft_id))

    def forget(self, member_id: MemberId) -> None:
        """Forget all drafts of a member."""
        for key in [key for key in self._kept if key[0] == member_id]:
            del self._kept[key]
