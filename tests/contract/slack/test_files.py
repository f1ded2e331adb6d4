"""Files: the three steps of an upload, as slack_sdk takes them."""

from __future__ import annotations

import aiohttp
import pytest

from playground.slack import SlackServer
from tests.contract.slack.sample_app import SampleApp, data


async def test_an_upload_reaches_the_person(app: SampleApp, slack: SlackServer):
    ana = slack.person("Ana")
    opened = data(await app.web.conversations_open(users=ana.id))
    done = data(
        await app.web.files_upload_v2(
            channel=opened["channel"]["id"],
            filename="export.json",
            title="Your data",
            content='{"goals": []}',
            initial_comment="Here it is.",
        )
    )
    [message] = await ana.dms()
    [file] = message.message["files"]
    assert (message.text, file["title"], file["mimetype"]) == (
        "Here it is.",
        "Your data",
        "application/json",
    )
    assert ana.reads(file) == b'{"goals": []}'
    assert done["file"]["id"] == file["id"]


async def test_a_file_is_private_to_its_token(app: SampleApp, slack: SlackServer):
    done = data(await app.web.files_upload_v2(filename="a.txt", content="secret"))
    address = done["file"]["url_private"]
    async with aiohttp.ClientSession() as session:
        async with session.get(address) as refused:
            assert refused.status == 403
        headers = {"Authorization": f"Bearer {slack.workspace.bot_token}"}
        async with session.get(address, headers=headers) as answer:
            assert await answer.read() == b"secret"
            assert answer.headers["Content-Disposition"] == "attachment"


async def test_the_bytes_must_be_as_many_as_announced(app: SampleApp, slack: SlackServer):
    ticket = data(await app.web.files_getUploadURLExternal(filename="a.txt", length=5))
    async with aiohttp.ClientSession() as session:
        async with session.post(ticket["upload_url"], data=b"four") as refused:
            assert refused.status == 400
        told = await app.refusal("files.completeUploadExternal", files=[{"id": ticket["file_id"]}])
        assert told["error"] == "file_not_found"
        async with session.post(ticket["upload_url"], data=b"five!") as taken:
            assert await taken.text() == "OK - 5"
        async with session.post(ticket["upload_url"], data=b"five!") as refused:
            assert refused.status == 404
    told = await app.refusal(
        "files.completeUploadExternal", files=[{"id": ticket["file_id"]}], channel_id="C404"
    )
    assert told["error"] == "invalid_channel"


@pytest.mark.parametrize("length", [0, -1])
async def test_an_empty_file_is_refused(app: SampleApp, slack: SlackServer, length: int):
    told = await app.refusal("files.getUploadURLExternal", filename="a", length=length)
    assert told["error"] == "invalid_arguments"
