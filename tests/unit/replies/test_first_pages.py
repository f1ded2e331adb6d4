"""The first page of every look-up over all of data/, in every language: short, one label a line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import combinations

import pytest

from bot.cards import Card
from bot.catalogue.eligibility import Question
from bot.model import Goal, GoalId, GoalState, MemberId, PathProgress
from bot.platforms.discord.limits import length
from bot.platforms.discord.renderer import Renderer
from bot.replies import comparisons, eligibility, paths
from bot.services.eligibility import assess, questions
from bot.words import languages, speak
from tests import shared
from tests.unit.platforms import drawn
from tests.unit.replies.test_cards import LISTS, look_ups

RENDERER = Renderer({})
MOST_READ = 1000
NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
LABEL = 2  # the signs before and after bold words
# What a first page leaves to its parts.
PARTS = {"cert.part", "cert.aspects", "role.part", "stage.part", "stage.mypart"}


def cards() -> Iterator[tuple[str, Card]]:
    """Yield every look-up, and what people are told of themselves with every certification."""
    yield from look_ups()
    catalogue = shared.content()
    for own_id in (*catalogue.certifications, *catalogue.variants):
        entry, variant = catalogue.certification(own_id)
        needed = (variant or entry).prerequisites
        answers = tuple(map(_least, questions(needed)))
        yield (
            f"eligible-{own_id}",
            eligibility.assessed(entry, variant, assess(needed, answers), answers, catalogue),
        )
    for shown in catalogue.stages.values():
        everything = _all_begun(shown.id)
        yield f"mine-{shown.id}", paths.stage(shown, catalogue, everything)
        yield f"path-at-{shown.id}", paths.overview(catalogue, everything)


def _all_begun(stage: str) -> PathProgress:
    """Return the progress of somebody who made every step a goal and did the first half."""
    steps = list(shared.content().steps.values())
    goals: dict[str, Goal] = {}
    for at, step in enumerate(steps):
        state = GoalState.DONE if at < len(steps) // 2 else GoalState.OPEN
        own_id, ana = GoalId(str(at)), MemberId("discord:1001")
        goals[step.id] = Goal(own_id, ana, step.title, None, None, state, NOW, NOW)
    return PathProgress(stage, goals)


def _least(question: Question) -> str:
    return question.choices[0] if question.choices else "0"


@pytest.mark.parametrize("language", languages())
def test_a_first_page_is_read_at_once(language: str):
    with speak(language):
        drawn_first = {
            name: RENDERER.render(card)
            for name, card in cards()
            if not card.pager or card.pager[0] not in PARTS
        }
    long = {name: length(drawn.read(page)) for name, page in drawn_first.items()}
    assert {name: read for name, read in long.items() if read > MOST_READ} == {}
    assert len(long) > 700


@pytest.mark.parametrize("language", languages())
def test_a_first_page_is_all_but_lists_have(language: str):
    with speak(language):
        found = [
            name
            for name, card in cards()
            if card.is_brief
            and card.pager[:1] not in {(verb,) for verb in LISTS}
            and RENDERER.render(card).pages > 1
        ]
    assert found == []


@pytest.mark.parametrize("language", languages())
def test_any_two_are_compared_on_one_page(language: str):
    catalogue = shared.content()
    ids = (*catalogue.certifications, *catalogue.variants)
    with speak(language):
        for pair in combinations(map(catalogue.certification, ids), 2):
            page = RENDERER.render(comparisons.compared(pair, catalogue))
            assert page.pages == 1
            assert length(drawn.read(page)) <= MOST_READ


@pytest.mark.parametrize("language", languages())
def test_a_line_has_one_bold_label(language: str):
    with speak(language):
        lines = {
            line
            for _name, card in cards()
            for page in drawn.pages(RENDERER, card)
            for line in drawn.text(page).splitlines()
        }
    assert [line for line in lines if line.count("**") > LABEL] == []
    assert any(line.count("**") == LABEL for line in lines)
