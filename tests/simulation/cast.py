"""Who takes part: communities and members in many zones, and what each was promised."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import pairwise, takewhile

from bot.catalogue.search import CatalogueSearch
from bot.clock import SystemClock
from bot.model import (
    COMMUNITY_KINDS,
    ChannelId,
    CommunityId,
    Frequency,
    Member,
    MemberId,
    Place,
    PostKind,
    Recurrence,
    Reminder,
    ReminderId,
    Schedule,
    ScheduleId,
    weekly,
)
from bot.schedule.recurrence import next_after, occurrences
from bot.services.communities import Communities
from bot.storage import members, reminders, schedules
from bot.storage.database import Database
from playground.guild import Guild
from playground.server import PlaygroundServer

# Northern, southern and half-hour zones, with and without clock changes in the quarter.
ZONES = (
    "Europe/Rome",
    "Europe/London",
    "Europe/Helsinki",
    "Africa/Cairo",
    "Africa/Lagos",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Santiago",
    "America/Nuuk",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Asia/Tehran",
    "Asia/Kathmandu",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Pacific/Honolulu",
    "Atlantic/Azores",
    "Asia/Dhaka",
    "Asia/Jakarta",
    "Asia/Manila",
    "Asia/Seoul",
    "Asia/Dubai",
    "Europe/Moscow",
    "Europe/Istanbul",
    "Africa/Nairobi",
    "Africa/Johannesburg",
    "America/Bogota",
    "America/Mexico_City",
    "America/Halifax",
    "America/Havana",
    "Asia/Beirut",
    "Asia/Jerusalem",
)
_MORNING, _EVENING = time(9), time(18, 30)
_DAYS = (0, 3)
_FREQUENCIES = (Frequency.WEEKLY, Frequency.MONTHLY, Frequency.ONCE)


class FixedClock(SystemClock):
    """Real time for retries, a fixed moment for schedules."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now


@dataclass(frozen=True, slots=True)
class Promise:
    """One moment at which something is due."""

    schedule_id: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Era:
    """What a schedule promises from a moment on; None: its owner deleted it."""

    since: datetime
    schedule: Schedule | None

    def moments(self, until: datetime) -> Iterator[datetime]:
        """Yield when it is due before ``until``."""
        if self.schedule is not None and self.schedule.next_run_at is not None:
            before = self.schedule.next_run_at - timedelta(microseconds=1)
            due = occurrences(self.schedule.recurrence, before)
            yield from takewhile(lambda at: at < until, due)


@dataclass
class Cast:
    """The people and places of one simulation; the same seed gives the same cast."""

    server: PlaygroundServer
    search: CatalogueSearch
    start: datetime
    end: datetime
    seed: int
    people: list[str] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)
    guilds: list[Guild] = field(default_factory=list)
    eras: dict[int, list[Era]] = field(default_factory=dict[int, list[Era]])

    async def enter(self, database_url: str, communities: int, people: int, zones: int) -> None:
        """Create everybody on the playground, and store what they were promised."""
        chance = random.Random(self.seed)
        database = await Database.open(database_url)
        try:
            for number in range(communities):
                await self._add_community(database, number, ZONES[number % zones], chance)
            for number in range(people):
                await self._add_member(database, number, ZONES[number % zones], chance)
        finally:
            await database.close()

    def promise(self, schedule: Schedule) -> None:
        """Note what was promised from the beginning."""
        self.eras[schedule.id] = [Era(self.start, schedule)]

    def change(self, schedule_id: int, now: datetime, schedule: Schedule | None) -> None:
        """Note what an owner made of a schedule."""
        self.eras.setdefault(schedule_id, []).append(Era(now, schedule))

    def promises(self) -> Iterator[Promise]:
        """Yield every moment that was promised until the end and that its owner left so."""
        for schedule_id, eras in self.eras.items():
            for era, following in pairwise([*eras, Era(self.end, None)]):
                for due_at in era.moments(following.since):
                    yield Promise(schedule_id, due_at)

    def count_taken_back(self) -> int:
        """Return how many moments were promised once and, by their owners, are no more."""
        kept = {(promise.schedule_id, promise.due_at) for promise in self.promises()}
        once = {
            (schedule_id, due_at)
            for schedule_id, eras in self.eras.items()
            for era in eras
            for due_at in era.moments(self.end)
        }
        return len(once - kept)

    def deleted(self) -> set[int]:
        """Return the schedules that their owners deleted, with all that was kept of them."""
        return {key for key, eras in self.eras.items() if eras[-1].schedule is None}

    async def _add_community(
        self, database: Database, number: int, zone: str, chance: random.Random
    ) -> None:
        world = self.server.world
        moderator = world.add_user(f"Moderator {number}")
        guild = world.add_guild(f"Community {number}", owner_id=moderator["id"])
        world.add_member(guild, moderator)
        self.guilds.append(guild)
        service = Communities(database, FixedClock(self.start), self.search)
        for kind in COMMUNITY_KINDS:
            channel = world.add_channel(guild, f"{kind.value}-{number}")
            self.channels.append(channel["id"])
            saved = await service.set_schedule(
                CommunityId(f"discord:{guild.id}"),
                kind,
                chance.choice(_DAYS),
                _MORNING.isoformat("minutes"),
                zone,
                ChannelId(f"discord:{channel['id']}"),
            )
            self.promise(saved)

    async def _add_member(
        self, database: Database, number: int, zone: str, chance: random.Random
    ) -> None:
        world = self.server.world
        user = world.add_user(f"Member {number}")
        self.people.append(user["id"])
        world.add_member(self.guilds[number % len(self.guilds)], user)
        dm = world.open_dm(user["id"])
        way_out = chance.choice([None, None, self.channels[0]])
        member = Member(
            MemberId(f"discord:{user['id']}"),
            zone=zone,
            place=Place.DM,
            dm_channel_id=ChannelId(f"discord:{dm['id']}"),
            channel_id=ChannelId(f"discord:{way_out}") if way_out else None,
            consented_at=self.start,
            quiet_from=time(18) if number % 5 == 0 else None,
            quiet_until=time(9) if number % 5 == 0 else None,
        )
        async with database.write() as tx:
            await members.save_member(tx, member)
            for index in range(2):
                reminder = Reminder(
                    ReminderId(f"r{number}x{index}"), member.id, f"Reminder {index}", self.start
                )
                await reminders.insert_reminder(tx, reminder)
                wanted = self._reminding(reminder, zone, chance)
                self.promise(await schedules.save_schedule(tx, wanted))
            if number % 2:
                await schedules.save_schedule(tx, self._checking_in(member, zone, chance))

    def _checking_in(self, member: Member, zone: str, chance: random.Random) -> Schedule:
        """Return a weekly check-in; nobody answers it, so it will come less often by itself."""
        rule = weekly(chance.choice(_DAYS), _MORNING, zone)
        due = next_after(rule, self.start)
        return Schedule(ScheduleId(0), PostKind.CHECK_IN, rule, due, member_id=member.id)

    def _reminding(self, about: Reminder, zone: str, chance: random.Random) -> Schedule:
        frequency = chance.choice(_FREQUENCIES)
        first = self.start.date() + timedelta(days=chance.randrange(28))
        # On the days of all others, so that the quarter has few distinct moments.
        first += timedelta(days=(chance.choice(_DAYS) - first.weekday()) % 7)
        at = _EVENING if chance.random() < 0.2 else _MORNING
        rule = Recurrence(frequency, at, zone, weekday=first.weekday(), on=first)
        return Schedule(
            ScheduleId(0),
            PostKind.REMINDER,
            rule,
            next_after(rule, self.start),
            member_id=about.member_id,
            subject_id=about.id,
        )
