"""How soon a person sees something of the playground's page, in a real Chromium."""

from __future__ import annotations

import os
import shutil
import statistics

from playwright.async_api import Browser, async_playwright

from playground.seed import academy
from playground.server import PlaygroundServer

_CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
_PAINTED = "performance.getEntriesByName('first-contentful-paint').length > 0"
_STARTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


async def measure_paint(visits: int) -> float | None:
    """Return the median of the first contentful paints in ms; None without a Chromium.

    Each visit is the first of its own, empty profile.
    """
    if not _CHROMIUM:
        return None
    # Chromium refuses its sandbox only to root.
    flags = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    async with PlaygroundServer(academy()) as server, async_playwright() as player:
        browser = await player.chromium.launch(executable_path=_CHROMIUM, args=flags)
        taken = [await _visit(browser, server.page_url) for _ in range(visits)]
        await browser.close()
    return statistics.median(taken)


async def _visit(browser: Browser, url: str) -> float:
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(url)
    await page.wait_for_function(_PAINTED)
    painted = float(await page.evaluate(_STARTED))
    await context.close()
    return painted
