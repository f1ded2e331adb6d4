"""The main job as dialogues: a member looks things up and keeps goals, a moderator schedules."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.e2e.stage import Stage, offered


async def test_member_looks_up_a_certification(stage: Stage):
    reply = await stage.ana.slash("cert info", name="pmp exam")
    assert reply.ephemeral
    assert "Project Management Professional" in reply.text
    assert "35 hours of training" in reply.text
    assert "22 Nov 2026" in reply.text
    assert "https://www.pmi.org/certifications/project-management-pmp" in reply.text
    exam = await stage.ana.click(reply, "Exam")
    assert "**Questions:** unknown" in exam.text


async def test_nothing_is_offered_for_a_name_that_is_like_none(stage: Stage):
    stage.meet(stage.ana)
    reply = await stage.ana.slash("cert info", name="zzqx unheard of")
    assert reply.ephemeral
    assert "I know no certification called “zzqx unheard of”" in reply.text
    assert "/cert list" in reply.text
    assert reply.buttons == ["Correct it"]


async def test_autocomplete_finds_aliases_and_typos(stage: Stage):
    labels = [value for _, value in await stage.ana.type("cert info", name="scrum mster")]
    assert "csm" in labels[:3]
    assert len(await stage.ana.type("cert info", name="")) <= 25


async def test_member_lists_certifications_and_turns_the_page(stage: Stage):
    reply = await stage.ana.slash("cert list")
    assert "Page 1 of" in reply.text
    turned = await stage.ana.click(reply, "Next")
    assert "Page 2 of" in turned.text


async def test_member_reads_a_role_and_the_path(stage: Stage):
    role = await stage.ana.slash("career role", name="tpm")
    assert "Technical Project Manager" in role.text
    path = await stage.ana.slash("career path")
    assert "Where are you now?" in path.text
    stage_card = await stage.ana.slash("career path", stage="technical-experience")
    assert "Technical experience" in stage_card.text


async def test_find_answers_a_question(stage: Stage):
    reply = await stage.ana.slash("find", query="what does TPM stand for")
    assert "Technical Project Manager" in reply.text


async def test_find_understands_what_is_wished(stage: Stage):
    query = "cheapest agile cert without experience"
    found = await stage.ana.slash("find", query=query)
    assert "no experience needed, cheapest first" in found.text
    assert found.text.index("PSM I") < found.text.index("CSM")
    assert "USD 200" in found.text
    roles = await stage.ana.slash("find", query=query, kind="role")
    assert "Agile Project Manager" in roles.text
    assert "PSM I" not in roles.text
    assert "PSM I" in (await stage.ana.click(roles, "Search everything")).text
    impossible = await stage.ana.slash("find", query="expert certificate under $5")
    assert "No exact match" in impossible.text


async def test_other_results_are_chosen_from_one_list_and_lead_back(stage: Stage):
    first = await stage.ana.slash("find", query="certification", kind="certification")
    assert "24 results" in first.text
    other = "CAPM - Certified Associate in Project Management"
    opened = await stage.ana.choose(first, "Open one", offered(first, other))
    assert "(CAPM)" in opened.text
    back = await stage.ana.click(opened, "Back to the results")
    assert "24 results" in back.text


async def test_what_is_found_is_opened_and_made_a_goal(stage: Stage):
    ana = stage.ana
    for query, kind, told, title in (
        ("write a project charter", "path", "Proof", "Write a charter for a real"),
        ("open source", "path", "Steps", "Triage ten issues before you write code."),
        ("novel about devops", "resource", "Cost", "Work through: The Phoenix Project"),
        ("do i need to code", "question", "Sources", "Act on the answer: Do I need to know how"),
    ):
        found = await ana.slash("find", query=query, kind=kind)
        opened = await ana.click(found, "More about this")
        assert opened.ephemeral
        back = await ana.click(opened, "Back to the results")
        assert f"“{query}”" in back.text
        opened = await ana.click(back, "More about this")
        assert told in opened.text
        assert {"Add as goal", "Share"} <= set(opened.buttons)
        saved = await ana.submit(await ana.click(opened, "Add as goal"))
        assert title in saved.plain_text
        again = await ana.click(opened, "Add as goal")
        assert again.modal is None
        assert title in again.plain_text


async def test_find_survives_hostile_text(stage: Stage):
    hostile = ("'; DROP TABLE goal; --", "@everyone **x** [a](http://b)", "_" * 99, "z" * 6000)
    for query in hostile:
        reply = await stage.ana.slash("find", query=query)
        assert reply.ephemeral
    nothing = await stage.ana.slash("find", query="🙂🙂🙂", kind="trend")
    assert "Ask me in words" in nothing.text
    assert nothing.ephemeral


async def test_help_shows_moderator_commands_only_to_moderators(stage: Stage):
    assert "/config setup" not in (await stage.ana.slash("help")).text
    assert "config setup" in (await stage.mia.slash("help")).text


async def test_goal_from_add_to_done_and_back(stage: Stage):
    added = await stage.ana.slash("goal add", title="Finish Domain II", due=stage.day(12))
    assert added.ephemeral
    assert "Finish Domain II" in added.text
    assert "in 12 days" in added.text

    listed = await stage.ana.slash("goal list")
    assert "Finish Domain II" in listed.text
    shown = await stage.ana.click(listed, "Open")
    assert "Created" in shown.text

    finished = await stage.ana.click(shown, "Done")
    assert "Well done" in finished.text
    assert "Finish Domain II" not in (await stage.ana.slash("goal list")).text

    reopened = await stage.ana.click(finished, "Undo: reopen")
    assert "open again" in reopened.text
    assert "Finish Domain II" in (await stage.ana.slash("goal list")).text


async def test_goal_form_opens_without_a_title(stage: Stage):
    form = await stage.ana.slash("goal add")
    saved = await stage.ana.submit(
        form, **{"What do you want to reach?": "Read the Scrum Guide", "By when?": ""}
    )
    assert "Read the Scrum Guide" in saved.text


async def test_goals_work_in_a_direct_message(stage: Stage):
    await stage.ana.slash("goal add", dm=True, title="Practise estimation")
    assert "Practise estimation" in (await stage.ana.slash("goal list", dm=True)).text


async def test_goal_of_someone_else_looks_like_no_goal(stage: Stage):
    await stage.ana.slash("goal add", title="My secret plan")
    [(_, goal_id)] = await stage.ana.type("goal show", goal="secret")
    assert await stage.ben.type("goal show", goal="secret") == []
    stage.meet(stage.ben)
    refused = await stage.ben.slash("goal show", goal=goal_id)
    unknown = await stage.ben.slash("goal show", goal="zzzzzzzz")
    assert refused.ephemeral
    assert "secret" not in refused.text
    assert refused.text == unknown.text.replace("zzzzzzzz", goal_id)
    assert "I know no goal called" in refused.text


@pytest.mark.parametrize(
    "bad",
    [
        {"title": " "},
        {"title": "x" * 4000},
        {"title": "ok", "due": "tomorrow-ish"},
        {"title": "ok", "due": "2020-01-01"},
        {"title": "ok", "certification": "zzqx unheard of"},
    ],
)
async def test_bad_goal_is_refused_privately_and_writes_nothing(stage: Stage, bad: dict[str, Any]):
    reply = await stage.ana.slash("goal add", **bad)
    assert reply.ephemeral
    assert "Correct it" in reply.buttons
    assert "No goals yet" in (await stage.ana.slash("goal list")).text


async def test_hostile_goal_title_is_shown_as_text(stage: Stage):
    title = "# @everyone **bold** <@1> [x](http://evil) `code`"
    reply = await stage.ana.slash("goal add", title=title)
    assert title in reply.plain_text


async def test_moderator_sets_up_posts_and_sees_both_arrive_once(stage: Stage):
    for kind, channel, day in (
        ("weekly-nudge", "weekly-nudges", 0),
        ("trend-tip", "trend-tips", 3),
    ):
        await stage.mia.slash("config channel set", purpose=kind, channel=stage.channel(channel))
        saved = await stage.mia.slash(
            "config schedule set", purpose=kind, day=day, time="09:00", timezone="Europe/Rome"
        )
        assert "at 09:00 (Europe/Rome)" in saved.text
    assert "Next 5 posts" in (await stage.mia.slash("config show")).text

    await stage.move(days=7)
    [nudge] = await stage.posts("weekly-nudges", count=1)
    [tip] = await stage.posts("trend-tips", count=1)
    assert "nudge" in nudge.text.lower()
    assert "Try" in tip.text

    await stage.move(days=7)
    assert len({post.text for post in await stage.posts("weekly-nudges", count=2)}) == 2
    assert len({post.text for post in await stage.posts("trend-tips", count=2)}) == 2


async def test_test_post_needs_a_preview_and_posts_once(stage: Stage):
    await stage.mia.slash(
        "config channel set", purpose="weekly-nudge", channel=stage.channel("weekly-nudges")
    )
    preview = await stage.mia.slash("config schedule test", purpose="weekly-nudge")
    assert preview.ephemeral
    assert await stage.posts("weekly-nudges", count=0) == []
    await stage.mia.click(preview, "Post it now as a test")
    await stage.mia.click(preview, "Post it now as a test")
    assert len(await stage.posts("weekly-nudges", count=1)) == 1


async def test_config_refuses_a_channel_the_bot_cannot_post_in(stage: Stage):
    reply = await stage.mia.slash(
        "config channel set", purpose="weekly-nudge", channel=stage.channel("mods-only")
    )
    assert reply.ephemeral
    assert "Send Messages" in reply.text
    assert "no channel yet" in (await stage.mia.slash("config show")).text


@pytest.mark.parametrize(
    "bad", [{"timezone": "Europe/Atlantis"}, {"time": "25:00"}, {"time": "nine"}]
)
async def test_config_refuses_bad_values(stage: Stage, bad: dict[str, Any]):
    reply = await stage.mia.slash("config schedule set", purpose="weekly-nudge", **bad)
    assert reply.ephemeral
    assert "Correct it" in reply.buttons


async def test_config_is_checked_in_the_handler_too(stage: Stage):
    for command in ("config show", "config setup", "config check", "config schedule next"):
        reply = await stage.ana.slash(command, force=True)
        assert reply.ephemeral
        assert "Manage Server" in reply.text


async def test_pause_stops_and_set_resumes(stage: Stage):
    await stage.mia.slash(
        "config channel set", purpose="weekly-nudge", channel=stage.channel("weekly-nudges")
    )
    paused = await stage.mia.slash("config schedule pause", purpose="weekly-nudge")
    assert "paused" in paused.text
    await stage.move(days=14)
    assert await stage.posts("weekly-nudges", count=0) == []
    resumed = await stage.mia.click(paused, "Resume")
    assert "paused" not in resumed.text
    await stage.move(days=7)
    assert len(await stage.posts("weekly-nudges", count=1)) == 1


async def test_stale_button_gets_a_private_answer(stage: Stage):
    reply = await stage.ana.slash("goal add", title="Soon gone")
    await stage.ana.slash("privacy delete")
    preview = await stage.ana.slash("privacy delete")
    await stage.ana.click(preview, "Delete it all")
    stale = await stage.ana.click(reply, "Done")
    assert stale.ephemeral
    assert "You have no such goal" in stale.text


async def test_privacy_export_then_delete_leaves_nothing(stage: Stage):
    await stage.ana.slash("goal add", title="To be exported")
    exported = await stage.ana.slash("privacy export")
    assert exported.ephemeral
    [file] = exported.attachments
    data = json.loads(await stage.download(file))
    assert "To be exported" in json.dumps(data)

    preview = await stage.ana.slash("privacy delete")
    assert "cannot be undone" in preview.text
    assert "To be exported" in (await stage.ana.slash("goal list")).text
    receipt = await stage.ana.click(preview, "Delete it all")
    assert "Goals" in receipt.text
    assert stage.cells_with(stage.ana.id) == []


async def test_privacy_info_says_how_long_backups_keep_data(stage: Stage):
    told = await stage.ana.slash("privacy info")
    assert "30 days" in (await stage.ana.click(told, "Next")).text
