"""Slash commands, buttons, suggestions, shortcuts and response URLs, by slack_sdk itself."""

from __future__ import annotations

from typing import Any

import pytest

from playground.slack import NotPossibleError, SlackServer, Workspace, academy
from tests.contract.slack.cards import actions, button, field, option, section
from tests.contract.slack.sample_app import SampleApp, data

ANSWER_MINUTES = 30


async def test_a_command_is_answered_in_the_acknowledgement(app: SampleApp, slack: SlackServer):
    @app.on("/tpm")
    async def find(payload: dict[str, Any]) -> Any:
        return {"text": f"EVM for <@{payload['user_id']}>", "blocks": [section("*Earned value*")]}

    ana = slack.person("Ana")
    reply = await ana.slash("/tpm", "find evm", where="general")
    assert (reply.text, reply.spoken) == ("*Earned value*", f"EVM for {ana.mention}")
    assert reply.ephemeral
    [sent] = app.payloads("slash_commands")
    assert (sent["command"], sent["text"], sent["channel_name"]) == ("/tpm", "find evm", "general")
    assert sent["is_enterprise_install"] == "false"
    assert slack.person("Ben").sees(where="general") == []
    assert len(ana.sees(where="general")) == 1
    ana.reload()
    assert ana.sees(where="general") == []


async def test_an_answer_in_the_channel_is_for_everybody(app: SampleApp, slack: SlackServer):
    @app.on("/tpm")
    async def share(_: dict[str, Any]) -> Any:
        return {"text": "Shared", "response_type": "in_channel"}

    assert not (await slack.person("Ana").slash("/tpm", where="general")).ephemeral
    assert [each.text for each in slack.person("Ben").sees(where="general")] == ["Shared"]


async def test_a_command_that_nobody_acknowledges_fails_and_is_not_sent_again(
    app: SampleApp, slack: SlackServer
):
    slack.sockets.ack_seconds = 0.05
    app.acks = False
    with pytest.raises(AssertionError, match="operation_timeout"):
        await slack.person("Ana").slash("/tpm")
    assert len(app.payloads("slash_commands")) == 1


async def test_without_a_connection_a_command_fails_at_once(slack: SlackServer):
    with pytest.raises(AssertionError, match="dispatch_failed"):
        await slack.person("Ana").slash("/tpm")


async def test_five_answers_within_thirty_minutes(app: SampleApp, slack: SlackServer):
    ana = slack.person("Ana")
    await ana.slash("/tpm", wait=False)
    [sent] = app.payloads("slash_commands")
    told = [await app.respond(sent, text=f"answer {number}") for number in range(6)]
    assert told[:5] == [(200, "ok")] * 5
    assert (told[5][0], "used_url" in told[5][1]) == (404, True)
    assert [each.text for each in ana.sees()] == [f"answer {number}" for number in range(5)]

    await ana.slash("/tpm", wait=False)
    late = app.payloads("slash_commands")[-1]
    slack.workspace.windows.skip(ANSWER_MINUTES * 60 + 1)
    status, body = await app.respond(late, text="too late")
    assert (status, "expired_url" in body) == (404, True)


async def test_an_answer_is_checked_like_any_message(app: SampleApp, slack: SlackServer):
    await slack.person("Ana").slash("/tpm", wait=False)
    [sent] = app.payloads("slash_commands")
    assert (await app.respond(sent, text=""))[0] == 400
    status, body = await app.respond(sent, blocks=[section("x" * 3001)])
    assert (status, "must be less than 3001 characters" in body) == (400, True)


async def test_a_button_replaces_the_message_and_deletes_it(app: SampleApp, slack: SlackServer):
    await app.web.chat_postMessage(
        channel=slack.workspace.channel("general").id,
        text="A goal",
        blocks=[section("A goal"), actions(button("Done", "done", value="42"), block_id="verbs")],
    )

    @app.on("done")
    async def done(payload: dict[str, Any]) -> None:
        await app.respond(payload, replace_original=True, text="Done!")

    ana = slack.person("Ana")
    [post] = await ana.posts("general")
    assert post.buttons == ["Done"]
    reply = await ana.click(post, "Done")
    assert (reply.text, reply.buttons) == ("Done!", [])
    [sent] = app.payloads("block_actions")
    assert sent["actions"][0] | {"action_ts": ""} == {
        "type": "button",
        "block_id": "verbs",
        "action_id": "done",
        "text": {"type": "plain_text", "text": "Done", "emoji": True},
        "value": "42",
        "action_ts": "",
    }
    assert sent["container"]["is_ephemeral"] is False
    assert sent["message"]["ts"] == post.message["ts"]
    with pytest.raises(NotPossibleError, match="Done"):
        await ana.click(post, "Done")
    await app.respond(sent, delete_original=True)
    assert ana.sees(where="general") == []


async def test_a_button_under_an_ephemeral_answer(app: SampleApp, slack: SlackServer):
    @app.on("/tpm")
    async def card(_: dict[str, Any]) -> Any:
        return {"text": "Card", "blocks": [actions(button("More", "more"))]}

    @app.on("more")
    async def more(payload: dict[str, Any]) -> None:
        await app.respond(payload, replace_original=True, text="All of it")

    ana = slack.person("Ana")
    reply = await ana.click(await ana.slash("/tpm"), "More")
    assert (reply.text, reply.ephemeral) == ("All of it", True)
    [sent] = app.payloads("block_actions")
    assert sent["container"]["is_ephemeral"] is True
    assert "message" not in sent
    assert len(ana.sees()) == 1


async def test_choices_of_every_kind_reach_the_app(app: SampleApp, slack: SlackServer):
    team = slack.workspace
    selects = [
        {"type": "static_select", "action_id": "colour", "options": [option("Red", "r")]},
        {"type": "users_select", "action_id": "who"},
        {"type": "conversations_select", "action_id": "where"},
        {"type": "datepicker", "action_id": "day"},
        {"type": "timepicker", "action_id": "time"},
        {"type": "checkboxes", "action_id": "boxes", "options": [option("A", "a")]},
        {"type": "radio_buttons", "action_id": "radio", "options": [option("B", "b")]},
    ]
    await app.web.chat_postMessage(
        channel=team.channel("general").id, text="Choose", blocks=[actions(*selects)]
    )
    ana = slack.person("Ana")
    [post] = await ana.posts("general")
    chosen: dict[str, tuple[Any, str, Any]] = {
        "colour": ("Red", "selected_option", "r"),
        "who": ("Ben", "selected_user", team.user("Ben").id),
        "where": ("#general", "selected_conversation", team.channel("general").id),
        "day": ("2026-12-05", "selected_date", "2026-12-05"),
        "time": ("09:00", "selected_time", "09:00"),
        "boxes": (["A"], "selected_options", "a"),
        "radio": ("B", "selected_option", "b"),
    }
    for name, (value, key, expected) in chosen.items():
        await ana.choose(post, name, value, wait=False)
        found = app.payloads("block_actions")[-1]["actions"][0][key]
        if key == "selected_options":
            [found] = found
        assert (found["value"] if isinstance(found, dict) else found) == expected
    for name, wrong in (("colour", "Blue"), ("day", "tomorrow"), ("who", "Nobody")):
        with pytest.raises(NotPossibleError):
            await ana.choose(post, name, wrong)


async def test_what_was_chosen_before_comes_with_the_button(app: SampleApp, slack: SlackServer):
    boxes = {"type": "checkboxes", "action_id": "which", "options": [option("A", "a")]}
    await app.web.chat_postMessage(
        channel="#general",
        text="Choose",
        blocks=[
            field("Which", boxes, "w"),
            field("Note", {"type": "plain_text_input", "action_id": "note"}, "n"),
            actions(button("Save", "save")),
        ],
    )
    ana = slack.person("Ana")
    [post] = await ana.posts("general")
    await ana.choose(post, "Which", ["A"])
    await slack.person("Ben").choose(post, "Note", "Ben's")
    assert app.payloads("block_actions") == []
    await ana.click(post, "Save", wait=False)
    [sent] = app.payloads("block_actions")
    [chosen] = sent["state"]["values"]["w"]["which"]["selected_options"]
    assert (chosen["value"], sent["state"]["values"]["n"]["note"]["value"]) == ("a", None)


async def test_an_overflow_menu(app: SampleApp, slack: SlackServer):
    menu = {"type": "overflow", "action_id": "more", "options": [option("Edit", "edit")]}
    await app.web.chat_postMessage(
        channel="#general", text="Goal", blocks=[section("Goal", accessory=menu)]
    )
    ana = slack.person("Ana")
    [post] = await ana.posts("general")
    await ana.click(post, "more", "Edit", wait=False)
    action = app.payloads("block_actions")[0]["actions"][0]
    assert action["selected_option"]["value"] == "edit"


async def test_suggestions_while_typing(app: SampleApp, slack: SlackServer):
    select = {"type": "external_select", "action_id": "cert", "min_query_length": 2}
    await app.web.chat_postMessage(channel="#general", text="Which?", blocks=[actions(select)])

    @app.on("cert")
    async def certs(payload: dict[str, Any]) -> Any:
        if payload["type"] != "block_suggestion":
            return None
        if payload["value"] == "many":
            return {"options": [option(str(n), str(n)) for n in range(101)]}
        return {"options": [option("PMP", "pmp"), option("PMI-ACP", "acp")]}

    ana = slack.person("Ana")
    [post] = await ana.posts("general")
    assert await ana.suggest(post, "cert", "pm") == [("PMP", "pmp"), ("PMI-ACP", "acp")]
    with pytest.raises(NotPossibleError, match="2 characters"):
        await ana.suggest(post, "cert", "p")
    with pytest.raises(AssertionError, match="invalid_options"):
        await ana.suggest(post, "cert", "many")
    await ana.choose(post, "cert", "PMP", wait=False)
    assert app.payloads("block_actions")[0]["actions"][0]["selected_option"]["value"] == "pmp"
    with pytest.raises(NotPossibleError, match="CSM"):
        await ana.choose(post, "cert", "CSM")


async def test_shortcuts_global_and_on_a_message(app: SampleApp, slack: SlackServer):
    ana = slack.person("Ana")

    @app.on("save_goal")
    async def save(payload: dict[str, Any]) -> None:
        await app.respond(payload, text=f"Saved: {payload['message']['text']}")

    said = ana.says("Read the PMBOK", where="general")
    assert (await ana.menu("save_goal", said)).text == "Saved: Read the PMBOK"
    await ana.shortcut("find", wait=False)
    [sent] = app.payloads("shortcut")
    assert sent["callback_id"] == "find"
    assert "response_url" not in sent


@pytest.fixture
def manifest() -> dict[str, Any]:
    return {
        "display_information": {"name": "Mentor"},
        "features": {
            "slash_commands": [{"command": "/tpm", "should_escape": True}],
            "shortcuts": [{"type": "message", "name": "Save as goal", "callback_id": "save_goal"}],
            "app_home": {"home_tab_enabled": False, "messages_tab_enabled": False},
        },
        "oauth_config": {"scopes": {"bot": ["commands", "channels:read"]}},
        "settings": {"socket_mode_enabled": True, "interactivity": {"is_enabled": True}},
    }


class TestManifest:
    """What the app's manifest leaves out, it cannot do and people are not offered."""

    @pytest.fixture
    def slack_workspace(self, manifest: dict[str, Any]) -> Workspace:
        return academy(manifest)

    async def test_commands_and_shortcuts(self, app: SampleApp, slack: SlackServer):
        ana = slack.person("Ana")
        with pytest.raises(NotPossibleError, match="/other"):
            await ana.slash("/other")
        with pytest.raises(NotPossibleError, match="Delete"):
            await ana.shortcut("Delete")
        await ana.slash("/tpm", "goal for @ben in #general", wait=False)
        [sent] = app.payloads("slash_commands")
        ben, general = slack.workspace.user("Ben"), slack.workspace.channel("general")
        assert sent["text"] == f"goal for <@{ben.id}> in <#{general.id}|general>"

    async def test_scopes_home_and_events(self, app: SampleApp, slack: SlackServer):
        told = await app.refusal("chat.postMessage", channel="general", text="Hello")
        assert (told["error"], told["needed"]) == ("missing_scope", "chat:write")
        assert told["provided"] == "channels:read,commands"
        general = slack.workspace.channel("general").id
        assert (await app.web.conversations_info(channel=general))["ok"]
        told = await app.refusal("conversations.history", channel=general)
        assert told["needed"] == "channels:history"
        with pytest.raises(NotPossibleError):
            await slack.person("Ana").home()
        slack.person("Ana").says("hello", where="general")
        await slack.person("Ana").slash("/tpm", wait=False)
        assert app.payloads("events_api") == []

    def test_a_command_without_a_slash_is_refused(self, manifest: dict[str, Any]):
        manifest["features"]["slash_commands"][0]["command"] = "tpm"
        with pytest.raises(ValueError, match="tpm"):
            Workspace(manifest=manifest)


async def test_a_message_is_told_as_slack_escapes_it(app: SampleApp, slack: SlackServer):
    ana, ben = slack.person("Ana"), slack.person("Ben")
    ana.says(f"1 < 2 & <b> @ben {ben.mention}", where="general")
    [sent] = await app.hears("events_api")
    assert sent["event"]["text"] == f"1 &lt; 2 &amp; &lt;b&gt; {ben.mention} {ben.mention}"
    assert (sent["event"]["channel_type"], sent["event"]["user"]) == ("channel", ana.id)


async def test_an_answer_that_changes_later(app: SampleApp, slack: SlackServer):
    posted = data(await app.web.chat_postMessage(channel="#general", text="Looking…"))
    [seen] = await slack.person("Ana").posts("general")
    await app.web.chat_update(channel=posted["channel"], ts=posted["ts"], text="Found")
    assert (await seen.edited()).text == "Found"
    assert seen.text == "Looking…"


async def test_the_app_is_told_of_being_mentioned(app: SampleApp, slack: SlackServer):
    bot = slack.workspace.bot

    @app.on("app_mention")
    async def mentioned(payload: dict[str, Any]) -> None:
        event = payload["event"]
        await app.web.chat_postMessage(channel=event["channel"], text=event["user"])

    ana = slack.person("Ana")
    ana.says(f"hello <@{bot.id}>", where="general")
    [post] = await ana.posts("general")
    assert post.text == ana.id
