"""A page left open over a restart of the mentoring bot and a year of moved clock."""

from __future__ import annotations

from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from playground.server import PlaygroundServer
from tests.browser.client import BROWSER, LAPTOP, PHONE, Client
from tests.browser.test_following import assert_begins_in_view
from tests.browser.test_readable import HIDDEN
from tests.e2e.stage import Stage, raise_curtain

pytestmark = BROWSER

AWAY = "The bot is not connected yet…"
STAGE = "I know some IT, and want hands-on work"
HALF = "half a sentence"


async def begin(client: Client, stage: Stage) -> None:
    """Leave the page with three goals just added, a weekly check-in, and a half-typed message."""
    await client.run("career path")
    await client.press(STAGE)
    await client.press("Add all 3 as goals")
    await expect(client.last).to_contain_text("3 goals added")
    await stage.ana.slash("nudge settings", day=0, time="9:00", timezone="Rome")
    await expect(client.last).to_contain_text("your check-in is on")
    await assert_begins_in_view(client.last)
    await client.page.locator("#composer-input").fill(HALF)


@pytest.mark.parametrize("width", [LAPTOP, PHONE], ids=["laptop", "phone"])
async def test_a_page_left_open_over_a_restart_and_a_year_goes_on(
    browser: Browser, playground: PlaygroundServer, tmp_path: Path, width: int
):
    async with Client.open(browser, playground, width, status=AWAY) as client:
        page, status = client.page, client.page.locator("#status")
        typed = page.locator("#composer-input")
        async with AsyncExitStack() as first:
            stage = await raise_curtain(playground, tmp_path, first, at=None)
            await expect(status).to_have_text("")
            await begin(client, stage)
            began = playground.clock.now()
            seen = page.locator(".message", has_text="3 goals added")
            place = await seen.bounding_box()
        # The database that it asked is closed.
        playground.next_due = None
        await expect(status).to_have_text(AWAY)
        assert await seen.bounding_box() == place

        playground.clock.advance(timedelta(days=365))
        async with AsyncExitStack() as second:
            stage = await raise_curtain(playground, tmp_path, second, at=None)
            await expect(status).to_have_text("")
            await stage.catch_up()
            assert await seen.bounding_box() == place
            await expect(typed).to_have_value(HALF)
            assert await page.evaluate(HIDDEN) == []

            # A year old, its buttons answer, and the answer is dated by the moved clock.
            await typed.fill("")
            await client.press("All steps of this stage")
            await assert_begins_in_view(page.locator(".message", has_text="Stage 2 of 6"))
            await client.run("goal list")
            await expect(client.last).to_contain_text("3 goals")
            await assert_begins_in_view(client.last)
            days = page.locator(".day")
            await expect(days.first).to_contain_text(f"{began:%B} {began.year}")
            await expect(days.last).to_contain_text(f"{playground.clock.now():%B}")
            await expect(days.last).not_to_contain_text(f"{playground.clock.now().year}")
            assert await page.evaluate(HIDDEN) == []
