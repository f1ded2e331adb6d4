"""The kit in somebody else's project: the guide's example, and the report of a failure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import playground.slack

pytest_plugins = ["pytester"]
GUIDE = Path(__file__).parents[3] / "docs" / "playground.md"
SETTINGS = "[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\n"
BOT = """
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient


class Bot:
    def __init__(self, base_url, bot_token, app_token):
        self.web = AsyncWebClient(token=bot_token, base_url=base_url)
        self.link = SocketModeClient(app_token, web_client=self.web)
        self.link.socket_mode_request_listeners.append(self.hear)

    async def __aenter__(self):
        await self.link.connect()
        return self

    async def __aexit__(self, *_):
        await self.link.close()

    async def hear(self, link, request):
        text = f"Hello {request.payload['text']}"
        ack = SocketModeResponse(request.envelope_id, {"text": text})
        await link.send_socket_mode_response(ack)
"""


def run(pytester: pytest.Pytester, tests: str) -> pytest.RunResult:
    pytester.makepyfile(hello_bot=BOT, test_it=tests)
    pytester.makeini(SETTINGS)
    return pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:cacheprovider")


def test_the_guides_example_works_as_it_stands(pytester: pytest.Pytester):
    text = GUIDE.read_text(encoding="utf-8")
    [example] = [
        each for each in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "slack.api" in each
    ]
    run(pytester, example).assert_outcomes(passed=1)


def test_the_guide_tells_every_public_name():
    told = set(re.findall(r"`(\w+)`", GUIDE.read_text(encoding="utf-8")))
    assert set(playground.slack.__all__) - told == set()


def test_a_failure_shows_what_people_saw_and_what_was_refused(pytester: pytest.Pytester):
    tests = """
from hello_bot import Bot
from slack_sdk.errors import SlackApiError

async def test_fails(slack):
    team = slack.workspace
    async with Bot(slack.api_url, team.bot_token, team.app_token) as bot:
        try:
            await bot.web.chat_postMessage(channel="#general", blocks=[{"type": "poem"}])
        except SlackApiError:
            pass
        reply = await slack.person("Ana").slash("/hello", "Ana")
        assert reply.text == "Good morning"
"""
    result = run(pytester, tests)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*slack: what people saw*",
            "#general",
            "*(only you): Hello Ana*",
            "*slack: what Slack refused*",
            "chat.postMessage: invalid_blocks *unsupported type: poem*",
        ]
    )


def test_a_method_that_is_missing_fails_the_test(pytester: pytest.Pytester):
    tests = """
from hello_bot import Bot
from slack_sdk.errors import SlackApiError

async def test_stars(slack):
    team = slack.workspace
    bot = Bot(slack.api_url, team.bot_token, team.app_token)
    try:
        await bot.web.api_call("stars.add")
    except SlackApiError:
        pass
    await bot.link.close()
"""
    run(pytester, tests).assert_outcomes(passed=1, errors=1)
