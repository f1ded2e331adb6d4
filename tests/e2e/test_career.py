"""Career as dialogues: a role and what to do about it."""

from __future__ import annotations

from tests.e2e.platforms import Play, on_both

pytestmark = on_both

JOB, CAN, HOLD, STAGE = (
    "The role you want",
    "Which of these can you do?",
    "Which of these do you hold?",
    "Your stage of the path",
)


async def test_a_role_is_read_shared_and_made_a_goal(stage: Play):
    card = await stage.ana.slash("career role", name="tpm")
    assert card.ephemeral
    assert "USD 100,750 (United States, 2024;" in card.text
    assert "Checked 22 Nov 2026 · 1 source · Written by the TPM Mentor team" in card.text
    for part, told in (
        ("What you do", "What you are judged on"),
        ("What it takes", "Useful certifications"),
        ("Interview", "Explain an architecture that you shipped"),
        ("Pay and jobs", "The profession"),
        ("What to do next", "Practise for an interview"),
    ):
        shown = await stage.ana.click(card, part)
        assert told in shown.text
    form = await stage.ana.click(shown, "v1:goal.from:role:technical-project-manager")
    saved = await stage.ana.submit(form)
    assert "Practise for an interview as Technical Project Manager" in saved.text
    back = await stage.ana.click(shown, "Back to Technical Project Manager")
    await stage.ana.click(back, "Share")
    [post] = await stage.ben.posts("general", count=1)
    assert {"What am I missing?", "Add as goal"}.isdisjoint(post.buttons)
    opened = await stage.ben.choose(post, "Related", "v1:cert.show:pmp")
    assert opened.ephemeral
    assert "Project Management Professional" in opened.text

    unverified = await stage.ana.slash("career role", name="digital-project-manager")
    assert "Pay" not in unverified.text.replace("Pay and jobs", "")
    figures = await stage.ana.click(unverified, "Pay and jobs")
    assert "Figures: unknown" in figures.plain_text


async def test_the_path_asks_once_where_one_is_and_begins_there(stage: Play):
    ana, content = stage.ana, stage.services.catalogue
    asked = await ana.slash("career path")
    assert asked.ephemeral
    assert asked.plain_text.startswith("Where are you now?")
    assert {one.who.rstrip(".") for one in content.stages.values()} < set(asked.buttons)
    assert "Steps done" not in asked.text
    assert len(asked.plain_text) <= 1000

    own = content.stages["technical-experience"]
    named = [one for one in own.steps if not one.optional][:3]
    here = await ana.click(asked, own.who.rstrip("."))
    assert own.name in here.text.splitlines()[0]
    assert all(step.title in here.text for step in named)
    assert here.buttons.count("Add as goal") == 3
    assert "Steps done" not in here.text
    assert "Add a step as a goal; when you finish it, it is ticked here." in here.text
    assert len(here.plain_text) <= 1000
    again = await ana.slash("career path")
    assert again.text == here.text

    taken = await ana.click(here, f"v1:path.take:{named[0].id}")
    assert "1 goal added" in taken.text
    assert "One of your goals." in taken.text
    assert taken.buttons.count("Add as goal") == 2
    assert (await ana.slash("goal list")).text.count(named[0].title) == 1
    goal = await ana.click(taken, "Open goal")
    await ana.click(goal, "Done")
    ticked = await ana.slash("career path")
    assert f"Done: {named[0].title}" in ticked.text
    assert "Steps done: 1 of" in ticked.text
    assert ticked.buttons.count("Add as goal") == 3


async def test_three_steps_become_goals_with_one_press_however_often(stage: Play):
    ana = stage.ana
    await ana.slash("me profile", stage="2")
    here = await ana.slash("career path")
    opened_twice = await ana.slash("career path")
    done = await ana.click(here, "Add all 3 as goals")
    assert "3 goals added" in done.text
    assert "Remind me every Monday" in done.buttons
    assert "3 goals" in (await ana.slash("goal list")).text
    # The same card in another window: nothing is added twice, nor is anything else.
    again = await ana.click(opened_twice, "Add all 3 as goals")
    assert "added" not in again.text
    assert "3 goals" in (await ana.slash("goal list")).text


async def test_the_path_shows_how_far_one_is(stage: Play):
    ana = stage.ana
    await ana.slash("me profile", stage="2")
    mine = await ana.slash("career path", stage="2")
    assert mine.ephemeral
    assert "your stage" in mine.text
    assert "Steps done" not in mine.text
    step = stage.services.catalogue.stages["technical-experience"].steps[0]
    in_detail = await ana.click(mine, "Steps in detail")
    form = await ana.click(in_detail, f"v1:goal.from:step:{step.id}")
    saved = await ana.submit(form)
    assert step.title in saved.text
    await ana.click(saved, "Done")

    mine = await ana.click(in_detail, "Back to Technical experience")
    back = await ana.click(mine, "All stages")
    assert "Your stage. " in back.text
    assert "1 of 11 steps done" in back.text
    again = await ana.choose(back, "Open a stage", "v1:stage.mine:technical-experience")
    assert "Steps done" in again.text
    assert "Well done" not in again.text
    in_detail = await ana.click(again, "Steps in detail")
    assert "Done. " in in_detail.text
    opened = await ana.click(in_detail, "Open goal")
    assert step.title in opened.text

    # Others see the stage without it, and where they are themselves on request.
    await ana.click(await ana.slash("career path", stage="2"), "Share")
    [post] = await stage.ben.posts("general", count=1)
    assert "your stage" not in post.text
    assert "Steps done" not in post.text
    every = await stage.ben.click(post, "All stages")
    theirs = await stage.ben.click(every, "My progress")
    assert theirs.ephemeral
    assert "Where are you now?" in theirs.text


async def test_a_message_becomes_a_goal(stage: Play):
    ana, ben = stage.ana, stage.ben
    said = ben.says(f"Every PM should\n  shadow {ana.mention} on a release", where="general")
    form = await ana.menu("Save as goal", said)
    assert form.modal is not None
    shown = "Every PM should shadow @Ana on a release"
    saved = await ana.submit(form)
    assert saved.ephemeral
    assert shown in saved.text.replace("@ana", "@Ana")
    assert shown in (await ana.slash("goal list")).text.replace("@ana", "@Ana")
    assert "No goals yet" in (await ben.slash("goal list")).text

    long = await ana.menu("Save as goal", ben.says("practise " * 40, where="general"))
    assert "practise…" in (await ana.submit(long)).text

    picture = await ana.menu("Save as goal", ben.says("\N{FRAME WITH PICTURE}", where="general"))
    assert picture.modal is None
    assert picture.ephemeral
    assert "no text that could become a goal" in picture.text


async def test_what_a_role_asks_for_and_one_lacks(stage: Play):
    ana = stage.ana
    form = await ana.slash("career gap")
    empty = await ana.submit(form, **{JOB: "technical-project-manager"})
    assert empty.ephemeral
    assert "Your profile is missing 14 things this role asks for." in empty.text
    assert empty.text.index("What to do next") < empty.text.index("is missing 14")
    # One word for three goals: what is missing stays in view.
    assert "Add as goal" not in empty.buttons
    assert "Add one as a goal" in empty.text
    assert len(empty.plain_text) <= 1000

    form = await ana.click(empty, "I have some of these")
    assert form.modal is not None
    assert len(form.modal["components"]) == 3
    told = await ana.submit(
        form, **{CAN: ["risk-management", "agile"], HOLD: ["pmp"], STAGE: "stay-abreast"}
    )
    assert "Your profile is missing 11 things" in told.text
    assert "risk management" in told.text.partition("You have")[2]
    assert "PMP" in told.text.partition("You have")[2]
    assert "Share" not in told.buttons
    # What was told is kept: the command asks for nothing any more.
    assert (await ana.slash("career gap")).text == told.text

    everything = await ana.click(told, "Everything to do")
    adding = "Add one as a goal", "v1:goal.take:role:technical-project-manager"
    added = await ana.choose(everything, *adding)
    assert "Goal added" in added.text
    assert "Edit" in added.buttons
    again = await ana.choose(everything, *adding)
    assert "Goal added" not in again.text
    assert "Practise for an interview as Technical Project Manager" in again.text
    assert "1 goal " in (await ana.slash("goal list")).text
    back = await ana.click(everything, "Back")
    seen = await ana.click(back, "Everything to do")
    assert "One of your goals." in seen.text
    kept = stage.offered(seen, "Practise for an interview")
    assert "Practise" in (await ana.choose(seen, "Add one as a goal", kept)).text
