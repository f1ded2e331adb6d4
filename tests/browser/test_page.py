"""The main job by hand, in a real browser."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.timeout(90)]
PICTURES = os.environ.get("PICTURES")


@pytest.fixture
async def page(browser: Browser, stage: Stage) -> AsyncIterator[Page]:
    opened = await browser.new_page(
        viewport={"width": 1440, "height": 900}, color_scheme="dark", timezone_id="Europe/Rome"
    )
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    await opened.goto(stage.server.page_url)
    await expect(
        opened.get_by_role("heading", name="A Discord on your own computer")
    ).to_be_visible()
    yield opened
    # A refused command answers 422, which the browser also notes on its console.
    assert [problem for problem in problems if "422" not in problem] == []


async def picture(page: Page, name: str) -> None:
    """Keep a screenshot for the documents when PICTURES names a folder."""
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"{name}.png")


async def type_command(page: Page, command: str) -> None:
    await page.locator("#composer-input").fill(f"/{command}")
    await page.keyboard.press("Enter")


async def become(page: Page, name: str) -> None:
    await page.get_by_label("You are").select_option(label=name)
    await expect(page.locator("body")).to_have_attribute("data-me", name.split(" ", maxsplit=1)[0])


async def test_newcomer_looks_up_a_certification_by_keyboard_only(page: Page):
    await page.locator("#composer-input").focus()
    await page.keyboard.type("/cert in")
    await expect(page.get_by_role("option", name="/cert info")).to_be_visible()
    await page.keyboard.press("Enter")
    await page.keyboard.type("scrum mster")
    await expect(page.locator("#palette li").first).to_contain_text("ScrumMaster")
    await picture(page, "autocomplete")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    card = page.locator(".message.private")
    await expect(card).to_contain_text("Certified ScrumMaster")
    await expect(card).to_contain_text("Checked 2026-11-22")
    await expect(card).to_contain_text("Only you can see this")
    await picture(page, "lookup")
    await page.get_by_role("button", name="Dismiss message").click()
    await expect(page.locator(".message")).to_have_count(0)


async def test_a_long_list_is_paged(page: Page):
    await type_command(page, "cert list")
    await page.get_by_role("button", name="Send").click()
    card = page.locator(".message.private")
    await expect(card).to_contain_text("Page 1 of")
    await page.get_by_role("button", name="Next", exact=True).click()
    await expect(card).to_contain_text("Page 2 of")


async def test_member_adds_a_goal_through_the_form(page: Page):
    await type_command(page, "goal add")
    await page.get_by_role("button", name="Send").click()
    await page.get_by_label("What do you want to reach?").fill(
        "<img src=x onerror=alert(1)> **now**"
    )
    await picture(page, "form")
    await page.get_by_role("button", name="Submit").click()
    card = page.locator(".message.private")
    await expect(card).to_contain_text("<img src=x onerror=alert(1)> **now**")
    await expect(card.locator("img")).to_have_count(0)
    await page.get_by_role("button", name="Done").click()
    await expect(card).to_contain_text("Well done!")


async def test_moderator_sets_up_posts_and_moves_the_clock(page: Page, stage: Stage):
    await become(page, "Mia (moderator)")
    await type_command(page, "config setup")
    await page.get_by_role("button", name="Send").click()
    await page.get_by_role("button", name="Set up weekly nudge").click()
    await page.get_by_label("In which channel?").select_option(label="#weekly-nudges")
    await page.get_by_label("On which day?").select_option(label="Monday")
    await page.get_by_label("In which time zone?").fill("Europe/Rome")
    await picture(page, "setup")
    await page.get_by_role("button", name="Submit").click()
    await expect(page.get_by_role("heading", name="Weekly nudge: saved")).to_be_visible()
    await page.get_by_role("button", name="Set up trend tip").click()
    await page.get_by_label("In which channel?").select_option(label="#trend-tips")
    await page.get_by_role("button", name="Submit").click()
    await expect(page.get_by_role("heading", name="Trend tip: saved")).to_be_visible()

    await page.get_by_role("button", name="+1 week").click()
    await page.get_by_role("button", name="# weekly-nudges").click()
    await expect(page.locator(".message")).to_have_count(1, timeout=15_000)
    await expect(page.locator(".message")).to_contain_text("This week's nudge")
    await picture(page, "nudge")
    await page.get_by_role("button", name="# trend-tips").click()
    await expect(page.locator(".message")).to_have_count(1)
    await expect(page.locator(".message")).to_contain_text("Trend tip of the week")


async def test_member_is_not_offered_moderator_commands(page: Page):
    await page.locator("#composer-input").fill("/config")
    await expect(page.get_by_text("No command of that name here")).to_be_visible()
    await become(page, "Mia (moderator)")
    await page.locator("#composer-input").fill("/config")
    await expect(page.get_by_role("option", name="/config setup")).to_be_visible()


async def test_a_phone_shows_everything_without_sideways_scrolling(page: Page):
    await page.set_viewport_size({"width": 390, "height": 844})
    await type_command(page, "cert info")
    await page.keyboard.type("pmp")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message")).to_contain_text("Project Management Professional")
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    await picture(page, "phone")
    await page.get_by_role("button", name="Channels").click()
    await expect(page.get_by_role("button", name="# trend-tips")).to_be_visible()


async def test_goals_work_in_direct_messages(page: Page):
    await page.get_by_role("button", name="@ TPM Mentor").click()
    await type_command(page, "goal list")
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator(".message")).to_contain_text("No goals yet")


async def test_what_is_refused_stays_to_be_corrected(page: Page):
    box = page.locator("#composer-input")
    await box.evaluate("node => node.removeAttribute('maxlength')")
    await box.fill("x" * 2001)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert").first).to_contain_text("at most 2000 characters")
    await expect(box).to_have_value("x" * 2001)
    await box.fill("hello")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message")).to_contain_text("hello")
    await expect(box).to_have_value("")
