"""Every look-up card of the whole catalogue: complete, dated, sourced, and it leads on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache

import pytest

from bot.cards import Button, Card, LinkButton
from bot.catalogue import Catalogue
from bot.catalogue.search import HitKind
from bot.platforms.discord.renderer import Renderer
from bot.replies import (
    certification_lists,
    certification_parts,
    certifications,
    comparisons,
    entries,
    find,
    paths,
    posts,
    roles,
    terms,
    trends,
)
from bot.words import ENGLISH, speak
from tests import shared
from tests.unit.replies import reading

OPENED = {
    HitKind.QUESTION: "faq",
    HitKind.STEP: "steps",
    HitKind.WAY: "ways",
    HitKind.RESOURCE: "resources",
}
LISTS = {
    "find.again",
    "cert.list",
    "trend.list",
    "trend.topics",
    "trend.sources",
    "trend.source",
    "path.show",
}
QUERIES = ("pmp", "salary", "how do i become a tpm", "ai", "prince2 or pmp", "scrum", "risk")


def look_ups() -> Iterator[tuple[str, Card]]:
    catalogue, search = shared.content(), shared.search()
    for own_id in (*catalogue.certifications, *catalogue.variants):
        yield own_id, certifications.info(*catalogue.certification(own_id), catalogue)
        for which in certification_parts.CertificationPart:
            told = certification_parts.part(which, *catalogue.certification(own_id), catalogue)
            yield f"{own_id}-{which}", told
        shown = catalogue.certification("csm" if own_id == "pmp" else "pmp")
        compared = [catalogue.certification(own_id), shown]
        yield f"compared-{own_id}", comparisons.compared(compared, catalogue)
        yield f"aspects-{own_id}", comparisons.every_aspect(compared, catalogue)
    for role in catalogue.roles.values():
        yield role.id, roles.info(role, catalogue)
        for which in roles.RolePart:
            yield f"{role.id}-{which}", roles.part(which, role, catalogue)
    for stage in catalogue.stages.values():
        yield stage.id, paths.stage(stage, catalogue)
        for which in paths.StagePart:
            yield f"{stage.id}-{which}", paths.part(which, stage, catalogue)
    yield "path", paths.overview(catalogue)
    yield (
        "all certifications",
        certification_lists.listing(search.certifications(None, None), None, None),
    )
    for nudge in catalogue.nudges.values():
        yield nudge.id, posts.weekly_nudge(nudge, is_late=True)
    for tip in catalogue.trends.values():
        yield f"tip-{tip.id}", posts.trend_tip(tip, is_late=True)
        yield f"trend-{tip.id}", trends.info(tip, catalogue)
    for term in catalogue.terms.values():
        yield f"term-{term.id}", terms.info(term, catalogue)
    yield "all trends", trends.latest(search.trends(None), None)
    yield "trends about ai", trends.latest(search.trends("ai"), "ai")
    yield "topics", trends.topics(search.topics(), catalogue)
    yield "sources", trends.sources(search.feeds())
    for topic in {feed.topic for feed in search.feeds()}:
        about = [feed for feed in search.feeds() if feed.topic == topic]
        yield f"sources about {topic}", trends.sources_about(topic, about)
    for kind, held in OPENED.items():
        for own_id in getattr(catalogue, held):
            yield f"{kind}-{own_id}", entries.opened(kind, own_id, catalogue)
    for query in QUERIES:
        yield (
            f"find-{query}",
            find.results(find.Asked(query, "", "asked"), search.search(query, 8), catalogue),
        )


@cache
def cards(language: str = ENGLISH) -> dict[str, Card]:
    """Return every look-up in a language, by name."""
    with speak(language):
        return dict(look_ups())


def hold_for_each(check: Callable[[Card], None], found: Iterable[tuple[str, Card]]) -> None:
    """Check cards one by one and raise whatever was wrong with any of them, by name."""
    wrong: list[Exception] = []
    for name, card in found:
        try:
            check(card)
        except Exception as error:
            error.add_note(f"The card: {name}")
            wrong.append(error)
    if wrong:
        raise ExceptionGroup(f"{check.__name__} does not hold", wrong)


def test_what_is_wrong_with_some_cards_is_told_of_each():
    def refuse(card: Card) -> None:
        assert card.title == "PMP"

    first, second, *_ = cards().items()
    good = replace(first[1], title="PMP")
    with pytest.raises(ExceptionGroup) as caught:
        hold_for_each(refuse, [("good", good), first, second])
    notes = [error.__notes__ for error in caught.value.exceptions]
    assert notes == [[f"The card: {name}"] for name, _card in (first, second)]


def test_there_is_a_card_for_everything():
    least = 32 + 5 + 21 + 6 + 2 + 124 + 2 * 62 + 35 + 56 + 11 + 84 + 303 + len(QUERIES)
    assert len(cards()) >= least


def test_a_card_says_everything_it_starts_to_say():
    # "None needed." is prose of the content; a value or amount of None is a slip of ours.
    slips = re.compile(
        r"(?m): (None|True|False)$|\bNone (to|hours|years|months|every|PDU)\b|\[\]|\{\}|\('"
    )

    def check(card: Card) -> None:
        assert card.title
        assert card.summary
        assert list(reading.blanks(card)) == []
        assert not slips.search(reading.text(card))

    hold_for_each(check, cards().items())


def test_a_card_is_dated_and_sourced():
    def check(card: Card) -> None:
        assert card.as_of is not None
        assert card.sources
        assert all(source.label for source in card.sources)
        assert len(set(card.sources)) == len(card.sources)

    hold_for_each(check, cards().items())


def test_a_look_up_leads_on_and_can_become_a_goal():
    """Only lists ask nothing of anybody: what they lead to does; so does a card of its parts."""
    turned = {name: card for name, card in cards().items() if card.pager}
    verbs = {name: {button.verb for button in _buttons(card)} for name, card in turned.items()}
    at: dict[tuple[str, ...], set[str]] = {}
    for name, card in turned.items():
        at.setdefault(card.pager, set()).update(verbs[name])

    def check(card: Card) -> None:
        own = {button.verb for button in _buttons(card)}
        assert own - {"goal.from"}
        all_verbs = own.union(*(at.get(opened, ()) for opened in _parts(card)))
        assert ("goal.from" in all_verbs) == (card.pager[0] not in LISTS)

    hold_for_each(check, turned.items())


def _buttons(card: Card) -> list[Button]:
    return [action for action in reading.presses(card) if isinstance(action, Button)]


def _parts(card: Card) -> set[tuple[str, ...]]:
    """Return what opens the parts of the entry that a card is about."""
    belongs = {"cert.show", "cert.part", "role.show", "role.part", "stage.show", "stage.part"}
    opened = {(one.verb, *one.args) for one in _buttons(card) if one.verb in belongs}
    return {verb for verb in opened if verb[1:2] == card.pager[1:2]}


def test_every_button_leads_to_something_that_exists(catalogue: Catalogue):
    def check(card: Card) -> None:
        for action in reading.presses(card):
            if isinstance(action, LinkButton):
                assert action.url.startswith("http")
                continue
            assert re.fullmatch(r"[a-z]+\.[a-z]+", action.verb)
            _follow(catalogue, action)

    hold_for_each(check, cards().items())


def _follow(catalogue: Catalogue, button: Button) -> None:
    """Look the button's target up; raises KeyError when it leads nowhere."""
    kinds = {
        "certification": catalogue.certification,
        "role": catalogue.roles.__getitem__,
        "nudge": catalogue.nudges.__getitem__,
        "trend": catalogue.trends.__getitem__,
        "term": catalogue.terms.__getitem__,
        **{kind: getattr(catalogue, held).__getitem__ for kind, held in OPENED.items()},
    }
    match (button.verb, *button.args):
        case ("cert.show" | "cert.sit", own_id, *_):
            catalogue.certification(own_id)
        case ("cert.part", own_id, which):
            catalogue.certification(own_id)
            certification_parts.CertificationPart(which)
        case ("role.part", own_id, which):
            assert catalogue.roles[own_id]
            roles.RolePart(which)
        case ("cert.compare" | "cert.aspects", *names):
            assert all(shared.search().find_certification(name) for name in names if name)
        case ("role.show" | "gap.mine", own_id):
            assert catalogue.roles[own_id]
        case ("stage.show" | "stage.mine", own_id):
            assert catalogue.stages[own_id]
        case ("stage.part", own_id, which):
            assert catalogue.stages[own_id]
            paths.StagePart(which)
        case ("find.read", code, own_id, "", "asked"):
            kinds[find.kind_of(code)](own_id)
        case ("goal.from" | "find.open", kind, own_id):
            assert kinds[kind](own_id)
        case ("trend.show", own_id):
            assert catalogue.trends[own_id]
        case ("term.show", own_id):
            assert catalogue.terms[own_id]
        case ("trend.list", trends.ANY) | ("trend.sources",):
            pass
        case ("trend.source", topic):
            assert any(feed.topic == topic for feed in catalogue.feeds.values())
        case ("trend.list", topic):
            assert any(topic in trend.tags for trend in catalogue.trends.values())
        case ("path.show" | "path.mine",):
            pass
        case unknown:
            raise AssertionError(f"nobody answers {unknown}")


def test_a_card_that_cannot_be_turned_fits_one_page():
    def check(card: Card) -> None:
        assert Renderer({}).render(card).pages == 1

    hold_for_each(check, ((name, card) for name, card in cards().items() if not card.pager))
