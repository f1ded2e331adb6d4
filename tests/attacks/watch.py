"""What an attack did: in the database, on the wire, in the log; and what of it is not allowed."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, MutableMapping, Sequence
from typing import Any, Self

from bot.errors import MentorError
from playground.interactions import Interaction
from playground.seed import GUILD_ID
from playground.wire import encode
from playground.wirelog import Frame
from tests.attacks.attackers import Attacker
from tests.attacks.scene import SECRET, THEIRS, Scene

Row = tuple[str, tuple[tuple[str, object], ...]]
Attack = Callable[[], Awaitable[Interaction]]
Act = Callable[[], Awaitable[object]]
_ANSWERS = re.compile(r"/interactions/\d+/[^/]+/callback|/webhooks/\d+/[^/]+(/messages/[^/]+)?")
_CHANNEL = re.compile(r"/channels/(\d+)")
HOSTILE = "**Quux** <@&4242> [Quux](https://quux.example) @everyone"
_DRAWN = re.compile(r"(?<!\\)(\*\*Quux|<@&4242>|\[Quux\]\(https|@everyone)")
_CONTENT = re.compile(r'"content":"((?:[^"\\]|\\.)*)"')
_CODE = re.compile(r"`[^`\n]*`")
_POINTERS = ("id", "merged_into", "key")
_OPENS_DM = "/users/@me/channels"
# Whoever offers to mentor is shown, by their own consent, to those who look for a mentor.
_NAMES_MENTORS = ("mentor find", "mentor.find")
# The key of a question opens it, so that its results can be shared: it cannot be guessed, and only
# the asker's card holds it.
_BY_KEY = ("find.again:", "find.read:", "card.share:find.again:", "card.share:find.read:")
# Nothing of anybody's. What differs between these is told of the text itself: "did you mean …".
NOBODYS = ("zqzqzqzq", "17")


def _is_drawn(told: str) -> bool:
    """Tell whether a card shows ``HOSTILE`` as Discord's markup; code shows it as it is."""
    shown = (json.loads(f'"{text}"') for text in _CONTENT.findall(told))
    return any(_DRAWN.search(_CODE.sub("", text)) for text in shown)


def _sides(table: str, said: dict[str, str], rows: set[Row]) -> set[str]:
    """Return who is in the mentorship that a row is about, or in the report before they left."""
    if table == "report":
        same = [dict(cells) for name, cells in rows if name == table]
        both = [(one["actor_id"], one["reported_id"]) for one in same if one["id"] == said["id"]]
        return {str(one).removeprefix("discord:") for pair in both for one in pair if one}
    pair = said["id"] if table == "mentorship" else said.get("mentorship_id")
    sides = (dict(cells) for name, cells in rows if name == "mentorship_side" and pair)
    return {
        str(one["member_id"]).removeprefix("discord:")
        for one in sides
        if one["mentorship_id"] == pair
    }


class Watch:
    """Watch attacks on a scene; ``problems`` says what none may do and one did."""

    def __init__(self, scene: Scene, log: list[MutableMapping[str, Any]]) -> None:
        self.problems: list[str] = []
        self.tried: Counter[str] = Counter()
        self._scene = scene
        self._log = log
        self._frames: list[Frame] = []
        self._stop = scene.stage.server.wire.watch(self._note)
        self._look = sqlite3.connect(scene.stage.database_file)
        self._version = self._version_now()
        self._rows = self._rows_now()
        world = scene.stage.server.world
        self._ids = scene.things | world.users.keys() | set(world.guilds)
        self._ids |= {one for guild in world.guilds.values() for one in guild.channels}
        self._ids |= {one for guild in world.guilds.values() for one in guild.roles}
        self._ids -= {world.bot["id"]}
        self._is_beside = False
        self._before = {
            one["id"]
            for guild in world.guilds.values()
            for place in guild.channels
            for one in world.messages.shared(place)
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        self._look.close()

    async def over(self, kind: str, by: Attacker, given: Sequence[str], attack: Attack) -> str:
        """Make an attack and judge it; return what was told, without what was ``given``."""
        self._begin(kind)
        interaction = await attack()
        told = self._judge(kind, by, given)
        if interaction.followups:
            told += str(len(interaction.followups))
        return told

    async def beside(self, kind: str, by: Attacker, given: Sequence[str], act: Act) -> str:
        """Have somebody do what they may, as a client would, and judge it; return what was told."""
        self._begin(kind)
        self._is_beside = True
        try:
            await act()
        except (MentorError, AssertionError) as error:
            self.blame(f"{by.name}, {kind}: {given[0]}", f"could not be done: {error!r}")
        told = self._judge(kind, by, given)
        self._is_beside = False
        return told

    def look_again(self) -> None:
        """Take the rows as they are now for what nobody may change."""
        self._version = self._version_now()
        self._rows = self._rows_now()

    def _begin(self, kind: str) -> None:
        self.tried[kind] += 1
        self._frames.clear()
        del self._log[:]

    def _judge(self, kind: str, by: Attacker, given: Sequence[str]) -> str:
        parts = [part for one in given for part in (one, *one.split(":")) if part]
        what = f"{by.name}, {kind}: {':'.join(given)[:80]}"
        told = self._judge_wire(what, by, parts)
        self._judge_rows(what, by, parts)
        self._judge_log(what)
        for part in sorted(parts, key=len, reverse=True):
            if len(part) > 4:
                told = told.replace(part, "given")
        return told

    def _judge_wire(self, what: str, by: Attacker, given: list[str]) -> str:
        told = said = ""
        for frame in self._frames:
            said = encode(frame.body).decode()
            told += said
            method, _, path = frame.name.partition(" ")
            if _ANSWERS.search(path) or path.endswith(_OPENS_DM):
                continue
            place = _CHANNEL.search(path)
            world = self._scene.stage.server.world
            own = {by.channel, *((world.dm_of(one) or {}).get("id") for one in by.may_change)}
            if place is None or place[1] not in own:
                self.blame(what, f"reached {frame.name}")
            elif method == "DELETE" and (not self._is_beside or path[-19:] in self._before):
                self.blame(what, f"removed {frame.name}")
        is_keyed = any(one in what for one in _BY_KEY)
        if (SECRET in told and not is_keyed) or (THEIRS in told and GUILD_ID not in by.own):
            self.blame(what, "was told what others wrote")
        if _is_drawn(told):
            self.blame(what, f"drew what was typed: {told}")
        is_public = what.partition(":")[2].strip().startswith(_NAMES_MENTORS)
        for one in self._ids - by.own - (self._mentors() if is_public else set()):
            if one in told and one not in given and not any(one in part for part in given):
                self.blame(what, f"was told of {one}")
        return told

    def _mentors(self) -> set[str]:
        rows = self._look.execute("SELECT member_id FROM mentor WHERE state = 'available'")
        return {own_id.removeprefix("discord:") for [own_id] in rows}

    def _judge_rows(self, what: str, by: Attacker, given: list[str]) -> None:
        if (version := self._version_now()) == self._version:
            return
        self._version, before = version, self._rows
        self._rows = after = self._rows_now()
        may_change = frozenset[str]() if "old versions" in what else by.may_change
        for row in before ^ after:
            said = {column: str(cell).removeprefix("discord:") for column, cell in row[1]}
            if not may_change & {*said.values(), *_sides(row[0], said, before | after)}:
                self.blame(what, f"changed {row}")
            # What somebody typed is theirs, whatever it is like; what it points to is not.
            foreign = self._ids - by.own
            points = {cell for column, cell in said.items() if column.endswith(_POINTERS)}
            typed = set(said.values()) - points - set(given)
            if SECRET in str(row) or foreign & points or foreign & typed:
                self.blame(what, f"made others' theirs: {row}")

    def _judge_log(self, what: str) -> None:
        for one in self._log:
            if one["event"] == "interaction.failed":
                self.blame(what, f"was an accident: {one}")
            if SECRET in str(one):
                self.blame(what, f"is in the log: {one}")

    def blame(self, what: str, problem: str) -> None:
        """Note what an attack did and may not."""
        self.problems.append(f"{what}: {problem}"[:600])

    def _note(self, frame: Frame) -> None:
        if frame.sender == "bot" and frame.source == "rest":
            self._frames.append(frame)

    def _version_now(self) -> int:
        [version] = self._look.execute("PRAGMA data_version").fetchone()
        return version

    def _rows_now(self) -> set[Row]:
        names = self._look.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {row for [name] in names if name != "sqlite_sequence" for row in self._read(name)}

    def _read(self, name: str) -> Iterator[Row]:
        found = self._look.execute(f"SELECT * FROM {name}")
        columns = [column for column, *_ in found.description]
        for row in found:
            yield name, tuple(zip(columns, row, strict=True))
