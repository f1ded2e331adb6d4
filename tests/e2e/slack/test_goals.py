"""Goals on Slack: the dialogue of Discord, with forms that stay open until they are right."""

from __future__ import annotations

import pytest

from playground.slack import Reply
from tests.e2e.slack.stage import SlackStage


@pytest.fixture(autouse=True)
async def everybody_is_met(stage: SlackStage) -> None:
    stage.meet(stage.ana, stage.mia, stage.noor)
    await stage.write_to(stage.ana)


def inputs(form: Reply) -> dict[str, dict]:
    return {
        one["block_id"]: one["element"] for one in form.view["blocks"] if one["type"] == "input"
    }


async def test_a_goal_from_words(stage: SlackStage):
    due = stage.day(30)
    said = f"add Finish Domain II due:{due} certification:PMP"
    added = await stage.ana.slash("/goal", said)
    for word in ("Finish Domain II", "PMP", "in 30 days"):
        assert word in added.text
    assert [one for one in stage.cells_with("Finish Domain II") if one[0] == "goal"]


async def test_days_are_said_in_peoples_own_words(stage: SlackStage):
    added = await stage.ana.slash("/goal", "add title:Pass the exam due:in 3 months")
    assert "Pass the exam" in added.text
    assert "in 90 days" in added.text


async def test_a_day_that_is_none_is_refused_and_corrected_in_the_form(stage: SlackStage):
    refused = await stage.ana.slash("/goal", "add Pass the exam due:someday")
    form = await stage.ana.click(refused, "Correct it")
    assert inputs(form)["title"]["initial_value"] == "Pass the exam"
    added = await stage.ana.submit(form, due="tomorrow")
    assert "Pass the exam" in added.text


async def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(stage: SlackStage):
    form = await stage.ana.slash("/goal", "add")
    refused = await stage.ana.send(form, title="Pass the exam", due="someday")
    assert list(refused.errors) == ["due"]
    again = stage.ana.modal()
    assert again is not None
    assert again.view["state"]["values"]["title"]["line"]["value"] == "Pass the exam"
    added = await stage.ana.submit(again, due="tomorrow")
    assert "Pass the exam" in added.text
    assert stage.ana.modal() is None


async def test_a_certification_is_suggested_in_the_form(stage: SlackStage):
    form = await stage.ana.slash("/goal", "add")
    offered = await stage.ana.suggest(form, "certification", "capm")
    assert any("CAPM" in label for label, _value in offered)
    added = await stage.ana.submit(form, title="Pass it", certification="CAPM")
    assert "CAPM" in added.text


async def test_a_list_a_look_an_edit_and_the_end(stage: SlackStage):
    await stage.ana.slash("/goal", "add Pass the exam")
    listed = await stage.ana.slash("/goal", "list")
    assert "Pass the exam" in listed.text
    shown = await stage.ana.slash("/goal", "show Pass the exam")
    form = await stage.ana.click(shown, "Edit")
    assert inputs(form)["title"]["initial_value"] == "Pass the exam"
    edited = await stage.ana.submit(form, title="Pass the PMP exam")
    assert "Pass the PMP exam" in edited.text
    done = await stage.ana.slash("/goal", "done Pass the PMP exam")
    assert "Well done" in done.text
    assert "Pass the PMP exam" not in (await stage.ana.slash("/goal", "list")).text
    everything = await stage.ana.slash("/goal", "list done")
    assert "Pass the PMP exam" in everything.text


async def test_a_goal_is_chosen_from_a_persons_own(stage: SlackStage):
    await stage.ana.slash("/goal", "add Pass the exam")
    await stage.noor.slash("/goal", "add Learn Gantt")
    form = await stage.ana.slash("/goal", "show")
    offered = [label for label, _value in await stage.ana.suggest(form, "goal", "")]
    assert any("Pass the exam" in label for label in offered)
    assert not any("Gantt" in label for label in offered)


async def test_what_members_write_neither_formats_nor_notifies(stage: SlackStage):
    hostile = "*bold* _it_ ~no~ `code` :smile: &lt;!channel&gt; <@U0000000004> @here"
    added = await stage.ana.slash("/goal", f"add {hostile}")
    drawn = [
        element
        for block in added.message["blocks"]
        if block["type"] == "rich_text"
        for part in block["elements"]
        for element in part["elements"]
    ]
    assert {one["type"] for one in drawn} <= {"text", "date", "link"}
    assert "*bold* _it_ ~no~ `code` :smile: <!channel>" in added.text
    assert "<!channel>" not in added.spoken
    assert "<@" not in added.spoken


async def test_a_goal_of_a_message(stage: SlackStage):
    said = stage.mia.says("Learn earned value by March", where="general")
    form = await stage.ana.menu("Save as goal", said)
    added = await stage.ana.submit(form)
    assert "Learn earned value by March" in added.text


async def test_goals_outlive_a_restart(stage: SlackStage):
    added = await stage.ana.slash("/goal", "add Pass the exam")
    stage.server.faults.drop_sockets()
    await stage.online_again()
    assert "Well done" in (await stage.ana.click(added, "Done")).text


async def test_nobody_reads_or_changes_the_goal_of_somebody_else(stage: SlackStage):
    added = await stage.ana.slash("/goal", "add Pass the exam")
    [verb, goal] = stage.pointed(added, "Done")
    assert verb == "goal.done"
    refused = await stage.noor.slash("/goal", f"show {goal}")
    assert "Pass the exam" not in refused.text
