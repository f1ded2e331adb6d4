"""What comes into view by itself, and what never tears one away from what one reads."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Locator, expect
from pytest_asyncio import fixture

from playground.connecting import online
from playground.server import PlaygroundServer
from tests.browser.client import BROWSER, LAPTOP, PHONE, Client
from tests.browser.tall_bot import TallBot

pytestmark = BROWSER

# Where a message begins and ends, measured from the top of the view, and how high the view is.
PLACE = """(node) => {
    const view = document.getElementById("log").getBoundingClientRect();
    const box = node.getBoundingClientRect();
    return { top: box.top - view.top, bottom: box.bottom - view.top, height: view.height };
}"""


@fixture(loop_scope="session", params=[LAPTOP, PHONE], ids=["laptop", "phone"])
async def tall(
    request: pytest.FixtureRequest, browser: Browser, playground: PlaygroundServer
) -> AsyncIterator[Client]:
    bot = TallBot()
    async with online(bot, playground), Client.open(browser, playground, request.param) as opened:
        yield opened


async def assert_begins_in_view(message: Locator) -> None:
    """A tall message starts at the top of the view, a small one is seen whole."""
    place = await message.evaluate(PLACE)
    assert -1 <= place["top"] < place["height"] - 20, place
    if place["bottom"] - place["top"] > place["height"]:
        assert place["top"] < 20, place
    else:
        assert place["bottom"] <= place["height"] + 1, place


async def scroll_back(client: Client) -> None:
    await client.page.locator("#log").hover()
    await client.page.mouse.wheel(0, -100_000)
    log = client.page.locator("#log")
    await expect(log).to_have_js_property("scrollTop", 0)


def fill(client: Client, count: int = 40) -> None:
    ben = client.server.person("ben")
    for number in range(count):
        ben.says(f"said {number}", where="general")


def bar(client: Client) -> Locator:
    return client.page.get_by_role("button", name="New messages")


async def test_twenty_tall_answers_are_each_seen_from_the_beginning(tall: Client):
    for number in range(20):
        await tall.run("tall", count="80", first=f"answer {number}")
        await expect(tall.last).to_contain_text(f"answer {number}")
        await assert_begins_in_view(tall.last)


async def test_an_answer_comes_into_view_from_far_back(tall: Client):
    fill(tall)
    await expect(tall.last).to_contain_text("said 39")
    for count in ("1", "80", "3"):
        await scroll_back(tall)
        await tall.run("tall", count=count, first=f"count {count}")
        await expect(tall.last).to_contain_text(f"count {count}")
        await assert_begins_in_view(tall.last)
    await scroll_back(tall)
    await tall.page.locator("#composer-input").fill("my own words")
    await tall.page.keyboard.press("Enter")
    await expect(tall.last).to_contain_text("my own words")
    await assert_begins_in_view(tall.last)


async def test_an_answer_that_took_its_time_is_seen_from_the_beginning(tall: Client):
    fill(tall)
    await tall.run("later", count="80")
    await expect(tall.last).to_contain_text("thought")
    await assert_begins_in_view(tall.last)


async def test_an_answer_in_parts_is_seen_from_the_first(tall: Client):
    fill(tall)
    await tall.run("parts", count="80")
    await expect(tall.last).to_contain_text("part two")
    await assert_begins_in_view(tall.page.locator(".message").nth(-2))
    await bar(tall).click()
    await assert_begins_in_view(tall.last)
    await tall.run("parts", count="2")
    await expect(tall.last).to_contain_text("part two")
    for part in (-2, -1):
        await assert_begins_in_view(tall.page.locator(".message").nth(part))


async def test_a_pressed_message_that_grows_is_seen_from_the_beginning(tall: Client):
    fill(tall)
    await tall.run("grow")
    await tall.press("Grow")
    await expect(tall.last).to_contain_text("Grown")
    await assert_begins_in_view(tall.last)


async def test_others_are_followed_at_the_end_only(tall: Client):
    fill(tall)
    await expect(tall.last).to_contain_text("said 39")
    ben = tall.server.person("ben")
    ben.says("seen at once", where="general")
    await expect(tall.last).to_contain_text("seen at once")
    await assert_begins_in_view(tall.last)
    await expect(bar(tall)).not_to_be_visible()

    await scroll_back(tall)
    ben.says("first unseen", where="general")
    fill(tall)
    await expect(bar(tall)).to_be_visible()
    await expect(tall.page.locator("#log")).to_have_js_property("scrollTop", 0)
    await tall.check_access()
    await bar(tall).click()
    first = tall.page.locator(".message", has_text="first unseen")
    await assert_begins_in_view(first)
    await expect(first).to_be_focused()
    await expect(bar(tall)).not_to_be_visible()


async def test_history_stays_when_something_far_below_changes(tall: Client):
    fill(tall)
    world = tall.server.world
    said = world.post(world.new_message(world.bot, world.channel_named("general")["id"]))
    await scroll_back(tall)
    world.messages.edit(said, {"content": "\n".join("abcdefgh")}, guild_id=None)
    await expect(tall.last).to_contain_text("(edited)")
    # Which has the whole channel drawn anew.
    world.reactions.add(said, world.person("ben")["id"], "👍")
    await expect(tall.last.get_by_role("group", name="Reactions")).to_have_text("👍 1")
    await expect(tall.page.locator("#log")).to_have_js_property("scrollTop", 0)


async def test_a_tall_message_of_somebody_else_is_seen_from_the_beginning(tall: Client):
    fill(tall)
    await expect(tall.last).to_contain_text("said 39")
    tall.server.person("ben").says("\n".join(["tall", *"x" * 60]), where="general")
    await expect(tall.last).to_contain_text("tall")
    await assert_begins_in_view(tall.last)
    tall.server.person("ben").says("after it", where="general")
    await expect(bar(tall)).to_be_visible()
    await bar(tall).press("Enter")
    await assert_begins_in_view(tall.last)
