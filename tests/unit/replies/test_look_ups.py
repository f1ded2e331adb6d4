"""Roles, the path, search results and posts: what they promise beyond being complete."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.cards import Audience, Button, Code, Items, Source, Text
from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch, HitKind
from bot.errors import Sought, StaleActionError, UnknownNameError
from bot.model import PathProgress
from bot.platforms.discord.renderer import Renderer
from bot.replies import entries, facts, failures, paths, posts, roles, standings, terms
from tests.unit.replies import reading
from tests.unit.replies.test_find import answered


def test_a_role_without_figures_says_why(catalogue: Catalogue):
    silent = [role for role in catalogue.roles.values() if not role.labour_market]
    assert silent
    for role in silent:
        card = roles.part(roles.RolePart.FIGURES, role, catalogue)
        assert reading.section(card, "") == {"Figures": "unknown"}
        assert role.labour_market_note
        assert role.labour_market_note in reading.notes(card)


def test_a_figure_comes_with_place_year_and_source(catalogue: Catalogue):
    tpm = catalogue.roles["technical-project-manager"]
    card = roles.part(roles.RolePart.FIGURES, tpm, catalogue)
    pay = reading.section(card, "")["Median annual pay"]
    assert reading.section(roles.info(tpm, catalogue), "")["Median annual pay"] == pay
    assert "third-party pages: median annual pay" in reading.notes(roles.info(tpm, catalogue))
    assert pay.startswith("USD 100,750 (United States, 2024;")
    assert any(source.url and "plainworkforce" in source.url for source in card.sources)
    assert card.issuer is not None
    assert card.issuer.url.startswith("https://www.bls.gov/")


def test_the_core_role_shows_the_figures_of_the_profession(catalogue: Catalogue):
    figures = roles.RolePart.FIGURES
    card = roles.part(figures, catalogue.roles["technical-project-manager"], catalogue)
    shown = reading.section(card, "The profession")
    assert len(shown) == len(catalogue.market) == 7
    assert shown["Rank among job roles with largest net growth"].startswith("rank 12 ")
    assert {figure.source_url for figure in catalogue.market} <= {s.url for s in card.sources}
    other = roles.part(figures, catalogue.roles["software-developer"], catalogue)
    assert "The profession" not in reading.headings(other)


def test_a_role_says_what_is_our_own_word(catalogue: Catalogue):
    ours = Source("Written by the TPM Mentor team")
    for role in catalogue.roles.values():
        for which in roles.RolePart:
            assert ours in roles.part(which, role, catalogue).sources
        assert ours in roles.info(role, catalogue).sources


def test_a_role_leads_to_the_next_ones(catalogue: Catalogue):
    card = roles.info(catalogue.roles["technical-project-manager"], catalogue)
    shown = reading.buttons(card)
    assert shown["Program Manager"] == ("role.show", "program-manager")
    assert shown["PMP"] == ("cert.show", "pmp")
    assert shown["Path: Build the career path"] == ("stage.show", "career-building")
    off_the_path = roles.info(catalogue.roles["cloud-project-manager"], catalogue)
    assert reading.buttons(off_the_path)["The path"] == ("path.show",)


def test_a_role_offers_what_to_do_next_as_goals(catalogue: Catalogue):
    for role in catalogue.roles.values():
        card = roles.part(roles.RolePart.NEXT, role, catalogue)
        offered = [a.args for a in reading.presses(card) if getattr(a, "verb", "") == "goal.from"]  # pyright: ignore
        assert ("role", role.id) in offered
        assert ("certification", role.useful_certifications[0]) in offered
        steps = [own_id for kind, own_id in offered if kind == "step"]
        assert all(role.id in catalogue.steps[own_id].roles for own_id in steps)
    developer = catalogue.roles["software-developer"]
    entry = roles.part(roles.RolePart.NEXT, developer, catalogue)
    assert ("step", "tech-entry-role") in [getattr(a, "args", ()) for a in reading.presses(entry)]


def test_the_date_of_a_role_is_the_oldest_of_what_it_states(catalogue: Catalogue):
    step = catalogue.steps["car-target-roles"].model_copy(
        update={"last_checked": date(2020, 2, 29)}
    )
    older = replace(catalogue, steps={**catalogue.steps, step.id: step})
    tpm = catalogue.roles["technical-project-manager"]
    card = roles.part(roles.RolePart.NEXT, tpm, older)
    assert card.as_of == date(2020, 2, 29)


def test_the_path_opens_six_stages_in_order(catalogue: Catalogue):
    card = paths.overview(catalogue)
    assert [action.args for action in reading.presses(card)] == [  # pyright: ignore
        *((own_id,) for own_id in catalogue.stages),
        (),
    ]
    assert "6 stages · 57 steps" in card.subtitle


def test_all_steps_from_one_on_fit_into_a_button(catalogue: Catalogue):
    """Whichever three steps are next: the longest names, and none of them has been begun."""
    ids = sorted(catalogue.steps, key=len)[-3:]
    steps = [catalogue.steps[one] for one in ids]
    stage = catalogue.stages["technical-experience"]
    card = standings.here(stage, steps, catalogue, PathProgress())
    assert Renderer({}).render(card).pages == 1
    assert ("path.add", *ids) in reading.buttons(card).values()


def test_a_stage_opens_each_step_and_its_parts(catalogue: Catalogue):
    shown = catalogue.stages["technical-experience"]
    card = paths.stage(shown, catalogue)
    assert [args for args in reading.buttons(card).values()] == [
        ("stage.part", shown.id, "steps"),
        ("path.show",),
        ("stage.mine", shown.id),
        *(("find.open", "step", step.id) for step in shown.steps),
        *(("stage.part", shown.id, which) for which in ("ways", "resources")),
    ]
    assert "• and 6 more" in reading.text(card)


def test_the_parts_of_a_stage_hold_all_that_belongs_to_it(catalogue: Catalogue):
    for shown in catalogue.stages.values():
        steps, ways, resources = (paths.part(one, shown, catalogue) for one in paths.StagePart)
        goals = {a.args for a in reading.presses(steps) if getattr(a, "verb", "") == "goal.from"}  # pyright: ignore
        assert goals == {("step", step.id) for step in shown.steps}
        assert all(step.evidence in reading.text(steps) for step in shown.steps)
        for entry in catalogue.ways.values():
            is_told = entry.first_action in reading.text(ways)
            assert is_told == (shown.id in entry.stage_ids)
        opened = {
            (one.verb, *one.args)
            for one in reading.presses(resources)
            if isinstance(one, Button) and one.verb == "find.open"
        }
        assert opened == {
            ("find.open", "resource", entry.id)
            for entry in catalogue.resources.values()
            if shown.id in entry.stage_ids
        }


def test_the_date_of_a_stage_is_the_oldest_of_its_parts(catalogue: Catalogue):
    shown = catalogue.stages["stay-abreast"]
    first, *others = shown.steps
    old = first.model_copy(update={"last_checked": date(2020, 2, 29)})
    shown = shown.model_copy(update={"steps": (old, *others)})
    assert paths.stage(shown, catalogue).as_of == date(2020, 2, 29)


@pytest.mark.parametrize(
    ("query", "told", "is_fact"),
    [
        ("PDU rules", "To renew: 60 PDU every 3 years", True),
        ("capm requirements", "Training: 23 hours", True),
        ("capm exam how many questions", "Questions: 150 (135 scored)", True),
        ("what does the capm exam cost", "Exam: USD 225 members / USD 300 non-members", True),
        ("product owner certificate without an exam", "No exam", True),
        ("software engineer salary", "Median annual pay: USD", True),
        ("skills for an it project manager", "Skills: ", False),
    ],
)
def test_the_first_result_answers_at_once(
    catalogue: Catalogue, search: CatalogueSearch, query: str, told: str, is_fact: bool
):
    card = answered(query, search, catalogue)
    [first, *_rest] = [reading.words(one.content) for one in card.blocks if isinstance(one, Text)]
    assert told in first
    assert any(source.url for source in card.sources) is is_fact


def test_a_question_is_answered_with_its_sources(catalogue: Catalogue):
    card = entries.opened(HitKind.QUESTION, "salary", catalogue)
    assert catalogue.faq["salary"].answer in reading.text(card)
    assert {source.url for source in card.sources} == set(catalogue.faq["salary"].sources)
    ours = entries.opened(HitKind.QUESTION, "what-is-a-tpm", catalogue)
    assert ours.sources == (Source("Written by the TPM Mentor team"),)


def test_a_trend_shows_its_caveat_wherever_it_appears(catalogue: Catalogue):
    doubtful = [tip for tip in catalogue.trends.values() if tip.note]
    assert doubtful
    for tip in doubtful:
        found = entries.opened(HitKind.TREND, tip.id, catalogue)
        for card in (found, posts.trend_tip(tip, is_late=False)):
            assert str(tip.note) in reading.notes(card)


@pytest.mark.parametrize("kind", list(HitKind))
def test_a_result_that_is_gone_is_told(catalogue: Catalogue, kind: HitKind):
    with pytest.raises(StaleActionError):
        entries.opened(kind, "gone", catalogue)


@pytest.mark.parametrize("what", list(Sought))
def test_a_name_that_is_unknown_is_told_with_the_nearest(what: Sought):
    card = failures.refused(UnknownNameError(what, ("Near one",)))
    nearest, hint = card.blocks
    assert card.summary.startswith("I know no")
    assert card.summary == f"{card.title}."
    assert isinstance(nearest, Text)
    assert Code("Near one") in nearest.content
    assert isinstance(hint, Text)
    assert hint.content


def test_a_post_is_for_everybody_and_says_who_can_stop_it(catalogue: Catalogue):
    nudge = next(iter(catalogue.nudges.values()))
    tip = next(iter(catalogue.trends.values()))
    for card in (posts.weekly_nudge(nudge, is_late=False), posts.trend_tip(tip, is_late=False)):
        assert card.audience is Audience.POST
        assert "moderators" in reading.notes(card)
        assert "/config show" in reading.notes(card)
        assert "late" not in reading.notes(card)


def test_a_late_post_says_so(catalogue: Catalogue):
    nudge = next(iter(catalogue.nudges.values()))
    assert "is late" in reading.notes(posts.weekly_nudge(nudge, is_late=True))


def test_advice_and_facts_are_told_apart(catalogue: Catalogue):
    for tip in catalogue.trends.values():
        card = posts.trend_tip(tip, is_late=False)
        if tip.source_url is None:
            assert card.sources == (Source("Written by the TPM Mentor team"),)
        else:
            assert [source.url for source in card.sources] == [tip.source_url]
    nudge = next(iter(catalogue.nudges.values()))
    assert posts.weekly_nudge(nudge, is_late=False).sources == (
        Source("Written by the TPM Mentor team"),
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (facts.known(None), "unknown"),
        (facts.known(""), "unknown"),
        (facts.known(0), "0"),
        (facts.known(False), "no"),
        (facts.known(0.25), "0.25"),
        (facts.listed([]), "unknown"),
        (facts.minutes(None), "unknown"),
        (facts.minutes(90), "90 minutes"),
        (facts.minutes(50), "50 minutes"),
        (facts.months(36), "3 years"),
        (facts.months(18), "18 months"),
        (facts.months(12), "1 year"),
        (facts.months(0), "0 months"),
        (facts.hours(1), "1 hour"),
        (facts.hours(35), "35 hours"),
        (facts.every(1), "every year"),
        (facts.every(3), "every 3 years"),
        (facts.span(None, None, "hours"), "unknown"),
        (facts.span(60, 80, "hours"), "60 to 80 hours"),
        (facts.span(33, 33, "%"), "33 %"),
        (facts.span(None, 80, "hours"), "80 hours"),
    ],
)
def test_values_in_words(said: str, expected: str):
    assert said == expected


def test_a_term_shows_its_other_names_without_plurals_and_without_what_it_covers(
    catalogue: Catalogue,
):
    assert terms.info(catalogue.terms["slo"], catalogue).subtitle == "Also called SLO"
    assert terms.info(catalogue.terms["risk"], catalogue).subtitle == ""
    assert "schedule variance" in catalogue.terms["cost-variance"].covers
    assert "schedule" not in terms.info(catalogue.terms["cost-variance"], catalogue).subtitle


def test_a_term_says_where_it_was_read_and_what_nobody_read(catalogue: Catalogue):
    read = facts.term_sources(catalogue.terms["kanban"], catalogue)
    assert {source.date for source in read} == {"2026-11-28"}
    [unread] = facts.term_sources(catalogue.terms["okr"], catalogue)
    assert unread.date == "unknown"
    assert facts.term_sources(catalogue.terms["daci"], catalogue) == (
        Source("Written by the TPM Mentor team"),
    )


def test_a_step_says_what_to_start_from(catalogue: Catalogue):
    step = entries.step(catalogue.steps["prac-raid-governance"], catalogue)
    assert reading.section(step, "To read and do") == {
        "Open guide": "PM2 project management methodology (https://pm2.europa.eu/)",
        "Templates": "Team Playbook (https://www.atlassian.com/team-playbook)",
    }
    bare = entries.step(catalogue.steps["pm-present"], catalogue)
    assert not any(getattr(block, "heading", "") == "To read and do" for block in bare.blocks)


def test_an_interview_asks_questions_and_says_what_a_good_answer_shows(catalogue: Catalogue):
    topics = [one for role in catalogue.roles.values() for one in role.interview_topics]
    assert len(topics) == len({one.question for one in topics}) == 90
    assert all(one.question.endswith(("?", ".")) for one in topics)
    role = catalogue.roles["it-project-manager"]
    [asked] = [
        block
        for block in roles.part(roles.RolePart.INTERVIEW, role, catalogue).blocks
        if isinstance(block, Items)
    ]
    assert [(item.title, item.detail) for item in asked.items] == [
        (one.question, (one.shows,)) for one in role.interview_topics
    ]


def test_a_channel_is_told_what_a_nudge_needs(catalogue: Catalogue):
    told = reading.notes(posts.weekly_nudge(catalogue.nudges["nudge-communication-07"], False))
    assert told.startswith("Needs a project of yours, a sponsor.")
    free = posts.weekly_nudge(catalogue.nudges["nudge-agile-02"], False)
    assert "Needs" not in reading.notes(free)
