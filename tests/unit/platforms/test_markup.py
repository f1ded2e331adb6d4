"""What people and data say is shown literally; what we mean is formatted."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.cards import ChannelRef, Code, CommandRef, Link, MemberRef, Node, RoleRef, Strong, When
from bot.model import ChannelId, MemberId, RoleId
from bot.platforms.discord import markup
from bot.platforms.discord.limits import clip, length
from tests.unit.platforms.discord_client import formatting, read, shown

TRICKS = [
    "**bold**",
    "__under__",
    "_em_",
    "*em*",
    "~~gone~~",
    "||spoiler||",
    "`code`",
    "```\nfence\n```",
    "# heading",
    "### heading",
    "-# small",
    "- list",
    "* list",
    "1. list",
    "> quote",
    ">>> quote",
    "[words](https://evil.example)",
    "<https://example.org>",
    "@everyone",
    "@here",
    "<@123456789012345678>",
    "<@&123456789012345678>",
    "<#123456789012345678>",
    "<t:1700000000:R>",
    "</goal add:123456789012345678>",
    "<:smile:123456789012345678>",
    ":fire:",
    "<id:customize>",
    "https://example.org/a_b_c?x=1&y=(2)#_z_",
    "https://**bold**",
    "https://x.org/*a*",
    "**https://x.org**",
    "(see https://x.org/_a_)",
    "https://a.b|https://c.d||x||",
    "\\",
    "\\*",
    "\r# heading",
    "\u2028# heading",
    "\x00\x07",
    "¯\\_(ツ)_/¯",
    "\n",
    " ",
    "é",
    "👩‍💻",
]
TEXT = st.lists(st.sampled_from(TRICKS) | st.text(max_size=6), max_size=6).map("".join)


def visible(text: str) -> str:
    """Return what a screen can show of ``text``."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u200b", "")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", "", text)


@pytest.mark.parametrize("trick", [trick for trick in TRICKS if len(trick) > 3])
def test_the_client_model_sees_the_tricks(trick: str):
    """Guard the oracle: unescaped, most tricks do format."""
    harmless = {"\u2028# heading", "\x00\x07", "¯\\_(ツ)_/¯", "👩‍💻"}
    plain = trick in harmless or trick.startswith(("https://", "(see", "\r"))
    assert plain or formatting(trick)


@given(TEXT)
@example("https://x.org/a\\*b*")
@example("1. \n2. x")
def test_data_is_shown_literally(text: str):
    escaped = markup.escape(text)
    assert formatting(escaped) == set()
    assert shown(escaped) == visible(text)


@given(TEXT, TEXT)
def test_data_stays_literal_next_to_other_data(first: str, second: str):
    drawn = markup.draw((first, " ", second), {})
    assert formatting(drawn) == set()


@given(TEXT, TEXT)
@example("http://", "0<")
@example("https://x.org/", "*a*")
@example("@", "everyone")
def test_data_stays_literal_right_beside_other_data(first: str, second: str):
    drawn = markup.draw((first, second), {})
    # An emoji or a list can come out of halves; both are harmless.
    assert formatting(drawn) <= {"emoji", "list"}


@pytest.mark.parametrize(
    ("first", "second", "drawn"),
    [
        ("See https://x.org", ". Then", "See https://x.org. Then"),
        ("https://x.org", "/*a*", "https://x.org /\\*a\\*"),
        ("https://x.org", Strong("a"), "https://x.org **a**"),
        ("https://x.org", Link("a", "https://y.org"), "https://x.org [a](https://y.org)"),
        (Link("a", "https://y.org"), "b", "[a](https://y.org)b"),
    ],
)
def test_addresses_end_where_they_end(first: Node, second: Node, drawn: str):
    assert markup.draw((first, second), {}) == drawn


@given(TEXT, TEXT)
def test_strong_text_is_strong_and_literal(first: str, second: str):
    tokens = list(read(markup.draw((Strong(first), Strong(second)), {})))
    strong = [token.text for token in tokens if token.kind == "strong"]
    expected = [words for text in (first, second) if (words := visible(text).strip())]
    assert [shown(text) for text in strong] == expected
    assert all(formatting(text) == set() for text in strong)


@given(TEXT, TEXT)
def test_code_is_code(first: str, second: str):
    tokens = list(read(markup.draw((Code(first), Code(second)), {})))
    expected = [" ".join(visible(text).split()) for text in (first, second)]
    code = [token.text for token in tokens if token.kind == "code"]
    assert [text.replace("ˋ", "`") for text in code] == [text for text in expected if text]  # noqa: RUF001


@given(TEXT)
def test_links_lead_where_they_say(text: str):
    address = "https://example.org/wiki/A_(b)?q=*x*"
    [token] = read(markup.link(text, address))
    words = re.sub("https?://", "", " ".join(visible(text).split()))
    assert token.kind == "link"
    assert shown(token.text) == (words.replace("[", "(").replace("]", ")") or "example.org")
    assert "(https://example.org/wiki/A_%28b%29?q=*x*)" in markup.link(text, address)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "discord://x", "example.org", "https://a b", "https://<x>", ""],
)
def test_other_addresses_are_only_words(url: str):
    assert markup.link("the *words*", url) == "the \\*words\\*"


def test_an_address_is_one_in_any_case():
    assert markup.is_web("Https://example.org/A")
    assert markup.link("words", "Https://example.org/A") == "[words](https://example.org/A)"


def test_an_endless_address_is_left_out():
    assert markup.link("words", "https://x.org/" + "a" * 1000) == "words"


@pytest.mark.parametrize(
    ("node", "drawn"),
    [
        (When(datetime(2026, 3, 2, 8, tzinfo=UTC)), "<t:1772438400:F>"),
        (When(datetime(2026, 3, 2, 8, tzinfo=UTC), "relative"), "<t:1772438400:R>"),
        (When(datetime(2026, 3, 2, 8, tzinfo=UTC), "date"), "<t:1772438400:D>"),
        (When(datetime(2026, 3, 2, 8, tzinfo=UTC), "time"), "<t:1772438400:t>"),
        (CommandRef("goal add"), "</goal add:77>"),
        (CommandRef("find"), "`/find`"),
        (ChannelRef(ChannelId("discord:5")), "<#5>"),
        (MemberRef(MemberId("discord:6")), "<@6>"),
        (RoleRef(RoleId("discord:7")), "<@&7>"),
        (Strong("  a*b "), "  **a\\*b** "),
        (Code(" \n"), ""),
        (Link("PMI", "https://pmi.org"), "[PMI](https://pmi.org)"),
    ],
)
def test_nodes(node: Node, drawn: str):
    assert markup.draw((node,), {"goal": 77}) == drawn


@given(st.text(), st.integers(1, 30))
def test_clipping_shows_that_it_cut(text: str, longest: int):
    clipped = clip(text, longest)
    assert length(clipped) <= longest
    assert clipped == text or (clipped.endswith("…") and text.startswith(clipped[:-1]))
