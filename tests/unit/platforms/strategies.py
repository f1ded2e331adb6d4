"""Any Card there could be, short and endless, for tests of what draws them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from bot.cards import (
    Alert,
    Attachment,
    Button,
    Card,
    ChannelRef,
    Code,
    CommandRef,
    Divider,
    Facts,
    Image,
    Item,
    Items,
    Link,
    LinkButton,
    MemberRef,
    Note,
    Progress,
    Role,
    RoleRef,
    Select,
    Source,
    Steps,
    Strong,
    Table,
    Text,
    When,
)
from bot.model import ChannelId, MemberId, RoleId

MARK = "abcdefghijklmnopqrstuvwxyz"

words = st.sampled_from(
    ["goal", "**", "_x_", "# ", "\n- ", "ünï", "🎯", "@everyone", "`", "https://x.org/a_b", "1. "]
)
short = st.text(max_size=30) | st.lists(words, max_size=5).map(" ".join)
endless = st.builds(
    lambda word, times, gap: gap.join([word] * times),
    words | st.text(min_size=1, max_size=5),
    st.integers(100, 900),
    st.sampled_from(["", " ", "\n"]),
)
text = st.one_of(short, short, short, endless)
addresses = st.sampled_from(
    ["https://example.org/a", "javascript:x", "https://x.org/" + "a(" * 300, "https://" + "a" * 900]
)
# How odd words of a link are drawn is tested with the markup.
link_words = st.text("abc ", max_size=20) | st.integers(100, 900).map(lambda n: "word " * n)

nodes = st.one_of(
    text,
    text.map(Strong),
    short.map(Code),
    st.builds(Link, link_words, addresses),
    st.sampled_from(
        [
            When(datetime(2026, 3, 2, 8, tzinfo=UTC), "relative"),
            CommandRef("goal add"),
            CommandRef("find"),
            ChannelRef(ChannelId("discord:123")),
            MemberRef(MemberId("discord:456")),
            RoleRef(RoleId("discord:789")),
        ]
    ),
)
inlines = st.lists(nodes, max_size=4).map(tuple)

buttons = st.builds(
    Button,
    short,
    st.sampled_from(["goal.done", "goal.edit"]),
    st.lists(st.text("ab:~!é", max_size=4), max_size=2).map(tuple),
    st.sampled_from(["primary", "secondary", "danger"]),
)
actions = buttons | st.builds(LinkButton, link_words, addresses)

filenames = st.text(max_size=10) | st.sampled_from(["a b.png", "a_b.png", "SPOILER_x", "..", "ü"])
items = st.builds(Item, text, inlines, st.none() | actions)
cells = st.lists(short, max_size=4).map(tuple)
blocks = st.one_of(
    st.builds(Text, inlines, text),
    st.builds(Facts, st.lists(st.tuples(text, inlines), max_size=12).map(tuple), text),
    st.builds(
        Items, st.lists(items, max_size=12).map(tuple), text, st.sampled_from(["", "", "Open one"])
    ),
    st.builds(Table, text, cells, st.lists(cells, max_size=6).map(tuple)),
    st.builds(Steps, st.lists(st.tuples(st.booleans(), inlines), max_size=8).map(tuple), text),
    st.builds(Progress, st.integers(-2, 9), st.integers(-1, 7), text),
    st.builds(Image, st.binary(max_size=4), filenames, text),
    st.builds(Attachment, st.binary(max_size=4), filenames, text),
    st.builds(Note, inlines),
    st.builds(Alert, inlines, st.sampled_from(["info", "warn", "bad"])),
    st.just(Divider()),
)
# What a select offers does something else each time.
selects = st.builds(
    Select,
    short,
    st.lists(buttons, max_size=27).map(
        lambda many: tuple({(one.verb, one.args): one for one in many}.values())
    ),
)
sources = st.builds(Source, link_words, st.none() | addresses, st.sampled_from(["", "2026-01"]))
cards = st.builds(
    Card,
    title=text,
    summary=short,
    blocks=st.lists(blocks, max_size=6).map(tuple),
    actions=st.lists(actions, max_size=14).map(tuple),
    selects=st.lists(selects, max_size=2).map(tuple),
    sources=st.lists(sources, max_size=6).map(tuple),
    as_of=st.none() | st.just(date(2026, 11, 22)),
    issuer=st.none() | st.builds(Link, link_words, addresses),
    subtitle=text,
    role=st.sampled_from(Role),
    is_brief=st.booleans(),
    pager=st.sampled_from([(), ("card.page",), ("card.page", "arg")]),
    mark=st.none() | st.just(MARK),
)
