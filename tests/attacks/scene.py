"""What there is to attack: two people of a community, all they keep, all they were ever shown."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from bot.model import ChannelId, CommunityId, MemberId
from bot.model_mentoring import Pair
from bot.model_moderation import About, MentorRules, ReportReason
from bot.platforms.discord.custom_id import Decoded, decode
from bot.services.drafts import Drafts
from bot.services.reports import Subject
from playground import command_limits as kinds
from playground.component_limits import INPUT, SELECT, walk
from playground.forms import fields
from playground.invocations import NotPossibleError
from playground.person import Person
from playground.reading import buttons_of
from playground.reply import Reply
from playground.seed import GUILD_ID
from playground.wire import Json, encode, parts
from playground.wirelog import Frame
from tests.e2e.stage import Stage
from tests.e2e.test_setup import NUDGE, NUDGES, TIP, TIPS, ZONE

SECRET = "Quillfeather"
"""A word that is in all that Ana wrote and Mia did not save, and in nothing else."""
THEIRS = "Thistledown"
"""A word that is in what Mia added for her community, and in nothing else."""
BEGINNING = SECRET[:5]
_CUSTOM_ID = re.compile(rb'"custom_id":"(v1:[^"]+)"')
_DANGER = 4
_DELETES_ALL = "privacy.delete"
_OWNED = (
    *("member", "member_skill", "held_certification", "reminder", "schedule", "delivery", "goal"),
    *("goal_event", "mentor_request", "mentorship_side", "mentorship_session"),
)
CHANNEL = 8
_NESTED = (kinds.SUBCOMMAND, kinds.GROUP)


@dataclass
class Leaf:
    """A command as Discord knows it, by its path, with its options."""

    path: str
    root: Json
    names: list[Json]
    options: list[Json]

    def data(self, given: Sequence[Json], resolved: Json | None = None) -> Json:
        """Return what a client would send with these options."""
        options = list(given)
        for name in reversed(self.names):
            options = [{"name": name["name"], "type": name["type"], "options": options}]
        told = {"id": self.root["id"], "name": self.root["name"], "type": self.root["type"]}
        return told | {"options": options} | ({"resolved": resolved} if resolved else {})


def commands(stage: Stage) -> list[Leaf]:
    """Return every command that was registered with Discord."""
    found: list[Leaf] = []

    def walk(root: Json, names: list[Json], options: list[Json]) -> None:
        inner = [one for one in options if one["type"] in _NESTED]
        for one in inner:
            walk(root, [*names, one], parts(one, "options"))
        if not inner:
            path = " ".join([root["name"], *(one["name"] for one in names)])
            found.append(Leaf(path, root, names, options))

    for root in stage.server.world.commands_for(None):
        if root["type"] == kinds.CHAT_INPUT:
            walk(root, [], parts(root, "options"))
    return found


class Harvest:
    """Every button and form that the bot ever showed, by its verb."""

    def __init__(self, stage: Stage) -> None:
        self.shown: dict[str, dict[tuple[str, ...], Decoded]] = defaultdict(dict)
        self.stop = stage.server.wire.watch(self._note)

    def _note(self, frame: Frame) -> None:
        if frame.sender == "bot" and frame.source == "rest":
            for found in _CUSTOM_ID.findall(encode(frame.body)):
                if (told := decode(found.decode())) is not None:
                    self.shown[told.verb].setdefault(told.args, told)

    def args(self, verb: str) -> list[tuple[str, ...]]:
        """Return with what arguments a verb was shown."""
        return list(self.shown.get(verb, {}))


@dataclass
class Scene:
    """What Ana and Mia have in their community: ``ids`` by kind, ``forms`` they opened."""

    stage: Stage
    harvest: Harvest
    ids: dict[str, list[str]] = field(default_factory=dict)
    forms: dict[str, Json] = field(default_factory=dict)
    file: bytes = b"{}"

    @property
    def things(self) -> set[str]:
        """Return the ids of what is kept, long enough to be found in a text."""
        found = (one for kind, own in self.ids.items() if kind != "number" for one in own)
        return {one for one in found if len(one) > 4}


@dataclass(frozen=True)
class Player:
    """Somebody who uses what there is, in a channel; ``word`` is in what they write with a verb.

    Who is not ``careful`` presses also what deletes something, but not what deletes everything.
    """

    person: Person
    channel: str
    word: Callable[[str], str]
    is_careful: bool = True

    async def slash(self, path: str, **options: Any) -> Reply:
        return await self.person.slash(path, where=self.channel, **options)


def _word(of: str) -> str:
    """Return a word that only those may read who may have written it with a command or form."""
    return THEIRS if of.startswith(("config", "content")) else SECRET


def players(stage: Stage) -> tuple[Player, Player]:
    """Return Ana and Mia in their community."""
    general = stage.channel("general")
    return Player(stage.ana, general, _word), Player(stage.mia, general, _word)


async def set_scene(stage: Stage, *, is_whole: bool = True) -> Scene:
    """Let Ana and Mia use everything there is (``is_whole``), then keep something of each kind."""
    scene = Scene(stage, Harvest(stage))
    if is_whole:
        await use_everything(scene)
    await _keep_both(scene)
    await pair(scene, *players(stage), is_reported=True)
    await _receive(scene)
    await _draft(scene)
    await ask_nobody(scene, stage.ana, stage.mia)
    await _have_of_each_kind(scene)
    _count(scene)
    scene.harvest.stop()
    return scene


async def use_everything(scene: Scene) -> None:
    """Use every command with and without options, and press what comes of it."""
    await _keep_both(scene)
    ana, mia = players(scene.stage)
    pressed: set[str] = set()
    for leaf in commands(scene.stage):
        await use(scene, mia if leaf.path.startswith("config ") else ana, leaf, pressed)


async def use(scene: Scene, player: Player, leaf: Leaf, pressed: set[str]) -> None:
    """Use a command with and without options, and press what comes of it and was not yet."""
    options = {one["name"]: await _value(scene, player, leaf, one) for one in leaf.options}
    for given in ({}, options):
        if not given and any(one.get("required") for one in leaf.options):
            continue
        try:
            told = await player.slash(leaf.path, **given)
        except NotPossibleError:
            continue
        await _press_all(player, told, pressed)


async def _keep_both(scene: Scene) -> None:
    ana, mia = players(scene.stage)
    posts = (scene.stage.channel(NUDGES), scene.stage.channel(TIPS))
    await keep_community(mia, *posts)
    await keep_own(ana, scene.stage.day(3))


async def keep_own(player: Player, due: str) -> None:
    """Have goals, a reminder, a check-in and a profile."""
    word = player.word("goal")
    await player.slash("me settings", timezone="Europe/Rome")
    await player.slash("goal add", title=f"{word} exam", due=due)
    await player.slash("nudge settings", day="Wednesday", time="09:00")
    wish = await player.slash(
        "remind me", text=f"{word} notes", when="tomorrow 9am", repeat="daily"
    )
    await player.person.click(wish, "Save")
    await player.slash("me profile", certification="PMP", earned="5 march 2024", skill="risk")


async def keep_community(player: Player, nudges: str, tips: str) -> None:
    """Have posts in two channels, and own content."""
    word = player.word("config")
    form = await player.slash("config setup")
    await player.person.submit(form, **{NUDGE: nudges, TIP: tips, ZONE: "UTC"})
    await player.slash("config schedule set", purpose="weekly-nudge", day="Wednesday")
    tip = {"Title": f"{word} tip", "What do you advise?": f"{word} words"}
    draft = await player.person.submit(await player.slash("config content add", kind="tip"), **tip)
    await player.person.click(draft, "Save")


async def _receive(scene: Scene) -> None:
    """Have messages that came, that are called for in a channel, and that wait; share a card."""
    stage, ana = scene.stage, scene.stage.ana
    player, _mia = players(stage)
    services, own_id = stage.bot.client.services, MemberId(f"discord:{ana.id}")
    await services.members.choose_dm(own_id)
    await stage.move(1)
    for one in await ana.dms():
        await _press_all(player, one, set())
    general = ChannelId(f"discord:{stage.channel('general')}")
    await services.members.choose_channel(own_id, general)
    await stage.move(1)
    await services.members.choose_inbox(own_id)
    await stage.move(1)
    await _press_all(player, await ana.slash("me inbox"), set())
    await stage.move(1)
    await ana.click(await ana.slash("cert info", name="pmp"), "Share")


async def pair(scene: Scene, learner: Player, mentor: Player, *, is_reported: bool = False) -> None:
    """Have a mentorship of two, whose mentor takes on nobody else, and look at both sides.

    A mentor who is a moderator may have reported the learner before.
    """
    services = scene.stage.bot.client.services
    here = CommunityId(f"discord:{GUILD_ID}")
    learns, mentors = (MemberId(f"discord:{one.person.id}") for one in (learner, mentor))
    told: dict[str, Any] = {"topics": (), "languages": ("en",), "slots": ("workday-evening",)}
    await services.mentors.offer(here, mentors, capacity=1, intro="", **told)
    draft = await services.mentor_requests.write(
        here, learns, mentors, goal=f"{learner.word('mentor')} wish", tried="", **told
    )
    await services.mentor_requests.send(learns, draft.id)
    [asked] = await services.mentor_offers.queue(mentors)
    await mentor.person.click(await mentor.slash("mentees queue"), "Open")
    both, _own = await services.mentorships.accept(mentors, asked.offer.id)
    await services.mentors.stop(here, mentors)
    if is_reported:
        await report(scene, both, learner, mentor)
    await _press_all(learner, await learner.slash("mentor status"), set())
    await _press_all(mentor, await mentor.slash("mentees list"), set())


async def report(scene: Scene, both: Pair, learner: Player, mentor: Player) -> None:
    """Have a mentor's report of a learner, who was suspended as a mentor for it, and came back."""
    stage, services = scene.stage, scene.stage.bot.client.services
    here, place = both.mentorship.community_id, ChannelId(f"discord:{stage.channel('general')}")
    learns, mentors = (MemberId(f"discord:{one.person.id}") for one in (learner, mentor))
    await services.rule_book.change(MentorRules(here, reports_channel_id=place))
    told: dict[str, Any] = {"topics": (), "languages": ("en",), "slots": ("workday-evening",)}
    await services.mentors.offer(here, learns, capacity=1, intro="", **told)
    subject, text = Subject(About.PAIR, both.mentorship.id), f"{mentor.word('config')} words"
    await services.reports.send(mentors, subject, ReportReason.OTHER, text)
    for one in await services.reports.list_undone(here, mentors):
        await services.reports.suspend(here, mentors, one.report.id)
    await _press_all(mentor, await mentor.slash("config mentors reports"), set())


async def ask_nobody(scene: Scene, *people: Person) -> None:
    """Take back what was asked of mentors, and be none: whoever is one is asked, as they should."""
    stage, here = scene.stage, CommunityId(f"discord:{GUILD_ID}")
    mentors = stage.bot.client.services.mentors
    requests = stage.bot.client.services.mentor_requests
    for person in people:
        own_id = MemberId(f"discord:{person.id}")
        standings, _blocks = await requests.mine(own_id)
        for one in standings:
            await requests.withdraw(own_id, one.request.id)
        if await mentors.find(here, own_id) is not None:
            await mentors.stop(here, own_id)


async def _have_of_each_kind(scene: Scene) -> None:
    """Have what one press or another took away again, and a goal that is deleted for now."""
    stage, services = scene.stage, scene.stage.bot.client.services
    ana = MemberId(f"discord:{stage.ana.id}")
    await services.profiles.change(ana, certification="PMP", earned="5 march 2024", skill="risk")
    for [one] in _rows(stage, "SELECT mentorship_id FROM mentorship_side WHERE member_id = ?", ana):
        await services.mentor_sessions.log(ana, str(one), "today", "45", f"{SECRET} step")
    await stage.ana.slash("goal add", title=f"{SECRET} gone", due=stage.day(5))
    goal = "SELECT id FROM goal WHERE member_id = ? ORDER BY created_at DESC LIMIT 1"
    [[last]] = _rows(stage, goal, ana)
    await services.goal_ends.delete(ana, str(last))
    for table in _OWNED:
        assert _rows(stage, f"SELECT 1 FROM {table} WHERE member_id = ? LIMIT 1", ana), table


def _rows(stage: Stage, query: str, *values: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(stage.database_file)) as look:
        return look.execute(query, values).fetchall()


async def _draft(scene: Scene) -> None:
    """Leave something of each kind unsaved."""
    stage, ana, mia = scene.stage, scene.stage.ana, scene.stage.mia
    await ana.slash("remind me", text=f"{SECRET} draft", when="tomorrow 9am")
    await ana.slash("goal add", title=f"{SECRET} refused", due="yesterday")
    await ana.slash("goal show", goal=BEGINNING)
    tip = {"Title": f"{SECRET} draft", "What do you advise?": f"{SECRET} words"}
    await mia.submit(await mia.slash("config content add", kind="tip"), **tip)
    [file] = (await mia.slash("config data export")).attachments
    scene.file = await stage.download(file)
    changed = scene.file.replace(b'"09:00"', b'"10:00"')
    await mia.slash("config data import", file=("settings.json", changed))


def _count(scene: Scene) -> None:
    stage = scene.stage
    with closing(sqlite3.connect(stage.database_file)) as look:
        tables = look.execute(
            "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c"
            " WHERE m.type = 'table' AND c.name = 'id'"
        ).fetchall()
        for [name] in tables:
            found = look.execute(f"SELECT id FROM {name} ORDER BY rowid DESC").fetchall()
            if not found:
                continue
            scene.ids["number" if isinstance(found[0][0], int) else name] = [
                str(one) for [one] in found
            ]
    memory = stage.bot.client.services.memory
    for number, holder in enumerate(memory._holders):
        if isinstance(drafts := getattr(holder, "__self__", None), Drafts):
            kept = [own_id for own in drafts._owners.values() for own_id in own]
            if kept:
                scene.ids[f"draft {number}"] = kept[::-1]
    scene.ids["told"] = [one for [one] in scene.harvest.args("config.import")][::-1]
    for one in stage.server.interactions._by_token.values():
        if one.modal and (told := decode(one.modal["custom_id"])):
            scene.forms[told.verb] = one.modal


async def _value(scene: Scene, player: Player, leaf: Leaf, option: Json) -> Any:
    """Return what somebody might give an option."""
    kind = option["type"]
    if choices := parts(option, "choices"):
        return choices[0]["value"]
    if kind == kinds.CHANNEL:
        return player.channel
    if kind == kinds.ATTACHMENT:
        return ("settings.json", scene.file)
    if kind != kinds.STRING:
        return option.get("min_value", 1)
    if option.get("autocomplete"):
        typed: dict[str, Any] = {option["name"]: ""}
        offered = await player.person.type(leaf.path, where=player.channel, **typed)
        if offered:
            return offered[0][1]
    return f"{player.word(leaf.path)} plan"


async def _press_all(player: Player, first: Reply, pressed: set[str]) -> None:
    """Press what is on a card and on what it leads to, each verb once."""
    person = player.person
    waiting = [first]
    while waiting:
        reply = waiting.pop()
        if reply.modal is not None:
            told = decode(reply.modal["custom_id"])
            if told is not None and (key := f"{told.verb} sent") not in pressed:
                pressed.add(key)
                filled = fill(reply.modal, f"{player.word(told.verb)} words", player.channel)
                waiting.append(await person.submit(reply, **filled))
            continue
        for part, custom_id in (
            [] if reply.seen is None else _pressable(reply.seen, is_careful=player.is_careful)
        ):
            said = decode(custom_id)
            if said is None or said.verb in pressed or said.verb == _DELETES_ALL:
                continue
            pressed.add(said.verb)
            values = [custom_id] if part["type"] == SELECT else []
            told = await person._use(reply.message, part, values, f"pressing {said.verb}")
            waiting += [told, *told.followups]


def _pressable(message: Json, *, is_careful: bool) -> Iterator[tuple[Json, str]]:
    """Yield each button that may be pressed with what it does, and each option of a select."""
    for button in buttons_of(message):
        # What deletes asks before, and says so by its dots.
        is_safe = button["style"] != _DANGER or str(button.get("label")).endswith("…")
        is_safe = is_safe or not is_careful
        if is_safe and not button.get("disabled"):
            yield button, button.get("custom_id", "")
    for select in walk(message["components"]):
        for option in parts(select, "options") if select["type"] == SELECT else ():
            yield select, option["value"]


def fill(modal: Json, text: str, channel: str) -> dict[str, Any]:
    """Return something for each field that needs something, by its key."""
    filled: dict[str, Any] = {}
    for _label, one in fields(modal):
        if one["type"] == INPUT and one.get("required", True) and not one.get("value"):
            filled[one["custom_id"]] = text[: one.get("max_length") or None]
        elif one["type"] == SELECT and one.get("required", True):
            filled[one["custom_id"]] = [parts(one, "options")[0]["value"]]
        elif one["type"] == CHANNEL and one.get("required", True):
            filled[one["custom_id"]] = [channel]
    return filled
