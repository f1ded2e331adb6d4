"""The Web API, called by slack_sdk: answers, refusals by Slack's own names, limits."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack import SlackServer
from playground.slack.rate_limits import Rate
from tests.contract.slack.cards import section
from tests.contract.slack.sample_app import SampleApp, data

Json = dict[str, Any]


def general(slack: SlackServer) -> str:
    return slack.workspace.channel("general").id


async def test_who_am_i(app: SampleApp, slack: SlackServer):
    told = await app.web.auth_test()
    team = slack.workspace
    assert (told["team_id"], told["user_id"], told["bot_id"]) == (
        team.team_id,
        team.bot.id,
        team.bot_id,
    )
    bot: Json = data(await app.web.bots_info(bot=team.bot_id))["bot"]
    assert (bot["user_id"], bot["app_id"]) == (team.bot.id, team.app_id)
    told = await app.web.team_info()
    assert data(told)["team"]["domain"] == "tpm-academy"


@pytest.mark.parametrize(
    ("token", "error"),
    [
        (None, "not_authed"),
        ("xoxb-wrong", "invalid_auth"),
        ("xapp-playground", "not_allowed_token_type"),
    ],
)
async def test_tokens(slack: SlackServer, token: str | None, error: str):
    with pytest.raises(SlackApiError) as refused:
        await AsyncWebClient(token=token, base_url=slack.api_url).auth_test()
    assert refused.value.response["error"] == error


async def test_a_revoked_token(app: SampleApp, slack: SlackServer):
    slack.workspace.token_error = "token_revoked"
    assert (await app.refusal("auth.test"))["error"] == "token_revoked"


async def test_a_message_its_metadata_and_its_history(app: SampleApp, slack: SlackServer):
    mark = {"event_type": "tpm_delivery", "event_payload": {"id": "d1", "page": 1}}
    first = await app.web.chat_postMessage(channel=general(slack), text="one", metadata=mark)
    second = await app.web.chat_postMessage(channel="#general", text="two")
    found: Json = data(await app.web.conversations_history(channel=general(slack)))
    assert [each["text"] for each in found["messages"]] == ["two", "one"]
    assert all("metadata" not in each for each in found["messages"])
    marked = await app.web.conversations_history(
        channel=general(slack), oldest=first["ts"], inclusive=True, include_all_metadata=True
    )
    messages: list[Json] = data(marked)["messages"]
    assert messages[-1]["metadata"] == mark
    assert (messages[-1]["app_id"], messages[-1]["bot_id"]) == (
        slack.workspace.app_id,
        slack.workspace.bot_id,
    )
    after = await app.web.conversations_history(channel=general(slack), oldest=first["ts"])
    assert [each["ts"] for each in data(after)["messages"]] == [second["ts"]]
    link = await app.web.chat_getPermalink(channel=general(slack), message_ts=str(first["ts"]))
    assert str(link["permalink"]).endswith("/p" + str(first["ts"]).replace(".", ""))


async def test_pages_of_history_by_cursor(app: SampleApp, slack: SlackServer):
    slack.limits.off()
    for number in range(5):
        await app.web.chat_postMessage(channel=general(slack), text=str(number))
    texts: list[str] = []
    cursor = None
    while True:
        page: Json = data(
            await app.web.conversations_history(channel=general(slack), limit=2, cursor=cursor)
        )
        texts += [each["text"] for each in page["messages"]]
        if not page["has_more"]:
            break
        cursor = page["response_metadata"]["next_cursor"]
    assert texts == ["4", "3", "2", "1", "0"]
    told = await app.refusal("conversations.history", channel=general(slack), cursor="x")
    assert told["error"] == "invalid_cursor"
    told = await app.refusal("conversations.history", channel=general(slack), limit=1000)
    assert told["error"] == "invalid_limit"


async def test_update_and_delete(app: SampleApp, slack: SlackServer):
    blocks = [section("one")]
    posted = await app.web.chat_postMessage(channel=general(slack), text="one", blocks=blocks)
    place: Json = {"channel": general(slack), "ts": posted["ts"]}
    changed = await app.web.chat_update(**place, text="two")
    assert "blocks" not in data(changed)["message"]
    assert data(changed)["message"]["edited"]["user"] == slack.workspace.bot.id
    said = slack.person("Ana").says("mine", where="general").message["ts"]
    refused = [
        (await app.refusal(method, channel=general(slack), ts=ts, text="x"))["error"]
        for method, ts in (
            ("chat.update", said),
            ("chat.delete", said),
            ("chat.update", "1.000001"),
        )
    ]
    assert refused == ["cant_update_message", "cant_delete_message", "message_not_found"]
    assert (await app.refusal("chat.update", **place))["error"] == "no_text"
    assert (await app.refusal("chat.update", **place, text="x" * 4001))["error"] == "msg_too_long"
    await app.web.chat_delete(**place)
    assert (await app.refusal("chat.delete", **place))["error"] == "message_not_found"


async def test_an_ephemeral_message_is_for_one_member(app: SampleApp, slack: SlackServer):
    ana, ben = slack.person("Ana"), slack.person("Ben")
    await app.web.chat_postEphemeral(channel=general(slack), user=ana.id, text="only you")
    assert [each.ephemeral for each in ana.sees(where="general")] == [True]
    assert ben.sees(where="general") == []
    stranger = slack.workspace.add_user("Zoe")
    told = await app.refusal(
        "chat.postEphemeral", channel=general(slack), user=stranger.id, text="x"
    )
    assert told["error"] == "user_not_in_channel"


async def test_where_nothing_can_be_posted(app: SampleApp, slack: SlackServer):
    team = slack.workspace
    outside = team.add_channel("outside", [team.user("Ana")])
    archived = team.add_channel("archived", [team.bot], is_archived=True)
    silent = team.add_channel("silent", [team.bot], is_read_only=True)
    threads = team.add_channel("threads", [team.bot], is_thread_only=True)
    gone = team.add_user("Gone", deleted=True)
    refused = {
        "C404": "channel_not_found",
        "#nowhere": "channel_not_found",
        team.channel("mods-only").id: "channel_not_found",
        outside.id: "not_in_channel",
        archived.id: "is_archived",
        silent.id: "restricted_action_read_only_channel",
        threads.id: "restricted_action_thread_only_channel",
        gone.id: "user_disabled",
    }
    for channel, error in refused.items():
        told = await app.refusal("chat.postMessage", channel=channel, text="x")
        assert (channel, told["error"]) == (channel, error)
    told = await app.refusal("chat.postMessage", text="x")
    assert told["error"] == "invalid_arguments"
    assert told["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]
    told = await app.refusal("chat.postMessage", channel=general(slack))
    assert told["error"] == "no_text"
    assert (await app.web.conversations_join(channel=outside.id))["ok"]
    assert (await app.web.chat_postMessage(channel=outside.id, text="now I can"))["ok"]


async def test_text_is_cut_at_40_000_characters_with_a_warning(app: SampleApp, slack: SlackServer):
    told: Json = data(await app.web.chat_postMessage(channel=general(slack), text="x" * 40_001))
    assert len(told["message"]["text"]) == 40_000
    assert told["response_metadata"]["warnings"] == ["message_truncated"]


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ("x", "invalid_metadata_format"),
        ({"event_type": "a"}, "invalid_metadata_format"),
        ({"event_type": "a", "event_payload": {}, "more": 1}, "invalid_metadata_format"),
        ({"event_type": "with space", "event_payload": {}}, "invalid_metadata_schema"),
        ({"event_type": "a", "event_payload": {"x": "x" * 8000}}, "metadata_too_large"),
    ],
)
async def test_wrong_metadata(app: SampleApp, slack: SlackServer, metadata: Any, error: str):
    told = await app.refusal(
        "chat.postMessage", channel=general(slack), text="x", metadata=metadata
    )
    assert told["error"] == error


async def test_client_msg_id_only_where_it_is_honoured(app: SampleApp, slack: SlackServer):
    same: Json = {"channel": general(slack), "text": "once", "client_msg_id": "a-b-c"}
    first = await app.web.chat_postMessage(**same)
    assert (await app.web.chat_postMessage(**same))["ts"] != first["ts"]
    slack.workspace.honours_client_msg_id = True
    different: Json = same | {"client_msg_id": "d"}
    second = await app.web.chat_postMessage(**different)
    again = await app.web.chat_postMessage(**different)
    assert again["ts"] == second["ts"]
    other = slack.workspace.channel("trend-tips").id
    told = await app.refusal("chat.postMessage", **{**same, "channel": other})
    assert told["error"] == "duplicate_channel_not_found"
    await app.web.chat_delete(channel=general(slack), ts=str(second["ts"]))
    told = await app.refusal("chat.postMessage", **different)
    assert told["error"] == "duplicate_message_not_found"


async def test_direct_messages(app: SampleApp, slack: SlackServer):
    ana = slack.person("Ana")
    opened: Json = data(await app.web.conversations_open(users=ana.id))
    assert opened["channel"]["id"].startswith("D")
    await app.web.chat_postMessage(channel=opened["channel"]["id"], text="psst")
    await app.web.chat_postMessage(channel=ana.id, text="again")
    assert [each.text for each in await ana.dms(2)] == ["psst", "again"]
    again: Json = data(await app.web.conversations_open(users=[ana.id], return_im=True))
    assert (again["already_open"], again["channel"]["user"]) == (True, ana.id)
    group: Json = data(await app.web.conversations_open(users=[ana.id, slack.person("Ben").id]))
    info: Json = data(await app.web.conversations_info(channel=group["channel"]["id"]))
    assert info["channel"]["is_mpim"]
    slack.workspace.change_user(ana.user, deleted=True)
    assert (await app.refusal("conversations.open", users=ana.id))["error"] == "user_disabled"
    assert (await app.refusal("conversations.open", users="U404"))["error"] == "user_not_found"
    assert (await app.refusal("conversations.open"))["error"] == "users_list_not_supplied"


async def test_channels_and_their_members(app: SampleApp, slack: SlackServer):
    team = slack.workspace
    private = team.channel("mods-only")
    found: Json = data(await app.web.conversations_list(types="public_channel,private_channel"))
    assert [each["name"] for each in found["channels"]] == [
        "general",
        "weekly-nudges",
        "trend-tips",
    ]
    assert (await app.refusal("conversations.info", channel=private.id))["error"] == (
        "channel_not_found"
    )
    team.join(private, team.bot)
    info: Json = data(
        await app.web.conversations_info(channel=private.id, include_num_members=True)
    )
    assert (info["channel"]["is_private"], info["channel"]["num_members"]) == (True, 3)
    members: Json = data(await app.web.conversations_members(channel=private.id, limit=2))
    assert len(members["members"]) == 2
    assert members["response_metadata"]["next_cursor"]
    created: Json = data(await app.web.conversations_create(name="study-group"))
    channel = created["channel"]["id"]
    ana = team.user("Ana")
    await app.web.conversations_invite(channel=channel, users=[ana.id])
    refused = {
        ana.id: "already_in_channel",
        "U404": "user_not_found",
        team.bot.id: "cant_invite_self",
    }
    for user, error in refused.items():
        told = await app.refusal("conversations.invite", channel=channel, users=user)
        assert told["error"] == error
    for name, error in (("study-group", "name_taken"), ("Study", "invalid_name_specials")):
        assert (await app.refusal("conversations.create", name=name))["error"] == error


async def test_threads_are_apart_from_the_history(app: SampleApp, slack: SlackServer):
    parent = await app.web.chat_postMessage(channel=general(slack), text="question")
    await app.web.chat_postMessage(
        channel=general(slack), text="answer", thread_ts=str(parent["ts"])
    )
    found: Json = data(await app.web.conversations_history(channel=general(slack)))
    assert [(each["text"], each["reply_count"]) for each in found["messages"]] == [("question", 1)]
    thread = await app.web.conversations_replies(channel=general(slack), ts=str(parent["ts"]))
    assert [each["text"] for each in data(thread)["messages"]] == ["question", "answer"]


async def test_people_and_user_groups(app: SampleApp, slack: SlackServer):
    noor = slack.workspace.user("Noor")
    user: Json = data(await app.web.users_info(user=noor.id, include_locale=True))["user"]
    assert (user["tz"], user["tz_offset"], user["locale"]) == ("Asia/Dubai", 14_400, "it-IT")
    assert "locale" not in data(await app.web.users_info(user=noor.id))["user"]
    assert (await app.refusal("users.info", user="U404"))["error"] == "user_not_found"
    everybody: Json = data(await app.web.users_list())
    assert [each["name"] for each in everybody["members"]] == [
        "mentor",
        "olu",
        "ana",
        "ben",
        "mia",
        "noor",
    ]
    groups: Json = data(await app.web.usergroups_list(include_users=True))
    [group] = groups["usergroups"]
    assert group["handle"] == "mentors"
    listed = await app.web.usergroups_users_list(usergroup=group["id"])
    assert listed["users"] == [slack.workspace.user("Ben").id]
    told = await app.refusal("usergroups.users.list", usergroup="S404")
    assert told["error"] == "no_such_subteam"


async def test_too_many_messages_to_one_channel(app: SampleApp, slack: SlackServer):
    for number in range(5):
        await app.web.chat_postMessage(channel=general(slack), text=str(number))
    with pytest.raises(SlackApiError) as refused:
        await app.web.chat_postMessage(channel=general(slack), text="6")
    response = refused.value.response
    assert (response.status_code, response["error"]) == (429, "ratelimited")
    assert response.headers["Retry-After"] == "1"
    assert (await app.refusal("chat.postMessage", channel="#general", text="6"))["error"] == (
        "ratelimited"
    )
    other = slack.workspace.channel("trend-tips").id
    assert (await app.web.chat_postMessage(channel=other, text="elsewhere"))["ok"]
    slack.workspace.windows.skip(1)
    assert (await app.web.chat_postMessage(channel=general(slack), text="6"))["ok"]


async def test_a_tier_per_method(app: SampleApp, slack: SlackServer):
    slack.limits.rates["users.info"] = Rate(60, 2)
    ana = slack.person("Ana").id
    for _ in range(2):
        await app.web.users_info(user=ana)
    assert (await app.refusal("users.info", user=ana))["error"] == "ratelimited"
    assert (await app.web.team_info())["ok"]


async def test_an_unknown_method_is_501_and_loud(
    app: SampleApp, slack: SlackServer, caplog: pytest.LogCaptureFixture
):
    told = await app.refusal("reactions.add", name="tada")
    assert told["error"] == "unknown_method"
    assert "reactions.add: 501" in caplog.text
    assert slack.unknown_methods == ["reactions.add"]
    slack.unknown_methods.clear()
