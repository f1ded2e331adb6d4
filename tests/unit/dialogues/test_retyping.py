"""Every command that takes words keeps them when it is refused: each is found by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.cards import Button
from bot.dialogues.forms import Choice, Opened
from bot.dialogues.seam import Answer, Ask, Command, File, Noun, OpenForm, Parameter, Refusal, Value
from bot.errors import InvalidInputError
from bot.model import ChannelId
from tests.unit.dialogues.test_naming import Stage, nouns, stage
from tests.unit.replies import reading

__all__ = ["stage"]
COMMANDS = {
    one.name: one
    for noun in nouns()
    for one in noun.commands.values()
    if one.parameters and not any(option.type is File for option in one.parameters)
}


def typed(one: Parameter) -> Any:
    if one.option.choices:
        return one.option.choices[-1][1]
    if one.type is ChannelId:
        return ChannelId("discord:1000000000000000077")
    return "7" if one.type is int else f"my {one.name}"


def refusing(stage: Stage, command: Command) -> Command:
    """Put in a command's place one that names nothing and refuses whatever it is given."""

    async def run(_ask: Ask, **given: Any) -> Answer:
        stage.ran.append(given)
        raise InvalidInputError("Not this.")

    unnamed = tuple(
        replace(one, option=replace(one.option, naming=None)) for one in command.parameters
    )
    refused = replace(command, run=run, form=None, parameters=unnamed)
    noun = Noun()
    noun.commands["refused"] = refused
    stage.dialogues.add(noun)
    return refused


async def correct(stage: Stage, said: Answer) -> Opened:
    assert isinstance(said, Refusal)
    [button] = [one for one in reading.presses(said.card) if isinstance(one, Button)]
    assert button.verb == "form.correct"
    form = await stage.press(button)
    assert isinstance(form, OpenForm)
    return await stage.dialogues.open_form(stage.ask(), form)


@pytest.mark.parametrize("name", COMMANDS)
async def test_what_was_refused_is_in_the_form_and_runs_again_with_all_of_it(
    stage: Stage, name: str
):
    command = refusing(stage, COMMANDS[name])
    given = {one.name: typed(one) for one in command.parameters}
    opened = await correct(stage, await stage.dialogues.command(stage.ask(), command, given))
    assert 1 <= len(opened.form.fields) <= 5
    sent: dict[str, Value] = {}
    for field in opened.form.fields:
        value = opened.shown[field.key]
        assert isinstance(value, str)
        sent[field.key] = (value,) if isinstance(field, Choice) else value
    again = await stage.dialogues.submit(stage.ask(), opened.verb, opened.args, opened.marks, sent)
    was, now = stage.ran
    assert {key: str(value) for key, value in now.items()} == {
        key: str(value) for key, value in was.items()
    }
    # Refused once more, it is still kept.
    await correct(stage, again)


@pytest.mark.parametrize("name", COMMANDS)
async def test_what_is_emptied_in_the_form_is_as_if_never_typed(stage: Stage, name: str):
    command = refusing(stage, COMMANDS[name])
    given = {one.name: typed(one) for one in command.parameters}
    opened = await correct(stage, await stage.dialogues.command(stage.ask(), command, given))
    left_over = set(opened.args[1::2])
    await stage.dialogues.submit(stage.ask(), opened.verb, opened.args, opened.marks, {})
    assert set(stage.ran[-1]) == left_over


async def test_a_command_that_left_is_not_asked_for(stage: Stage):
    command = refusing(stage, COMMANDS["find"])
    said = await stage.dialogues.command(stage.ask(), command, {"query": "pmp"})
    opened = await correct(stage, said)
    noun = Noun()
    noun.commands["refused"] = command
    stage.dialogues.remove(noun)
    with pytest.raises(Exception, match="older version"):
        await stage.dialogues.open_form(stage.ask(), OpenForm(opened.verb, opened.args))


async def test_what_no_form_can_hold_is_refused_without_one(stage: Stage):
    command = refusing(stage, COMMANDS["find"])
    for given in ({"query": "x" * 4001}, {"query": None}):
        with pytest.raises(InvalidInputError):
            await stage.dialogues.command(stage.ask(), command, given)
