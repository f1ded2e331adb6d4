"""A button says where it leads within 100 characters, and is read back the same."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.platforms.discord.custom_id import TEMPLATE, Decoded, decode, encode
from bot.platforms.discord.identity import channel_id, member_id, message_id, snowflake

VERBS = st.from_regex(r"[a-z]{1,8}\.[a-z]{1,8}", fullmatch=True)
ARGS = st.lists(st.text(max_size=8) | st.sampled_from(["~", "!1", ":", "~mark", "%", ""]))


def test_it_reads_as_it_looks():
    assert encode("goal.done", ("abcd1234",)) == "v1:goal.done:abcd1234"
    assert encode("post.about", mark="mark", ordinal=2) == "v1:post.about:~mark:!2"
    assert decode("v1:post.about:~mark:!2") == Decoded(1, "post.about", (), "mark")


@given(VERBS, ARGS.map(tuple), st.none() | st.text(max_size=26), st.integers(0, 3))
def test_what_is_encoded_is_decoded(
    verb: str, args: tuple[str, ...], mark: str | None, ordinal: int
):
    assume(all(text.isprintable() or text == "" for text in (*args, mark or "")))
    try:
        encoded = encode(verb, args, mark, ordinal)
    except ValueError:
        assume(False)
        raise
    assert len(encoded) <= 100
    assert encoded.isascii()
    assert TEMPLATE.fullmatch(encoded)
    assert decode(encoded) == Decoded(1, verb, args, mark)


@pytest.mark.parametrize(
    ("verb", "args"),
    [("goal.done", ("x" * 90,)), ("goal", ()), ("Goal.done", ()), ("", ()), ("a.b:c", ())],
)
def test_what_discord_would_refuse_is_refused(verb: str, args: tuple[str, ...]):
    with pytest.raises(ValueError, match="custom_id"):
        encode(verb, args)


@pytest.mark.parametrize("foreign", ["", "goal.done", "v1", "v1:goal", "vx:goal.done", "a:b:c"])
def test_foreign_ids_are_none_of_ours(foreign: str):
    assert decode(foreign) is None


def test_a_later_version_is_told_apart():
    assert decode("v2:goal.done:x") == Decoded(2, "goal.done", ("x",))


def test_snowflakes_and_our_ids():
    number = 1_234_567_890_123_456_789
    for own in (channel_id(number), member_id(number), message_id(number)):
        assert own == f"discord:{number}"
        assert snowflake(own) == number
    for bad in ("slack:12", "discord:", "discord:x", "12", ""):
        with pytest.raises(ValueError):
            snowflake(bad)
