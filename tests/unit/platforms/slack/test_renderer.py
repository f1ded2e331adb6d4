"""Any card, whatever people wrote: Slack takes it, and all of its words are in blocks and text."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards import Audience, Button, Card, Item, Items, LinkButton, MemberRef, Note, Strong, Text
from bot.model import MemberId
from bot.platforms.slack import limits, presses
from bot.platforms.slack.renderer import Rendered, render
from bot.platforms.slack.richtext import Reader, clean
from playground.slack.block_kit.blocks import MAX_SIZE, message_problems, size_of
from playground.slack.reading import controls, text_of
from tests.unit.platforms import strategies
from tests.unit.replies.values import hostile

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
READER = Reader()
ANA = MemberId("slack:T0000000001/U0000000001")


def pages(card: Card, reader: Reader = READER) -> Iterator[Rendered]:
    """Yield every page of a card as people get them."""
    first = render(card, reader)
    if not card.pager:
        yield from (first, *first.following)
        return
    for number in range(1, first.pages + 1):
        yield render(card, reader, number)


def squeezed(text: str) -> str:
    return "".join(text.split())


def check(drawn: Rendered) -> None:
    """Hold a page to Slack's own rules, as the local Slack knows them."""
    assert message_problems(drawn.blocks) == []
    assert size_of(drawn.blocks) <= MAX_SIZE
    assert 0 < len(html.unescape(drawn.text)) <= limits.SPOKEN
    # Nothing in it is read as a mention.
    assert "<" not in drawn.text
    kinds = {part["type"] for part in _elements(drawn)}
    assert kinds <= {"text", "link", "date", "user", "channel", "usergroup"}
    json.dumps(drawn.blocks).encode()


def _elements(drawn: Rendered) -> Iterator[dict]:
    for block in drawn.blocks:
        for section in block.get("elements", ()) if block["type"] == "rich_text" else ():
            yield from section["elements"]


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(strategies.cards)
def test_slack_takes_any_card_and_it_is_said_whole(card: Card):
    for drawn in pages(_moved(card)):
        check(drawn)
        heard = squeezed(html.unescape(drawn.text))
        # What is drawn for the eye is what is heard, but for names, which are asked of Slack.
        for part in _elements(drawn):
            said = part.get("text") or part.get("fallback") or part.get("url") or ""
            assert squeezed(said) in heard


def _moved(value: Any) -> Any:
    """Return a card with ids of Slack's in place of Discord's."""
    if isinstance(value, str):
        return re.sub(r"^discord:[0-9]+$", ANA, value)
    if isinstance(value, tuple):
        return tuple(map(_moved, value))
    if is_dataclass(value) and not isinstance(value, type):
        told = {one.name: _moved(getattr(value, one.name)) for one in fields(value)}
        return replace(value, **told)
    return value


@settings(max_examples=60, deadline=None)
@given(st.lists(hostile, min_size=1, max_size=12), st.integers(0, 60))
def test_every_word_is_in_blocks_and_in_text(texts: list[str], buttons: int):
    blocks = tuple(
        block
        for text in texts
        for block in (
            Text((text,), heading="Words"),
            Note((Strong(text),)),
            Items((Item(text, (text,), Button("Open", "goal.show", ("x",))),)),
        )
    )
    actions = tuple(Button(f"Number {at}", "goal.show", (str(at),)) for at in range(buttons))
    card = Card("", "Summary", blocks, actions)
    drawn = list(pages(card))
    for one in drawn:
        check(one)
    seen = _joined(text_of({"blocks": one.blocks}) for one in drawn)
    heard = _joined(html.unescape(one.text) for one in drawn)
    for text in texts:
        wanted = squeezed(clean(text))
        assert wanted in seen
        assert wanted in heard
    labels = [
        element["text"]["text"]
        for one in drawn
        for _block, element in controls({"blocks": one.blocks})
    ]
    assert all(f"Number {at}" in labels for at in range(buttons))


def _joined(said: Iterable[str]) -> str:
    """Return all pages in a row, without their numbers."""
    return "".join(re.sub(r"Page\d+of\d+$", "", squeezed(one)) for one in said)


def test_a_card_of_sixty_blocks_is_paged():
    card = Card("Title", "Summary", tuple(Text((f"Line {at}",)) for at in range(60)))
    drawn = list(pages(card))
    assert len(drawn) == 2
    assert all(len(one.blocks) <= limits.BLOCKS for one in drawn)


def test_two_hundred_options_are_several_selects():
    items = tuple(
        Item(f"Goal {at}", action=Button("Open", "goal.show", (str(at),))) for at in range(200)
    )
    card = Card("Title", "Summary", (Items(items, select="Open"),), pager=("goal.list", "open"))
    values = set()
    for one in pages(card):
        check(one)
        for _block, element in controls({"blocks": one.blocks}):
            assert len(element.get("options", ())) <= limits.OPTIONS
            values |= {option["value"] for option in element.get("options", ())}
    assert len(values) == 200


def test_only_who_is_to_be_notified_is_mentioned_in_front_of_everybody():
    card = Card("Title", "Summary", (Text((MemberRef(ANA), " wrote")),))
    private = list(_elements(render(card, READER)))
    assert {"type": "user", "user_id": "U0000000001"} in private
    shared = Card("Title", "Summary", card.blocks, shared_by=ANA, audience=Audience.SHARED)
    named = Reader(names={ANA: "Ana"})
    assert all(one["type"] == "text" for one in _elements(render(shared, named)))
    assert "Ana wrote" in render(shared, named).text
    wanted = Card("Title", "Summary", card.blocks, audience=Audience.POST, notify=(ANA,))
    assert {"type": "user", "user_id": "U0000000001"} in list(_elements(render(wanted, named)))


def test_what_a_button_says_is_read_back():
    for args in ((), ("a", ""), ("ü:%~/", '"]', "\\")):
        assert presses.decode(presses.encode("goal.done", args)) == ("goal.done", args)
    for odd in (
        None,
        7,
        "",
        "[]",
        "{}",
        '["Goal"]',
        '["goal.done", 1]',
        "x" * 2001,
        '["goal.done"',
    ):
        assert presses.decode(odd) is None


def test_an_address_that_slack_does_not_open_is_words():
    card = Card("T", "S", actions=(LinkButton("Odd", "javascript:alert(1)"),))
    drawn = render(card, READER)
    check(drawn)
    assert not list(controls({"blocks": drawn.blocks}))
    assert "javascript:alert(1)" in drawn.text
