"""Every card of the bot, whatever people wrote: Discord takes it and its reader gets all of it.

A new builder in bot.replies is found by itself; what it is called with is derived from its
annotations (see ``strategies``).
"""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import get_args, get_type_hints

import pytest
from babel.messages.pofile import read_po
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot import replies
from bot.cards import Button, Card, Facts, Image, Source, Text
from bot.platforms.discord.custom_id import decode
from bot.platforms.discord.frame import frame
from bot.platforms.discord.limits import clip
from bot.platforms.discord.markup import one_line
from bot.platforms.discord.renderer import Rendered, Renderer
from bot.words import ENGLISH, _, day_written, plural
from tests.unit.platforms import drawn, strategies
from tests.unit.platforms.drawn import squeeze
from tests.unit.replies import reading
from tests.unit.replies.strategies import Arguments, Builder
from tests.unit.replies.values import hostile, plain

RENDERER = Renderer({"goal": 77, "config": 78})
GALLERY = 12
LONGEST_ID = 100
LONGEST_LABELS = (80, 100)  # of a button, of what a select offers
TWO_SIGNS = 2
SENTENCE = 30
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
# The same few examples each time, so that a fault is found by who makes it; `make soak` roams.
FEW = settings(
    phases=[Phase.generate],
    max_examples=3,
    deadline=None,
    derandomize=True,
    suppress_health_check=SLOW,
)
MANY = settings(max_examples=400, deadline=None, suppress_health_check=SLOW)
HOSTILE = Arguments(hostile, strategies.cards)
PLAIN = Arguments(
    plain, st.builds(Card, plain, plain, st.tuples(st.builds(Text, st.tuples(plain), plain)))
)


def builders() -> Iterator[tuple[str, Builder]]:
    """Yield every public function of bot.replies that returns a card, by module and name."""
    for module in pkgutil.iter_modules(replies.__path__):
        loaded = import_module(f"{replies.__name__}.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if function.__module__ != loaded.__name__ or name.startswith("_"):
                continue
            told = get_type_hints(function).get("return")
            if told is Card or Card in get_args(told):
                yield f"{module.name}.{name}", function


BUILDERS = dict(builders())
every_builder = pytest.mark.parametrize("builder", BUILDERS.values(), ids=BUILDERS)


def test_every_builder_is_found():
    assert len(BUILDERS) >= 75
    assert {"goals.listing", "certifications.info", "posts.merge"} <= set(BUILDERS)


@every_builder
@FEW
@given(data=st.data())
def test_a_card_is_accepted_and_whole(builder: Builder, data: st.DataObject):
    hold(builder, data)


@pytest.mark.soak
@pytest.mark.timeout(1200)
@every_builder
@MANY
@given(data=st.data())
def test_a_card_is_accepted_and_whole_whatever_it_holds(builder: Builder, data: st.DataObject):
    hold(builder, data)


def hold(builder: Builder, data: st.DataObject) -> None:
    for card in data.draw(HOSTILE.of(builder)).cards():
        pages = drawn.pages(RENDERER, card)
        for page in pages:
            drawn.check(page)
        check_pages(card, pages)
        check_ids(card, pages)
        check_words(card, pages)
    for card in data.draw(PLAIN.of(builder)).cards():
        check_access(card)
        check_language(card)


def check_pages(card: Card, pages: list[Rendered]) -> None:
    """More pages than one are counted in words, and turned by buttons or sent in a row."""
    assert [page.page for page in pages] == list(range(1, len(pages) + 1))
    for page in pages if len(pages) > 1 else ():
        count = _("Page {page} of {pages}", page=page.page, pages=len(pages))
        assert count in drawn.text(page).splitlines()[-1]
        turning = {_("First"), _("Previous"), _("Next")} if card.pager else set[str]()
        assert turning <= set(drawn.labels(page))


def check_ids(card: Card, pages: list[Rendered]) -> None:
    """Every button is told apart and is understood when it is pressed."""
    wanted = {(a.verb, a.args) for a in reading.presses(card) if isinstance(a, Button)}
    found: set[tuple[str, tuple[str, ...]]] = set()
    for page in pages:
        ids = [button["custom_id"] for button in drawn.buttons(page) if "custom_id" in button]
        assert len(ids) == len(set(ids))
        ids += [option["value"] for option in drawn.options(page)]
        for custom_id in ids:
            assert len(custom_id) <= LONGEST_ID
            decoded = decode(custom_id)
            assert decoded is not None
            found.add((decoded.verb, decoded.args))
    assert wanted <= found


def check_words(card: Card, pages: list[Rendered]) -> None:
    """Every text is read on some page, and every button can be told from its label."""
    outline = frame(card)
    foot = "".join(squeeze(drawn.shown(line)) for line in outline.foot)
    head = squeeze(drawn.shown(outline.head))
    body = "".join(drawn.body(page, outline) for page in pages)
    for text in drawn.said(card):
        assert squeeze(text) in body
    for text in (card.title, card.subtitle):
        assert squeeze(text) in head or squeeze(text) in body
    if card.as_of:
        assert squeeze(day_written(card.as_of)) in foot
    read = {source for source in card.sources if source.url}
    if card.is_brief and read:
        assert squeeze(plural("{n} source", "{n} sources", len(read))) in foot
    named = set(card.sources) - (read if card.is_brief else set[Source]())
    assert all(squeeze(source.label) in foot + body for source in named)
    if card.issuer:
        assert squeeze(card.issuer.text) in foot + body
    labels = {label for page in pages for label in drawn.labels(page)}
    for action in reading.presses(card):
        shown = {clip(one_line(action.label), longest) or "—" for longest in LONGEST_LABELS}
        assert shown & labels or squeeze(action.label) in body


def check_access(card: Card) -> None:
    """Pictures are described, and nothing is meant by an emoji alone: it is said, too."""
    for text in (card.title, card.summary):
        assert has_words(text)
    for block in card.blocks:
        if isinstance(block, Image):
            assert has_words(block.alt)
        if isinstance(block, Facts):
            assert all(has_words(label) for label, _value in block.rows)
    for page in drawn.pages(RENDERER, card):
        # What is bold is what the eye looks for: two of them in a line, and it finds neither.
        assert all(line.count("**") <= TWO_SIGNS for line in drawn.text(page).splitlines())
        for line in (*drawn.labels(page), *drawn.text(page).splitlines()):
            assert not line.strip() or has_words(line), line
        for gallery in (c for c in drawn.components(page) if c["type"] == GALLERY):
            assert all(has_words(picture["description"]) for picture in gallery["items"])


def has_words(text: str) -> bool:
    """Tell whether a text says something without its emojis."""
    return re.search(r"\w", text) is not None


def check_language(card: Card) -> None:
    """No sentence of a translated card stayed behind in English."""
    labels = (action.label for action in reading.presses(card))
    sources = (source.label for source in card.sources)
    told = {card.title, card.subtitle, card.summary, *labels, *sources, *drawn.said(card)}
    english = untranslated(card.language)
    assert sorted(told & english) == []
    # What is stored in English is said inside of other sentences.
    whole = "\n".join(told)
    assert [one for one in english if len(one) > SENTENCE and one in whole] == []


@cache
def untranslated(language: str) -> frozenset[str]:
    """Return the English sentences that a language says in other words."""
    if language == ENGLISH:
        return frozenset()
    with (files("bot") / "locales" / f"{language}.po").open("rb") as source:
        sentences = read_po(source, locale=language)
    return frozenset(
        str(one.id) for one in sentences if isinstance(one.id, str) and one.string != one.id
    ) - {""}
