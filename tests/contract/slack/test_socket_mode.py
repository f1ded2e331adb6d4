"""Socket Mode as slack_sdk's aiohttp client speaks it, and bare where it hides something."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack import SlackServer
from playground.slack.reply import until
from playground.slack.socket_mode import MAX_CONNECTIONS
from tests.contract.slack.sample_app import SampleApp, online


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


async def dial(slack: SlackServer, session: aiohttp.ClientSession) -> Any:
    """Open a bare connection and return it with its greeting."""
    web = AsyncWebClient(base_url=slack.api_url, retry_handlers=[])
    opened = await web.apps_connections_open(app_token=slack.workspace.app_token)
    socket = await session.ws_connect(str(opened["url"]))
    return socket, await socket.receive_json()


async def becomes(slack: SlackServer, true: Callable[[], bool]) -> None:
    """Wait until something is true of the app's connections."""
    assert await until(slack.workspace, lambda _: true() or None, 5)


async def test_the_greeting_counts_connections(slack: SlackServer, session: aiohttp.ClientSession):
    _, first = await dial(slack, session)
    assert (first["type"], first["num_connections"]) == ("hello", 1)
    assert first["connection_info"] == {"app_id": slack.workspace.app_id}
    _, second = await dial(slack, session)
    assert second["num_connections"] == 2


async def test_an_address_is_good_for_one_connection(
    slack: SlackServer, session: aiohttp.ClientSession
):
    web = AsyncWebClient(base_url=slack.api_url)
    opened = await web.apps_connections_open(app_token=slack.workspace.app_token)
    await session.ws_connect(str(opened["url"]))
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await session.ws_connect(str(opened["url"]))
    assert refused.value.status == 404
    late = await web.apps_connections_open(app_token=slack.workspace.app_token)
    slack.workspace.windows.skip(31)
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await session.ws_connect(str(late["url"]))


@pytest.mark.parametrize(
    ("token", "error"),
    [
        ("xapp-wrong", "invalid_auth"),
        ("xoxb-playground", "not_allowed_token_type"),
    ],
)
async def test_a_wrong_token_is_refused_by_name(slack: SlackServer, token: str, error: str):
    web = AsyncWebClient(base_url=slack.api_url)
    with pytest.raises(SlackApiError) as refused:
        await web.apps_connections_open(app_token=token)
    assert refused.value.response["error"] == error


async def test_the_eleventh_connection_is_sent_away(
    slack: SlackServer, session: aiohttp.ClientSession
):
    slack.limits.off()
    kept = [await dial(slack, session) for _ in range(MAX_CONNECTIONS)]
    assert len(slack.sockets.sockets) == len(kept)
    socket, goodbye = await dial(slack, session)
    assert (goodbye["type"], goodbye["reason"]) == ("disconnect", "too_many_websockets")
    assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_each_envelope_goes_to_one_connection(slack: SlackServer):
    async with online(slack) as one, online(slack) as other:
        ana = slack.person("Ana")
        for _ in range(4):
            await ana.slash("/tpm", wait=False)
        assert [len(each.payloads("slash_commands")) for each in (one, other)] == [2, 2]


async def test_a_connection_that_is_warned_still_delivers(
    slack: SlackServer, session: aiohttp.ClientSession
):
    slack.sockets.overlap_seconds = 0.2
    old, _ = await dial(slack, session)
    slack.faults.refresh_sockets()
    warning = await old.receive_json()
    assert (warning["type"], warning["reason"]) == ("disconnect", "warning")
    slack.person("Ana").says("still there?", where="general")
    envelope = await old.receive_json()
    assert envelope["payload"]["event"]["text"] == "still there?"
    await old.send_json({"envelope_id": envelope["envelope_id"]})
    new, greeting = await dial(slack, session)
    assert greeting["num_connections"] == 2
    goodbye = await old.receive_json()
    assert goodbye["reason"] == "refresh_requested"
    assert (await old.receive()).type is aiohttp.WSMsgType.CLOSE
    assert not new.closed


async def test_the_sdk_comes_back_after_a_refresh_and_after_a_break(
    app: SampleApp, slack: SlackServer
):
    slack.limits.off()
    slack.sockets.overlap_seconds = 0

    @app.on("/tpm")
    async def pong(_: dict[str, Any]) -> Any:
        return {"text": "pong"}

    ana = slack.person("Ana")
    for part in (slack.faults.drop_sockets, slack.faults.refresh_sockets) * 2:
        [old] = slack.sockets.sockets
        part()
        await becomes(slack, lambda old=old: [*slack.sockets.sockets] not in ([], [old]))
        await becomes(slack, lambda: len(slack.sockets.sockets) == 1)
        assert (await ana.slash("/tpm")).text == "pong"


async def test_an_event_that_is_not_acknowledged_comes_again(app: SampleApp, slack: SlackServer):
    slack.sockets.ack_seconds = 0.03
    slack.sockets.retry_seconds = (0.0, 0.01)
    app.acks = False
    slack.person("Ana").says("hello", where="general")

    await app.hears("events_api", 3)
    await becomes(slack, lambda: slack.sockets.pending == 0)
    assert [each.retry_attempt for each in app.heard] == [0, 1, 2]
    assert len({each.payload["event_id"] for each in app.heard}) == 1
    assert app.heard[1].retry_reason == "timeout"


async def test_events_of_a_time_without_connection_come_later(slack: SlackServer):
    slack.person("Ana").says("while you were away", where="general")
    async with online(slack) as app:
        [sent] = await app.hears("events_api")
        assert sent["event"]["text"] == "while you were away"


async def test_a_payload_is_taken_only_where_it_may_be(
    slack: SlackServer, session: aiohttp.ClientSession
):
    socket, _ = await dial(slack, session)
    ana = slack.person("Ana")
    clicking = asyncio.create_task(ana.shortcut("find", wait=False))
    envelope = await socket.receive_json()
    assert envelope["accepts_response_payload"] is False
    await socket.send_str("no json")
    await socket.send_json({"envelope_id": "unknown"})
    await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "x"}})
    await clicking
    assert ana.sees(where="general") == []


async def test_what_people_do_reaches_the_bot_as_events(app: SampleApp, slack: SlackServer):
    team, mia = slack.workspace, slack.workspace.user("Mia")
    private = team.channel("mods-only")
    team.join(private, team.bot, inviter=mia.id)
    team.archive(private, mia)
    team.unarchive(private, mia)
    team.part(private, team.bot)
    team.change_user(team.user("Ana"), tz="Asia/Tokyo")
    team.delete_channel(team.channel("trend-tips"))
    team.uninstall()
    expected = [
        "member_joined_channel",
        "channel_archive",
        "channel_unarchive",
        "channel_left",
        "user_change",
        "channel_deleted",
        "app_uninstalled",
        "tokens_revoked",
    ]
    events = [each["event"] for each in await app.hears("events_api", len(expected))]
    assert sorted(each["type"] for each in events) == sorted(expected)
    changed = next(each for each in events if each["type"] == "user_change")
    assert changed["user"]["tz"] == "Asia/Tokyo"
    assert (await app.refusal("auth.test"))["error"] == "account_inactive"
