"""Block Kit, refused in Slack's own words and by its own limits; what is right passes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    ImageBlock,
    RichTextBlock,
    RichTextElementParts,
    RichTextListElement,
    RichTextSectionElement,
    SectionBlock,
)

from playground.slack.block_kit.blocks import completed, message_problems, view_problems
from playground.slack.block_kit.surfaces import surface_problems
from playground.slack.composing import content_of
from playground.slack.errors import SlackError
from tests.contract.slack.cards import actions, button, field, line, option, plain, section

Json = dict[str, Any]


def select(count: int, **more: Any) -> Json:
    options = [option(str(n), str(n)) for n in range(count)]
    return {"type": "static_select", "action_id": "s", "options": options} | more


def rich(*elements: Json) -> Json:
    inner = [{"type": "rich_text_section", "elements": list(elements)}]
    return {"type": "rich_text", "elements": inner}


RIGHT: list[Json] = [
    section("x" * 3000, accessory=button("x" * 75, "a" * 255, value="x" * 2000)),
    {"type": "section", "fields": [plain("x" * 2000)] * 10},
    {"type": "header", "text": plain("x" * 150)},
    {"type": "context", "elements": [plain("x")] * 10},
    actions(*(button("x", str(n)) for n in range(25))),
    actions(select(100)),
    actions({"type": "checkboxes", "options": [option(str(n), str(n)) for n in range(10)]}),
    actions(
        button(
            "x",
            "a",
            confirm={
                "title": plain("x" * 100),
                "text": plain("x" * 300),
                "confirm": plain("x" * 30),
                "deny": plain("x" * 30),
            },
        )
    ),
    field("x" * 2000, line(max_length=3000), "b", hint=plain("x" * 2000)),
    {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "x" * 2000},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 20] * 100},
    {"type": "markdown", "text": "x" * 12_000},
    rich(
        {"type": "text", "text": "x", "style": {"bold": True}},
        {"type": "user", "user_id": "U1"},
        {"type": "link", "url": "https://example.org"},
        {"type": "date", "timestamp": 1, "format": "{date_short}", "fallback": "1970"},
    ),
]

# What is wrong, and what Slack says of it.
WRONG: list[tuple[Json, str]] = [
    (section("x" * 3001), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    (section(""), "failed to match all allowed schemas [json-pointer:/blocks/0/text]"),
    ({"type": "section"}, "missing required field: text [json-pointer:/blocks/0]"),
    (
        {"type": "section", "fields": [plain("x")] * 11},
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    ({"type": "poem"}, "unsupported type: poem [json-pointer:/blocks/0/type]"),
    ({}, "missing required field: type [json-pointer:/blocks/0]"),
    (
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    (
        actions(button("x" * 76, "a")),
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    (
        actions(button("x", "a", value="x" * 2001)),
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    (
        actions(button("x", "a", url="x" * 3001)),
        "must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]",
    ),
    (
        actions(button("x", "a", accessibility_label="x" * 76)),
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/accessibility_label]",
    ),
    (
        actions(button("x", "a" * 256)),
        "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
    ),
    (
        actions(button("x", "a"), button("y", "a")),
        '`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ),
    (
        actions(*(button("x", str(n)) for n in range(26))),
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (actions(), "must provide at least 1 items [json-pointer:/blocks/0/elements]"),
    (
        actions(select(101)),
        "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        actions(select(0)),
        "must provide at least 1 items [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        actions(select(1, initial_option=option("x", "x"))),
        "must match one of the options [json-pointer:/blocks/0/elements/0/initial_option]",
    ),
    (
        actions({"type": "overflow", "options": [option(str(n), str(n)) for n in range(6)]}),
        "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        actions({"type": "radio_buttons", "options": [option(str(n), str(n)) for n in range(11)]}),
        "no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        actions({"type": "datepicker", "initial_date": "tomorrow12"}),
        r"failed to match pattern \d{4}-\d\d-\d\d "
        "[json-pointer:/blocks/0/elements/0/initial_date]",
    ),
    (
        actions(line()),
        "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
    ),
    (
        field("x", button("x", "a"), "b"),
        "unsupported type: button [json-pointer:/blocks/0/element/type]",
    ),
    (
        field("x", {"type": "file_input"}, "b"),
        "unsupported type: file_input [json-pointer:/blocks/0/element/type]",
    ),
    (
        {"type": "image", "image_url": "https://example.org/a.png"},
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    (
        {"type": "context", "elements": ["x"]},
        "must provide an object [json-pointer:/blocks/0/elements/0]",
    ),
    (section("x", colour="red"), "invalid additional property: colour [json-pointer:/blocks/0]"),
    (
        rich({"type": "text", "text": "x", "style": {"shiny": True}}),
        "invalid additional property: shiny [json-pointer:/blocks/0/elements/0/elements/0/style]",
    ),
    (
        {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 101},
        "no more than 100 items allowed [json-pointer:/blocks/0/rows]",
    ),
]


@pytest.mark.parametrize("block", RIGHT, ids=lambda block: block["type"])
def test_what_slack_takes(block: Json):
    assert message_problems([block]) == []


@pytest.mark.parametrize(("block", "problem"), WRONG)
def test_what_slack_refuses(block: Json, problem: str):
    assert problem in message_problems([block])


# What may be so long or so many and no more, by Slack's documents and published types.
LIMITS: dict[str, tuple[int, Callable[[int], Json]]] = {
    "section text": (3000, lambda n: section("x" * n)),
    "section field": (2000, lambda n: {"type": "section", "fields": [plain("x" * n)]}),
    "section fields": (10, lambda n: {"type": "section", "fields": [plain("x")] * n}),
    "header": (150, lambda n: {"type": "header", "text": plain("x" * n)}),
    "context": (10, lambda n: {"type": "context", "elements": [plain("x")] * n}),
    "actions": (25, lambda n: actions(*(button("x", str(i)) for i in range(n)))),
    "block_id": (255, lambda n: section("x", block_id="x" * n)),
    "action_id": (255, lambda n: actions(button("x", "x" * n))),
    "button": (75, lambda n: actions(button("x" * n, "a"))),
    "button value": (2000, lambda n: actions(button("x", "a", value="x" * n))),
    "button url": (3000, lambda n: actions(button("x", "a", url="x" * n))),
    "spoken label": (75, lambda n: actions(button("x", "a", accessibility_label="x" * n))),
    "options": (100, lambda n: actions(select(n))),
    "option text": (75, lambda n: actions(select(0, options=[option("x" * n, "x")]))),
    "option value": (150, lambda n: actions(select(0, options=[option("x", "x" * n)]))),
    "placeholder": (150, lambda n: actions(select(1, placeholder=plain("x" * n)))),
    "overflow": (5, lambda n: actions({"type": "overflow", "options": select(n)["options"]})),
    "radio": (10, lambda n: actions({"type": "radio_buttons", "options": select(n)["options"]})),
    "checkboxes": (10, lambda n: actions({"type": "checkboxes", "options": select(n)["options"]})),
    "confirm title": (100, lambda n: confirmed(title="x" * n)),
    "confirm text": (300, lambda n: confirmed(text="x" * n)),
    "confirm yes": (30, lambda n: confirmed(confirm="x" * n)),
    "confirm no": (30, lambda n: confirmed(deny="x" * n)),
    "label": (2000, lambda n: field("x" * n, line(), "b")),
    "hint": (2000, lambda n: field("x", line(), "b", hint=plain("x" * n))),
    "input": (3000, lambda n: field("x", line(max_length=n), "b")),
    "alt text": (2000, lambda n: {"type": "image", "image_url": "x", "alt_text": "x" * n}),
    "table rows": (100, lambda n: {"type": "table", "rows": [[CELL]] * n}),
    "table columns": (20, lambda n: {"type": "table", "rows": [[CELL] * n]}),
    "markdown": (12_000, lambda n: {"type": "markdown", "text": "x" * n}),
}
CELL: Json = {"type": "raw_text", "text": "x"}


def confirmed(**words: str) -> Json:
    said = dict.fromkeys(("title", "text", "confirm", "deny"), "x") | words
    return actions(button("x", "a", confirm={key: plain(text) for key, text in said.items()}))


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_holds_to_the_character(name: str):
    most, build = LIMITS[name]
    assert message_problems([build(most)]) == []
    [*_, told] = message_problems([build(most + 1)])
    assert told.startswith((f"must be less than {most + 1}", f"no more than {most} items allowed"))


def test_a_message_as_a_whole():
    assert message_problems([section("x")] * 50) == []
    assert message_problems([section("x")] * 51) == [
        "no more than 50 items allowed [json-pointer:/blocks]"
    ]
    assert message_problems([section("x", block_id="b")] * 2) == [
        '`block_id` "b" already exists [json-pointer:/blocks/1/block_id]'
    ]
    same = [actions(button("x", "a"), block_id=str(n)) for n in range(2)]
    assert message_problems(same) == []
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}
    assert message_problems([table, table]) == ["only one table allowed [json-pointer:/blocks]"]


def test_some_blocks_are_for_messages_only():
    assert view_problems([{"type": "markdown", "text": "x"}], "/view/blocks") == [
        "unsupported type: markdown [json-pointer:/view/blocks/0/type]"
    ]
    two = [field("x", line(focus_on_load=True), str(n)) for n in range(2)]
    assert view_problems(two, "/view/blocks") == [
        "only one element can have `focus_on_load` [json-pointer:/view/blocks]"
    ]


@pytest.mark.parametrize(
    ("blocks", "fits"),
    [
        ([{"type": "markdown", "text": "x" * 12_000}], True),
        ([{"type": "markdown", "text": "x" * 6_001}] * 2, False),
        # What was seen to pass and to be refused: 50 blocks of 9,597, 45 of 11,341 characters.
        ([section("x" * 192)] * 50, True),
        ([section("x" * 253)] * 45, False),
    ],
)
def test_what_the_blocks_say_together(blocks: list[Json], fits: bool):
    try:
        content_of({"blocks": blocks}).check_size()
    except SlackError as error:
        assert (fits, error.error) == (False, "msg_blocks_too_long")
    else:
        assert fits


def test_what_slack_adds():
    [kept] = completed([actions(button("x", "a"), {"type": "datepicker"})])
    assert kept["block_id"]
    assert kept["elements"][0]["text"] == {"type": "plain_text", "text": "x", "emoji": True}
    assert kept["elements"][1]["action_id"]


def test_what_the_sdks_own_models_draw_is_right():
    text = RichTextElementParts.Text(text="x")
    blocks = [
        HeaderBlock(text="x"),
        SectionBlock(text="x", fields=["x", "y"]),
        ContextBlock(elements=[{"type": "mrkdwn", "text": "x"}]),
        DividerBlock(),
        ImageBlock(image_url="https://example.org/a.png", alt_text="x"),
        ActionsBlock(elements=[ButtonElement(text="x", action_id="a", value="v")]),
        RichTextBlock(
            elements=[
                RichTextSectionElement(elements=[text]),
                RichTextListElement(
                    style="bullet", elements=[RichTextSectionElement(elements=[text])]
                ),
            ]
        ),
    ]
    assert message_problems([block.to_dict() for block in blocks]) == []


KEYS = [
    *("type", "text", "elements", "options", "value", "block_id", "action_id", "accessory"),
    *("element", "initial_option", "option_groups", "rows", "blocks", "title", "event_type"),
]
KINDS = [
    *("section", "actions", "button", "rich_text", "table", "input", "static_select", "image"),
    *("radio_buttons", "plain_text", "rich_text_section", "modal", "home", "markdown", "context"),
]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS), inner | st.sampled_from(KINDS), max_size=4)
    ),
    max_leaves=12,
)


@given(anything)
def test_nonsense_is_complained_of_and_never_breaks(blocks: Any):
    problems = message_problems(blocks)
    assert all("[json-pointer:/blocks" in problem for problem in problems)
    if not problems:
        assert isinstance(completed(blocks), list)
    surface_problems(blocks, "modal")
    surface_problems({"type": "home", "blocks": blocks}, "home")


@given(st.sampled_from(["blocks", "attachments", "metadata", "markdown_text", "text"]), anything)
def test_nonsense_in_a_message_is_refused_by_name(key: str, value: Any):
    try:
        content_of({key: value}).check_size()
    except SlackError as error:
        assert error.body["error"] == error.error
