"""The link to Slack: what stops a start and says how to mend it, and what it outlives."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from bot.app import run
from bot.config import Settings
from bot.errors import StartupError
from bot.platforms.slack.manifest import manifest
from playground.slack import SlackServer, academy
from tests import shared
from tests.e2e.slack.stage import SlackStage, raise_curtain, settings_for


def refused(server: SlackServer, folder: Path, **other: Any) -> Settings:
    shared.put_empty_database(folder / "mentor.db")
    return settings_for(server, folder, clock_url=None, **other)


@pytest.mark.parametrize(
    ("setting", "token", "says"),
    [
        ("slack_app_token", "xapp-wrong", "MENTOR_SLACK_APP_TOKEN (invalid_auth)"),
        ("slack_bot_token", "xoxb-wrong", "MENTOR_SLACK_BOT_TOKEN (invalid_auth)"),
        ("slack_app_token", None, "MENTOR_SLACK_APP_TOKEN is not set"),
        ("slack_bot_token", None, "MENTOR_SLACK_BOT_TOKEN is not set"),
    ],
)
async def test_a_wrong_token_ends_the_start_and_is_named(
    slack: SlackServer, tmp_path: Path, setting: str, token: str | None, says: str
):
    settings = refused(slack, tmp_path, **{setting: token})
    with pytest.raises(StartupError) as error:
        await run(settings)
    assert says in str(error.value)
    assert "wrong" not in str(error.value)


async def test_tokens_that_were_exchanged_for_one_another_are_refused(
    slack: SlackServer, tmp_path: Path
):
    team = slack.workspace
    settings = refused(
        slack, tmp_path, slack_app_token=team.bot_token, slack_bot_token=team.app_token
    )
    with pytest.raises(StartupError, match="MENTOR_SLACK_BOT_TOKEN"):
        await run(settings)


async def test_a_revoked_token_is_refused(slack: SlackServer, tmp_path: Path):
    slack.workspace.token_error = "token_revoked"
    with pytest.raises(StartupError, match="token_revoked"):
        await run(refused(slack, tmp_path))


async def test_a_missing_scope_is_named(tmp_path: Path):
    lacking = deepcopy(manifest())
    lacking["oauth_config"]["scopes"]["bot"].remove("im:write")
    async with SlackServer(academy(lacking)) as server:
        with pytest.raises(StartupError, match=r"install the app again: im:write\."):
            await run(refused(server, tmp_path))


async def test_a_slack_that_is_not_there_is_said(
    slack: SlackServer, tmp_path: Path, unused_tcp_port: int
):
    settings = refused(slack, tmp_path, slack_api_url=f"http://127.0.0.1:{unused_tcp_port}/api/")
    with pytest.raises(StartupError, match="Slack cannot be reached"):
        await run(settings)


async def test_without_any_platform_nothing_starts(tmp_path: Path):
    with pytest.raises(StartupError, match="neither are Slack's tokens"):
        await run(Settings(_env_file=None))  # pyright: ignore[reportCallIssue]


async def test_nothing_is_lost_while_slack_refreshes_connections(stage: SlackStage):
    stage.meet(stage.ana)
    for _ in range(5):
        stage.server.faults.refresh_sockets()
        said = await asyncio.gather(*(stage.ana.slash("/term", "scope") for _ in range(3)))
        assert all("cope" in one.text for one in said)


async def test_a_connection_that_breaks_is_dialled_again(stage: SlackStage):
    stage.meet(stage.ana)
    for _ in range(3):
        stage.server.faults.drop_sockets()
        await stage.online_again()
        assert "cope" in (await stage.ana.slash("/term", "scope")).text


async def test_an_address_that_slack_refuses_to_tell_is_asked_for_again(stage: SlackStage):
    stage.server.faults.refuse("internal_error", "apps.connections.open")
    stage.server.faults.drop_sockets()
    await stage.online_again()


async def test_everything_is_acknowledged_though_the_database_is_gone(stage: SlackStage):
    await stage.bot.database.close()
    said = await stage.ana.slash("/goal", "list")
    assert said.ephemeral


@pytest.fixture
async def impatient(slack: SlackServer, tmp_path: Path) -> AsyncIterator[SlackStage]:
    async with AsyncExitStack() as stack:
        yield await raise_curtain(slack, tmp_path, stack)


async def test_a_stranger_from_a_shared_channel_is_told_so(impatient: SlackStage):
    stranger = impatient.server.workspace.add_user("Sven", team_id="T0OTHER")
    impatient.server.workspace.channel("general").members.append(stranger.id)
    said = await impatient.person("Sven").slash("/goal", "list", where="general")
    assert "members of this workspace" in said.text


async def test_guests_may_not_configure(stage: SlackStage):
    stage.mia.user.is_restricted = True
    assert "can change this" in (await stage.mia.slash("/config", "show")).text
