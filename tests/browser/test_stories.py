"""The main job by hand, in a real browser, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect
from pytest_asyncio import fixture

from tests.browser.client import BROWSER, DESKTOP, PHONE, Client
from tests.e2e.stage import Stage

pytestmark = BROWSER


@fixture(
    loop_scope="session", params=[(DESKTOP, "dark"), (PHONE, "light")], ids=["desktop", "phone"]
)
async def client(
    request: pytest.FixtureRequest, browser: Browser, stage: Stage
) -> AsyncIterator[Client]:
    width, theme = request.param
    async with Client.open(browser, stage.server, width, theme) as opened:
        yield opened


def is_phone(client: Client) -> bool:
    return (client.page.viewport_size or {})["width"] == PHONE


async def picture(client: Client, name: str) -> None:
    await client.picture(f"phone-{name}" if is_phone(client) else name)


async def test_the_newcomer(client: Client):
    page = client.page
    await client.become("Noor (newcomer)")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("heading", name="A Discord on your own computer")).to_be_visible()
    await client.check_access()

    await client.run("cert info", name="PMP")
    await expect(client.last).to_contain_text("Project Management Professional")
    await expect(client.last).to_contain_text("Checked 22 Nov 2026")
    await expect(client.last).to_contain_text("Only you can see this")
    await client.check_access()
    await picture(client, "lookup")

    await client.run("goal add")
    await page.get_by_label("What do you want to reach?").fill("Finish the first mock exam")
    await client.check_access()
    await picture(client, "form")
    await client.press("Submit")
    await expect(client.last).to_contain_text("Finish the first mock exam")
    await client.press("Done")
    await expect(client.last).to_contain_text("Well done!")
    await client.press("Dismiss message")
    await expect(page.locator(".message")).to_have_count(1)


async def test_the_moderator(client: Client, stage: Stage):
    page = client.page
    await picture(client, "start")
    await client.become("Mia (moderator)")
    await page.keyboard.press("Escape")
    await client.run("config setup")
    await page.get_by_label("Weekly nudge").select_option(label="#weekly-nudges")
    await page.get_by_label("Trend tip").select_option(label="#trend-tips")
    await page.get_by_label("In which time zone?").fill("Europe/Rome")
    await client.check_access()
    await picture(client, "setup")
    await client.press("Submit")
    await expect(page.get_by_role("heading", name="All set")).to_be_visible()
    await client.check_access()
    await picture(client, "saved")
    await client.press("Send a test post")
    await expect(page.get_by_role("heading", name="Test post sent")).to_be_visible()

    await client.tool("+1 week")
    await client.go("# weekly-nudges")
    # The test post, and the first of the schedule.
    await expect(page.locator(".message")).to_have_count(2, timeout=15_000)
    await expect(client.last).to_contain_text("This week's nudge")
    await client.check_access()
    await picture(client, "nudge")
    if not is_phone(client):
        steps = {
            "start": "Start the demo: a Discord on your own computer",
            "setup": "As a moderator, fill in the form of /config setup",
            "saved": "See it saved, with the next five posts in your own time",
            "nudge": "Move the clock a week: the nudge is there",
        }
        await client.strip("main-job", steps)
    await client.go("# trend-tips")
    await expect(page.locator(".message")).to_have_count(1)
    await expect(client.last).to_contain_text("Trend tip of the week")


async def test_keyboard_only(client: Client):
    page = client.page
    keys = page.keyboard
    await page.locator("body").press("/")
    await keys.type("cert in")
    await expect(page.get_by_role("option", name="/cert info")).to_be_visible()
    await client.check_access()
    await keys.press("Enter")
    await keys.type("scrum mster")
    await expect(page.locator("#palette li").first).to_contain_text("ScrumMaster")
    await picture(client, "autocomplete")
    await keys.press("Enter")
    await keys.press("Enter")
    await expect(client.last).to_contain_text("Certified ScrumMaster")

    # To the message, into its menu and out again.
    await page.locator("#log").focus()
    await keys.press("ArrowUp")
    await expect(client.last).to_be_focused()
    await keys.press("Shift+F10")
    await expect(page.get_by_role("menuitem", name="Copy text")).to_be_focused()
    await client.check_access()
    await keys.press("Escape")
    await expect(client.last).to_be_focused()

    # To the direct messages by Ctrl+K, and a form that Esc leaves.
    await keys.press("Control+k")
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await expect(page.locator("#place")).to_have_text("# weekly-nudges")
    await page.locator("#composer-input").focus()
    await keys.type("/goal add")
    await keys.press("Enter")
    for _ in range(3):
        await keys.press("Tab")
    await keys.press("Enter")
    await expect(page.get_by_label("What do you want to reach?")).to_be_visible()
    await keys.press("Escape")
    await expect(page.get_by_label("What do you want to reach?")).not_to_be_visible()
    await keys.press("Control+k")
    await keys.press("Escape")
    await expect(page.locator("#composer-input")).to_be_focused()
