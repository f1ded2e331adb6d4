"""Names that are typed and not chosen from the suggestions, as dialogues."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path

from playground.server import PlaygroundServer
from tests.e2e.stage import Stage, raise_curtain

LONG = (
    "Write down everything that the exam content outline asks of a project manager, in my own words"
)


async def test_a_goal_is_done_by_the_title_that_is_typed(stage: Stage):
    ana = stage.ana
    titles = ("Finish Domain II", "Practise estimation", "Read the PMBOK guide", "🎯")
    for title in (*titles, f"{LONG}, twice over"):
        await ana.slash("goal add", title=title)
    for typed, title in (
        ("Finish Domain II", "Finish Domain II"),
        ("FINISH DOMAIN ii", "Finish Domain II"),
        ("read the", "Read the PMBOK guide"),
        ("practise estmation", "Practise estimation"),
        ("🎯", "🎯"),
    ):
        done = await ana.slash("goal done", goal=typed)
        assert done.ephemeral
        assert "Well done" in done.text
        assert title in done.text
    # Discord sends the label at times, which it cuts.
    [(label, _)] = await ana.type("goal done", goal="Write down")
    assert label.endswith("…")
    assert "Well done" in (await ana.slash("goal done", goal=label)).text


async def test_goals_that_fit_alike_are_asked_about(stage: Stage):
    ana = stage.ana
    for title in ("Finish Domain II", "Finish Domain III"):
        await ana.slash("goal add", title=title)
    asked = await ana.slash("goal done", goal="finish domain")
    assert asked.ephemeral
    assert "Several of your goals fit “finish domain”." in asked.text
    assert asked.buttons == ["Finish Domain II", "Finish Domain III"]
    stolen = await stage.ben.click(asked, "Finish Domain III")
    assert "type it again" in stolen.text
    done = await ana.click(asked, "Finish Domain III")
    assert "Well done" in done.text
    assert "Finish Domain III" in done.text
    # The question is gone: the answer stands in its place.
    assert done.message["id"] == asked.message["id"]

    near = await ana.slash("goal show", goal="Finish Domain IV")
    assert "I know no goal called “Finish Domain IV”" in near.text
    shown = await ana.click(near, "Finish Domain II")
    assert "Finish Domain II" in shown.text
    assert "Edit" in shown.buttons
    none = await ana.slash("goal show", goal="zzqx @everyone **unheard of**")
    assert "“zzqx @everyone **unheard of**”" in none.plain_text
    assert none.buttons == ["Correct it"]


async def test_goals_of_one_title_are_a_list_with_what_tells_them_apart(stage: Stage):
    ana = stage.ana
    for day in range(12):
        await ana.slash("goal add", title="Read", due=stage.day(20 + day))
    asked = await ana.slash("goal done", goal="read")
    assert f"due {stage.day(20)} (in 20 days)" in asked.text
    assert "Page 1 of 2" in asked.text
    turned = await ana.click(asked, "Next")
    assert f"due {stage.day(31)} (in 31 days)" in turned.text
    assert "Well done" in (await ana.click(turned, "This one")).text


async def test_a_certification_is_asked_about_and_nothing_typed_is_lost(stage: Stage):
    ana = stage.ana
    stage.meet(ana)
    asked = await ana.slash(
        "goal add", title="Pass the exam", certification="prince", due=stage.day(30)
    )
    assert "Several certifications fit “prince”." in asked.text
    assert "What you typed is kept" in asked.text
    assert asked.buttons[-1] == "Correct it"
    form = await ana.click(asked, "Correct it")
    assert "'value': 'prince'" in str(form.modal)
    practitioner = next(label for label in asked.buttons if "Practitioner" in label)
    added = await ana.click(asked, practitioner)
    assert "Goal added" in added.text
    assert "Pass the exam" in added.text
    assert "PRINCE2 Practitioner" in added.text
    assert "in 30 days" in added.text
    assert len(await ana.type("goal show", goal="Pass the exam")) == 1

    first = await ana.slash("cert compare", first="prince", second="psm", third="PSM III")
    second = await ana.click(first, practitioner)
    assert "I know no certification called “PSM III”" in second.text
    compared = await ana.click(second, "PSM II - Professional Scrum Master II")
    assert "PRINCE2 Practitioner vs PSM I vs PSM II" in compared.text


async def test_a_form_of_a_goal_shows_what_was_meant(stage: Stage):
    asked = await stage.ana.slash("goal add", certification="prince")
    form = await stage.ana.click(asked, asked.buttons[0])
    assert form.modal is not None
    assert "PRINCE2 Foundation" in str(form.modal)
    # Whoever closes the form can choose again.
    again = await stage.ana.click(asked, asked.buttons[1])
    assert "PRINCE2 Practitioner" in str(again.modal)


async def test_a_job_role_is_asked_about_on_pages(stage: Stage):
    asked = await stage.ana.slash("career role", name="project manager")
    assert "Several job roles fit “project manager”." in asked.text
    assert "Share" not in asked.buttons
    shown = await stage.ana.click(asked, "This one")
    assert "IT Project Manager" in shown.text
    assert "Share" in shown.buttons
    near = await stage.ana.slash("career gap", target="professional scrum master")
    assert "Did you mean one of these?" in near.text
    gap = await stage.ana.click(near, "Agile Project Manager / Scrum Master")
    assert "Agile Project Manager / Scrum Master" in gap.text


async def test_a_profile_keeps_what_was_typed_beside_a_name(stage: Stage):
    asked = await stage.ana.slash(
        "me profile", stage="3", skill="stakeholder", certification="pmp", earned="2025-05-04"
    )
    assert "Several skills fit “stakeholder”." in asked.text
    assert "Project management skills" not in (await stage.ana.slash("me profile")).text
    saved = await stage.ana.click(asked, "stakeholder management")
    assert "Project management skills" in saved.text
    assert "stakeholder management" in saved.text
    assert "2025-05-04" in saved.text
    cleared = await stage.ana.slash("me profile", stage="off")
    assert "Project management skills" not in cleared.text


async def test_after_a_restart_a_choice_says_to_type_it_again(
    playground: PlaygroundServer, tmp_path: Path
):
    async with AsyncExitStack() as first:
        stage = await raise_curtain(playground, tmp_path, first)
        asked = await stage.ana.slash("career role", name="project manager")
        few = await stage.ana.slash("cert info", name="prince")
    async with AsyncExitStack() as second:
        stage = await raise_curtain(playground, tmp_path, second)
        for card, label in ((asked, "This one"), (few, few.buttons[0])):
            gone = await stage.ana.click(card, label)
            assert gone.ephemeral
            assert "no longer know what you typed" in gone.text
            assert "type it again" in gone.text


async def test_what_a_community_added_is_searched_in_any_words(stage: Stage):
    """Nothing is named there: a question is free text, and none is refused."""
    form = await stage.mia.slash("config content add", kind="link")
    shown = await stage.mia.submit(
        form, Title="Our estimation guide", Link="https://example.org/guide"
    )
    await stage.mia.click(shown, "Save")
    for query in ("estimation guide", "Our estimation guide", "zzqx unheard of", "🙃"):
        found = await stage.ana.slash("find", query=query)
        assert "I know no" not in found.text
