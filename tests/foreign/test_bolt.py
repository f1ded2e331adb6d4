"""Bolt for Python, Slack's own framework, on the local Slack: an example of its own, unchanged.

slack_bolt's distribution carries its guide, and so the example of an asynchronous app; only the
line that would wait for Slack's HTTP requests becomes the guide's other way, Socket Mode. With
BOLT_PYTHON_EXAMPLES naming the folder ``examples`` of https://github.com/slackapi/bolt-python, the
example of Socket Mode runs from there as it is. Nothing of either is kept here.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from playground.slack import SlackServer
from playground.slack.reply import until
from tests.e2e.processes import ROOT

try:
    GUIDE = distribution("slack_bolt").read_text("METADATA") or ""
except PackageNotFoundError:
    pytest.skip("slack_bolt is not installed", allow_module_level=True)

FOLDER = os.environ.get("BOLT_PYTHON_EXAMPLES", "")
_HTTP = "    app.start(3000)"
_SOCKET = """\
    import asyncio, os
    from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler

    async def connect():
        await AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start_async()

    asyncio.run(connect())
"""


@asynccontextmanager
async def launched(slack: SlackServer, script: Path) -> AsyncGenerator[None]:
    """Run a script for Slack until the end of the block, from when it is connected."""
    tokens = {
        "SLACK_BOT_TOKEN": slack.workspace.bot_token,
        "SLACK_APP_TOKEN": slack.workspace.app_token,
        # Bolt wants one although Socket Mode signs nothing.
        "SLACK_SIGNING_SECRET": "none",
    }
    path = os.pathsep.join((str(ROOT), str(ROOT / "playground")))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "playground.slack.running", slack.api_url, str(script)),
        env={**os.environ, **tokens, "PYTHONPATH": path},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        assert await until(slack.workspace, lambda _: slack.is_app_online or None, 20)
        yield
    finally:
        process.kill()
        await process.wait()


async def test_the_guides_own_app(slack: SlackServer, tmp_path: Path):
    [example] = [
        each
        for each in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
        if "AsyncApp()" in each
    ]
    assert example.count(_HTTP) == 1
    script = tmp_path / "app.py"
    script.write_text(example.replace(_HTTP, _SOCKET), encoding="utf-8")
    ana = slack.person("Ana")
    async with launched(slack, script):
        reply = await ana.slash("/hello-bolt-python", where="general")
        assert (reply.text, reply.ephemeral) == (f"Hi {ana.mention}!", True)
        ana.says(f"hello <@{slack.workspace.bot.id}>", where="trend-tips")
        [post] = await ana.posts("trend-tips")
        assert post.text == "What's up?"
    assert not slack.interactions.refused


@pytest.mark.skipif(not FOLDER, reason="BOLT_PYTHON_EXAMPLES names no folder")
@pytest.mark.parametrize("name", ["socket_mode.py"])
async def test_an_example_of_socket_mode(slack: SlackServer, name: str):
    ana = slack.person("Ana")
    async with launched(slack, Path(FOLDER) / name):
        assert (await ana.slash("/hello-socket-mode")).text == f"Hi {ana.mention}!"
        ana.says(f"hello <@{slack.workspace.bot.id}>", where="trend-tips")
        [post] = await ana.posts("trend-tips")
        assert post.text == f"Hi there, {ana.mention}!"
        form = await ana.shortcut("socket-mode")
        assert form.title == "Socket Modal"
        label = "Can you tell us your favorites?"
        assert await ana.suggest(form, label, "do") == [(":dog: Dog", "dog")]
        assert len(await ana.suggest(form, label)) == 3
        closed = await ana.send(form, **{"Write anything here!": "hello", label: "dog"})
        assert closed.errors == {}
        assert ana.modal() is None
    assert not slack.interactions.refused
