"""What is typed behind a slash command is used or refused by name, never dropped or guessed."""

from __future__ import annotations

import pytest

from bot.dialogues import cert, find, goal, remind
from bot.dialogues.config import config
from bot.dialogues.seam import Command
from bot.errors import InvalidInputError
from bot.model import ChannelId
from bot.platforms.slack import typed
from bot.platforms.slack.commands import Table, nouns

HERE = ChannelId("slack:T0000000001/C0000000001")
ADD, LIST = goal.goal.commands["add"], goal.goal.commands["list"]
ME, COMPARE = remind.remind.commands["me"], cert.cert.commands["compare"]
FIND, TEST = find.find.commands[""], config.commands["show"]


def found(named: str) -> ChannelId | None:
    return HERE if named in ("C0000000001", "weekly-nudges") else None


@pytest.mark.parametrize(
    ("command", "text", "given"),
    [
        (ADD, "", {}),
        (ADD, "Finish Domain II", {"title": "Finish Domain II"}),
        (
            ADD,
            "Finish Domain II due:in 3 months certification:PMP",
            {"title": "Finish Domain II", "due": "in 3 months", "certification": "PMP"},
        ),
        (ADD, 'due:"in 3 months" Finish it', {"due": "in 3 months", "title": "Finish it"}),
        (ADD, "Title: a b DUE: tomorrow", {"title": "a b", "due": "tomorrow"}),
        (ADD, "See https://x.org/due:1 note:it", {"title": "See https://x.org/due:1 note:it"}),
        (ADD, '"Quoted whole"', {"title": "Quoted whole"}),
        (ADD, 'Say "when" due:friday', {"title": 'Say "when"', "due": "friday"}),
        (ADD, "Read <https://x.org|x.org> &amp; write", {"title": "Read https://x.org & write"}),
        (ADD, "Ask <@U1|ben> in <#C1|general>", {"title": "Ask @ben in #general"}),
        (LIST, "done", {"state": "done"}),
        (LIST, "state:ALL", {"state": "all"}),
        (ME, '"call PMI" tomorrow 9am', {"text": "call PMI", "when": "tomorrow 9am"}),
        (ME, "“call PMI” tomorrow 9am", {"text": "call PMI", "when": "tomorrow 9am"}),
        (ME, "call PMI when:tomorrow 9am", {"text": "call PMI", "when": "tomorrow 9am"}),
        (ME, "call PMI tomorrow", {"text": "call PMI tomorrow"}),
        (FIND, 'what is "critical path"', {"query": 'what is "critical path"'}),
        (FIND, '"critical path" cost', {"query": '"critical path" cost'}),
        (COMPARE, "PMP second:CAPM", {"first": "PMP", "second": "CAPM"}),
    ],
)
def test_words_are_values(command: Command, text: str, given: dict[str, str]):
    assert typed.read(command, text, found) == given


@pytest.mark.parametrize(
    ("command", "text", "says"),
    [
        (LIST, "finished", "state cannot be finished"),
        (ADD, "due:a due:b", "due is given twice"),
        (LIST, "state:open done", "state cannot be open done"),
        (ME, 'text:"a" when:"b" repeat:hourly', "repeat cannot be hourly"),
        (TEST, "everything", "I don't know what to do with everything"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(command: Command, text: str, says: str):
    with pytest.raises(InvalidInputError) as refused:
        typed.read(command, text, found)
    assert refused.value.message.startswith(says)


def test_channels_are_named_in_every_way_slack_has():
    table = Table(nouns())
    [command] = [one for name, one in table.commands.items() if name == "config channel set"]
    for said in ("<#C0000000001|weekly-nudges>", "#weekly-nudges", "weekly-nudges"):
        given = typed.read(command, f"purpose:{purpose(command)} channel:{said}", found)
        assert given["channel"] == HERE
    with pytest.raises(InvalidInputError, match="channel cannot be #nowhere"):
        typed.read(command, f"purpose:{purpose(command)} channel:#nowhere", found)


def purpose(command: Command) -> str:
    [one] = [one for one in command.parameters if one.name == "purpose"]
    return str(one.option.choices[0][1])


def test_every_command_is_found_by_its_words():
    table = Table(nouns())
    for name, command in table.commands.items():
        words = name.split()
        assert table.find([*words, "more"]) == (command, len(words))
        assert table.find([one.upper() for one in words]) == (command, len(words))
    assert table.find(["nothing", "of", "it"]) is None
