"""People, the clock and the wire over HTTP, as a test in another language uses them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from playground.slack import SlackServer
from tests.contract.slack.cards import actions, button, field, line, modal
from tests.contract.slack.sample_app import SampleApp


@pytest.fixture
async def session(slack: SlackServer) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(base_url=slack.url) as opened:
        yield opened


async def act(session: aiohttp.ClientSession, **given: Any) -> tuple[int, Any]:
    async with session.post("/playground/slack/acts", json={"person": "Ana", **given}) as answer:
        return answer.status, await answer.json()


async def test_a_dialogue_by_http(
    app: SampleApp, slack: SlackServer, session: aiohttp.ClientSession
):
    @app.on("/tpm")
    async def card(_: dict[str, Any]) -> Any:
        return {"text": "Card", "blocks": [actions(button("Add", "add"))]}

    @app.on("add")
    async def add(payload: dict[str, Any]) -> None:
        view = modal(field("Title", line(), "t"), callback_id="goal")
        await app.web.views_open(trigger_id=payload["trigger_id"], view=view)

    @app.on("goal")
    async def goal(payload: dict[str, Any]) -> None:
        await app.web.chat_postMessage(channel=payload["user"]["id"], text="Saved")

    _, shown = await act(session, do="slash", command="/tpm", where="general")
    assert shown["buttons"] == ["Add"]
    place = {"channel": shown["channel"], "ts": shown["message"]["ts"]}
    _, form = await act(session, do="click", name="Add", **place)
    _, saved = await act(session, do="submit", view=form["view"]["id"], values={"Title": "Read"})
    assert saved["text"] == "Saved"
    _, seen = await act(session, do="sees", dm=True)
    assert [each["text"] for each in seen] == ["Saved"]


async def test_what_cannot_be_is_told(slack: SlackServer, session: aiohttp.ClientSession):
    assert (await act(session, do="dance"))[0] == 400
    assert (await act(session, do="click", name="x", channel="C1", ts="1.0"))[0] == 409
    status, told = await act(session, do="slash", command="/tpm")
    assert (status, "dispatch_failed" in told["error"]) == (504, True)
    async with session.get("/playground/slack/people") as answer:
        assert [each["name"] for each in await answer.json()] == [
            "Olu",
            "Ana",
            "Ben",
            "Mia",
            "Noor",
        ]


async def test_the_clock_is_moved(slack: SlackServer, session: aiohttp.ClientSession):
    async with session.post(slack.clock_url, json={"advance_seconds": 3600}) as answer:
        assert (await answer.json())["offset_seconds"] == 3600
    async with session.get(f"{slack.clock_url}/changes?after=0") as answer:
        assert (await answer.json())["version"] == 1
    async with session.post(slack.clock_url, json={"now": "soon"}) as answer:
        assert answer.status == 400


async def test_faults_by_http(app: SampleApp, slack: SlackServer, session: aiohttp.ClientSession):
    wanted = {"fault": "refuse", "error": "fatal_error", "method": "auth"}
    async with session.post("/playground/slack/faults", json=wanted) as answer:
        assert answer.status == 200
    assert (await app.refusal("auth.test"))["error"] == "fatal_error"
    for wrong in ({"fault": "__init__"}, {"fault": "cut", "method": "("}, {"fault": "cut", "x": 1}):
        async with session.post("/playground/slack/faults", json=wrong) as answer:
            assert answer.status == 400


async def test_another_sites_page_is_refused(slack: SlackServer, session: aiohttp.ClientSession):
    headers = {"Origin": "https://example.org"}
    async with session.get("/playground/slack/wire", headers=headers) as answer:
        assert answer.status == 403
    async with session.get("/playground/slack/wire", headers={"Host": "example.org"}) as answer:
        assert answer.status == 403


async def test_the_wire_is_kept_without_tokens(
    app: SampleApp, slack: SlackServer, session: aiohttp.ClientSession
):
    await app.web.auth_test()
    async with session.get("/playground/slack/wire") as answer:
        text = await answer.text()
    assert '"auth.test"' in text
    assert slack.workspace.bot_token not in text


async def test_only_loopback(slack: SlackServer):
    with pytest.raises(ValueError, match="loopback"):
        async with SlackServer(slack.workspace, host="0.0.0.0"):
            pass
