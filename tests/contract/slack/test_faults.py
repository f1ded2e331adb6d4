"""What goes wrong on demand, before and after a request takes effect."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from playground.slack import SlackServer
from tests.contract.slack.sample_app import SampleApp

HELLO: dict[str, Any] = {"channel": "#general", "text": "hello"}


def posted(slack: SlackServer) -> int:
    return len(slack.person("Ana").sees(where="general"))


@pytest.mark.parametrize(("apply", "count"), [(False, 0), (True, 1)])
async def test_a_connection_is_cut_before_or_after_the_effect(
    app: SampleApp, slack: SlackServer, apply: bool, count: int
):
    slack.faults.cut("chat.postMessage", apply=apply)
    with pytest.raises(aiohttp.ClientError):
        await app.web.chat_postMessage(**HELLO)
    assert posted(slack) == count
    await app.web.chat_postMessage(**HELLO)
    assert posted(slack) == count + 1


@pytest.mark.parametrize(("apply", "count"), [(False, 0), (True, 1)])
async def test_an_error_is_answered_before_or_after_the_effect(
    app: SampleApp, slack: SlackServer, apply: bool, count: int
):
    slack.faults.refuse("fatal_error", "postMessage", apply=apply)
    assert (await app.refusal("chat.postMessage", **HELLO))["error"] == "fatal_error"
    assert posted(slack) == count


async def test_429_and_503(app: SampleApp, slack: SlackServer):
    slack.faults.answer(429, "chat", retry_after=7)
    slack.faults.answer(503, "chat")
    for status in (429, 503):
        with pytest.raises(SlackApiError) as refused:
            await app.web.chat_postMessage(**HELLO)
        assert refused.value.response.status_code == status
        if status == 429:
            assert refused.value.response.headers["Retry-After"] == "7"
    assert posted(slack) == 0
    assert (await app.web.auth_test())["ok"]


@pytest.mark.parametrize(("apply", "count"), [(False, 0), (True, 1)])
async def test_an_answer_is_held_back(app: SampleApp, slack: SlackServer, apply: bool, count: int):
    hold = slack.faults.hold("chat.postMessage", apply=apply)
    posting = asyncio.create_task(app.web.chat_postMessage(**HELLO))
    await hold.reached.wait()
    assert (posted(slack), posting.done()) == (count, False)
    hold.release()
    await posting
    assert posted(slack) == 1


async def test_clearing_lets_everything_go(app: SampleApp, slack: SlackServer):
    hold = slack.faults.hold("chat.postMessage")
    slack.faults.answer(503, "auth.test")
    posting = asyncio.create_task(app.web.chat_postMessage(**HELLO))
    await hold.reached.wait()
    slack.faults.clear()
    await posting
    assert (await app.web.auth_test())["ok"]
