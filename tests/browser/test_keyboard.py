"""Everything by keyboard, at a desk and on a phone; what is focused and told to assistive tools."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect
from pytest_asyncio import fixture

from playground.connecting import online
from playground.server import PlaygroundServer
from tests.browser.client import BROWSER, DESKTOP, PHONE, Client
from tests.contract.sample_bot import SampleBot

pytestmark = BROWSER

# A date's own parts are marked by the browser.
FOCUSED = """() => {
    const node = document.activeElement;
    const words = node.getAttribute("aria-label") || node.innerText || node.labels?.[0]?.innerText;
    const isMarked = getComputedStyle(node).outlineStyle !== "none";
    return {
        tag: node.tagName,
        name: (words || "").trim(),
        isMarked: isMarked || node.type === "datetime-local",
        isBody: node === document.body,
    };
}"""
HAS_FOCUS = "node => node.contains(document.activeElement)"


@fixture(loop_scope="session")
async def phone(browser: Browser, playground: PlaygroundServer) -> AsyncIterator[Client]:
    bot = SampleBot()
    async with online(bot, playground), Client.open(browser, playground, PHONE, "light") as opened:
        yield opened


async def test_a_select_is_chosen_by_keyboard(sample: Client):
    keys = sample.page.keyboard
    await sample.run("show card")
    await sample.page.get_by_role("button", name="Colour").focus()
    await keys.press("Enter")
    await expect(sample.page.get_by_role("option", name="Red")).to_be_focused()
    await sample.check_access()
    await keys.press("ArrowUp")
    await expect(sample.page.get_by_role("option", name="Green")).to_be_focused()
    await keys.press("Enter")
    await expect(sample.last).to_contain_text("You chose Green")


async def test_a_list_left_by_escape_chooses_nothing(sample: Client):
    keys = sample.page.keyboard
    await sample.run("show card")
    opener = sample.page.get_by_role("button", name="Who")
    await opener.press("Enter")
    await expect(opener).to_have_attribute("aria-expanded", "true")
    await keys.press("Escape")
    await expect(opener).to_be_focused()
    await expect(opener).to_have_attribute("aria-expanded", "false")
    await expect(sample.page.locator(".message")).to_have_count(1)


async def test_a_needed_option_is_asked_for_and_escape_gives_up(sample: Client):
    page, keys = sample.page, sample.page.keyboard
    await page.locator("body").press("/")
    await keys.type("show deep")
    await keys.press("Enter")
    text = page.locator("#option-text")
    await expect(text).to_be_focused()
    await expect(page.get_by_role("option", name="Alpha")).to_be_visible()
    await keys.press("Escape")
    await keys.press("Enter")
    await expect(text).to_have_attribute("aria-invalid", "true")
    await expect(page.locator("#option-hint")).to_contain_text("text is needed")
    await sample.check_access()
    await keys.type("bet")
    await expect(page.locator("#palette li")).to_have_text(["Beta"])
    await keys.press("ArrowDown")
    await expect(text).to_have_attribute("aria-activedescendant", "palette-0")
    await keys.press("Tab")
    await expect(text).to_have_value("Beta")
    await text.focus()
    await keys.press("Escape")
    await keys.press("Escape")
    await expect(page.locator("#composer-input")).to_be_focused()
    await expect(page.locator("#composer-input")).to_have_value("")


async def test_a_command_with_every_kind_of_option(sample: Client):
    page = sample.page
    await sample.type_command("show deep echo")
    await page.locator("#option-text").fill("hello")
    await page.locator("#option-number").fill("7")
    for option, name in (("person", "Ben"), ("channel", "#trend-tips"), ("role", "Mentor")):
        await page.locator(f"#option-{option}").focus()
        await page.get_by_role("option", name=name, exact=True).click()
    await sample.press("Send")
    await expect(sample.last).to_contain_text("hello/7/Ben/trend-tips/Mentor")


async def test_help_and_theme(sample: Client):
    page, keys = sample.page, sample.page.keyboard
    await page.locator("#log").focus()
    await keys.press("?")
    help_ = page.get_by_role("dialog", name="Keyboard")
    await expect(help_).to_contain_text("Choose a channel")
    await sample.check_access()
    await keys.press("Escape")
    await expect(help_).not_to_be_visible()
    for theme in ("light", "dark"):
        await page.get_by_role("button", name="Switch between dark and light").press("Enter")
        await expect(page.locator("html")).to_have_attribute("data-theme", theme)
    await page.get_by_role("button", name="Switch between dark and light").press("Enter")
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("data-theme", "light")


async def test_focus_survives_a_change_of_its_message(sample: Client):
    await sample.run("show counter")
    for number in range(3):
        button = sample.page.get_by_role("button", name=f"Pressed {number}")
        await button.focus()
        await button.press("Enter")
    await expect(sample.page.get_by_role("button", name="Pressed 3")).to_be_focused()


async def test_every_control_has_a_name_and_a_visible_focus(sample: Client):
    page = sample.page
    await sample.run("show card")
    await expect(sample.last).to_contain_text("Card")
    await page.reload()
    await expect(sample.last).to_contain_text("Card")
    # Not by a click, after which Tab would start from there.
    await page.evaluate("document.querySelector('details.developers').open = true")
    seen: set[str] = set()
    for _ in range(120):
        await page.keyboard.press("Tab")
        focused = await page.evaluate(FOCUSED)
        if focused["isBody"]:
            break
        assert focused["name"] or focused["tag"] == "PRE", focused
        assert focused["isMarked"], focused
        seen.add(focused["name"])
    assert seen >= {"Skip to the message box", "TPM Academy", "Messages", "Message box"}
    assert any(name.endswith("More") for name in seen)
    assert seen >= {"Form", "Colour", "+1 week", "Wire log", "Reset the playground"}


async def test_the_newest_message_and_its_buttons_are_near(sample: Client):
    page, keys = sample.page, sample.page.keyboard
    await sample.run("show card")
    await sample.run("show card")
    await expect(page.locator(".message")).to_have_count(2)
    box = page.locator("#composer-input")
    await box.fill("words")
    await keys.press("ArrowUp")
    await expect(box).to_be_focused()
    await box.fill("")
    await keys.press("ArrowUp")
    await expect(sample.last).to_be_focused()
    for name in ("Form", "Colour", "Who", "More"):
        await keys.press("Tab")
        await expect(sample.last.get_by_role("button", name=name)).to_be_focused()
    await sample.last.focus()
    await keys.press("ArrowUp")
    await expect(page.locator(".message").first).to_be_focused()
    await keys.press("ArrowDown")
    await keys.press("ArrowDown")
    await expect(box).to_be_focused()
    # The suggestions of a half-typed command are walked as before.
    await box.fill("/show")
    await keys.press("ArrowUp")
    await expect(box).to_be_focused()


@pytest.mark.parametrize("drawer", ["Channels", "Clock and tours"])
async def test_an_open_drawer_keeps_the_focus(phone: Client, drawer: str):
    page, keys = phone.page, phone.page.keyboard
    opener = page.get_by_role("button", name=drawer, exact=True)
    box = page.locator("#places" if drawer == "Channels" else "#side")
    await opener.press("Enter")
    await expect(box).to_be_visible()
    first = await page.evaluate(FOCUSED)
    for key in ("Tab", "Shift+Tab"):
        seen: list[str] = []
        for _ in range(30):
            await keys.press(key)
            assert await box.evaluate(HAS_FOCUS), seen
            seen.append((await page.evaluate(FOCUSED))["name"])
        assert first["name"] in seen
    await keys.press("Escape")
    await expect(page.locator("#composer-input")).to_be_focused()


async def test_what_is_pressed_in_a_drawer_keeps_the_focus(phone: Client):
    page, keys = phone.page, phone.page.keyboard
    side = page.locator("#side")
    await page.get_by_role("button", name="Clock and tours").press("Enter")
    await side.locator("summary").first.press("Enter")
    for name in ("+1 hour", "Slow answers", "Fail the next request", "Clear"):
        button = side.get_by_role("button", name=name, exact=True)
        await button.press("Enter")
        await expect(button).to_be_focused()
        await expect(button).not_to_have_attribute("aria-busy", "true")
        await expect(button).to_be_focused()
    await side.get_by_role("button", name="Record", exact=True).press("Enter")
    await expect(side.get_by_role("button", name="Save the recording")).to_be_focused()
    await keys.press("Escape")
    # Where one goes is behind the drawer, which closes and leaves the focus where it was opened.
    await page.get_by_role("button", name="Channels", exact=True).press("Enter")
    await page.locator("#channels").get_by_role("button", name="trend-tips").press("Enter")
    await expect(page.locator("#place")).to_have_text("# trend-tips")
    await expect(page.get_by_role("button", name="Channels", exact=True)).to_be_focused()


async def test_drawers_of_a_phone(phone: Client):
    page, keys = phone.page, phone.page.keyboard
    await phone.check_access()
    for name, drawer in (("Channels", "#places"), ("Clock and tours", "#side")):
        button = page.get_by_role("button", name=name, exact=True)
        await expect(page.locator(drawer)).not_to_be_visible()
        await button.press("Enter")
        await expect(page.locator(drawer)).to_be_visible()
        await expect(button).to_have_attribute("aria-expanded", "true")
        if drawer == "#places":
            assert await page.locator(drawer).evaluate(HAS_FOCUS)
        await phone.check_access()
        await keys.press("Escape")
        await expect(page.locator(drawer)).not_to_be_visible()
        await expect(button).to_have_attribute("aria-expanded", "false")
    await phone.run("show card")
    await phone.press("Form")
    await expect(page.get_by_label("Your name")).to_be_visible()
    await phone.check_access()
    await keys.press("Escape")
    await expect(page.get_by_role("dialog")).not_to_be_visible()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
async def test_every_main_state_is_accessible(
    browser: Browser, playground: PlaygroundServer, width: int
):
    async with online(SampleBot(), playground), Client.open(browser, playground, width) as client:
        page = client.page
        await client.check_access()
        await page.locator("#composer-input").fill("/")
        await client.check_access()
        await client.run("show slow")
        await expect(client.last).to_contain_text("and more")
        await client.check_access()
        await client.last.click(button="right")
        await client.check_access()
        await page.keyboard.press("Escape")
        playground.interactions.answer_seconds = 0.2
        await client.run("show silent")
        await expect(page.get_by_role("alert")).to_contain_text("did not respond")
        await client.check_access()
        playground.gateway.close_all(1001)
        await client.become("Mia (moderator)")
        await client.check_access()
