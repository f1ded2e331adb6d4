"""The first page of every look-up over all of data/, in every language: short, one label a line."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest

from bot.cards import Card
from bot.catalogue.eligibility import Question
from bot.platforms.discord.limits import length
from bot.platforms.discord.renderer import Rendered, Renderer
from bot.replies import comparisons, eligibility
from bot.services.eligibility import assess, questions
from bot.words import languages, speak
from tests import shared
from tests.unit.platforms import drawn
from tests.unit.replies import test_cards
from tests.unit.replies.test_cards import LISTS

RENDERER = Renderer({})
MOST_READ = 1000
LABEL = 2  # the signs before and after bold words
# What a first page leaves to its parts, and what only lists and the path's stages turn pages for.
PARTS = {"cert.part", "cert.aspects", "role.part"}
PATH = {"path.show", "stage.show", "find.again"}


@cache
def cards(language: str) -> dict[str, Card]:
    """Return every look-up, and what people are told of themselves with every certification."""
    found, catalogue = dict(test_cards.cards(language)), shared.content()
    for own_id in (*catalogue.certifications, *catalogue.variants):
        entry, variant = catalogue.certification(own_id)
        needed = (variant or entry).prerequisites
        answers = tuple(map(_least, questions(needed)))
        with speak(language):
            found[f"eligible-{own_id}"] = eligibility.assessed(
                entry, variant, assess(needed, answers), answers, catalogue
            )
    return found


@cache
def pages(language: str) -> dict[str, list[Rendered]]:
    with speak(language):
        return {name: drawn.pages(RENDERER, card) for name, card in cards(language).items()}


def _least(question: Question) -> str:
    return question.choices[0] if question.choices else "0"


@pytest.mark.parametrize("language", languages())
def test_a_first_page_is_read_at_once(language: str):
    read = {
        name: length(drawn.read(pages(language)[name][0]))
        for name, card in cards(language).items()
        if not card.pager or card.pager[0] not in PARTS | PATH
    }
    assert {name: signs for name, signs in read.items() if signs > MOST_READ} == {}
    assert len(read) > 700


@pytest.mark.parametrize("language", languages())
def test_a_first_page_is_all_but_lists_have(language: str):
    found = [
        name
        for name, card in cards(language).items()
        if card.is_brief
        and card.pager[:1] not in {(verb,) for verb in LISTS}
        and pages(language)[name][0].pages > 1
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
    lines = {
        line
        for drawn_pages in pages(language).values()
        for page in drawn_pages
        for line in drawn.text(page).splitlines()
    }
    assert [line for line in lines if line.count("**") > LABEL] == []
    assert any(line.count("**") == LABEL for line in lines)
