"""What each noun puts into the file of a community's settings, and takes out of it again.

A section says its shape as a pydantic model; what is not in the shape is refused. Every check is
made in ``wanted``, before anything of any section is saved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from bot.model import COMMUNITY_KINDS, ChannelId, CommunityId, RoleId, Schedule
from bot.ports import Clock
from bot.replies.refusals import community_data as refusals
from bot.schedule.recurrence import find_zone
from bot.services.audit import (
    COMMUNITY,
    MOST_EXPORTED,
    WEEKDAYS,
    community_values,
    post_values,
    save_community,
)
from bot.services.communities import Communities, load_posts
from bot.storage import audit, communities
from bot.storage.database import Transaction
from bot.trail import Difference, Verb, difference
from bot.words import languages

_FARTHEST_PAUSE = timedelta(days=5 * 366)
Id = Annotated[str, Field(pattern=r"^[a-z]+:[A-Za-z0-9./_]{1,60}$")]
"""What is none of the community's own is refused by name when it is compared."""
Short = Annotated[str, Field(max_length=100)]


class Strict(BaseModel):
    """A shape that takes exactly what it names, of exactly that type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


@dataclass(frozen=True, slots=True)
class Belongings:
    """The channels one can post in and the roles that a community gives, so not everybody's."""

    channels: frozenset[ChannelId]
    roles: frozenset[RoleId]


class Section(Protocol):
    """One noun's part of the file."""

    name: str
    shape: Any
    """What its part has to look like; one that earlier versions had not has a default: None."""
    most_bytes: int
    """The most that its part of an exported file takes."""

    async def export(self, tx: Transaction, community_id: CommunityId) -> Any:
        """Return the noun as it is, in its shape."""
        ...

    async def compare(
        self, tx: Transaction, community_id: CommunityId, part: Any, own: Belongings
    ) -> list[Difference]:
        """Return what would become otherwise; raise InvalidInputError for what cannot be."""
        ...

    async def apply(self, tx: Transaction, community_id: CommunityId, part: Any) -> None:
        """Save the part, which was compared in the same transaction, and write it down."""
        ...


class CommunityPart(Strict):
    """What holds for all posts."""

    language: Short | None
    mentors_role: Id | None


class PostPart(Strict):
    """One kind of post; ``paused`` is yes, no, or the local day on which it ends."""

    channel: Id | None
    weekday: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    time: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    zone: Short
    paused: Short


class PostsPart(Strict):
    """Every kind of post."""

    weekly_nudge: Annotated[PostPart, Field(alias="weekly-nudge")]
    trend_tip: Annotated[PostPart, Field(alias="trend-tip")]


class ChangePart(Strict):
    """One line of the audit trail, without who."""

    at: datetime
    verb: Verb
    subject: str
    old: dict[str, str | None]
    new: dict[str, str | None]


class CommunitySection:
    """Language and mentors' role."""

    name = "settings"
    shape = CommunityPart
    most_bytes = 1024

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def export(self, tx: Transaction, community_id: CommunityId) -> dict[str, Any]:
        """Return what holds for all posts."""
        return community_values(await communities.load_community(tx, community_id))

    async def compare(
        self, tx: Transaction, community_id: CommunityId, part: CommunityPart, own: Belongings
    ) -> list[Difference]:
        """Return whether language or role would change."""
        if part.language is not None and part.language not in languages():
            raise refusals.unknown_language(part.language)
        now = await self.export(tx, community_id)
        wanted = part.mentors_role
        if wanted not in (None, now["mentors_role"]) and RoleId(wanted) not in own.roles:
            raise refusals.role_lost()
        found = difference(COMMUNITY, now, part.model_dump())
        return [found] if found else []

    async def apply(self, tx: Transaction, community_id: CommunityId, part: CommunityPart) -> None:
        """Save language and role."""
        known = await communities.load_community(tx, community_id)
        role = None if part.mentors_role is None else RoleId(part.mentors_role)
        changed = replace(known, locale=part.language, mentors_role_id=role)
        await save_community(tx, self._clock.now(), changed, Verb.IMPORT)


class PostsSection:
    """Where and when each kind of post appears."""

    name = "posts"
    shape = PostsPart
    most_bytes = 1024 * len(COMMUNITY_KINDS)

    def __init__(self, clock: Clock, posts: Communities) -> None:
        self._clock = clock
        self._posts = posts

    async def export(self, tx: Transaction, community_id: CommunityId) -> dict[str, Any]:
        """Return every kind of post."""
        return {post.kind.value: _kept(post) for post in await load_posts(tx, community_id)}

    async def compare(
        self, tx: Transaction, community_id: CommunityId, part: PostsPart, own: Belongings
    ) -> list[Difference]:
        """Return which posts would change."""
        parts = part.model_dump(by_alias=True)
        now = {post.kind: post for post in await load_posts(tx, community_id)}
        for kind in COMMUNITY_KINDS:
            wanted = parts[kind]["channel"]
            # One that is set already is no change: the file may still bring back all the rest.
            if wanted not in (None, now[kind].channel_id) and wanted not in own.channels:
                raise refusals.channel_lost(kind, ChannelId(wanted))
        found = [
            difference(kind, _kept(now[kind]), _kept(self._laid_over(now[kind], parts[kind])))
            for kind in COMMUNITY_KINDS
        ]
        return [one for one in found if one]

    async def apply(self, tx: Transaction, community_id: CommunityId, part: PostsPart) -> None:
        """Save the posts that change; the others stay untouched."""
        parts = part.model_dump(by_alias=True)
        changed: list[Schedule] = []
        for post in await load_posts(tx, community_id):
            wanted = self._laid_over(post, parts[post.kind])
            if _kept(wanted) != _kept(post):
                changed.append(wanted)
        await self._posts.apply(tx, community_id, changed, Verb.IMPORT)

    def _laid_over(self, post: Schedule, wanted: dict[str, Any]) -> Schedule:
        channel = wanted["channel"]
        recurrence = replace(
            post.recurrence,
            weekday=WEEKDAYS.index(wanted["weekday"]),
            at=time.fromisoformat(wanted["time"]),
            zone=find_zone(wanted["zone"]).key,
        )
        until = self._until(wanted["paused"], recurrence.zone)
        is_paused = until is not None or wanted["paused"] == "yes"
        return replace(
            post,
            channel_id=None if channel is None else ChannelId(channel),
            recurrence=recurrence,
            paused_at=self._clock.now() if is_paused else None,
            paused_until=until,
            pause_reason=None,
        )

    def _until(self, paused: str, zone: str) -> date | None:
        """Return the day on which a pause ends; None for none, for good, or one that is over."""
        if paused in ("yes", "no"):
            return None
        today = self._clock.now().astimezone(find_zone(zone)).date()
        try:
            until = _read_end(paused, zone)
            is_far = until - today > _FARTHEST_PAUSE
        except (ValueError, OverflowError):
            is_far, until = True, today
        if is_far:
            raise refusals.unusable_pause()
        return until if until > today else None


class TrailSection:
    """What was changed, without who: to be read, not to be imported."""

    name = "changes"
    shape = Annotated[list[ChangePart], Field(max_length=MOST_EXPORTED)]
    # Of what a change may hold, 25 topics that become 25 others are the longest.
    most_bytes = MOST_EXPORTED * 4096

    async def export(self, tx: Transaction, community_id: CommunityId) -> list[dict[str, Any]]:
        """Return the newest changes."""
        return [
            {
                "at": entry.at.isoformat(),
                "verb": entry.verb.value,
                "subject": entry.subject,
                "old": dict(entry.old),
                "new": dict(entry.new),
            }
            for entry in await audit.list_newest(tx, community_id, MOST_EXPORTED)
        ]

    async def compare(
        self, tx: Transaction, community_id: CommunityId, part: Sequence[Any], own: Belongings
    ) -> list[Difference]:
        """Return nothing: what happened cannot be imported."""
        return []

    async def apply(self, tx: Transaction, community_id: CommunityId, part: Sequence[Any]) -> None:
        """Leave the trail as it is."""


def _read_end(paused: str, zone: str) -> date:
    """Return the local day that a file names; files of earlier versions name its first moment."""
    if len(paused) == len("2026-12-20"):
        return date.fromisoformat(paused)
    moment = datetime.fromisoformat(paused)
    if moment.tzinfo is None:
        raise ValueError(paused)
    return moment.astimezone(find_zone(zone)).date()


def _kept(post: Schedule) -> dict[str, str | None]:
    """Return what is in the file; that the bot itself waits for a channel is no setting."""
    values = post_values(post)
    return {**values, "paused": "no"} if values["paused"] == "bot" else values
