"""What people do while posts fall due, through the client, and what they take back by it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from bot.model import COMMUNITY_KINDS, CommunityId, MemberId, PostKind, Schedule
from bot.storage import schedules
from bot.storage.database import Database, Transaction
from playground.guild import Guild
from playground.invocations import NotPossibleError
from playground.person import Person
from playground.reply import Reply
from playground.server import PlaygroundServer
from tests.simulation.cast import Cast

Scope: TypeAlias = Callable[[Transaction], Awaitable[list[Schedule]]]


class Deeds:
    """Members and moderators who change their minds, each kind of change in its turn."""

    def __init__(self, server: PlaygroundServer, cast: Cast, database_url: str) -> None:
        self._server, self._cast, self._url = server, cast, database_url
        self._chance = random.Random(cast.seed + 1)
        self.done = 0
        self.refused = 0
        self._kinds = (
            self._pause_reminder,
            self._move_post,
            self._delete_reminder,
            self._snooze,
            self._change_day,
            self._edit_reminder,
            self._pause_all,
            self._stop_post,
            self._change_zone,
            self._pause_post,
            self._pause_and_resume,
            self._stop_and_undo,
            self._delete_everything,
        )

    def spread(self, acts: int, moments: int) -> Counter[int]:
        """Return how many times somebody acts at which moment, by its number."""
        return Counter(self._chance.choices(range(moments), k=acts))

    async def do(self) -> None:
        """Let somebody do something, whatever state the bot is in."""
        kind = self._kinds[(self.done + self.refused) % len(self._kinds)]
        try:
            await kind()
            self.done += 1
        except (AssertionError, NotPossibleError):
            # It died meanwhile, or there is nothing to do this to: what is stored is what counts.
            self.refused += 1

    async def _watched(self, scope: Scope, act: Awaitable[object]) -> None:
        """Do something, and note what became of the schedules it is about."""
        before = await self._read(scope)
        try:
            await act
        finally:
            after = await self._read(scope)
            for key in before.keys() | after.keys():
                was, now = before.get(key), after.get(key)
                if was is None or now is None or _plan(was) != _plan(now):
                    self._cast.change(key, self._server.clock.now(), now)

    async def _read(self, scope: Scope) -> dict[int, Schedule]:
        database = await Database.open(self._url)
        try:
            async with database.read() as tx:
                return {one.id: one for one in await scope(tx)}
        finally:
            await database.close()

    # Members

    def _somebody(self) -> Person:
        return self._server.person(self._chance.choice(self._cast.people))

    async def _open_reminder(self) -> tuple[Person, Reply, Scope]:
        person = self._somebody()
        where = self._home(person)
        opened = await person.click(await person.slash("remind list", where=where), "Open")
        number = self._cast.people.index(person.id)
        index = next(index for index in "01" if f"Reminder {index}" in opened.text)
        member, subject = MemberId(f"discord:{person.id}"), f"r{number}x{index}"
        return (
            person,
            opened,
            lambda tx: schedules.list_of_member(tx, member, PostKind.REMINDER, subject),
        )

    def _home(self, person: Person) -> str:
        number = self._cast.people.index(person.id)
        guild = self._cast.guilds[number % len(self._cast.guilds)]
        return next(iter(guild.channels))

    async def _pause_reminder(self) -> None:
        person, opened, scope = await self._open_reminder()
        await self._watched(scope, person.click(opened, "Pause"))

    async def _edit_reminder(self) -> None:
        person, opened, scope = await self._open_reminder()
        form = await person.click(opened, "Edit")
        shown = await person.submit(form, **{"When?": "tomorrow 18:30"})
        await self._watched(scope, person.click(shown, "Save"))

    async def _delete_reminder(self) -> None:
        person, opened, scope = await self._open_reminder()
        asked = await person.click(opened, "Delete…")
        await self._watched(scope, person.click(asked, "Delete it"))

    async def _snooze(self) -> None:
        person = self._somebody()
        member = MemberId(f"discord:{person.id}")
        for message in reversed(person.sees(dm=True)):
            if "In 1 day" in message.buttons:
                await self._watched(
                    lambda tx: schedules.list_of_member(tx, member, PostKind.REMINDER),
                    person.click(message, "In 1 day"),
                )
                return
        raise NotPossibleError("nothing came yet")

    async def _pause_all(self) -> None:
        person = self._somebody()
        until = (self._server.clock.now().date().replace(day=28)).isoformat()
        await person.slash("me settings", where=self._home(person), pause_until=until)

    async def _change_zone(self) -> None:
        person = self._somebody()
        await person.slash("me settings", where=self._home(person), timezone="Asia/Kolkata")

    async def _delete_everything(self) -> None:
        person = self._somebody()
        member = MemberId(f"discord:{person.id}")
        asked = await person.slash("privacy delete", where=self._home(person))
        await self._watched(
            lambda tx: schedules.list_of_member(tx, member, PostKind.REMINDER),
            person.click(asked, "Delete it all"),
        )

    # Moderators

    def _some_guild(self) -> Guild:
        return self._chance.choice(self._cast.guilds)

    async def _moderate(
        self, guild: Guild, path: str, press: str | None = None, **options: Any
    ) -> None:
        kind = self._chance.choice(COMMUNITY_KINDS)
        community = CommunityId(f"discord:{guild.id}")
        moderator = self._server.person(guild.data["owner_id"])

        async def scope(tx: Transaction) -> list[Schedule]:
            found = await schedules.load_schedule(tx, community, kind)
            return [] if found is None else [found]

        async def act() -> None:
            where = next(iter(guild.channels))
            answer = await moderator.slash(path, where=where, purpose=kind.value, **options)
            if press is not None:
                await moderator.click(answer, press)

        await self._watched(scope, act())

    async def _move_post(self) -> None:
        guild = self._some_guild()
        new = self._server.world.add_channel(guild, f"moved-{self.done}")
        self._cast.channels.append(new["id"])
        await self._moderate(guild, "config channel set", channel=new["id"])

    async def _change_day(self) -> None:
        await self._moderate(
            self._some_guild(), "config schedule set", day=self._chance.choice((0, 3))
        )

    async def _stop_post(self) -> None:
        await self._moderate(self._some_guild(), "config channel clear")

    async def _stop_and_undo(self) -> None:
        await self._moderate(self._some_guild(), "config channel clear", "Undo")

    async def _pause_post(self) -> None:
        await self._moderate(self._some_guild(), "config schedule pause")

    async def _pause_and_resume(self) -> None:
        await self._moderate(self._some_guild(), "config schedule pause", "Resume")


def _plan(schedule: Schedule) -> tuple[object, ...]:
    return schedule.recurrence, schedule.next_run_at is None
