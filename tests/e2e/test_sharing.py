"""Look-ups shared with everybody in a channel, and taken back."""

from __future__ import annotations

import asyncio

from playground import permissions as may
from tests.e2e.stage import Stage


async def test_a_look_up_is_shared_once_under_the_members_name(stage: Stage):
    card = await stage.ana.slash("cert list")
    second = await stage.ana.click(card, "Next")
    told, again = await asyncio.gather(
        stage.ana.click(second, "Share"), stage.ana.click(second, "Share")
    )
    [post] = await stage.ben.posts("general", count=1)
    assert told.ephemeral
    assert again.ephemeral
    assert {"Go to it", "Take it back"} == set(told.buttons)
    assert not post.ephemeral
    assert f"Shared by {stage.ana.mention}" in post.text
    assert post.message["mentions"] == []
    assert "Page 2 of" in post.text
    assert "Checked 22 Nov 2026" in post.text

    # Nobody's own buttons are there; what opens a card opens it for whoever presses.
    assert {"Share", "Add as goal"}.isdisjoint(post.buttons)
    turned = await stage.ben.click(post, "Previous")
    assert turned.ephemeral
    assert "Page 1 of" in turned.text
    assert "Share" in turned.buttons

    await stage.ana.click(told, "Take it back")
    await stage.ana.click(told, "Take it back")
    assert await stage.ben.posts("general", count=0) == []


async def test_every_kind_of_look_up_can_be_shared(stage: Stage):
    cards = [
        await stage.ana.slash("cert list", focus="agile"),
        await stage.ana.slash("career role", name="tpm"),
        await stage.ana.click(await stage.ana.slash("career path"), "Just show me the path"),
        await stage.ana.slash("career path", stage="technical-experience"),
        await stage.ana.click(await stage.ana.slash("find", query="PMP salary"), "More about this"),
    ]
    for number, card in enumerate(cards, start=1):
        await stage.ana.click(card, "Share")
        posts = await stage.ben.posts("general", count=number)
        title = card.text.splitlines()[0]
        assert posts[-1].text.startswith(f"{title}\n-# Shared by {stage.ana.mention}")
        assert "Add as goal" not in posts[-1].buttons
    assert "Share" not in (await stage.ana.slash("goal list")).buttons
    assert "Share" not in (await stage.ana.slash("help")).buttons


async def test_sharing_where_it_cannot_be_is_refused_privately(stage: Stage):
    alone = await stage.ana.slash("cert info", name="csm", dm=True)
    refused = await stage.ana.click(alone, "Share")
    assert "nobody to share this with" in refused.text

    closed = await stage.mia.slash("cert info", name="csm", where="mods-only")
    refused = await stage.mia.click(closed, "Share")
    assert refused.ephemeral
    assert "lacks Send Messages" in refused.text
    assert await stage.mia.posts("mods-only", count=0) == []

    world, quiet = stage.server.world, stage.channel("trend-tips")
    world.overwrite(quiet, stage.ana.id, deny=may.SEND_MESSAGES)
    listening = await stage.ana.slash("cert info", name="csm", where="trend-tips")
    refused = await stage.ana.click(listening, "Share")
    assert refused.ephemeral
    assert "You may not write in this channel" in refused.text
    assert await stage.ben.posts("trend-tips", count=0) == []
