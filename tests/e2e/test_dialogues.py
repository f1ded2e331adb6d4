"""What is true of every command, button and form, whatever it is about."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing
from pathlib import Path

import pytest

from bot.dialogues.seam import FormVerb, May, Opener
from bot.platforms.discord import commandtree
from bot.platforms.discord.custom_id import fits
from playground.person import Person
from playground.reply import Reply
from playground.server import PlaygroundServer
from tests.e2e.stage import Stage, raise_curtain
from tests.e2e.test_forged import forge
from tests.e2e.test_mentor_rules import ANSWER, MONTHS
from tests.e2e.test_mentors_role import new_role
from tests.e2e.test_setup import TIME, ZONE, make_moderator, set_up

TOPICS = "What should it be about?"
# What an interaction may change without doing anything: who was answered is reached again.
_ASIDE = {"sqlite_sequence"}


def contents(stage: Stage) -> dict[str, list[tuple[object, ...]]]:
    """Return every row that is stored."""
    with closing(sqlite3.connect(stage.database_file)) as look:
        tables = [
            name for [name] in look.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        return {
            name: look.execute(f"SELECT * FROM {name}").fetchall()
            for name in tables
            if name not in _ASIDE
        }


def verbs(stage: Stage, may: May) -> list[tuple[str, tuple[str, ...]]]:
    """Return every verb that somebody may, with what a card could have pointed to."""
    found = stage.bot.client.dialogues
    return [
        (name, args)
        for name in sorted(found.verbs)
        if (verb := found.find(name)) is not None and verb.may is may
        if not isinstance(verb, Opener)
        for args in ((), ("weekly-nudge",), ("weekly-nudge", f"discord:{stage.channel('general')}"))
        if fits(name, args)
    ]


async def test_what_moderators_may_nobody_else_may(stage: Stage):
    await set_up(stage)
    card = await stage.ana.slash("me settings")
    alone = await stage.mia.slash("me settings", dm=True)
    before = contents(stage)
    tried = verbs(stage, May.MODERATOR)
    assert len({name for name, _ in tried}) > 20
    for name, args in tried:
        for person, shown in ((stage.ana, card), (stage.mia, alone)):
            refused = await forge(person, shown, name, *args)
            assert "Manage Server" in refused.text, (name, args)
            assert refused.modal is None
    for path in ("config show", "config setup", "config data purge", "config log"):
        assert "Manage Server" in (await stage.ana.slash(path, force=True)).text
    assert contents(stage) == before


@pytest.mark.parametrize("is_new", [True, False], ids=["new", "edited"])
async def test_a_form_that_was_open_during_a_restart_is_saved(
    playground: PlaygroundServer, tmp_path: Path, is_new: bool
):
    async with AsyncExitStack() as first:
        stage = await raise_curtain(playground, tmp_path, first)
        form = await stage.ana.slash("goal add")
        if not is_new:
            added = await stage.ana.slash("goal add", title="Old words", due=stage.day(3))
            form = await stage.ana.click(added, "Edit")
    async with AsyncExitStack() as second:
        stage = await raise_curtain(playground, tmp_path, second)
        saved = await stage.ana.submit(form, **{"What do you want to reach?": "New words"})
        assert "New words" in saved.text
        listed = (await stage.ana.slash("goal list")).text
        assert "New words" in listed
        assert "Old words" not in listed
        # What was left as it was shown stays.
        assert is_new or "in 3 days" in listed


# Of each form: what Ben changes, then what Mia changes in hers, which was open before.
BOTH_CHANGE = {
    "config.edit": ((TIME, "10:10"), (ZONE, "Asia/Tokyo")),
    "setup.open": ((TIME, "10:10"), (ZONE, "Asia/Tokyo")),
    "content.change": (("Title", "Title of Ben"), ("What do you advise?", "Words of Mia")),
    "topics.choose": ((TOPICS, ["agile", "career", "cloud"]), (TOPICS, ["agile", "risk", "cloud"])),
    "mentoring.rules": ((ANSWER, "7"), (MONTHS, "6")),
}
ARGS = {"config.edit": ("weekly-nudge",), "topics.choose": ("weekly-nudge",)}


async def test_every_form_of_a_community_lets_two_moderators_change_different_things(
    stage: Stage,
):
    make_moderator(stage)
    await set_up(stage)
    tip = {"Title": "A tip", "What do you advise?": "Words"}
    draft = await stage.mia.submit(await stage.mia.slash("config content add", kind="tip"), **tip)
    await stage.mia.click(draft, "Save")
    with closing(sqlite3.connect(stage.database_file)) as look:
        [entry] = look.execute("SELECT id FROM community_entry").fetchone()
    found = stage.bot.client.dialogues
    forms = {
        name
        for name in found.verbs
        if isinstance(verb := found.find(name), FormVerb) and verb.may is May.MODERATOR
    }
    role = "The role of your mentors"
    both = {"mentoring.role": ((role, new_role(stage)), (role, new_role(stage)))} | BOTH_CHANGE
    # Of something new there is no other state.
    assert forms - {"content.new", "setup.card"} == both.keys()
    card = {one.id: await one.slash("config show") for one in (stage.mia, stage.ben)}

    async def open_form(person: Person, name: str) -> Reply:
        args = ARGS.get(name, (entry,) if name == "content.change" else ())
        return await forge(person, card[person.id], name, *args)

    async def send(person: Person, form: Reply, field: tuple[str, object]) -> Reply:
        sent = await person.submit(form, **dict([field]))
        return await person.click(sent, "Save") if "Save" in sent.buttons else sent

    for name, (bens, mias) in both.items():
        open_before = await open_form(stage.mia, name)
        await send(stage.ben, await open_form(stage.ben, name), bens)
        told = await send(stage.mia, open_before, mias)
        is_same = bens[0] == mias[0]
        assert ("changed meanwhile" in told.text) is is_same, (name, told.text)
        after = str((await open_form(stage.mia, name)).modal)
        if is_same:
            assert "Save mine instead" in told.buttons
        else:
            assert str(bens[1]) in after, name
            assert str(mias[1]) in after, name


COMMAND = '''
"""/ping: a command with a form."""

from __future__ import annotations

from typing import Annotated

from bot.dialogues.forms import Form, Line
from bot.dialogues.seam import Answer, Ask, Noun, OpenForm, Option
from made_up import pong

ping = Noun("ping")


@ping.command("", form="ping.ask")
async def play(ask: Ask, word: Annotated[str | None, Option("What to say")] = None) -> Answer:
    """Say something back."""
    return OpenForm("ping.ask") if word is None else pong.said(word)


@ping.form("ping.ask")
async def question(ask: Ask) -> Form:
    return Form("Say it", (Line("word", "Which word?", is_required=True),))


@ping.submit("ping.ask")
async def answer(ask: Ask, word: str) -> Answer:
    return pong.said(word)
'''
REPLY = """
from bot.cards import Card, Text


def said(word: str) -> Card:
    return Card(title="Pong", summary=word, blocks=(Text((word,)),))
"""
COG = """
from made_up import ping
from bot.platforms.discord.nouns import NounCog


class PingCog(NounCog):
    noun = ping.ping


async def setup(client) -> None:
    await client.add_cog(PingCog(client))
"""


@pytest.fixture
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    folder = tmp_path / "made_up"
    folder.mkdir()
    for name, text in (("__init__", ""), ("ping", COMMAND), ("pong", REPLY), ("cog", COG)):
        (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    yield "made_up.cog"
    for name in [one for one in sys.modules if one.startswith("made_up")]:
        del sys.modules[name]


async def test_a_command_with_a_form_is_three_files_and_comes_and_goes(stage: Stage, made_up: str):
    client = stage.bot.client
    await client.load_extension(made_up)
    await commandtree.publish(client.tree)
    assert "Hello" in (await stage.ana.slash("ping", word="Hello")).text
    form = await stage.ana.slash("ping")
    assert "Out there" in (await stage.ana.submit(form, **{"Which word?": "Out there"})).text
    await client.unload_extension(made_up)
    assert "ping.ask" not in client.dialogues.verbs
    gone: Reply = await stage.ana.submit(form, **{"Which word?": "Anybody?"})
    assert "Anybody?" in gone.text
    await client.unload_extension("cogs.topics")
    config = client.tree.get_command("config")
    assert config is not None
    assert {"show", "setup"} <= {one.name for one in config.commands}  # type: ignore[union-attr]
    assert "topics" not in {one.name for one in config.commands}  # type: ignore[union-attr]
