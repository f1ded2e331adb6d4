"""Every option with suggestions takes what people type: each is found by itself and played."""

from __future__ import annotations

import pkgutil
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import cogs
from bot.app import build
from bot.cards import Button, Card, CommandRef
from bot.config import Settings
from bot.dialogues.dispatch import Dialogues
from bot.dialogues.seam import Answer, Ask, Command, Noun, Parameter, Replace
from bot.errors import StaleActionError
from bot.model import CommunityId, MemberId
from bot.platforms.discord.nouns import NounCog
from bot.services.composition import Services
from tests import shared
from tests.unit.replies import reading

ANA, BEN = MemberId("discord:1001"), MemberId("discord:1002")
LONG = "Write down everything that the exam content outline asks of a manager of projects, in full"
TITLES = ("Finish Domain II", "Finish Domain III", "🎯", f"{LONG} and again in short", "Read")


def nouns() -> Iterator[Noun]:
    for module in pkgutil.iter_modules(cogs.__path__, "cogs."):
        for thing in vars(import_module(module.name)).values():
            is_cog = isinstance(thing, type) and issubclass(thing, NounCog)
            if is_cog and thing is not NounCog:
                yield thing.noun


def suggesting() -> Iterator[tuple[str, Command, Parameter]]:
    """Yield every option with suggestions."""
    for noun in nouns():
        for path, command in noun.commands.items():
            for one in command.parameters:
                if one.option.suggest is not None:
                    yield f"{noun.path} {path} {one.name}".replace("  ", " "), command, one


SUGGESTING = {where: (command, option) for where, command, option in suggesting()}
NAMING = {where: both for where, both in SUGGESTING.items() if both[1].option.naming is not None}


class Stage:
    """Commands that say only what they were given."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.dialogues = Dialogues(services, lambda _text: True)
        self.ran: list[Mapping[str, Any]] = []

    def ask(self, member: MemberId = ANA) -> Ask:
        return Ask(member, self.services, CommunityId("discord:1"), may_configure=True)

    def recording(self, command: Command) -> Command:
        """Return a command that records what it runs with instead; it is there from here on."""

        async def run(_ask: Ask, **given: Any) -> Answer:
            self.ran.append(given)
            return Card(title="Done", summary="Done")

        recorded = replace(command, run=run)
        noun = Noun("recorded")
        noun.commands["recorded"] = recorded
        self.dialogues.add(noun)
        return recorded

    def options(self) -> list[tuple[str, Command, Parameter]]:
        """Return every option that names something, with its command, which only records."""
        return [(where, self.recording(command), one) for where, (command, one) in NAMING.items()]

    async def suggest(self, option: Parameter) -> list[tuple[str, str]]:
        assert option.option.suggest is not None
        return list(await option.option.suggest(self.ask(), ""))

    async def settle(self, command: Command, given: Mapping[str, Any]) -> Mapping[str, Any] | Card:
        """Return what a command ran with, or what was asked instead."""
        self.ran.clear()
        said = await self.dialogues.command(self.ask(), command, given)
        assert isinstance(said, Card)
        return self.ran[0] if self.ran else said

    async def press(self, button: Button, member: MemberId = ANA) -> Answer:
        return await self.dialogues.press(self.ask(member), button.verb, button.args)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    file = tmp_path / "mentor.db"
    shared.put_empty_database(file)
    settings = Settings(database_url=f"sqlite+aiosqlite:///{file}")
    async with AsyncExitStack() as stack:
        client = (await build(settings, stack)).client
        for title in TITLES:
            await client.services.goals.add(ANA, title, None, None)
        await client.services.goals.add(BEN, "Secret plan", None, None)
        yield Stage(client.services)
        await client.close()


def choices(card: Card) -> list[Button]:
    return [
        one
        for one in reading.presses(card)
        if isinstance(one, Button) and one.verb == "name.choose"
    ]


def given_with(command: Command, option: Parameter, text: str) -> dict[str, Any]:
    """Return what is typed: names that are known, numbers and words where the command takes any."""
    known = {"first": "pmp", "second": "capm", "third": "csm", "goal": "Read"}
    given: dict[str, Any] = {}
    for one in command.parameters:
        if one.option.naming is not None:
            given[one.name] = known.get(one.name) if one.is_required else None
        elif one.type is str and not one.option.choices:
            given[one.name] = f"typed as {one.name}"
    return given | {option.name: text}


def test_every_option_with_suggestions_takes_what_is_typed():
    assert SUGGESTING.keys() - NAMING.keys() == set()
    assert len(NAMING) >= 18


def test_what_is_chosen_with_a_button_is_answered_at_once():
    """A press is acknowledged by its own verb, which does not know how slow the command is.

    Those that open a direct message wait for Discord: what is acknowledged by itself after a while.
    """
    slow = {where for where, (command, _option) in NAMING.items() if command.is_slow}
    assert slow == {"goal add certification", "nudge settings timezone"}


async def test_a_value_and_its_label_run_the_command(stage: Stage):
    for where, command, option in stage.options():
        suggestions = await stage.suggest(option)
        assert suggestions, where
        for label, value in suggestions:
            for text in (value, label, f" {label.upper()} ", f"\u200f{label}\u200f"):
                settled = await stage.settle(command, given_with(command, option, text))
                assert isinstance(settled, Mapping), (where, text)
                assert settled[option.name] == value, (where, text)


async def test_a_beginning_and_a_typo_run_it_or_are_asked_about(stage: Stage):
    """Whatever is offered runs the same command with all else that was typed."""
    for where, command, option in stage.options():
        suggestions = await stage.suggest(option)
        names = {label for label, _value in suggestions}
        for label, value in suggestions[:8]:
            middle = max(len(label) // 2, 4)
            typo, cut = label[: middle - 1] + label[middle:], f"{label[:99]}…"
            for text in (label[:middle], typo, cut) if len(label) > 4 else ():
                given = given_with(command, option, text)
                settled = await stage.settle(command, given)
                if isinstance(settled, Card):
                    await hold_presses(stage, option, given, settled)
                elif text.strip() not in names:
                    assert settled[option.name] == value, (where, text)


async def hold_presses(
    stage: Stage, option: Parameter, given: Mapping[str, Any], card: Card
) -> None:
    """A choice is its member's, runs what was typed with it, and runs it once."""
    offered = choices(card)
    assert 1 <= len(offered) <= 25, given
    with pytest.raises(StaleActionError):
        await stage.press(offered[0], BEN)
    assert isinstance(await stage.press(offered[0]), Replace)
    [ran] = stage.ran
    assert ran[option.name]
    others = {name for name, value in given.items() if name != option.name and value is not None}
    assert others <= {name for name, value in ran.items() if value is not None}
    with pytest.raises(StaleActionError):
        await stage.press(offered[0])


async def test_what_is_like_nothing_is_refused_by_name_with_nothing_to_press(stage: Stage):
    nonsense = ("zzqx unheard of", "x" * 4000, "🙃🙃", "\u202e\u200f", "'; UNION --", "<@1> @here")
    for where, command, option in stage.options():
        for text in nonsense:
            said = await stage.settle(command, given_with(command, option, text))
            assert isinstance(said, Card), (where, text)
            assert choices(said) == [], (where, text)
            assert said.summary.startswith("I know no "), where
            assert ("“" in said.summary) is (text != "\u202e\u200f"), where
            assert len(said.summary) < 200


async def test_an_option_that_may_be_empty_takes_nothing(stage: Stage):
    for where, command, option in stage.options():
        settled = await stage.settle(command, given_with(command, option, " "))
        assert isinstance(settled, Mapping) is not option.is_required, where


async def test_a_setting_is_cleared_by_off(stage: Stage):
    for name in ("stage", "role"):
        command, option = NAMING[f"me profile {name}"]
        command = stage.recording(command)
        settled = await stage.settle(command, {name: "OFF"})
        assert isinstance(settled, Mapping)
        assert settled[option.name] == "OFF"


async def test_several_names_are_asked_about_one_after_another(stage: Stage):
    command = stage.recording(NAMING["cert compare first"][0])
    asked = await stage.settle(command, {"first": "prince", "second": "pmi", "third": "csm"})
    assert isinstance(asked, Card)
    assert "“prince”" in asked.summary
    assert "What you typed is kept" in reading.text(asked)
    said = await stage.press(choices(asked)[1])
    assert isinstance(said, Replace)
    assert "“pmi”" in said.card.summary
    ran = choices(said.card)
    assert len(ran) > 5
    await stage.press(ran[0])
    assert stage.ran == [{"first": "prince2-practitioner", "second": "pmi-acp", "third": "csm"}]


async def test_a_command_that_can_be_corrected_in_a_form_still_can(stage: Stage):
    command, _option = NAMING["goal add certification"]
    said = await stage.dialogues.command(
        stage.ask(), command, {"title": "Pass", "certification": "prince", "due": None}
    )
    assert isinstance(said, Card)
    assert [button.verb for button in reading.presses(said) if isinstance(button, Button)] == [
        "name.choose",
        "name.choose",
        "form.correct",
    ]


async def test_a_long_list_is_turned_and_what_left_is_gone(stage: Stage):
    command, option = NAMING["career role name"]
    command = stage.recording(command)
    asked = await stage.settle(command, given_with(command, option, "project manager"))
    assert isinstance(asked, Card)
    assert asked.pager[0] == "name.list"
    turned = await stage.dialogues.press(stage.ask(), "name.list", (*asked.pager[1:], "2"))
    assert isinstance(turned, Replace)
    assert (turned.card, turned.page) == (asked, 2)
    with pytest.raises(StaleActionError):
        await stage.dialogues.press(stage.ask(), "name.choose", (asked.pager[1], "99"))
    stage.services.memory.forget(ANA)
    with pytest.raises(StaleActionError):
        await stage.dialogues.press(stage.ask(), "name.list", asked.pager[1:])


async def test_a_press_that_fails_can_be_repeated(stage: Stage):
    fails = True

    async def run(_ask: Ask, name: str) -> Answer:
        if fails:
            raise RuntimeError("the database is away")
        return Card(title=name, summary=name)

    command = replace(stage.recording(NAMING["career role name"][0]), run=run)
    noun = Noun("failing")
    noun.commands["failing"] = command
    stage.dialogues.add(noun)
    asked = await stage.dialogues.command(stage.ask(), command, {"name": "project manager"})
    assert isinstance(asked, Card)
    button = choices(asked)[0]
    with pytest.raises(RuntimeError):
        await stage.press(button)
    fails = False
    said = await stage.press(button)
    assert isinstance(said, Replace)
    assert said.card.title == "it-project-manager"


async def test_a_command_that_left_is_not_run(stage: Stage):
    command = stage.recording(NAMING["career role name"][0])
    asked = await stage.dialogues.command(stage.ask(), command, {"name": "project manager"})
    assert isinstance(asked, Card)
    noun = Noun("recorded")
    noun.commands["recorded"] = command
    stage.dialogues.remove(noun)
    with pytest.raises(StaleActionError):
        await stage.press(choices(asked)[0])


async def test_a_goal_is_its_members_alone(stage: Stage):
    [(_label, secret)] = await stage.services.goals.suggest(BEN, "", None)
    command, option = NAMING["goal show goal"]
    command = stage.recording(command)
    said = await stage.settle(command, given_with(command, option, secret))
    assert isinstance(said, Card)
    assert said.summary == f"I know no goal called “{secret}”."
    assert CommandRef("goal list") in [node for block in said.blocks for node in _nodes(block)]


def _nodes(block: object) -> tuple[object, ...]:
    return getattr(block, "content", ())


async def test_goals_of_one_title_are_told_apart(stage: Stage):
    [(_label, read)] = [
        one for one in await stage.services.goals.suggest(ANA, "", None) if one[0] == "Read"
    ]
    twin = await stage.services.goals.add(ANA, "Read", None, "in 3 years")
    command, option = NAMING["goal done goal"]
    command = stage.recording(command)
    asked = await stage.settle(command, given_with(command, option, "read"))
    assert isinstance(asked, Card)
    assert f"due {twin.due_on}" in reading.text(asked)
    assert len(choices(asked)) == 2
    await stage.services.goals.complete(ANA, read)
    settled = await stage.settle(command, given_with(command, option, "read"))
    assert settled == {"goal": twin.id}
    await stage.services.goals.complete(ANA, twin.id)
    asked = await stage.settle(command, given_with(command, option, "read"))
    assert isinstance(asked, Card)
    assert reading.text(asked).count("reached on ") == 2


async def test_a_title_of_which_nothing_is_open_is_that_of_what_is_done(stage: Stage):
    read, *_rest = [own_id for _, own_id in await stage.services.goals.suggest(ANA, "III", None)]
    await stage.services.goals.complete(ANA, read)
    command, option = NAMING["goal done goal"]
    command = stage.recording(command)
    settled = await stage.settle(command, given_with(command, option, "finish domain iii"))
    assert settled == {"goal": read}
