"""What is written, drawn as Discord draws it; no bot is needed to see it."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import expect

from playground.files import StoredFile
from playground.message_store import LOADING
from playground.world import World
from tests.browser.client import BROWSER, Client

pytestmark = BROWSER

# What one writes, and what the page makes of it (support article "Markdown Text 101").
MARKDOWN = {
    "**b** *i* _i_ __u__ ~~s~~": (
        "<p><strong>b</strong> <em>i</em> <em>i</em> <u>u</u> <s>s</s></p>"
    ),
    "***bi*** __**ub**__": "<p><strong><em>bi</em></strong> <u><strong>ub</strong></u></p>",
    "snake_case_word": "<p>snake_case_word</p>",
    "**open *and _this": "<p>**open *and _this</p>",
    r"\*not\* \`c\` \> q": "<p>*not* `c` &gt; q</p>",
    "`*x*` ``a`b``": "<p><code>*x*</code> <code>a`b</code></p>",
    "```py\nx = *1*\n```": ('<pre tabindex="0" data-language="py"><code>x = *1*</code></pre>'),
    "> a\n> b\nc": "<blockquote><p>a</p><p>b</p></blockquote><p>c</p>",
    "a\n>>> b\nc": "<p>a</p><blockquote><p>b</p><p>c</p></blockquote>",
    "# 1\n## 2\n### 3\n#### 4\n-# s": (
        '<h2>1</h2><h3>2</h3><h4>3</h4><p>#### 4</p><p class="small">s</p>'
    ),
    "- a\n- b\n  - c\n- d": "<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>",
    "7. a\n8. b": '<ol start="7"><li>a</li><li>b</li></ol>',
    "* a\n  1. b": "<ul><li>a<ol><li>b</li></ol></li></ul>",
    "<script>owned = 1</script> &lt;": "<p>&lt;script&gt;owned = 1&lt;/script&gt; &amp;lt;</p>",
    "[bad](javascript:alert(1))": "<p>[bad](javascript:alert(1))</p>",
    "<:party:123456789012345678>": '<p><span class="emoji">:party:</span></p>',
}
# Midnight in UTC, read in Rome.
MOMENTS = {
    "t": "01:00",
    "T": "01:00:00",
    "d": "01/01/1970",
    "D": "1 January 1970",
    "f": "1 January 1970 at 01:00",
    "F": "Thursday, 1 January 1970 at 01:00",
}


def post(world: World, author: str = "bot", channel: str = "general", **fields: Any) -> Any:
    """Put a message into a channel; without ``author`` it is the bot's."""
    writer = world.bot if author == "bot" else world.person(author)
    place = world.channel_named(channel)["id"]
    return world.post(world.new_message(writer, place, **fields))


def keep(client: Client, name: str, body: bytes) -> dict[str, Any]:
    """Keep a file as if the bot had sent it; return its attachment."""
    kind = "image/png" if name.endswith(".png") else "text/plain"
    key = client.server.world.ids.next()
    client.server.world.files[key] = StoredFile(name, kind, body)
    url = f"{client.server.url}/attachments/1/{key}/{name}"
    return {"id": key, "filename": name, "size": len(body), "url": url, "content_type": kind}


def png(red: int, green: int, blue: int, size: int = 64) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        checked = name + body
        return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))

    rows = (b"\0" + bytes((red, green, blue)) * size) * size
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


async def test_markdown(quiet: Client):
    for written in MARKDOWN:
        post(quiet.server.world, content=written)
    await expect(quiet.page.locator(".markdown")).to_have_count(len(MARKDOWN))
    drawn = await quiet.page.eval_on_selector_all(".markdown", "all => all.map(n => n.innerHTML)")
    assert dict(zip(MARKDOWN, drawn, strict=True)) == MARKDOWN
    await quiet.check_access()


async def test_links_lead_to_the_web_only(quiet: Client):
    post(
        quiet.server.world,
        content="[text](https://a.example/x) <https://b.example> see https://c.example/d_e_f.",
    )
    links = quiet.last.get_by_role("link")
    await expect(links).to_have_text(["text", "https://b.example", "https://c.example/d_e_f"])
    for link in await links.all():
        assert await link.get_attribute("rel") == "noopener noreferrer nofollow"


async def test_moments_are_told_in_the_viewers_zone(quiet: Client):
    styles = " ".join(f"<t:0:{style}>" for style in MOMENTS)
    post(quiet.server.world, content=f"<t:0> {styles}")
    told = quiet.page.locator(".markdown time")
    await expect(told).to_have_text([MOMENTS["f"], *MOMENTS.values()])
    in_an_hour = int(quiet.server.clock.now().timestamp()) + 3660
    post(quiet.server.world, content=f"<t:{in_an_hour}:R>")
    await expect(told.last).to_have_text("in 1 hour")
    quiet.server.clock.advance(timedelta(hours=3))
    await expect(told.last).to_have_text("2 hours ago")


async def test_mentions_have_names(quiet: Client):
    world = quiet.server.world
    [guild] = world.guilds.values()
    ana, role = world.person("ana")["id"], guild.role_named("Mentor")["id"]
    place = world.channel_named("trend-tips")["id"]
    post(world, content=f"<@{ana}> <@!{ana}> <@&{role}> @everyone <#{place}> </cert info:7> <@9>")
    names = ["@Ana", "@Ana", "@Mentor", "@everyone", "#trend-tips", "/cert info", "@unknown"]
    await expect(quiet.last.locator(".mention")).to_have_text(names)
    await quiet.press("#trend-tips")
    await expect(quiet.page.locator("#place")).to_have_text("# trend-tips")


async def test_spoilers_wait_to_be_asked(quiet: Client):
    post(quiet.server.world, content="The end: ||the **butler**||")
    spoiler = quiet.last.get_by_role("button", name="Spoiler, press to show")
    await expect(spoiler.locator("strong")).not_to_be_visible()
    await spoiler.press("Enter")
    await expect(quiet.last.get_by_role("button", name="the butler")).to_be_visible()
    await expect(quiet.last.locator("strong")).to_be_visible()


async def test_an_embed_shows_all_it_has(quiet: Client):
    world = quiet.server.world
    embed = {
        "author": {"name": "The author", "url": "https://a.example/"},
        "title": "The title",
        "url": "https://t.example/",
        "description": "Some *words*",
        "color": 0x336699,
        "fields": [
            {"name": "One", "value": "**1**", "inline": True},
            {"name": "Two", "value": "2", "inline": True},
            {"name": "Wide", "value": "3"},
        ],
        "footer": {"text": "The footer"},
        "timestamp": "2026-01-02T12:00:00+00:00",
    }
    post(world, embeds=[embed])
    drawn = quiet.last.locator(".embed")
    for name in ("The author", "The title"):
        await expect(drawn.get_by_role("link", name=name)).to_be_visible()
    await expect(drawn.locator("em")).to_have_text("words")
    await expect(drawn.locator(".fields strong").first).to_have_text("One")
    await expect(drawn).to_contain_text("The footer • 02/01/2026, 13:00")
    await expect(drawn).to_have_css("border-left-color", "rgb(51, 102, 153)")
    one, two, wide = [
        await box.bounding_box() for box in await drawn.locator(".fields > div").all()
    ]
    assert one and two and wide
    assert one["y"] == two["y"] < wide["y"]
    assert wide["width"] > one["width"]
    await quiet.check_access()


async def test_every_component_is_drawn(quiet: Client):
    world = quiet.server.world
    attachments = [
        keep(quiet, "a.png", png(88, 101, 242)),
        keep(quiet, "b.png", png(36, 128, 70)),
        keep(quiet, "c.txt", b"words"),
    ]
    link = {"type": 2, "style": 5, "label": "Read", "url": "https://r.example/"}
    styles = [
        {"type": 2, "style": style, "label": name, "custom_id": name, "emoji": {"name": "✅"}}
        for style, name in enumerate(("Primary", "Secondary", "Success", "Danger"), start=1)
    ]
    off = {"type": 2, "style": 2, "label": "Off", "custom_id": "off", "disabled": True}
    thumbnail = {"type": 11, "media": {"url": "attachment://a.png"}, "description": "A thumb"}
    gallery = [
        {"media": {"url": "attachment://a.png"}, "description": "First"},
        {"media": {"url": "attachment://b.png"}, "description": "Second", "spoiler": True},
    ]
    parts = [
        {"type": 10, "content": "# Heading"},
        {"type": 9, "components": [{"type": 10, "content": "beside"}], "accessory": thumbnail},
        {"type": 14, "divider": True, "spacing": 2},
        {"type": 12, "items": gallery},
        {"type": 13, "file": {"url": "attachment://c.txt"}},
        {"type": 1, "components": [*styles, off]},
        {"type": 1, "components": [link]},
    ]
    card = {"type": 17, "accent_color": 0xFF0000, "components": parts}
    hidden = {"type": 17, "spoiler": True, "components": [{"type": 10, "content": "psst"}]}
    post(world, flags=1 << 15, components=[card, hidden], attachments=attachments)
    drawn = quiet.last
    await expect(drawn.locator(".container").first).to_have_css(
        "border-left-color", "rgb(255, 0, 0)"
    )
    await expect(drawn.get_by_role("img", name="A thumb")).to_be_visible()
    await expect(drawn.get_by_role("img", name="First")).to_be_visible()
    await expect(drawn.get_by_role("img", name="Second")).to_have_count(0)
    await expect(drawn.get_by_role("separator")).to_have_count(1)
    await expect(drawn.get_by_role("link", name="c.txt")).to_have_count(1)
    for style in ("primary", "secondary", "success", "danger"):
        named = drawn.get_by_role("button", name=f"✅ {style.title()}")
        await expect(named).to_have_class(f"button {style}")
    await expect(drawn.get_by_role("button", name="Off")).to_be_disabled()
    await expect(drawn.get_by_role("link", name="Read")).to_have_attribute(
        "href", "https://r.example/"
    )
    await quiet.check_access()
    await expect(drawn.get_by_text("psst")).to_have_count(0)
    for _ in range(2):
        await drawn.get_by_role("button", name="Spoiler").first.click()
    await expect(drawn.get_by_text("psst")).to_be_visible()
    await expect(drawn.get_by_role("img", name="Second")).to_be_visible()


async def test_messages_of_one_author_are_one_group(quiet: Client):
    world = quiet.server.world
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    for minutes, author in ((0, "ben"), (2, "ben"), (3, "mia"), (20, "mia"), (24 * 60, "mia")):
        at = (noon + timedelta(minutes=minutes)).isoformat()
        post(world, author, content="words", timestamp=at)
    await expect(quiet.page.locator(".message")).to_have_count(5)
    await expect(quiet.page.locator(".head .name")).to_have_text(["Ben", "Mia", "Mia", "Mia"])
    times = quiet.page.locator(".head time")
    await expect(times).to_have_text(["13:00", "13:03", "13:20", "13:00"])
    days = quiet.page.get_by_role("log").get_by_role("separator")
    year = "" if quiet.server.clock.now().year == noon.year else f" {noon.year}"
    await expect(days).to_have_text([f"Sunday, 1 March{year}", f"Monday, 2 March{year}"])


async def test_what_happens_to_a_message_is_seen(quiet: Client):
    world = quiet.server.world
    [guild] = world.guilds.values()
    said = post(world, content="one")
    world.reactions.add(said, world.person("ben")["id"], "👍")
    await expect(quiet.last.get_by_role("group", name="Reactions")).to_have_text("👍 1")
    held = world.messages.get(said["channel_id"], said["id"])
    assert held
    world.messages.edit(held, {"content": "two"}, guild_id=guild.id)
    await expect(quiet.last).to_contain_text("(edited)")
    await expect(quiet.last).to_contain_text("two")
    post(world, "ana", content="answer", type=19, referenced_message=said)
    await expect(quiet.last.locator(".asked")).to_contain_text("TPM Mentor: one")
    thinking = post(world, flags=LOADING)
    await expect(quiet.last).to_contain_text("TPM Mentor is thinking…")
    world.messages.delete(thinking, guild_id=guild.id)
    await expect(quiet.last).to_contain_text("answer")


async def test_the_clock_moves_without_messages_being_told_again(quiet: Client):
    post(quiet.server.world, content="<t:0:R> once")
    await expect(quiet.last).to_contain_text("once")
    await quiet.page.evaluate("""
        window.added = 0;
        const count = (records) => records.forEach((one) => {
            window.added += [...one.addedNodes].filter((node) => node.nodeType === 1).length;
        });
        new MutationObserver(count).observe(
            document.getElementById("log"), { childList: true, subtree: true });
    """)
    quiet.server.clock.advance(timedelta(days=800))
    year = str(quiet.server.clock.now().year)
    await expect(quiet.page.locator(".clock")).to_contain_text(year)
    assert await quiet.page.evaluate("added") == 0
    post(quiet.server.world, content="news")
    await expect(quiet.last).to_contain_text("news")
    assert await quiet.page.evaluate("added") >= 1


async def test_places_are_listed_as_the_server_has_them(quiet: Client):
    world = quiet.server.world
    [guild] = world.guilds.values()
    category = world.add_channel(guild, "Questions", kind=4)
    forum = world.add_channel(guild, "ask-a-tpm", kind=15, parent_id=category["id"], topic="Ask")
    ana = world.person("ana")["id"]
    thread = world.threads.start(forum, "How to begin?", owner_id=ana, kind=11)
    channels = quiet.page.locator("#channels")
    await expect(channels.get_by_role("heading", name="Questions")).to_be_visible()
    await channels.get_by_role("button", name="How to begin?").click()
    await expect(quiet.page.locator("#place")).to_contain_text("How to begin?")
    await expect(channels.locator("[aria-current]")).to_contain_text("How to begin?")
    world.post(world.new_message(world.person("ben"), thread["id"], content="With a plan"))
    await expect(quiet.last).to_contain_text("With a plan")
    await channels.get_by_role("button", name="ask-a-tpm").click()
    await expect(quiet.page.locator("#topic")).to_have_text("Ask")
    await expect(channels.get_by_role("button", name="mods-only")).to_have_count(0)
    world.add_channel(guild, "new-here")
    await expect(channels.get_by_role("button", name="new-here")).to_be_visible()
    await expect(channels.get_by_role("button", name="ask-a-tpm")).to_be_focused()
    await quiet.check_access()


@pytest.mark.parametrize("channel", ["weekly-nudges", "mods-only"])
async def test_news_elsewhere_are_marked_until_read(quiet: Client, channel: str):
    await quiet.become("Mia (moderator)")
    post(quiet.server.world, channel=channel, content="news")
    entry = quiet.page.locator("#channels .channel", has_text=channel)
    await expect(entry).to_have_class("channel unread")
    await entry.click()
    await expect(quiet.last).to_contain_text("news")
    await expect(entry).to_have_class("channel")
