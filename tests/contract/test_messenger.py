"""Posts arrive once, are found again, and every refusal says what mends it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from discord import ui

from bot.cards import Button, Card, Item, Items, Text
from bot.clock import SystemClock
from bot.model import ChannelId, MemberId, MessageId
from bot.platforms.discord.custom_id import encode
from bot.platforms.discord.identity import channel_id
from bot.ports import Cause, HistoryUnreadableError, Messenger, SendError
from bot.words import languages, speak
from playground import permissions as may
from playground.seed import CHANNELS, GUILD_ID
from playground.server import PlaygroundServer
from playground.wirelog import Frame
from tests.contract.listener import Listener, messenger_of

NONCE = "abcdefghijklmnopqrstuvwx"
MARK = NONCE + "yz"
GENERAL = ChannelId(f"discord:{CHANNELS['general']}")
ANA = MemberId("discord:1000000000000000011")
ROUTE = f"POST /channels/{CHANNELS['general']}/messages"
HISTORY = f"GET /channels/{CHANNELS['general']}/messages"
CARD = Card("Nudge", "A nudge", (Text(("Do one thing.",)),), mark=MARK)


def since() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=1)


def later() -> datetime:
    return datetime.now(UTC) + timedelta(minutes=10)


async def find(
    messenger: Messenger, mark: str, after: datetime, until: datetime
) -> MessageId | None:
    return (await messenger.find_marks(GENERAL, {mark}, after, until)).get(mark)


async def refused(messenger: Messenger, channel: ChannelId = GENERAL) -> SendError:
    with pytest.raises(SendError) as caught:
        await messenger.post(channel, CARD, NONCE)
    return caught.value


async def test_a_post_is_silent_marked_and_found(
    playground: PlaygroundServer, messenger: Messenger
):
    sent = await messenger.post(GENERAL, CARD, NONCE)
    [seen] = await playground.person("ana").posts("general")
    assert sent == f"discord:{seen.message['id']}"
    assert "Do one thing." in seen.text
    assert seen.message["flags"] & 1 << 12
    assert await find(messenger, MARK, since(), later()) == sent


async def test_a_repeated_nonce_is_the_same_post(
    playground: PlaygroundServer, messenger: Messenger
):
    first = await messenger.post(GENERAL, CARD, NONCE)
    assert await messenger.post(GENERAL, CARD, NONCE) == first
    assert len(await playground.person("ana").posts("general")) == 1


async def test_a_mark_is_found_among_talk_and_other_posts(
    playground: PlaygroundServer, messenger: Messenger
):
    world, ana = playground.world, playground.person("ana")
    for number in range(120):
        world.write(ana.id, CHANNELS["general"], f"v1:post.about:~{MARK} {number}")
    item = Item("One", (), Button("Done", "goal.done"))
    other = Card("Other", "S", (Items((item,)),), mark="other")
    await messenger.post(GENERAL, other, "other")
    sent = await messenger.post(GENERAL, CARD, NONCE)
    assert await find(messenger, MARK, since(), later()) == sent
    assert await find(messenger, "unknown", since(), later()) is None


async def test_a_mark_is_found_beside_a_text(client: Listener, messenger: Messenger):
    button: ui.Button[Any] = ui.Button(label="About", custom_id=encode("post.about", mark=MARK))
    section: ui.Section[Any] = ui.Section("Do", accessory=button)
    view = ui.LayoutView().add_item(ui.Container(section))
    sent = await client.get_partial_messageable(int(CHANNELS["general"])).send(view=view)
    assert await find(messenger, MARK, since(), later()) == f"discord:{sent.id}"


async def test_a_copy_by_somebody_else_is_not_ours(
    playground: PlaygroundServer, messenger: Messenger
):
    await messenger.post(GENERAL, CARD, NONCE)
    world = playground.world
    [ours] = world.messages.all(CHANNELS["general"])
    stranger = world.add_user("Copycat", bot=True)
    copied = {key: ours[key] for key in ("components", "flags")}
    copy = world.new_message(stranger, CHANNELS["general"], **copied)
    world.messages.delete(ours, guild_id=GUILD_ID)
    world.messages.add(copy, guild_id=GUILD_ID)
    assert await find(messenger, MARK, since(), later()) is None


async def test_a_mark_from_before_is_not_looked_for(messenger: Messenger):
    await messenger.post(GENERAL, CARD, NONCE)
    future = datetime.now(UTC) + timedelta(minutes=1)
    assert await find(messenger, MARK, future, later()) is None


async def test_a_history_read_in_part_settles_nothing(
    playground: PlaygroundServer, client: Listener
):
    ana = playground.person("ana")
    for number in range(3):
        playground.world.write(ana.id, CHANNELS["general"], str(number))
    messenger = messenger_of(client, most_history=3)
    with pytest.raises(HistoryUnreadableError):
        await find(messenger, MARK, since(), later())


async def test_a_mark_is_found_in_a_busy_channel(
    playground: PlaygroundServer, messenger: Messenger
):
    ana = playground.person("ana")
    for number in range(700):
        playground.world.write(ana.id, CHANNELS["general"], str(number))
    sent = await messenger.post(GENERAL, CARD, NONCE)
    assert await find(messenger, MARK, since(), later()) == sent


async def test_what_was_written_long_after_the_attempt_is_not_read(
    playground: PlaygroundServer, client: Listener
):
    ana = playground.person("ana")
    until = datetime.now(UTC) - timedelta(seconds=1)
    for number in range(5):
        playground.world.write(ana.id, CHANNELS["general"], str(number))
    messenger = messenger_of(client, most_history=3)
    assert await find(messenger, MARK, since(), until) is None


@pytest.mark.parametrize("denied", [may.READ_MESSAGE_HISTORY, may.VIEW_CHANNEL])
async def test_a_history_that_may_not_be_read_settles_nothing(
    playground: PlaygroundServer, client: Listener, messenger: Messenger, denied: int
):
    await messenger.post(GENERAL, CARD, NONCE)
    playground.faults.deny("general", denied)
    await client.heard()
    for language in languages():
        with speak(language), pytest.raises(HistoryUnreadableError):
            await find(messenger, MARK, since(), later())


async def test_a_channel_gone_has_no_history(
    playground: PlaygroundServer, client: Listener, messenger: Messenger
):
    playground.faults.delete_channel("general")
    await client.heard()
    with pytest.raises(HistoryUnreadableError):
        await find(messenger, MARK, since(), later())


async def test_a_history_out_of_reach_is_tried_later(
    playground: PlaygroundServer, client: Listener
):
    messenger = messenger_of(client, request_seconds=0.2)
    playground.faults.hold(HISTORY)
    with pytest.raises(SendError) as caught:
        await find(messenger, MARK, since(), later())
    assert not caught.value.permanent


async def test_direct_messages_are_opened_once(playground: PlaygroundServer, messenger: Messenger):
    opened = await messenger.open_dm(ANA)
    assert await messenger.open_dm(ANA) == opened
    await messenger.post(opened, CARD, NONCE)
    [shown] = await playground.person("ana").dms(1)
    assert "Do one thing." in shown.text


async def test_opening_too_many_direct_messages_says_how_long_to_open_none(
    playground: PlaygroundServer, messenger: Messenger
):
    playground.faults.refuse(40003, "POST /users/@me/channels")
    with pytest.raises(SendError) as caught:
        await messenger.open_dm(ANA)
    assert (caught.value.retry_after, caught.value.permanent) == (600.0, False)


async def test_missing_permission_is_permanent_and_says_what_mends_it(messenger: Messenger):
    error = await refused(messenger, ChannelId(f"discord:{CHANNELS['mods-only']}"))
    assert error.permanent
    assert "Send Messages" in error.reason


async def test_hidden_channel_is_permanent(playground: PlaygroundServer, messenger: Messenger):
    playground.faults.deny("general", may.VIEW_CHANNEL)
    error = await refused(messenger)
    assert error.permanent
    assert "View Channel" in error.reason


async def test_deleted_channel_is_permanent(playground: PlaygroundServer, messenger: Messenger):
    playground.faults.delete_channel("general")
    error = await refused(messenger)
    assert error.permanent
    assert "gone" in error.reason


async def test_closed_direct_messages_are_permanent(
    playground: PlaygroundServer, messenger: Messenger
):
    ana = playground.person("ana")
    room = playground.world.open_dm(ana.id)
    playground.faults.close_dms("ana")
    error = await refused(messenger, channel_id(int(room["id"])))
    assert error.permanent
    assert "Direct messages" in error.reason


async def test_a_long_wait_is_told(playground: PlaygroundServer, messenger: Messenger):
    playground.faults.answer(429, ROUTE, retry_after=90.0)
    error = await refused(messenger)
    assert not error.permanent
    assert error.retry_after == pytest.approx(90.0, abs=1)


async def test_a_lost_answer_is_bounded_and_the_next_try_finds_the_post(
    playground: PlaygroundServer, client: Listener, messenger: Messenger
):
    hasty = messenger_of(client, request_seconds=0.2)
    hold = playground.faults.hold(ROUTE)
    error = await refused(hasty)
    assert hold.reached.is_set()
    assert not error.permanent
    assert error.retry_after is None
    hold.release()
    again = await messenger.post(GENERAL, CARD, NONCE)
    [seen] = await playground.person("ana").posts("general")
    assert again == f"discord:{seen.message['id']}"


async def test_an_unreachable_discord_is_tried_later(
    playground: PlaygroundServer, client: Listener
):
    messenger = messenger_of(client, request_seconds=0.2)
    playground.faults.answer(500, ROUTE, times=9)
    assert not (await refused(messenger)).permanent


async def test_a_refused_form_is_no_fault_of_the_channel(messenger: Messenger):
    with pytest.raises(SendError) as caught:
        await messenger.post(GENERAL, CARD, "x" * 26)
    assert not caught.value.permanent
    assert "50035" in caught.value.reason


async def test_a_post_of_several_pages_is_marked_when_it_is_complete(
    playground: PlaygroundServer, messenger: Messenger
):
    long = Card("Long", "S", (Text(("word " * 1500,)),), mark=MARK)
    sent = await messenger.post(GENERAL, long, NONCE)
    first, *_, last = posts = await playground.person("ana").posts("general", 3)
    assert sent == f"discord:{last.message['id']}"
    assert await find(messenger, MARK, since(), later()) == sent
    assert first.buttons == []
    assert await messenger.post(GENERAL, long, NONCE) == sent
    assert len(await playground.person("ana").posts("general", 3)) == len(posts) == 3


async def test_a_post_of_several_pages_goes_on_after_those_that_are_there(
    playground: PlaygroundServer, client: Listener, messenger: Messenger
):
    """An attempt broke off after its first page, long enough ago that no nonce helps."""
    playground.world.messages.nonce_window_seconds = 0
    hasty = messenger_of(client, request_seconds=0.2)
    long = Card("Long", "S", (Text(("word " * 1500,)),), mark=MARK)

    def break_off(frame: Frame) -> None:
        if frame.name == ROUTE:
            stop()
            playground.faults.hold(ROUTE, apply=False)

    stop = playground.wire.watch(break_off)
    with pytest.raises(SendError):
        await hasty.post(GENERAL, long, NONCE)
    await playground.person("ana").posts("general", 1)
    assert await find(messenger, MARK, since(), later()) is None
    sent = await messenger.post(GENERAL, long, NONCE, since())
    posts = await playground.person("ana").posts("general", 3)
    assert sent == f"discord:{posts[-1].message['id']}"
    assert [f"Page {number} of 3" in post.text for number, post in enumerate(posts, 1)] == [
        True
    ] * 3


async def test_the_platforms_time_is_told_by_its_answers(
    playground: PlaygroundServer, client: Listener, messenger: Messenger
):
    told = await messenger.tell_time("discord:1")
    assert abs(told - datetime.now(UTC)) < timedelta(seconds=5)
    assert client.headers.skew is not None
    assert not client.headers.is_off


async def test_a_host_whose_clock_is_behind_is_noticed(
    playground: PlaygroundServer, client: Listener, messenger: Messenger
):
    client.headers._clock = Behind()
    sent = await messenger.post(GENERAL, CARD, NONCE)
    assert client.headers.is_off
    at = await messenger.tell_time("discord:1")
    assert abs(at - datetime.now(UTC)) < timedelta(seconds=5)
    found = await messenger.find_marks(GENERAL, {MARK}, at - timedelta(minutes=1), None)
    assert found == {MARK: sent}


class Behind(SystemClock):
    """A host that is twenty minutes behind."""

    def real(self) -> datetime:
        return super().real() - timedelta(minutes=20)


@pytest.mark.parametrize("is_global", [False, True])
async def test_a_request_to_wait_says_whom_it_means(
    playground: PlaygroundServer, messenger: Messenger, is_global: bool
):
    playground.faults.answer(429, ROUTE, retry_after=86_400, everywhere=is_global)
    error = await refused(messenger)
    assert (error.permanent, error.is_global, error.retry_after) == (False, is_global, 86_400)


@pytest.mark.parametrize("status", [403, 404, 502])
async def test_what_a_proxy_answers_in_html_pauses_nothing(
    playground: PlaygroundServer, messenger: Messenger, status: int
):
    playground.faults.answer_page(status, ROUTE, times=9)
    error = await refused(messenger)
    assert (error.permanent, error.cause) == (False, Cause.UNREACHABLE)


async def test_the_platform_is_asked_for_its_time_when_nothing_told_it_for_a_while(
    playground: PlaygroundServer, client: Listener, messenger: Messenger
):
    client.headers._heard_at = None
    asked = len([frame for frame in playground.wire.frames if frame.name == "GET /gateway"])
    told = await messenger.tell_time("discord:1")
    assert abs(told - datetime.now(UTC)) < timedelta(seconds=5)
    frames = [frame for frame in playground.wire.frames if frame.name == "GET /gateway"]
    assert len(frames) == asked + 1
