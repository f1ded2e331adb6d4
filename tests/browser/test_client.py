"""What the client does around messages: where one is, who is there, what failed, what is new."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import expect

from bot.demo import TOURS
from playground.dialogue import load_dialogue
from playground.tours import Tours
from tests.browser.client import BROWSER, Client

pytestmark = BROWSER


async def test_a_private_answer_is_seen_by_one_and_dismissed(sample: Client):
    await sample.run("show slow")
    await expect(sample.page.locator(".message")).to_have_count(2)
    await expect(sample.page.locator(".message").first).to_contain_text("done")
    await expect(sample.page.get_by_text("Only you can see this")).to_have_count(2)
    await sample.become("Ben (mentor)")
    await expect(sample.page.locator(".message")).to_have_count(0)
    await sample.become("Ana (member)")
    await sample.press("Dismiss message")
    await expect(sample.page.locator(".message")).to_have_count(1)


async def test_without_the_bot_a_command_says_what_to_do(quiet: Client):
    await quiet.page.locator("#composer-input").fill("/")
    await expect(quiet.page.locator("#palette")).to_contain_text("No command of that name here")
    await quiet.page.locator("#composer-input").fill("hello")
    await quiet.page.keyboard.press("Enter")
    await expect(quiet.last).to_contain_text("hello")


async def test_what_people_do_is_recorded_as_a_dialogue(client: Client, tmp_path: Path):
    await client.tool("Record")
    await expect(client.page.get_by_text("Writing down what you do.")).to_be_visible()
    await client.run("goal add", title="Finish the first mock exam")
    await expect(client.last).to_contain_text("Goal added")
    async with client.page.expect_download() as saving:
        await client.tool("Save the recording")
    file = tmp_path / "recorded.yaml"
    await (await saving.value).save_as(file)
    [step] = load_dialogue(file).steps
    assert (step.person, step.argument, step.sees) == ("Ana", "goal add", ("Goal added",))
    await expect(client.page.locator("#side").get_by_role("button", name="Record")).to_be_visible()


async def test_failures_are_marked_on_the_wire(client: Client):
    await client.tool("Fail the next request")
    await client.run("cert list")
    await expect(client.last).to_contain_text("Page 1 of")
    refused = client.page.locator(".wire summary.refused").first
    await expect(refused).to_contain_text("500")


async def test_the_clock_goes_to_the_next_post_and_to_a_date(quiet: Client):
    page, clock = quiet.page, quiet.server.clock
    following = page.get_by_role("button", name="To the next post")
    await expect(following).to_be_disabled()
    due = clock.now().replace(second=0, microsecond=0) + timedelta(days=3)

    async def next_due() -> datetime:
        return due

    quiet.server.next_due = next_due
    await page.reload()
    await expect(page.get_by_text("Next post:")).to_contain_text("in 3 days")
    await following.click()
    shown = due.astimezone(ZoneInfo("Europe/Rome"))
    await expect(page.locator(".clock")).to_contain_text(f"{shown.day} {shown:%B}")
    assert timedelta(0) <= clock.now() - due < timedelta(minutes=1)

    await page.get_by_label("Move the clock to").fill("2031-05-06T07:08")
    await quiet.press("Go there")
    await expect(page.locator(".clock")).to_contain_text("6 May 2031, 07:08")
    wanted = datetime(2031, 5, 6, 5, 8, tzinfo=UTC)
    assert timedelta(0) <= clock.now() - wanted < timedelta(minutes=1)

    await quiet.press("Run")
    await expect(page.locator(".clock")).to_contain_text("08:08")
    await quiet.press("Stop")


async def test_every_tour_goes_as_told(client: Client):
    page, panel = client.page, client.page.locator("#tour")
    client.server.tours = Tours(client.server, TOURS)
    for tour in client.server.tours.told():
        await page.reload()
        await page.locator("#side").get_by_role("button", name=tour["title"]).click()
        for number in range(1, len(tour["steps"]) + 1):
            told = panel.get_by_text(f"Step {number} of {len(tour['steps'])}")
            await expect(told).to_be_visible(timeout=20_000)
            await expect(panel).not_to_contain_text("It did not go as told")
            person = tour["steps"][number - 1]["person"]
            if person:
                await expect(page.locator("body")).to_have_attribute("data-me", person.title())
            if number < len(tour["steps"]):
                await panel.get_by_role("button", name="Next", exact=True).click()
        await panel.get_by_role("button", name="All tours").click()


async def test_the_page_is_small_and_needs_nothing_from_elsewhere(quiet: Client):
    page = quiet.page
    asked: list[Any] = []
    page.on("response", lambda answer: asked.append(answer))
    await page.reload()
    await expect(page.locator("body")).to_have_attribute("data-me", "Ana")
    files = [one for one in asked if "/page/" in one.url or one.url == quiet.server.page_url]
    assert {one.url for one in asked if not one.url.startswith(quiet.server.url)} == set()
    sizes = [len(await one.body()) for one in files if one.status == 200]
    assert len(files) <= 24
    assert sum(sizes) < 150_000
    for one in files:
        assert one.headers["content-security-policy"].startswith("default-src 'self'")
