"""Where reading is hardest: a small window, large text, bursts, restarts, other scripts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Locator, expect
from pytest_asyncio import fixture

from bot.demo import TOURS, WELCOME
from playground.connecting import online
from playground.server import PlaygroundServer
from playground.tours import Tours
from tests.browser.client import BROWSER, LAPTOP, PHONE, SMALL, Client
from tests.browser.tall_bot import TallBot
from tests.browser.test_following import assert_begins_in_view, bar, fill
from tests.e2e.stage import Stage

pytestmark = BROWSER

# What is wider than the window, or cut off in what does not scroll.
HIDDEN = """() => {
    const isSeen = (one) => one.getClientRects().length && !one.closest(".hidden, .wire")
        && one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const isWide = (one) => {
        const { left, right } = one.getBoundingClientRect();
        return right > innerWidth + 1 || left < -1;
    };
    const isCut = (one) => one.scrollWidth > one.clientWidth + 1
        && getComputedStyle(one).overflowX !== "auto";
    const boxes = ["body", "welcome", "composer", "form", "tour", "side", "places", "notice"];
    const parts = boxes.map((one) => `.${one} *`).join();
    return [...document.querySelectorAll(`${parts}, .button, h1, h2, h3`)]
        .filter(isSeen)
        .filter((one) => isWide(one) || (one.matches("p, h2, h3, .button, .label") && isCut(one)))
        .map((one) => one.outerHTML.slice(0, 160));
}"""
# How many pixels of words are seen, and how many of the message box are not.
ROOM = """() => {
    const seen = (node) => {
        const box = node.getBoundingClientRect();
        return Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
    };
    const box = document.getElementById("composer");
    const [log, welcome] = ["log", "welcome"].map((id) => seen(document.getElementById(id)));
    return { words: log + welcome, cut: box.offsetHeight - seen(box) };
}"""
LARGE_TEXT = "document.documentElement.style.fontSize = '200%'"
# The width of the first letter's place less that of the last: words run from left to right.
RUNS = """(node, words) => {
    const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const at = walk.currentNode.data.indexOf(words);
        if (at < 0) continue;
        const place = (from) => {
            const range = document.createRange();
            range.setStart(walk.currentNode, from);
            range.setEnd(walk.currentNode, from + 1);
            return range.getBoundingClientRect().left;
        };
        return place(at) < place(at + words.length - 1);
    }
    return null;
}"""


@fixture(
    loop_scope="session",
    params=[(SMALL, False), (SMALL, True), (PHONE, True), (LAPTOP, True)],
    ids=["small", "small-large-text", "phone-large-text", "laptop-large-text"],
)
async def demo(
    request: pytest.FixtureRequest, browser: Browser, stage: Stage
) -> AsyncIterator[Client]:
    """The page as `make demo` serves it, in a small window, with text at 200 %, or both."""
    stage.server.welcome = WELCOME
    stage.server.tours = Tours(stage.server, TOURS)
    width, is_large = request.param
    async with Client.open(browser, stage.server, width) as opened:
        if is_large:
            await opened.page.evaluate(LARGE_TEXT)
        yield opened


@fixture(loop_scope="session")
async def tall(browser: Browser, playground: PlaygroundServer) -> AsyncIterator[Client]:
    async with online(TallBot(), playground), Client.open(browser, playground, PHONE) as opened:
        yield opened


async def assert_readable(client: Client) -> None:
    hidden = await client.page.evaluate(HIDDEN)
    assert hidden == [], hidden
    room = await client.page.evaluate(ROOM)
    assert room["cut"] <= 1, room
    assert room["words"] >= 80, room


async def test_everything_is_readable_in_little_room(demo: Client):
    page = demo.page
    await assert_readable(demo)
    await demo.check_access()
    await demo.run("cert info", name="pmp")
    await expect(demo.last).to_contain_text("Project Management Professional")
    await assert_begins_in_view(demo.last)
    await assert_readable(demo)
    await demo.type_command("goal add")
    await assert_readable(demo)
    await page.keyboard.press("Escape")
    await demo.run("start")
    form = page.get_by_role("dialog")
    await expect(form).to_contain_text("What do you do today?")
    await assert_readable(demo)
    await form.get_by_role("button", name="Submit").scroll_into_view_if_needed()
    await expect(form.get_by_role("button", name="Submit")).to_be_in_viewport(ratio=1)
    await page.keyboard.press("Escape")
    for drawer, inside in (("Channels", "#places"), ("Clock and tours", "#side")):
        opener = page.get_by_role("button", name=drawer, exact=True)
        if not await opener.is_visible():
            continue
        await opener.click()
        await expect(page.locator(inside)).to_be_visible()
        await assert_readable(demo)
        # The drawer does not cover what closes it.
        await opener.click()
        await expect(page.locator(inside)).not_to_be_visible()
    await demo.check_access()


async def test_a_tour_leaves_room_for_what_it_tells_of(demo: Client):
    panel = demo.page.get_by_role("region", name="Guided tour")
    await demo.tool("A newcomer looks something up")
    await expect(panel).to_contain_text("Step 1 of")
    await expect(demo.last.locator("h2, h3, .head").first).to_be_in_viewport()
    await assert_readable(demo)


async def test_a_name_from_right_to_left_turns_nothing_else_round(
    browser: Browser, playground: PlaygroundServer
):
    ana = playground.world.person("ana")
    for name in ("נועה כהן", "\u202eAna", "ليلى"):
        playground.world.users[ana["id"]]["global_name"] = name
        async with (
            online(TallBot(), playground),
            Client.open(browser, playground, PHONE, me=name) as client,
        ):
            await client.run("tall", count="2", first="one")
            asked = client.last.locator(".asked")
            await expect(asked).to_contain_text("used /tall")
            assert await asked.evaluate(RUNS, "used")
            assert await asked.evaluate(RUNS, "/tall")
            await client.page.locator("#composer-input").fill("my words")
            await client.page.keyboard.press("Enter")
            await expect(client.last).to_contain_text("my words")
            await client.last.click(button="right")
            menu = client.page.get_by_role("menu")
            entry = menu.get_by_role("menuitem", name="Who is it")
            assert await entry.evaluate(RUNS, "Who is it")
            await client.page.keyboard.press("Escape")
            person = client.page.locator("#person option:checked")
            await expect(person).to_contain_text(name)
            await client.check_access()


async def test_twenty_answers_at_once_are_all_there_and_the_last_is_seen(tall: Client):
    fill(tall)
    ana = tall.server.person("ana")
    answers = (ana.slash("tall", count=12, first=f"answer {number}") for number in range(20))
    await asyncio.gather(*answers)
    messages = tall.page.locator(".message", has_text="answer ")
    await expect(messages).to_have_count(20)
    await assert_begins_in_view(tall.last)
    assert await tall.page.evaluate(HIDDEN) == []


async def test_what_arrives_while_one_scrolls_back_moves_nothing(tall: Client):
    fill(tall)
    await expect(tall.last).to_contain_text("said 39")
    read = tall.page.locator(".message", has_text="said 20")
    await tall.page.locator("#log").hover()
    await tall.page.mouse.wheel(0, -400)
    await read.evaluate("node => node.scrollIntoView({ block: 'start' })")
    before = await read.bounding_box()
    tall.server.person("ben").says("meanwhile\n" * 30, where="general")
    await expect(bar(tall)).to_be_visible()
    assert await read.bounding_box() == before


async def test_a_page_left_open_over_a_restart_of_the_bot_goes_on(
    browser: Browser, playground: PlaygroundServer
):
    async with Client.open(
        browser, playground, PHONE, status="The bot is not connected yet…"
    ) as client:
        page, status = client.page, client.page.locator("#status")
        async with online(TallBot(), playground):
            await expect(status).to_have_text("")
            fill(client)
            await client.run("tall", count="80", first="before the restart")
            await expect(client.last).to_contain_text("before the restart")
            await assert_begins_in_view(client.last)
            place = await client.last.bounding_box()
            await page.locator("#composer-input").fill("half a sentence")
        await expect(status).to_have_text("The bot is not connected yet…")
        await assert_still(client, place)
        async with online(TallBot(), playground):
            await expect(status).to_have_text("")
            await assert_still(client, place)
            await client.run("tall", count="3", first="after the restart")
            await expect(client.last).to_contain_text("after the restart")
            await assert_begins_in_view(client.last)


async def assert_still(client: Client, place: object) -> None:
    message: Locator = client.page.locator(".message", has_text="before the restart")
    assert await message.bounding_box() == place
    await expect(client.page.locator("#composer-input")).to_have_value("half a sentence")
