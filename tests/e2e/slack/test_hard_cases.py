"""What goes wrong in workspaces: each is answered in words, and nothing is lost or done twice."""

from __future__ import annotations

import pytest

from bot.cards import Button, Card, Divider, Item, Items, Text
from bot.platforms.slack import limits
from bot.platforms.slack.renderer import render
from bot.platforms.slack.richtext import Reader
from playground.slack.block_kit.blocks import message_problems
from playground.slack.forms import NotPossibleError
from playground.slack.reading import text_of
from playground.slack.views import View
from tests.e2e.slack.stage import SlackStage


@pytest.fixture(autouse=True)
async def everybody_is_met(stage: SlackStage) -> None:
    stage.meet(stage.ana, stage.mia, stage.noor, stage.person("Ben"))
    await stage.write_to(stage.ana)


async def test_a_form_that_is_sent_twice_is_saved_once(stage: SlackStage):
    form = await stage.ana.slash("/goal", "add")
    await stage.ana.fill(form, title="Pass the exam")
    view, acts = form.source, stage.server.interactions
    assert isinstance(view, View)
    acts.submit(stage.ana.user, view)
    sent = acts.submit(stage.ana.user, view)
    await stage.shows(stage.ana, "Goal added")
    assert not sent.errors
    listed = await stage.ana.slash("/goal", "list")
    assert listed.text.count("Pass the exam") == 1
    titles = [one for one in stage.cells_with("Pass the exam") if one[0] == "goal"]
    assert len(titles) == 1


async def test_a_form_that_was_refused_can_be_sent_again(stage: SlackStage):
    form = await stage.ana.slash("/goal", "add")
    for _ in range(2):
        refused = await stage.ana.send(form, title="Pass the exam", due="someday")
        assert list(refused.errors) == ["due"]
    added = await stage.ana.submit(form, due="tomorrow")
    assert "Goal added" in added.text


async def test_what_is_said_in_a_thread_becomes_a_goal_by_the_shortcut(stage: SlackStage):
    # Slack's client sends no slash commands from threads; the shortcut on a message is there.
    said = stage.mia.says("What should I learn?", where="general")
    answered = stage.mia.says("Learn earned value by March", where="general", thread=said)
    form = await stage.ana.menu("Save as goal", answered)
    added = await stage.ana.submit(form)
    assert added.ephemeral
    assert "Learn earned value by March" in added.text


async def test_a_post_waits_while_its_channel_is_archived(stage: SlackStage):
    [nudge, *_others] = stage.choices("config channel set", "purpose")
    said = f"channel set purpose:{nudge} channel:#weekly-nudges"
    await stage.mia.slash("/config", said)
    team, channel = stage.server.workspace, stage.server.workspace.channel("weekly-nudges")
    team.archive(channel, stage.mia.user)
    for _ in range(8):
        await stage.advance(days=1)
    told = await stage.mia.slash("/config", "show")
    assert "weekly-nudges" in told.spoken
    assert "has stopped: The channel is gone" in told.spoken
    team.unarchive(channel, stage.mia.user)
    for _ in range(50):
        # What Slack tells of a channel and what people ask overtake each other.
        if "Next one: paused" not in (await stage.mia.slash("/config", "show")).text:
            break
    for _ in range(9):
        await stage.advance(days=1)
    assert await stage.ana.posts("weekly-nudges")


async def test_where_nobody_can_write_nobody_commands(stage: SlackStage):
    stage.server.workspace.archive(stage.server.workspace.channel("weekly-nudges"), stage.mia.user)
    with pytest.raises(NotPossibleError):
        await stage.ana.slash("/goal", "list", where="weekly-nudges")


async def test_somebody_who_was_deleted_is_sent_nothing_and_keeps_what_is_theirs(
    stage: SlackStage,
):
    ben = stage.person("Ben")
    draft = await ben.slash("/tpm", 'remind me "Call PMI" in 2 hours')
    await ben.click(draft, "Save")
    stage.server.workspace.change_user(ben.user, deleted=True)
    stage.server.faults.refuse("user_disabled", "chat.postMessage|conversations.open", times=100)
    await stage.advance(hours=3)
    stage.server.faults.clear()
    stage.server.workspace.change_user(ben.user, deleted=False)
    stage.client.directory.forget(ben.id)
    kept = await ben.slash("/tpm", "me inbox")
    assert "Call PMI" in kept.text


async def test_a_private_channel_without_the_bot_says_how_to_invite_it(stage: SlackStage):
    [nudge, *_others] = stage.choices("config channel set", "purpose")
    form = await stage.mia.slash("/config", f"channel set purpose:{nudge}")
    refused = await stage.mia.submit(form, channel="mods-only")
    said = " ".join([*refused.errors.values(), refused.text])
    assert "/invite" in said


async def test_a_guest_has_goals_of_their_own(stage: SlackStage):
    stage.noor.user.is_restricted = True
    stage.noor.user.locale = "en-US"
    added = await stage.noor.slash("/goal", "add Pass the exam")
    assert "Goal added" in added.text


async def test_a_stranger_of_a_shared_channel_presses_and_is_told_so(stage: SlackStage):
    sven = stage.server.workspace.add_user("Sven", team_id="T0OTHER")
    stage.server.workspace.channel("trend-tips").members.append(sven.id)
    found = await stage.ana.slash("/cert", "info PMP", where="trend-tips")
    await stage.ana.click(found, "Share", wait=False)
    [copy] = await stage.person("Sven").posts("trend-tips")
    refused = await stage.person("Sven").click(copy, copy.buttons[0])
    assert refused.ephemeral
    assert "members of this workspace" in refused.text


async def test_of_200_groups_100_are_offered_and_any_is_found(stage: SlackStage):
    for number in range(200):
        stage.server.workspace.add_group(f"squad-{number:03}")
    await stage.client.places.load()
    form = await stage.mia.slash("/config", "mentors role")
    [field] = [
        one["block_id"]
        for one in form.view["blocks"]
        if one["type"] == "input" and one["element"]["action_id"] == "role"
    ]
    everything = await stage.mia.suggest(form, field, "")
    assert len(everything) == limits.OPTIONS
    [(found, _value)] = await stage.mia.suggest(form, field, "squad-187")
    assert "squad-187" in found


async def test_of_60_goals_each_is_reached(stage: SlackStage):
    titles = [f"Goal number {number:02}" for number in range(60)]
    for one in titles:
        await stage.ana.slash("/goal", f"add {one}")
    page = await stage.ana.slash("/goal", "list")
    assert "60 goals" in page.text
    shown = await stage.ana.slash("/goal", "show Goal number 59")
    assert "Goal number 59" in shown.text


@pytest.mark.parametrize("pager", [(), ("goal.list",)])
def test_a_card_of_60_blocks_comes_whole(pager: tuple[str, ...]):
    blocks = [
        block
        for number in range(30)
        for block in (
            Items((Item(f"Point {number}.", action=Button("Open", "goal.show", (str(number),))),)),
            Text((f"Word{number}.",)),
        )
    ]
    card = Card("Sixty", "Sixty blocks", (*blocks, Divider()), pager=pager)
    first = render(card, Reader())
    numbers = range(2, first.pages + 1) if pager else ()
    drawn = [first, *first.following, *(render(card, Reader(), one) for one in numbers)]
    said = "\n".join(text_of(one.told()) for one in drawn)
    for one in drawn:
        assert message_problems(one.blocks) == []
        assert len(one.blocks) <= limits.BLOCKS
    for number in range(30):
        assert f"Point {number}." in said
        assert f"Word{number}." in said
