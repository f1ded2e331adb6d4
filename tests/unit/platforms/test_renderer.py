"""Any card becomes pages that Discord accepts and that hold all of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from bot.cards import (
    Alert,
    Attachment,
    Block,
    Button,
    Card,
    CommandRef,
    Divider,
    Facts,
    Image,
    Item,
    Items,
    Link,
    LinkButton,
    Note,
    Progress,
    Source,
    Steps,
    Strong,
    Table,
    Text,
)
from bot.model import MemberId
from bot.platforms.discord.custom_id import decode
from bot.platforms.discord.frame import frame
from bot.platforms.discord.pieces import cut
from bot.platforms.discord.renderer import Rendered, Renderer
from tests.unit.platforms import drawn, strategies
from tests.unit.platforms.drawn import squeeze

RENDERER = Renderer({"goal": 77})
FUZZ = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
LONG = "Read the exam outline, then plan backwards from the date. " * 200


def card(*blocks: Block, **more: object) -> Card:
    return replace(Card("Title", "Summary", blocks), **more)


def all_pages(whole: Card) -> list[Rendered]:
    return drawn.pages(RENDERER, whole)


@FUZZ
@given(strategies.cards)
def test_any_card_fits_and_is_whole(whole: Card):
    """To draw a card takes longer than to look at it: every example is looked at in every way."""
    pages = all_pages(whole)
    assert [page.page for page in pages] == list(range(1, pages[0].pages + 1))
    for page in pages:
        drawn.check(page)
    check_words(whole, pages)
    check_actions(whole, pages)
    # Each file is sent once.
    sent = [file.fp.read() for page in pages for file in page.files]
    files = [block for block in whole.blocks if isinstance(block, Image | Attachment)]
    assert sent == [file.content for file in files]


def check_words(whole: Card, pages: list[Rendered]) -> None:
    """Every text is read, title and subtitle on some page."""
    outline = frame(whole)
    read = "".join(drawn.body(page, outline) for page in pages)
    for text in drawn.said(whole):
        assert squeeze(text) in read
    places = [squeeze(drawn.shown(outline.head)), read]
    assert any(squeeze(whole.title) in place for place in places)
    assert any(squeeze(whole.subtitle) in place for place in places)


def check_actions(whole: Card, pages: list[Rendered]) -> None:
    """Every action can be taken, and is told apart."""
    wanted = {(a.verb, a.args) for a in whole.actions if isinstance(a, Button)}
    wanted |= {
        (item.action.verb, item.action.args)
        for block in whole.blocks
        if isinstance(block, Items)
        for item in block.items
        if isinstance(item.action, Button)
    }
    wanted |= {(one.verb, one.args) for select in whole.selects for one in select.buttons}
    ids: list[str] = []
    for page in pages:
        own = [button["custom_id"] for button in drawn.buttons(page) if "custom_id" in button]
        assert len(own) == len(set(own))
        assert all(decode(custom_id) for custom_id in own)
        ids += [*own, *(option["value"] for option in drawn.options(page))]
    decoded = [found for custom_id in ids if (found := decode(custom_id))]
    assert wanted <= {(found.verb, found.args) for found in decoded}
    marks = [found.mark for found in decoded if found.mark]
    expected = (len(pages) if whole.pager else 1) if whole.mark else 0
    assert marks == [strategies.MARK] * expected


@pytest.mark.parametrize(
    ("block", "lines"),
    [
        (Text(("Hello",), "Why"), "### Why\nHello"),
        (
            Facts((("Cost", ("USD 1",)), ("Time", ("2 h",))), "F"),
            "### F\n**Cost:** USD 1\n**Time:** 2 h",
        ),
        (Items((Item("PMP", ("by PMI",)),)), "**PMP**\nby PMI"),
        (
            Table("Costs", ("Name", "Fee", "Years"), (("PMP", "405", "3"), ("CSM", "", "2"))),
            "### Costs\n**PMP** Fee: 405; Years: 3\n**CSM** Years: 2",
        ),
        (Table("", ("Name",), (("a", "extra"), ())), "**a** extra"),
        (Steps(((True, ("One",)), (False, ("Two",)))), "✅ Done: One\n◻️ Open: Two"),
        (Progress(2, 4, "Steps"), "Steps: 2 of 4 ▰▰▰▰▰▱▱▱▱▱"),
        (Progress(0, 0, "Steps"), "Steps: 0 of 0 ▱▱▱▱▱▱▱▱▱▱"),
        (Note(("One\n\ntwo",)), "-# One\n-# two"),
        (Alert(("Late",), "warn"), "**Warning:** Late"),
        (Alert(("Late",), "bad"), "**Important:** Late"),
        (Alert(("Late",), "info"), "**Note:** Late"),
        (Text(("Try ", CommandRef("goal add"))), "Try </goal add:77>"),
    ],
)
def test_blocks(block: Block, lines: str):
    page = RENDERER.render(card(block))
    assert drawn.text(page) == f"## Title\n{lines}"


def test_neighbouring_text_shares_a_component_and_blocks_have_a_gap():
    page = RENDERER.render(card(Text(("a",)), Facts((("b", ("c",)),)), Note(("d",))))
    texts = [c["content"] for c in drawn.components(page) if c["type"] == drawn.TEXT]
    assert texts == ["## Title", "a\n\n**b:** c\n\n-# d"]


def test_frame_says_what_is_stated_where_and_when():
    whole = card(
        Text(("a",)),
        subtitle="by PMI",
        as_of=date(2026, 11, 22),
        issuer=Link("PMI", "https://pmi.org"),
        sources=(Source("pmi.org", "https://pmi.org/x", "2026-01"), Source("Written by us")),
    )
    assert drawn.text(RENDERER.render(whole)).splitlines() == [
        "## Title",
        "-# by PMI",
        "a",
        "-# Sources: [pmi.org](https://pmi.org/x) (2026-01)",
        "-# Checked 22 Nov 2026 · Written by us · [PMI](https://pmi.org)",
    ]


def test_item_action_stands_beside_its_text():
    button = Button("Done", "goal.done", ("x",))
    page = RENDERER.render(card(Items((Item("Goal", (), button), Item("Other")))))
    [section] = [c for c in drawn.components(page) if c["type"] == 9]
    assert section["components"][0]["content"] == "**Goal**"
    assert section["accessory"]["custom_id"] == "v1:goal.done:x"


def test_picture_and_file_are_described_under_safe_names():
    blocks = (
        Image(b"1", "my plan.png", "A plan"),
        Image(b"2", "my plan.png", "Another"),
        Attachment(b"3", "../daten ü.json", "Data"),
    )
    page = RENDERER.render(card(*blocks))
    assert [(file.filename, file.description) for file in page.files] == [
        ("my_plan.png", "A plan"),
        ("2-my_plan.png", "Another"),
        ("_daten_.json", "Data"),
    ]
    drawn.check(page)


def test_too_large_a_file_is_told_not_sent():
    page = RENDERER.render(card(Attachment(bytes(11 * 1024 * 1024), "all.json", "Everything")))
    assert page.files == []
    assert "**Warning:** all.json (11.0 MiB) is larger than Discord accepts" in drawn.text(page)


def test_eleven_files_need_two_pages():
    page = RENDERER.render(card(*[Attachment(b"x", "a.txt", "A")] * 11))
    assert [len(part.files) for part in (page, *page.following)] == [10, 1]


def test_buttons_go_in_rows_of_five():
    actions = tuple(Button(f"B{n}", "goal.done", (str(n),)) for n in range(7))
    page = RENDERER.render(card(actions=actions))
    rows = [c for c in drawn.components(page) if c["type"] == drawn.ROW]
    assert [len(row["components"]) for row in rows] == [5, 2]


@pytest.mark.parametrize("pager", [(), ("card.page",)])
def test_many_items_with_buttons_keep_the_count_of_components(pager: tuple[str, ...]):
    items = tuple(Item(f"Goal {n}", (), Button("Done", "goal.done", (str(n),))) for n in range(31))
    actions = tuple(Button("Do", "goal.edit", (str(n),)) for n in range(12))
    pages = all_pages(card(Items(items), actions=actions, pager=pager))
    for page in pages:
        drawn.check(page)
    told = "".join(drawn.text(page) for page in pages)
    assert all(f"**Goal {n}**" in told for n in range(31))


def test_more_buttons_than_fit_under_a_card_become_a_list():
    actions = tuple(Button(f"B{n}", "goal.done", (str(n),)) for n in range(12))
    page = RENDERER.render(card(actions=actions))
    assert drawn.labels(page) == ["B10", "B11", *(f"B{n}" for n in range(10))]
    assert "**B11**" in drawn.text(page)


def test_the_same_button_twice_is_told_apart_and_means_the_same():
    page = RENDERER.render(card(actions=(Button("A", "goal.done"), Button("B", "goal.done"))))
    ids = [button["custom_id"] for button in drawn.buttons(page)]
    assert len(set(ids)) == 2
    assert [decoded.args for one in ids if (decoded := decode(one))] == [(), ()]


def test_address_no_button_can_open_becomes_text():
    far = "https://example.org/" + "a" * 600
    bad = (LinkButton("Bad", "file:///x"), LinkButton("Odd", "https://a b"))
    page = RENDERER.render(card(actions=(LinkButton("Far", far), *bad)))
    assert drawn.buttons(page) == []
    assert f"[Far]({far})\n\nBad\n\nOdd" in drawn.text(page)


def test_button_that_cannot_be_encoded_is_refused():
    with pytest.raises(ValueError, match="custom_id"):
        RENDERER.render(card(actions=(Button("A", "goal.done", ("x" * 100,)),)))


def test_mark_goes_on_a_button_or_brings_its_own():
    mark = strategies.MARK
    plain = RENDERER.render(card(mark=mark))
    assert drawn.labels(plain) == ["About this post"]
    own = RENDERER.render(card(mark=mark, actions=(Button("Try", "goal.from", ("nudge", "n1")),)))
    assert [button["custom_id"] for button in drawn.buttons(own)] == [
        f"v1:goal.from:nudge:n1:~{mark}"
    ]
    full = Button("Try", "goal.from", ("x" * 80,))
    assert drawn.labels(RENDERER.render(card(mark=mark, actions=(full,)))) == [
        "Try",
        "About this post",
    ]


def test_pages_are_visible_and_turned_by_buttons():
    whole = card(Text((LONG,)), pager=("card.page", "pmp"))
    first, second, *_ = pages = all_pages(whole)
    count = len(pages)
    assert first.pages == count > 2
    assert f"-# Page 2 of {count}" in drawn.text(second)
    assert drawn.text(second).startswith("## Title\n")
    turn = {b["label"]: (b["custom_id"], b["disabled"]) for b in drawn.buttons(first)}
    assert turn["Next"] == ("v1:card.page:pmp:2", False)
    assert turn["First"][1] and turn["Previous"][1]
    assert [b["disabled"] for b in drawn.buttons(second)] == [False, False, False]
    last = {b["label"]: b["disabled"] for b in drawn.buttons(pages[-1])}
    assert last == {"First": False, "Previous": False, "Next": True}


@pytest.mark.parametrize(("asked", "given_"), [(0, 1), (-3, 1), (99, 4), (2, 2)])
def test_page_that_does_not_exist_is_the_nearest(asked: int, given_: int):
    whole = card(Text((LONG,)), pager=("card.page",))
    assert RENDERER.render(whole, asked).page == given_


def test_card_without_pager_comes_whole_with_its_buttons_at_the_end():
    whole = card(Text((LONG,)), actions=(Button("Do", "goal.done"),), mark=strategies.MARK)
    pages = all_pages(whole)
    assert [drawn.labels(page) for page in pages] == [[], [], [], ["Do"]]


def test_divider_never_starts_or_ends_a_page():
    page = RENDERER.render(card(Divider(), Text(("a",)), Divider()))
    assert drawn.SEPARATOR not in [c["type"] for c in drawn.components(page)]


def test_long_paragraph_stays_one_paragraph():
    text = "word " * 500
    page = RENDERER.render(card(Text((text,))))
    assert page.pages == 1
    assert drawn.text(page) == f"## Title\n{text}"


def test_long_address_stays_whole_and_an_endless_one_is_broken_by_spaces():
    long = "https://example.org/" + "a_" * 250
    page = RENDERER.render(card(Text((f"See {long} now",))))
    assert f"See {long} now" in drawn.text(page)
    endless = "https://example.org/" + "a_" * 900
    page = RENDERER.render(card(Text((endless,))))
    assert drawn.shown(drawn.text(page).removeprefix("## Title\n")).replace(" ", "") == endless


def test_nobody_is_pinged_unless_named():
    quiet = RENDERER.render(card()).allowed_mentions.to_dict()
    assert quiet == {"parse": []}
    named = RENDERER.render(card(notify=(MemberId("discord:12"),))).allowed_mentions.to_dict()
    assert named == {"parse": [], "users": [12]}


def test_nothing_is_kept_of_a_sent_view():
    assert RENDERER.render(card()).view.timeout is None


async def test_sent_view_counts_as_finished():
    assert RENDERER.render(card(actions=(Button("Do", "goal.done"),))).view.is_finished()


@FUZZ
@given(strategies.cards)
def test_what_is_kept_of_items_is_drawn_as_anew(whole: Card):
    common = replace(whole, sources=(Source("Example", "https://example.org/"),), parts=())
    drawn_once = RENDERER._cut(frame(common).blocks, RENDERER.command_ids)
    assert list(drawn_once) == list(cut(frame(common).blocks, RENDERER.command_ids))


def test_the_buttons_of_a_list_are_options_of_a_select_on_their_page():
    items = tuple(Item(f"Goal {n}", (), Button("Open", "goal.show", (str(n),))) for n in range(30))
    shown = card(Items(items, select="Open one"), pager=("goal.list",))
    first, second = all_pages(shown)
    assert [option["label"] for option in drawn.options(first)] == [f"Goal {n}" for n in range(25)]
    assert [option["value"] for option in drawn.options(second)] == [
        f"v1:goal.show:{n}" for n in range(25, 30)
    ]
    assert "Open" not in drawn.labels(first)


def test_a_brief_card_fits_a_screen_and_counts_its_sources():
    sources = tuple(Source(f"s{n}.org", f"https://s{n}.org/{'x' * 90}") for n in range(9))
    whole = card(*(Text(("word " * 60,)) for _ in range(9)), sources=sources, pager=("goal.list",))
    pages = all_pages(replace(whole, is_brief=True))
    assert len(pages) > 1
    assert all(len(drawn.read(page)) <= 1000 for page in pages)
    assert all("9 sources" in drawn.text(page) for page in pages)
    assert "s8.org" not in drawn.text(pages[0])
    assert len(drawn.read(all_pages(whole)[0])) > 1000


def test_a_label_is_the_only_bold_of_its_line():
    bold = (Strong("Read"), " now")
    page = RENDERER.render(card(Facts((("Goal", bold),)), Alert(bold)))
    assert drawn.text(page).splitlines()[-3:] == ["**Goal:** Read now", "", "**Warning:** Read now"]
