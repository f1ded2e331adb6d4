"""Commands were added to a server without the bot: one sentence says so, and a link invites it."""

from __future__ import annotations

import re
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playground import permissions as may
from playground.reply import Reply
from playground.seed import GUILD_ID
from playground.server import PlaygroundServer
from tests.e2e.stage import Stage, raise_curtain
from tests.e2e.test_setup import set_up

TIP = "trend-tip"


def link(reply: Reply) -> str:
    found = re.search(r"\[Invite me\]\((\S+)\)", reply.text)
    assert found, reply.text
    return found[1]


async def asked(stage: Stage) -> list[Reply]:
    mia = stage.mia
    channel = stage.channel("trend-tips")
    return [
        await mia.slash("config setup"),
        await mia.slash("config show"),
        await mia.slash("config check"),
        await mia.slash("config channel set", purpose=TIP, channel=channel),
        await mia.slash("config schedule test", purpose=TIP),
    ]


async def test_where_the_bot_is_no_member_every_command_says_so_and_invites_it(
    playground: PlaygroundServer, tmp_path: Path
):
    async with AsyncExitStack() as first:
        stage = await raise_curtain(playground, tmp_path, first)
        card = await set_up(stage)
        guild = playground.world.guilds[GUILD_ID]
        playground.world.members.withdraw_bot(guild)
        told = [*await asked(stage), await stage.mia.click(card, "Change")]
        for reply in told:
            assert "not a member of this server" in reply.text
        [address] = {link(reply) for reply in told}
        wanted = parse_qs(urlsplit(address).query)
        assert wanted["scope"] == ["bot applications.commands"]
        assert wanted["client_id"] == [playground.world.application["id"]]
        needed = may.VIEW_CHANNEL | may.SEND_MESSAGES | may.READ_MESSAGE_HISTORY
        assert int(wanted["permissions"][0]) & needed == needed
        settings = await stage.ana.slash("me settings")
        places = await stage.ana.click(settings, "Where I reach you")
        elsewhere = await stage.ana.click(places, "In this channel")
        assert "not a member of this server" in elsewhere.text
        # Answers need no membership.
        assert "PMP" in (await stage.ana.slash("cert info", name="PMP")).text
    async with AsyncExitStack() as second:
        stage = await raise_curtain(playground, tmp_path, second)
        assert all("not a member" in reply.text for reply in await asked(stage))
