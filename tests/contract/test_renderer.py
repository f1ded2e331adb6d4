"""What the renderer draws is accepted by the wire, shown to people and read back whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.cards import (
    Alert,
    Attachment,
    Block,
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
    Source,
    Steps,
    Strong,
    Table,
    Text,
    When,
)
from bot.model import ChannelId, MemberId
from bot.platforms.discord.renderer import Renderer
from playground.reply import Reply
from playground.seed import CHANNELS
from playground.server import PlaygroundServer
from tests.contract.sample_bot import SampleBot

RENDERER = Renderer({"goal": 77})
ANA = MemberId("discord:1000000000000000011")
GENERAL = ChannelId(f"discord:{CHANNELS['general']}")
PNG = b"\x89PNG\r\n\x1a\n"

BLOCKS: list[Block] = [
    Text(("Say ", Strong("this"), " or ", Code("that"), " in ", ChannelRef(GENERAL)), "Heading"),
    Text((MemberRef(ANA), " at ", When(datetime(2026, 3, 2, 8, tzinfo=UTC)))),
    Facts((("Fee", ("USD 405",)), ("Site", (Link("PMI", "https://pmi.org"),))), "Facts"),
    Items((Item("Learn", ("daily",), Button("Done", "goal.done", ("x",))), Item("Rest"))),
    Items((Item("Read", (), LinkButton("Open", "https://example.org")),)),
    Table("Fees", ("Name", "Fee"), (("PMP", "405"), ("CSM", "50"))),
    Steps(((True, ("one",)), (False, ("two",)))),
    Progress(1, 2, "Steps"),
    Divider(),
    Image(PNG, "road map.png", "Six stages in a row"),
    Attachment(b"{}", "my-data.json", "Everything stored about you"),
    Note(("An aside.",)),
    Alert(("Careful.",), "bad"),
]
WHOLE = Card(
    "Everything",
    "Every block at once",
    tuple(BLOCKS),
    (Button("Do it", "goal.from", ("nudge", "n1"), "primary"), LinkButton("Site", "https://x.org")),
    (Source("pmi.org", "https://pmi.org", "2026-01"), Source("Written by us")),
    date(2026, 11, 22),
    Link("PMI", "https://pmi.org"),
    "All of it",
    Role.BRAND,
)


async def post(playground: PlaygroundServer, bot: SampleBot, card: Card) -> list[Reply]:
    first = RENDERER.render(card)
    pages = [first, *first.following]
    for page in pages:
        await bot.get_partial_messageable(int(CHANNELS["general"])).send(
            view=page.view, files=page.files, allowed_mentions=page.allowed_mentions
        )
    return await playground.person("ana").posts("general", len(pages))


async def test_a_card_of_everything_is_posted_and_read(
    playground: PlaygroundServer, bot: SampleBot
):
    [seen] = await post(playground, bot, WHOLE)
    lines = seen.plain_text.splitlines()
    for line in (
        "Everything",
        "All of it",
        "Say this or that in #general",
        "@Ana at 2026-03-02 08:00 UTC",
        "Fee: USD 405",
        "PMP Fee: 405",
        "✅ Done: one",
        "Important: Careful.",
        "Sources: pmi.org (2026-01)",
        "Checked 22 Nov 2026 · Written by us · PMI",
    ):
        assert line in lines
    assert seen.buttons == ["Done", "Open", "Do it", "Site"]
    assert [file["filename"] for file in seen.attachments] == ["road_map.png", "my-data.json"]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: type(block).__name__)
async def test_each_block_alone_is_accepted(
    playground: PlaygroundServer, bot: SampleBot, block: Block
):
    assert await post(playground, bot, Card("Title", "Summary", (block,)))


async def test_a_long_card_with_files_is_accepted_page_by_page(
    playground: PlaygroundServer, bot: SampleBot
):
    long = Text(("All work and no play makes a dull plan. " * 150,))
    picture = Image(PNG, "plan.png", "The plan")
    pages = await post(playground, bot, Card("Title", "S", (picture, long, picture)))
    assert [len(page.attachments) for page in pages] == [1, 1]
    assert "Page 2 of 2" in pages[1].plain_text


@pytest.mark.parametrize("member", [ANA, None])
async def test_only_who_is_named_is_pinged(
    playground: PlaygroundServer, bot: SampleBot, member: MemberId | None
):
    card = Card("T", "S", (Text(("@everyone ", MemberRef(ANA))),))
    notified = replace(card, notify=(member,) if member else ())
    [seen] = await post(playground, bot, notified)
    assert not seen.message["mention_everyone"]
    assert [user["username"] for user in seen.message["mentions"]] == (["ana"] if member else [])


async def test_command_mentions_carry_their_id(playground: PlaygroundServer, bot: SampleBot):
    [seen] = await post(playground, bot, Card("T", "S", (Text((CommandRef("goal add"),)),)))
    assert "</goal add:77>" in seen.text


async def test_nothing_is_kept_of_what_was_sent(playground: PlaygroundServer, bot: SampleBot):
    await post(playground, bot, WHOLE)
    assert list(bot.persistent_views) == []
    # discord.py has no public way to see what it keeps for messages.
    assert bot._connection._view_store._synced_message_views == {}
