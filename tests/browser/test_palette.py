"""The command palette and the options of a command, as in Discord."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from playground.connecting import online
from playground.server import PlaygroundServer
from tests.browser.client import BROWSER, LAPTOP, PHONE, Client
from tests.browser.odd_bot import OddBot

pytestmark = BROWSER


async def paths(client: Client) -> list[str]:
    await client.page.locator("#composer-input").fill("/")
    return await client.page.locator("#palette .label").all_inner_texts()


async def test_what_was_used_lately_comes_first_then_the_order_of_the_tree(client: Client):
    first = await paths(client)
    assert first[:3] == ["/help", "/find", "/career path"]
    await client.run("goal list")
    await client.run("me profile")
    assert await paths(client) == [
        "/me profile",
        "/goal list",
        *(path for path in first if path not in ("/goal list", "/me profile")),
    ]
    await client.page.locator("#composer-input").fill("/goal")
    await expect(client.page.locator("#palette .label").first).to_have_text("/goal list")
    await client.become("Ben (mentor)")
    assert (await paths(client))[0] == "/help"


@pytest.mark.parametrize("key", ["Tab", "Enter"])
async def test_a_half_typed_choice_becomes_the_highlighted_one(sample: Client, key: str):
    page = sample.page
    await sample.type_command("show deep echo")
    await page.locator("#option-text").fill("hello")
    for option, typed, taken in (
        ("person", "be", "Ben"),
        ("channel", "trend", "#trend-tips"),
        ("role", "ment", "Mentor"),
    ):
        field = page.locator(f"#option-{option}")
        await field.fill(typed)
        await expect(page.locator("#palette [aria-selected='true']")).to_have_text(taken)
        await field.press(key)
        await expect(field).to_have_value(taken)
    await sample.press("Send")
    await expect(sample.last).to_contain_text("hello/0/Ben/trend-tips/Mentor")


async def test_a_choice_that_is_none_is_said_at_its_field(sample: Client):
    page = sample.page
    await sample.type_command("show deep echo")
    await page.locator("#option-text").fill("hello")
    field = page.locator("#option-channel")
    await field.fill("nowhere")
    await field.press("Enter")
    await expect(field).to_be_focused()
    await expect(field).to_have_attribute("aria-invalid", "true")
    await expect(page.locator("#option-hint")).to_contain_text("choose one of the list")
    await sample.check_access()
    # The name without its sign is enough.
    await field.fill("general")
    await sample.press("Send")
    await expect(sample.last).to_contain_text("hello/0/None/general/None")


async def test_only_channels_of_the_wanted_types_are_offered(sample: Client):
    world = sample.server.world
    [guild] = world.guilds.values()
    for name, kind in (("hall", 13), ("gallery", 16), ("talk", 2), ("news", 5), ("topics", 4)):
        world.add_channel(guild, name, kind=kind)
    for name in ("hall", "gallery"):
        listed = sample.page.locator("#channels").get_by_role("button", name=name)
        await expect(listed).to_be_visible()
    await sample.type_command("show deep echo")
    await sample.page.locator("#option-channel").focus()
    offered = sample.page.locator("#palette .label")
    await expect(offered).to_have_text(["#general", "#weekly-nudges", "#trend-tips", "#news"])


@pytest.mark.parametrize("width", [LAPTOP, PHONE])
async def test_a_text_option_takes_the_room_that_is_left(
    browser: Browser, playground: PlaygroundServer, width: int
):
    async with online(OddBot(), playground), Client.open(browser, playground, width) as client:
        await client.type_command("odd")
        text, fixed = (client.page.locator(f"#option-{name}") for name in ("text", "fixed"))
        boxes = [await box.bounding_box() for box in (text, fixed)]
        assert boxes[0] and boxes[1]
        assert boxes[0]["width"] > (300 if width == LAPTOP else 200)
        assert boxes[1]["width"] < 200
        await client.check_access()


async def test_a_command_for_others_says_for_whom(sample: Client):
    box = sample.page.locator("#composer-input")
    for typed in ("/adm", "/admin"):
        await box.fill(typed)
        why = sample.page.locator("#palette")
        await expect(why).to_have_text("Only people with Manage Server can use this.")
    await box.fill("/adminx")
    await expect(sample.page.locator("#palette")).to_have_text("No command of that name here")
