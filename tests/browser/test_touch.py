"""A narrow window: room for words, and targets that a thumb hits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
from discord import ui
from playwright.async_api import Browser, expect
from pytest_asyncio import fixture

from playground.connecting import online
from playground.server import PlaygroundServer
from tests.browser.client import BROWSER, LAPTOP, PHONE, Client
from tests.contract.sample_bot import SampleBot

pytestmark = BROWSER
# What is pressed and smaller than 44 px; words within a sentence are exempt (WCAG 2.5.8, inline).
SMALL = """() => [...document.querySelectorAll(
    "button, a.button, select, input, textarea, summary, [role=option], [role=menuitem]")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".markdown"))
    .filter((one) => !["checkbox", "radio"].includes(one.type))
    .filter((one) => one.getBoundingClientRect().height < 44)
    .map((one) => one.outerHTML.slice(0, 150))"""


class Result(ui.LayoutView):
    """A card whose words have a button beside them."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        read = ui.Button[Any](label="Read", custom_id="read")
        self.add_item(ui.Container(ui.Section("Words that want room. " * 6, accessory=read)))


class ResultBot(SampleBot):
    def __init__(self) -> None:
        super().__init__()

        @self.tree.command(name="result", description="Shows a result")
        async def result(interaction: discord.Interaction) -> None:
            await interaction.response.send_message(view=Result(), ephemeral=True)


@fixture(loop_scope="session", params=[LAPTOP, PHONE], ids=["laptop", "phone"])
async def client(
    request: pytest.FixtureRequest, browser: Browser, playground: PlaygroundServer
) -> AsyncIterator[Client]:
    bot = ResultBot()
    async with online(bot, playground), Client.open(browser, playground, request.param) as opened:
        yield opened


def is_phone(client: Client) -> bool:
    return (client.page.viewport_size or {})["width"] == PHONE


async def test_a_button_stands_under_its_words_where_the_room_is_narrow(client: Client):
    await client.run("result")
    read = client.last.get_by_role("button", name="Read")
    await expect(read).to_be_visible()
    words = await client.last.locator(".texts").bounding_box()
    button = await read.bounding_box()
    assert words and button
    assert (button["y"] >= words["y"] + words["height"]) == is_phone(client)
    assert words["width"] > 250


async def test_everything_is_large_enough_to_be_touched(client: Client):
    if not is_phone(client):
        pytest.skip("a mouse hits smaller things")
    page = client.page
    assert await page.evaluate(SMALL) == []
    await page.locator("#composer-input").fill("/")
    assert await page.evaluate(SMALL) == []
    await client.run("result")
    await expect(client.last.get_by_role("button", name="Dismiss message")).to_be_visible()
    await client.run("show card")
    await page.get_by_role("button", name="Colour").click()
    assert await page.evaluate(SMALL) == []
    await client.press("Form")
    await expect(page.get_by_label("Your name")).to_be_visible()
    assert await page.evaluate(SMALL) == []
    await page.keyboard.press("Escape")
    await client.type_command("show deep echo")
    assert await page.evaluate(SMALL) == []
    await page.keyboard.press("Escape")
    for drawer in ("Channels", "Clock and tours"):
        await page.get_by_role("button", name=drawer, exact=True).click()
        if drawer != "Channels":
            await client.unfold()
        assert await page.evaluate(SMALL) == []
        await page.get_by_role("button", name=drawer, exact=True).click()
