"""The first page of every look-up over all of data/, in every language: short, one label a line."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from itertools import combinations
from urllib.parse import urlsplit

import pytest

from bot.cards import Card
from bot.catalogue import Catalogue
from bot.catalogue.eligibility import Question
from bot.model import Goal, GoalId, GoalState, MemberId, PathProgress
from bot.platforms.discord.limits import length
from bot.platforms.discord.renderer import Rendered, Renderer
from bot.replies import certifications, comparisons, eligibility, essentials, paths, roles
from bot.services.eligibility import assess, questions
from bot.words import languages, speak
from tests import shared
from tests.unit.platforms import drawn
from tests.unit.replies import reading, test_cards
from tests.unit.replies.test_cards import LISTS

RENDERER = Renderer({})
MOST_READ = 1000
THIRD_PARTY = "From third-party pages"
NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
LABEL = 2  # the signs before and after bold words
# What a first page leaves to its parts.
PARTS = {"cert.part", "cert.aspects", "role.part", "stage.part", "stage.mypart"}


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
    with speak(language):
        for shown in catalogue.stages.values():
            everything = _all_begun(shown.id)
            found[f"mine-{shown.id}"] = paths.stage(shown, catalogue, everything)
            found[f"path-at-{shown.id}"] = paths.overview(catalogue, everything)
    return found


def _all_begun(stage: str) -> PathProgress:
    """Return the progress of somebody who made every step a goal and did the first half."""
    steps = list(shared.content().steps.values())
    goals: dict[str, Goal] = {}
    for at, step in enumerate(steps):
        state = GoalState.DONE if at < len(steps) // 2 else GoalState.OPEN
        own_id, ana = GoalId(str(at)), MemberId("discord:1001")
        goals[step.id] = Goal(own_id, ana, step.title, None, None, state, NOW, NOW)
    return PathProgress(stage, goals)


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
        if not card.pager or card.pager[0] not in PARTS
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


def test_a_first_page_says_once_what_only_third_parties_say(catalogue: Catalogue):
    told: dict[str, int] = {}
    for own_id in (*catalogue.certifications, *catalogue.variants):
        entry, variant = catalogue.certification(own_id)
        shown = essentials.lines(entry, variant, catalogue)
        issuer = site(entry.official_url.url)
        away = [
            line.label.lower()
            for line in shown
            if line.sources and all(site(source.url) != issuer for source in line.sources)
        ]
        notes = reading.notes(certifications.info(entry, variant, catalogue))
        assert notes.count(THIRD_PARTY) == bool(away), own_id
        assert not away or f"{THIRD_PARTY}: {', '.join(away)}." in notes, own_id
        told[own_id] = len(away)
    for role in catalogue.roles.values():
        paid = [one for one in role.labour_market or () if "pay" in one.metric][:1]
        away = [one for one in paid if site(one.source_url) != site(one.official_page)]
        notes = reading.notes(roles.info(role, catalogue))
        assert notes.count(THIRD_PARTY) == len(away), role.id
        told[role.id] = len(away)
    assert len([own_id for own_id, away in told.items() if away]) > 30
    assert 0 in told.values()


def site(url: str | None) -> str:
    """Return what an address belongs to: "org.uk" is nobody's own."""
    host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    return ".".join(host.split(".")[-3 if host.endswith(".org.uk") else -2 :])
