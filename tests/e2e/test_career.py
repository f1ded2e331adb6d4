"""Career as dialogues: a role and what to do about it."""

from __future__ import annotations

from tests.e2e.stage import Stage


async def test_a_role_is_read_shared_and_made_a_goal(stage: Stage):
    card = await stage.ana.slash("career role", name="tpm")
    assert card.ephemeral
    assert "USD 100,750 (United States, 2024;" in card.text
    assert "Checked 22 Nov 2026 · 1 source · Written by the TPM Mentor team" in card.text
    for part, told in (
        ("What you do", "What you are judged on"),
        ("What it takes", "Useful certifications"),
        ("Interview", "Explain an architecture you shipped"),
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
    assert "**Figures:** unknown" in figures.text


async def test_the_path_shows_how_far_one_is(stage: Stage):
    ana = stage.ana
    path = await ana.slash("career path")
    assert "Steps done" in path.text
    assert "Tell me your stage with " in path.text
    await ana.slash("me profile", stage="2")
    mine = await ana.slash("career path", stage="2")
    assert mine.ephemeral
    assert "your stage" in mine.text
    step = stage.bot.client.services.catalogue.stages["technical-experience"].steps[0]
    form = await ana.click(mine, f"v1:goal.from:step:{step.id}")
    saved = await ana.submit(form)
    assert step.title in saved.text
    await ana.click(saved, "Done")

    back = await ana.click(mine, "All stages")
    assert "Your stage. " in back.text
    assert "1 of 11 steps done" in back.text
    again = await ana.click(back, "v1:stage.mine:technical-experience")
    assert "Done. " in again.text
    assert "Well done" not in again.text
    opened = await ana.click(again, "Open goal")
    assert step.title in opened.text

    # Others see the stage without it, and their own progress on request.
    await ana.click(await ana.slash("career path", stage="2"), "Share")
    [post] = await stage.ben.posts("general", count=1)
    assert "your stage" not in post.text
    assert "Steps done" not in post.text
    theirs = await stage.ben.click(await stage.ben.click(post, "All stages"), "My progress")
    assert theirs.ephemeral
    assert "0 of 11 steps done" in theirs.text
    assert "Your stage" not in theirs.text


async def test_a_message_becomes_a_goal(stage: Stage):
    ana, ben = stage.ana, stage.ben
    said = ben.says(f"Every PM should\n  shadow {ana.mention} on a release", where="general")
    form = await ana.menu("Save as goal", said)
    assert form.modal is not None
    shown = "Every PM should shadow @Ana on a release"
    saved = await ana.submit(form)
    assert saved.ephemeral
    assert shown in saved.text
    assert shown in (await ana.slash("goal list")).text
    assert "No goals yet" in (await ben.slash("goal list")).text

    long = await ana.menu("Save as goal", ben.says("practise " * 40, where="general"))
    assert "practise…" in (await ana.submit(long)).text

    picture = await ana.menu("Save as goal", ben.says("\N{FRAME WITH PICTURE}", where="general"))
    assert picture.modal is None
    assert picture.ephemeral
    assert "no text that could become a goal" in picture.text


async def test_what_a_role_asks_for_and_one_lacks(stage: Stage):
    ana = stage.ana
    asked = await ana.slash("career gap")
    assert asked.ephemeral
    assert "which job role you want" in asked.text
    empty = await ana.slash("career gap", target="tpm")
    assert "only as good as your profile" in empty.text
    assert {"Stage and role", "Skills", "Add a certification"} <= set(empty.buttons)

    await ana.slash(
        "me profile", role="tpm", stage="3", skill="risk management", certification="PMP"
    )
    card = await ana.click(empty, "Look again")
    assert card.ephemeral
    assert "only as good as your profile" not in card.text
    assert "**You have:** risk management" in card.text
    assert "**You have:** PMP" in card.text
    assert "Share" not in card.buttons

    practise = "v1:goal.take:role:technical-project-manager"
    added = await ana.click(card, practise)
    assert "Goal added" in added.text
    assert "Edit" in added.buttons
    again = await ana.click(card, practise)
    assert "Goal added" not in again.text
    assert "Practise for an interview as Technical Project Manager" in again.text
    assert "1 goal " in (await ana.slash("goal list")).text
    seen = await ana.click(card, "Look again")
    assert "One of your goals." in seen.text
    assert "Open goal" in seen.buttons
