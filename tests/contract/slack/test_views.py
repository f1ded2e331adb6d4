"""Modals up to three deep, their errors, hashes and triggers; the Home tab."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from playground.slack import NotPossibleError, SlackPerson, SlackServer
from tests.contract.slack.cards import actions, button, field, home, line, modal, option, section
from tests.contract.slack.sample_app import SampleApp, data

GOAL = modal(
    field("Title", line(max_length=20), "title"),
    field("Why", line("why", multiline=True), "why", optional=True),
    callback_id="goal",
    private_metadata="kept",
)


async def opened(app: SampleApp, person: SlackPerson, view: dict[str, Any] = GOAL) -> Any:
    """Let the app open a modal on /goal and return it as the person sees it."""

    @app.on("/goal")
    async def open_it(payload: dict[str, Any]) -> None:
        await app.web.views_open(trigger_id=payload["trigger_id"], view=view)

    return await person.slash("/goal")


async def test_a_form_is_filled_in_and_sent(app: SampleApp, slack: SlackServer):
    ana = slack.person("Ana")
    form = await opened(app, ana)
    assert (form.title, form.view["private_metadata"]) == ("Goal", "kept")
    closed = await ana.send(form, Title="Read")
    assert closed.seen is None
    assert ana.modal() is None
    [sent] = app.payloads("view_submission")
    assert sent["view"]["state"]["values"] == {
        "title": {"text": {"type": "plain_text_input", "value": "Read"}},
        "why": {"why": {"type": "plain_text_input", "value": None}},
    }
    assert (sent["view"]["id"], sent["response_urls"]) == (form.view["id"], [])


async def test_the_client_refuses_what_the_form_does(app: SampleApp, slack: SlackServer):
    ana = slack.person("Ana")
    form = await opened(app, ana)
    for values in ({}, {"Title": "x" * 21}, {"Title": "two\nlines"}, {"Nothing": "x"}):
        with pytest.raises(NotPossibleError):
            await ana.send(form, **values)
    assert app.payloads("view_submission") == []


async def test_errors_stand_at_their_fields_and_what_was_typed_stays(
    app: SampleApp, slack: SlackServer
):
    ana = slack.person("Ana")
    form = await opened(app, ana)
    answers: list[Any] = [
        {"response_action": "errors", "errors": {"title": "You have that goal."}},
        {"response_action": "errors", "errors": {"nowhere": "?"}},
        None,
    ]

    @app.on("goal")
    async def check(_: dict[str, Any]) -> Any:
        return answers.pop(0)

    wrong = await ana.submit(form, Title="Read")
    assert wrong.errors == {"title": "You have that goal."}
    with pytest.raises(AssertionError, match="invalid_errors"):
        await ana.send(form)
    assert (await ana.send(form)).errors == {}
    assert [
        each["view"]["state"]["values"]["title"]["text"]["value"]
        for each in app.payloads("view_submission")
    ] == ["Read"] * 3


async def test_three_deep_and_no_deeper(app: SampleApp, slack: SlackServer):
    ana = slack.person("Ana")
    first = await opened(app, ana)

    @app.on("goal")
    async def deeper(_: dict[str, Any]) -> Any:
        return {"response_action": "push", "view": GOAL}

    second = await ana.send(first, Title="one")
    third = await ana.send(second, Title="two")
    assert third.view["previous_view_id"] == second.view["id"]
    assert third.view["root_view_id"] == first.view["id"]
    with pytest.raises(AssertionError, match="push_limit_reached"):
        await ana.send(third, Title="three")
    with pytest.raises(NotPossibleError, match="on top"):
        await ana.send(first, Title="below")
    with pytest.raises(NotPossibleError, match="on top"):
        ana.close(first)

    @app.on("goal")
    async def clear(_: dict[str, Any]) -> Any:
        return {"response_action": "clear"}

    await ana.send(third, Title="done")
    assert ana.modal() is None


async def test_update_in_place_keeps_what_was_typed(app: SampleApp, slack: SlackServer):
    ana = slack.person("Ana")
    form = await opened(app, ana)
    await ana.fill(form, Title="Read", Why="because")
    shorter = modal(field("Title", line(), "title"), title="Again", callback_id="goal")
    updated = await app.web.views_update(
        view_id=form.view["id"], hash=form.view["hash"], view=shorter
    )
    assert data(updated)["view"]["state"]["values"] == {
        "title": {"text": {"type": "plain_text_input", "value": "Read"}}
    }
    told = await app.refusal(
        "views.update", view_id=form.view["id"], hash=form.view["hash"], view=shorter
    )
    assert told["error"] == "hash_conflict"
    assert (await app.refusal("views.update", view_id="V404", view=GOAL))["error"] == "not_found"


async def test_a_trigger_opens_one_view_within_three_seconds(app: SampleApp, slack: SlackServer):
    ana = slack.person("Ana")
    await ana.slash("/tpm", wait=False)
    trigger = app.payloads("slash_commands")[0]["trigger_id"]
    assert (await app.web.views_open(trigger_id=trigger, view=GOAL))["ok"]
    told = await app.refusal("views.open", trigger_id=trigger, view=GOAL)
    assert told["error"] == "exchanged_trigger_id"
    await ana.slash("/tpm", wait=False)
    late = app.payloads("slash_commands")[1]["trigger_id"]
    slack.workspace.windows.skip(3.1)
    told = await app.refusal("views.open", trigger_id=late, view=GOAL)
    assert told["error"] == "expired_trigger_id"
    told = await app.refusal("views.open", trigger_id="1.2.x", view=GOAL)
    assert told["error"] == "invalid_trigger_id"


async def test_a_push_needs_a_modal_below(app: SampleApp, slack: SlackServer):
    ana = slack.person("Ana")
    await ana.slash("/tpm", wait=False)
    trigger = app.payloads("slash_commands")[0]["trigger_id"]
    assert (await app.refusal("views.push", trigger_id=trigger, view=GOAL))["error"] == "not_found"


async def test_closing_is_told_if_asked_for(app: SampleApp, slack: SlackServer):
    ana = slack.person("Ana")
    form = await opened(app, ana, GOAL | {"notify_on_close": True})
    ana.close(form)
    quiet = await opened(app, ana)
    ana.close(quiet)
    closed = await app.hears("view_closed")
    assert [(each["view"]["id"], each["is_cleared"]) for each in closed] == [
        (form.view["id"], False)
    ]
    with pytest.raises(NotPossibleError, match="open"):
        await ana.send(form, Title="x")


async def test_a_modal_that_closes_all_below(app: SampleApp, slack: SlackServer):
    ana = slack.person("Ana")
    first = await opened(app, ana, GOAL | {"notify_on_close": True})

    @app.on("goal")
    async def push(_: dict[str, Any]) -> Any:
        return {"response_action": "push", "view": GOAL | {"clear_on_close": True}}

    ana.close(await ana.send(first, Title="one"))
    [closed] = await app.hears("view_closed")
    assert (closed["view"]["id"], closed["is_cleared"]) == (first.view["id"], True)
    assert ana.modal() is None


async def test_controls_in_a_modal(app: SampleApp, slack: SlackServer):
    ana = slack.person("Ana")
    search = {"type": "external_select", "action_id": "cert", "min_query_length": 0}
    number = {"type": "number_input", "action_id": "hours", "is_decimal_allowed": False}
    form = await opened(
        app,
        ana,
        modal(
            field("Certification", search, "c"),
            field("Hours", {**number, "min_value": "1"}, "h"),
            field("Due", {"type": "datepicker", "action_id": "due"}, "d", dispatch_action=True),
            actions(button("More", "more"), block_id="b"),
            callback_id="goal",
        ),
    )

    @app.on("cert")
    async def certs(_: dict[str, Any]) -> Any:
        return {"option_groups": [{"label": option("All", "")["text"], "options": [PMP]}]}

    @app.on("more")
    async def more(payload: dict[str, Any]) -> None:
        view = modal(section("More"), title="More")
        await app.web.views_update(view_id=payload["view"]["id"], view=view)

    await ana.choose(form, "Certification", "PMP")
    assert app.payloads("block_actions") == []
    await ana.choose(form, "Due", "2026-12-05", wait=False)
    [sent] = app.payloads("block_actions")
    assert sent["container"] == {"type": "view", "view_id": form.view["id"]}
    assert "response_url" not in sent
    assert sent["view"]["state"]["values"]["c"]["cert"]["selected_option"]["value"] == "pmp"
    for wrong in ("0", "1.5", "many"):
        with pytest.raises(NotPossibleError):
            await ana.send(form, Hours=wrong)
    assert (await ana.click(form, "More")).title == "More"


PMP = option("PMP", "pmp")


async def test_an_answer_address_for_a_chosen_conversation(app: SampleApp, slack: SlackServer):
    ana = slack.person("Ana")
    select = {
        "type": "conversations_select",
        "action_id": "where",
        "response_url_enabled": True,
    }
    form = await opened(app, ana, modal(field("Where", select, "w"), callback_id="share"))

    @app.on("share")
    async def share(payload: dict[str, Any]) -> None:
        [address] = payload["response_urls"]
        await app.respond(address, text="Shared", response_type="in_channel")

    reply = await ana.submit(form, Where="#trend-tips")
    assert reply.message["text"] == "Shared"
    assert [each.text for each in slack.person("Ben").sees(where="trend-tips")] == ["Shared"]


async def test_the_home_tab_is_published_and_used(app: SampleApp, slack: SlackServer):
    @app.on("app_home_opened")
    async def show(payload: dict[str, Any]) -> None:
        view = home(section("Your goals"), actions(button("Add", "add")))
        await app.web.views_publish(user_id=payload["event"]["user"], view=view)

    @app.on("add")
    async def add(payload: dict[str, Any]) -> None:
        await app.web.views_open(trigger_id=payload["trigger_id"], view=GOAL)

    ana = slack.person("Ana")
    tab = await ana.home()
    assert (tab.text, tab.buttons) == ("Your goals", ["Add"])
    assert (await ana.click(tab, "Add")).title == "Goal"
    again = await ana.home()
    assert again.view["id"] == tab.view["id"]
    assert app.payloads("events_api")[1]["event"]["view"]["id"] == tab.view["id"]
    told = await app.refusal("views.publish", user_id=ana.id, hash="1.x", view=home())
    assert told["error"] == "hash_conflict"
    told = await app.refusal("views.publish", user_id="U404", view=home())
    assert told["error"] == "invalid_arguments"


async def test_a_view_of_more_than_250_kilobytes(app: SampleApp, slack: SlackServer):
    blocks = [section("x" * 2600) for _ in range(100)]
    told = await app.refusal("views.publish", user_id=slack.person("Ana").id, view=home(*blocks))
    assert told["error"] == "view_too_large"


async def test_two_views_with_one_external_id(app: SampleApp, slack: SlackServer):
    ana, ben = slack.person("Ana"), slack.person("Ben")
    named = GOAL | {"external_id": "only-one"}
    await opened(app, ana, named)
    updated = await app.web.views_update(external_id="only-one", view=named)
    assert data(updated)["view"]["external_id"] == "only-one"
    await ben.slash("/tpm", wait=False)
    trigger = app.payloads("slash_commands")[-1]["trigger_id"]
    told = await app.refusal("views.open", trigger_id=trigger, view=named)
    assert told["error"] == "duplicate_external_id"


@pytest.mark.parametrize(
    ("view", "message"),
    [
        (modal(title="x" * 25), "must be less than 25 characters [json-pointer:/view/title/text]"),
        ({"type": "home", "blocks": []}, "unsupported type: home [json-pointer:/view/type]"),
        (
            {"type": "modal", "title": GOAL["title"], "blocks": GOAL["blocks"]},
            "must define `submit` to use an `input` block in modals "
            "[json-pointer:/view/blocks/0/input]",
        ),
        (
            modal(submit={"type": "plain_text", "text": "x" * 25}),
            "must be less than 25 characters [json-pointer:/view/submit/text]",
        ),
        (
            modal(close={"type": "plain_text", "text": "x" * 25}),
            "must be less than 25 characters [json-pointer:/view/close/text]",
        ),
        (
            modal(callback_id="x" * 256),
            "must be less than 256 characters [json-pointer:/view/callback_id]",
        ),
        (
            modal(private_metadata="x" * 3001),
            "must be less than 3001 characters [json-pointer:/view/private_metadata]",
        ),
        (
            modal(*[section("x")] * 101),
            "no more than 100 items allowed [json-pointer:/view/blocks]",
        ),
        ({**modal(), "colour": "red"}, "invalid additional property: colour [json-pointer:/view]"),
    ],
)
async def test_a_wrong_view_is_refused_in_slacks_words(
    app: SampleApp, slack: SlackServer, view: dict[str, Any], message: str
):
    await slack.person("Ana").slash("/tpm", wait=False)
    trigger = app.payloads("slash_commands")[0]["trigger_id"]
    with pytest.raises(SlackApiError) as refused:
        await app.web.views_open(trigger_id=trigger, view=view)
    data = refused.value.response.data
    assert data["error"] == "invalid_arguments"
    assert f"[ERROR] {message}" in data["response_metadata"]["messages"]
