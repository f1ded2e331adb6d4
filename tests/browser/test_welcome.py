"""What a newcomer is shown first: the host's own welcome, until their first command."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Locator, expect
from pytest_asyncio import fixture

from bot.demo import TOURS, WELCOME
from playground.tours import Tours
from tests.browser.client import BROWSER, LAPTOP, PHONE, Client
from tests.e2e.stage import Stage

pytestmark = BROWSER


@fixture(loop_scope="session", params=[LAPTOP, PHONE], ids=["laptop", "phone"])
async def demo(
    request: pytest.FixtureRequest, browser: Browser, stage: Stage
) -> AsyncIterator[Client]:
    """The page as `make demo` serves it."""
    stage.server.welcome = WELCOME
    stage.server.tours = Tours(stage.server, TOURS)
    async with Client.open(browser, stage.server, request.param) as opened:
        yield opened


def welcome(client: Client) -> Locator:
    return client.page.locator("#welcome")


async def test_the_hosts_welcome_offers_what_to_begin_with(demo: Client):
    labels = [
        "I'm new here",
        "Ask a question",
        "Set a goal",
        "Be Mia, a moderator",
    ]
    heading = demo.page.get_by_role("heading", name="Become a Technical Project Manager")
    await expect(heading).to_be_visible()
    await expect(welcome(demo)).to_contain_text("Ask, plan, and be reminded")
    await expect(welcome(demo).get_by_role("button")).to_have_text(labels)
    await demo.check_access()
    await welcome(demo).get_by_role("button", name="I'm new here").click()
    await expect(demo.page.get_by_role("dialog")).to_be_visible()
    await demo.page.keyboard.press("Escape")
    await demo.run("career path")
    await expect(welcome(demo)).not_to_be_visible()


async def test_what_a_starter_needs_is_asked_for(demo: Client):
    await welcome(demo).get_by_role("button", name="Ask a question").click()
    await expect(demo.page.locator("#option-query")).to_be_focused()
    await demo.page.keyboard.press("Escape")
    await expect(welcome(demo)).to_be_visible()
    await welcome(demo).get_by_role("button", name="Set a goal").click()
    await expect(demo.page.get_by_role("dialog")).to_contain_text("What do you want to reach?")


async def test_the_welcome_stays_for_each_person_until_their_first_command(demo: Client):
    demo.server.person("ben").says("Hello everybody", where="general")
    await expect(demo.last).to_contain_text("Hello everybody")
    await expect(welcome(demo)).to_be_visible()
    await demo.run("help")
    await expect(welcome(demo)).not_to_be_visible()
    await demo.page.reload()
    await expect(demo.last).to_be_visible()
    await expect(welcome(demo)).not_to_be_visible()
    await demo.become("Noor (newcomer)")
    await demo.page.keyboard.press("Escape")
    await expect(welcome(demo)).to_be_visible()


async def test_somebody_else_is_become_with_their_command_at_hand(demo: Client):
    await welcome(demo).get_by_role("button", name="Be Mia, a moderator").click()
    await expect(demo.page.locator("body")).to_have_attribute("data-me", "Mia")
    await expect(demo.page.locator(".path")).to_have_text("/config setup")
    await expect(demo.page.get_by_role("button", name="Send", exact=True)).to_be_focused()
    # Who is Mia already is told the command.
    await expect(welcome(demo).get_by_role("button").last).to_have_text("/config setup")


async def test_without_a_host_the_page_tells_of_itself(client: Client):
    heading = client.page.get_by_role("heading", name="A Discord on your own computer")
    await expect(heading).to_be_visible()
    first = welcome(client).get_by_role("button").first
    await expect(first).to_have_text("/help")
    await first.click()
    await expect(client.last).to_contain_text("used /help")


async def test_a_tour_is_told_beside_its_cards_and_says_at_the_end_who_one_is(demo: Client):
    page, panel = demo.page, demo.page.get_by_role("region", name="Guided tour")
    tour = next(one for one in demo.server.tours.told() if one["steps"][-1]["person"] == "Noor")
    await demo.tool(tour["title"])
    for number in range(1, len(tour["steps"])):
        told = panel.get_by_text(f"Step {number} of {len(tour['steps'])}")
        await expect(told).to_be_visible(timeout=20_000)
        await expect(demo.last.locator("h2, h3, .head").first).to_be_in_viewport()
        await panel.get_by_role("button", name="Next", exact=True).click()
    await expect(panel).to_contain_text("you see what Noor sees", timeout=20_000)
    await expect(panel).to_contain_text("you are Ana again")
    await expect(panel).not_to_contain_text("null")
    await expect(welcome(demo)).not_to_be_visible()
    await demo.check_access()
    await panel.get_by_role("button", name="All tours").click()
    await expect(page.locator("body")).to_have_attribute("data-me", "Ana")
    await expect(page.get_by_text("You are Ana. Try it yourself")).to_be_visible()
    await expect(welcome(demo)).to_be_visible()
