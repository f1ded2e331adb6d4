"""Polls and invites, through the real client."""

from __future__ import annotations

from datetime import timedelta

import discord
import pytest
from discord.http import Route

from playground import permissions as may
from playground.connecting import online
from playground.seed import CHANNELS
from playground.server import PlaygroundServer
from tests.contract.sample_bot import SampleBot
from tests.contract.test_messages import channel_of, refused
from tests.contract.test_threads import grant


def question() -> discord.Poll:
    poll = discord.Poll("Tea?", timedelta(hours=24))
    return poll.add_answer(text="Yes", emoji="🍵").add_answer(text="No")


async def test_poll_is_sent_voted_on_and_ended(playground: PlaygroundServer):
    grant(playground, may.SEND_POLLS)
    intents = discord.Intents(guilds=True, guild_messages=True, guild_polls=True)
    async with online(bot := SampleBot(intents=intents), playground):
        sent = await channel_of(bot).send(poll=question())
        assert sent.poll
        assert [(a.id, a.text) for a in sent.poll.answers] == [(1, "Yes"), (2, "No")]
        world, ana = playground.world, playground.person("ana")

        def stored():
            message = world.messages.get(CHANNELS["general"], str(sent.id))
            assert message
            return message

        world.polls.vote(stored(), ana.id, 1)
        world.polls.vote(stored(), ana.id, 2)
        assert (await bot.hears("voted")).answer_id == 1
        fetched = await channel_of(bot).fetch_message(sent.id)
        assert fetched.poll
        yes, no = fetched.poll.answers
        assert ([v async for v in yes.voters()], [v.name async for v in no.voters()]) == (
            [],
            ["ana"],
        )
        assert (await refused(sent.edit(content="x"))).code == 520003
        ended = await fetched.end_poll()
        assert ended.poll and ended.poll.is_finalised()
        assert [answer.vote_count for answer in ended.poll.answers] == [0, 1]
        with pytest.raises(ValueError, match="over"):
            world.polls.vote(stored(), ana.id, 1)
        plain = await channel_of(bot).send("no poll")
        route = Route("POST", f"/channels/{plain.channel.id}/polls/{plain.id}/expire")
        assert (await refused(bot.http.request(route))).code == 520006


async def test_polls_are_limited(playground: PlaygroundServer, bot: SampleBot):
    assert (await refused(channel_of(bot).send(poll=question()))).code == 50013
    grant(playground, may.SEND_POLLS)
    route = Route("POST", f"/channels/{CHANNELS['general']}/messages")
    answers = [{"poll_media": {"text": "x"}}]
    for poll in (
        {"question": {"text": "x" * 301}, "answers": answers},
        {"question": {"text": "x"}, "answers": []},
        {"question": {"text": "x"}, "answers": answers * 11},
        {"question": {"text": "x"}, "answers": [{"poll_media": {"text": "x" * 56}}]},
        {"question": {"text": "x"}, "answers": answers, "duration": 769},
        {"answers": answers},
    ):
        error = await refused(bot.http.request(route, json={"poll": poll}))
        assert (error.status, error.code) == (400, 50035), poll


async def test_invites(playground: PlaygroundServer):
    intents = discord.Intents(guilds=True, invites=True)
    async with online(bot := SampleBot(intents=intents), playground):
        channel = channel_of(bot)
        assert (await refused(channel.create_invite())).code == 50013
        grant(playground, may.CREATE_INSTANT_INVITE | may.MANAGE_CHANNELS | may.MANAGE_GUILD)
        invite = await channel.create_invite(max_age=60, max_uses=2)
        assert (await bot.hears("invite created")).code == invite.code
        again = await channel.create_invite(max_age=60, max_uses=2, unique=False)
        assert again.code == invite.code
        fetched = await bot.fetch_invite(invite.code)
        assert (fetched.approximate_member_count, fetched.max_age) == (6, 60)
        assert [i.code for i in await channel.invites()] == [invite.code]
        assert [i.code for i in await bot.guilds[0].invites()] == [invite.code]
        await invite.delete()
        assert (await bot.hears("invite deleted")).code == invite.code
        assert (await refused(bot.fetch_invite(invite.code))).code == 10006
