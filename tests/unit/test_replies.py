"""Cards state facts honestly: unknown, doubtful, dated, sourced."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.cards import Card
from bot.catalogue import Catalogue, load_catalogue
from bot.catalogue.search import CatalogueSearch
from bot.model import Goal, GoalId, GoalState, MemberId
from bot.platforms.discord.renderer import Renderer
from bot.replies import certifications, find, goals, guide, paths, policy, posts, privacy, roles

CATALOGUE = load_catalogue()
SEARCH = CatalogueSearch(CATALOGUE)
SHOWN = [*CATALOGUE.certifications, *CATALOGUE.variants]


def words(value: Any) -> str:
    """Return every text in a card."""
    if isinstance(value, str):
        return value
    if is_dataclass(value):
        return "\n".join(words(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, tuple):
        return "\n".join(words(part) for part in value)
    return ""


def card_of(own_id: str) -> Card:
    return certifications.info(*CATALOGUE.certification(own_id), CATALOGUE)


@pytest.mark.parametrize("own_id", SHOWN)
def test_a_certification_card_is_dated_sourced_and_pages_within_limits(own_id: str):
    card = card_of(own_id)
    assert card.as_of == date(2026, 11, 22)
    assert card.sources
    pages = Renderer({}).render(card).pages
    for page in range(1, pages + 1):
        view = Renderer({}).render(card, page).view
        assert view.content_length() <= 4000
        assert sum(1 for _ in view.walk_children()) <= 40


@pytest.mark.parametrize("own_id", CATALOGUE.certifications)
def test_what_is_null_is_shown_as_not_verified(own_id: str):
    entry = CATALOGUE.certifications[own_id]
    unknown = [entry.exam.questions, entry.exam.passing_score, entry.renewal.amount]
    if None in unknown or not entry.exam.languages:
        assert "not verified" in words(card_of(own_id).blocks)


def test_low_confidence_and_disputes_are_said():
    text = words(card_of("pmp").blocks)
    assert "weak or old source" in text
    assert "Where sources disagree" in text


def test_a_source_without_address_is_editorial():
    doubtful = [card for card in map(card_of, SHOWN) if any(not s.url for s in card.sources)]
    assert doubtful
    for card in doubtful:
        assert {source.label for source in card.sources if not source.url} == {"editorial"}


def test_renewal_states_unit_once_and_says_when_there_is_no_rule():
    with_rule = words(card_of("pmp").blocks)
    assert "60 PDU every 3 years" in with_rule
    assert "education: 35 PDU" in with_rule
    without = next(
        entry
        for entry in CATALOGUE.certifications.values()
        if entry.renewal.required and entry.id not in CATALOGUE.renewal_rules
    )
    assert "No detailed rule on file" in words(card_of(without.id).blocks)


def test_the_oldest_check_date_is_shown(catalogue: Catalogue):
    rule = catalogue.renewal_rules["pmp"].model_copy(update={"last_checked": date(2020, 1, 1)})
    older = {**catalogue.renewal_rules, "pmp": rule}
    object.__setattr__(changed := load_catalogue(), "renewal_rules", older)
    assert certifications.info(*changed.certification("pmp"), changed).as_of == date(2020, 1, 1)


@pytest.mark.parametrize("own_id", CATALOGUE.roles)
def test_a_role_card_says_what_is_advice_and_what_is_a_figure(own_id: str):
    card = roles.info(CATALOGUE.roles[own_id], CATALOGUE)
    text = words(card.blocks)
    assert "our advice" in text
    assert ("not verified" in text) or CATALOGUE.roles[own_id].labour_market


@pytest.mark.parametrize("own_id", CATALOGUE.stages)
def test_a_stage_offers_each_step_as_a_goal(own_id: str):
    stage = CATALOGUE.stages[own_id]
    text = words(paths.stage(stage, CATALOGUE))
    assert all(step.title in text and step.evidence in text for step in stage.steps)


def test_every_nudge_and_tip_fits_one_page():
    cards = [posts.weekly_nudge(nudge, is_late=True) for nudge in CATALOGUE.nudges.values()]
    cards += [posts.trend_tip(tip, is_late=True) for tip in CATALOGUE.trends.values()]
    assert {Renderer({}).render(card).pages for card in cards} == {1}


def test_a_tip_without_a_fact_is_our_advice():
    tip = next(tip for tip in CATALOGUE.trends.values() if tip.source_url is None)
    assert [source.label for source in posts.trend_tip(tip, is_late=False).sources] == [
        "our advice"
    ]


def test_every_hit_can_be_opened_or_visited():
    for query in ("project", "scrum guide", "what is a tpm", "cloud", "volunteer"):
        card = find.results(query, SEARCH.search(query, 8), CATALOGUE)
        assert Renderer({}).render(card).pages == 1


def test_a_due_date_is_said_in_words():
    today = date(2026, 3, 1)
    assert goals.due_words(None, today) == "no due date"
    assert goals.due_words(date(2026, 3, 1), today).endswith("(today)")
    assert goals.due_words(date(2026, 3, 2), today).endswith("(tomorrow)")
    assert goals.due_words(date(2026, 2, 27), today).endswith("(2 days ago)")


def test_a_hundred_goals_are_paged_and_none_is_lost():
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    many = tuple(
        Goal(
            GoalId(f"goal{n:04}"), MemberId("discord:1"), f"Goal number {n}!", None, None,
            GoalState.OPEN, moment, moment,
        )
        for n in range(100)
    )  # fmt: skip
    card = goals.listing(many, "open", date(2026, 3, 1))
    pages = Renderer({}).render(card).pages
    drawn = [Renderer({}).render(card, page).view for page in range(1, pages + 1)]
    text = str([view.to_components() for view in drawn])
    assert all(f"Goal number {n}!" in text for n in range(100))


def test_help_policy_and_privacy_cards_render():
    for card in (
        guide.overview(is_moderator=True),
        policy.info("https://example.org/contact"),
        policy.info(""),
        privacy.preview({"goal": 0}),
        privacy.preview({"goal": 2}),
        privacy.deleted({"goal": 2, "goal_event": 5}),
    ):
        assert Renderer({}).render(card).pages == 1
