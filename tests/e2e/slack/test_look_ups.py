"""What people look up on Slack, through the real bot."""

from __future__ import annotations

import pytest

from tests.e2e.slack.stage import SlackStage


@pytest.fixture(autouse=True)
def everybody_is_met(stage: SlackStage) -> None:
    stage.meet(stage.ana, stage.mia, stage.noor)


async def test_a_certification_by_words_is_told_in_blocks_and_to_who_listens(stage: SlackStage):
    found = await stage.ana.slash("/cert", "info PMP")
    assert found.ephemeral
    for word in ("Project Management Professional", "Checked"):
        assert word in found.text
        assert word in found.spoken
    assert "Share" in found.buttons


async def test_the_command_for_everything_leads_everywhere(stage: SlackStage):
    direct = await stage.ana.slash("/cert", "info PMP")
    assert (await stage.ana.slash("/tpm", "cert info PMP")).text == direct.text
    assert (await stage.ana.slash("/tpm", "CERT Info name:PMP")).text == direct.text
    assert (await stage.ana.slash("/tpm")).text == (await stage.ana.slash("/tpm", "help")).text


async def test_words_that_name_no_command_are_a_question(stage: SlackStage):
    asked = await stage.ana.slash("/tpm", "critical path")
    assert asked.text == (await stage.ana.slash("/find", "critical path")).text
    assert "ritical path" in asked.text


async def test_a_noun_alone_or_with_a_wrong_word_says_what_there_is(stage: SlackStage):
    alone = await stage.ana.slash("/cert")
    wrong = await stage.ana.slash("/cert", "infos PMP")
    for said in (alone, wrong):
        assert "cert info" in said.text
        assert "cert compare" in said.text
    assert "infos PMP is none of these" in wrong.text


async def test_what_is_missing_is_asked_in_a_form_that_suggests(stage: SlackStage):
    form = await stage.ana.slash("/cert", "info")
    offered = await stage.ana.suggest(form, "name", "pmp")
    assert any("PMP" in label for label, _value in offered)
    found = await stage.ana.submit(form, name=offered[0][0])
    assert "Project Management Professional" in found.text
    assert stage.ana.modal() is None


async def test_what_was_given_stands_in_the_form_that_asks_for_the_rest(stage: SlackStage):
    form = await stage.ana.slash("/cert", "compare first:PMP")
    [first, *_others] = [one for one in form.view["blocks"] if one["type"] == "input"]
    assert first["element"]["initial_option"]["text"]["text"] == "PMP"
    compared = await stage.ana.submit(form, second="CAPM")
    assert "PMP" in compared.text
    assert "CAPM" in compared.text


async def test_a_press_takes_the_place_of_the_card_it_is_under(stage: SlackStage):
    start = await stage.ana.slash("/tpm", "help")
    more = await stage.ana.click(start, "More commands")
    assert more.message["ts"] == start.message["ts"]
    assert "/goal add" in more.text
    assert "/tpm remind me" in more.text


async def test_a_value_that_is_none_is_refused_by_name(stage: SlackStage):
    for text, said in (
        ("find critical path kind:recipe", "kind cannot be recipe"),
        ("goal list open state:done", "I don't know what to do with open"),
    ):
        assert said in (await stage.ana.slash("/tpm", text)).text


async def test_a_name_that_nothing_has_is_asked_about(stage: SlackStage):
    said = await stage.ana.slash("/cert", "info PMPP")
    assert "PMP" in " ".join(said.buttons) + said.text
    assert said.buttons


async def test_everybody_reads_their_own_language(stage: SlackStage):
    start = await stage.noor.slash("/tpm", "help")
    assert "Diventa Technical Project Manager" in start.text


async def test_a_newcomer_is_greeted_once(stage: SlackStage):
    ben = stage.person("Ben")
    first, second = [await ben.slash("/term", "scope") for _ in range(2)]
    assert "New here?" in first.text
    assert "New here?" in first.spoken
    assert "New here?" not in second.text
    form = await ben.click(first, "I'm new here")
    assert form.view["type"] == "modal"


async def test_a_card_is_shared_with_a_channel_and_taken_back_by_who_did(stage: SlackStage):
    found = await stage.ana.slash("/cert", "info PMP", where="trend-tips")
    await stage.ana.click(found, "Share", wait=False)
    done = await stage.sees(stage.ana, "Take it back", where="trend-tips")
    assert done.ephemeral
    [copy] = await stage.mia.posts("trend-tips")
    assert f"<@{stage.ana.id}>" not in copy.text
    assert "Shared by ana" in copy.text
    opened = await stage.mia.click(copy, copy.buttons[0])
    assert opened.ephemeral
    await stage.ana.click(done, "Take it back")
    assert copy.now() is None


async def test_settings_are_for_those_who_run_the_workspace(stage: SlackStage):
    refused = await stage.ana.slash("/config", "show")
    assert "can change this" in refused.text
    shown = await stage.mia.slash("/config", "show")
    assert "can change this" not in shown.text


async def test_who_runs_the_workspace_no_more_is_asked_again(stage: SlackStage):
    await stage.mia.slash("/config", "show")
    stage.mia.user.is_admin = False
    stage.client.directory.forget(stage.mia.id)
    assert "can change this" in (await stage.mia.slash("/config", "show")).text
