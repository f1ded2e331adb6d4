"""The first answer to somebody new shows the way to their first step, once."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from playground.reply import Reply
from playground.server import PlaygroundServer
from tests.e2e.stage import Stage, raise_curtain

LINE = "New here? Tell me where you are, and I'll show you the next step."
LOOK_UPS: list[tuple[str, dict[str, Any]]] = [
    ("find", {"query": "do I need to code"}),
    ("cert info", {"name": "pmp"}),
    ("goal add", {"title": "Read the guide"}),
    ("goal list", {}),
    ("cert info", {"name": "zzqx unheard of"}),
    ("career gap", {"target": "tpm"}),
    ("remind me", {"text": "Read", "when": "tomorrow 9am"}),
]


def greets(reply: Reply) -> bool:
    """Tell whether an answer ends with the line."""
    return reply.plain_text.endswith(LINE)


@pytest.mark.parametrize(("command", "options"), LOOK_UPS)
async def test_whatever_somebody_new_asks_the_answer_ends_with_the_line_once(
    stage: Stage, command: str, options: dict[str, Any]
):
    first = await stage.ana.slash(command, **options)
    assert first.ephemeral
    assert greets(first)
    assert first.buttons[-1] == "I'm new here"
    assert (await stage.ana.click(first, "I'm new here")).modal is not None
    again = await stage.ana.slash(command, **options)
    assert LINE not in again.text
    # Others are met by themselves, and by direct message, too.
    assert greets(await stage.ben.slash("find", query="pmp", dm=True))


async def test_what_is_answered_after_a_form_ends_with_it_and_what_is_turned_does_not(stage: Stage):
    form = await stage.ana.slash("goal add")
    added = await stage.ana.submit(form, **{"What do you want to reach?": "Read the guide"})
    assert greets(added)
    listed = await stage.ben.slash("cert list")
    assert greets(listed)
    turned = await stage.ben.click(listed, "Next")
    assert LINE not in turned.text
    assert not listed.followups


async def test_who_begins_by_themselves_is_not_told_to(stage: Stage):
    help_card = await stage.ana.slash("help")
    assert LINE not in help_card.text
    assert LINE not in (await stage.ana.slash("find", query="pmp")).text
    assert (await stage.ben.slash("start")).modal is not None
    assert LINE not in (await stage.ben.slash("find", query="pmp")).text


async def test_the_path_that_asks_itself_is_not_followed_by_it(stage: Stage):
    assert LINE not in (await stage.ana.slash("career path")).text
    assert LINE not in (await stage.ana.slash("find", query="pmp")).text


async def test_moderators_commands_and_public_answers_do_not_have_it(stage: Stage):
    assert LINE not in (await stage.mia.slash("config show")).text
    card = await stage.mia.slash("cert info", name="csm")
    assert greets(card)
    await stage.mia.click(card, "Share")
    [post] = await stage.ben.posts("general", count=1)
    assert LINE not in post.text
    assert "I'm new here" not in post.buttons
    # What a public card opens is one's own.
    assert greets(await stage.ben.click(post, post.buttons[0]))


async def test_nothing_is_stored_of_whoever_only_looks_something_up(stage: Stage):
    assert greets(await stage.ana.slash("find", query="pmp"))
    assert stage.cells_with(stage.ana.id) == []


async def test_who_has_anything_stored_is_not_new_after_a_restart(
    playground: PlaygroundServer, tmp_path: Path
):
    async with AsyncExitStack() as first:
        stage = await raise_curtain(playground, tmp_path, first)
        assert greets(await stage.ana.slash("goal add", title="Outlive a restart"))
    async with AsyncExitStack() as second:
        stage = await raise_curtain(playground, tmp_path, second)
        assert LINE not in (await stage.ana.slash("find", query="pmp")).text
        # Nor is anybody while everything about them is being deleted.
        asked = await stage.ana.slash("privacy delete")
        gone = await stage.ana.click(asked, "Delete it all")
        assert LINE not in gone.text
