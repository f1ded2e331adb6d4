"""What a person does on the page, by what they see; and what axe-core says of it."""

from __future__ import annotations

import base64
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe  # pyright: ignore[reportMissingTypeStubs]
from playwright.async_api import Browser, Locator, Page, expect

from playground.server import PlaygroundServer

# The browser outlives a test, so the tests share its loop.
BROWSER = [
    pytest.mark.browser,
    pytest.mark.timeout(90),
    pytest.mark.asyncio(loop_scope="session"),
]
PICTURES = os.environ.get("PICTURES")
DESKTOP, LAPTOP, PHONE, SMALL = 1440, 1280, 390, 320
_HEIGHTS = {DESKTOP: 900, LAPTOP: 800, PHONE: 844, SMALL: 480}
_OTHER_THEME = """
const root = document.documentElement.dataset;
root.theme = root.theme === "dark" ? "light" : "dark";
"""

_STRIP = """
body { margin: 0; font: 600 22px system-ui, sans-serif; background: #1e1f22; color: #f2f3f5; }
main { display: grid; grid-template-columns: repeat(COLUMNS, WIDTHpx); gap: 16px; }
main { padding: 16px; width: max-content; }
figure { margin: 0; } img { width: 100%; border-radius: 8px; display: block; }
figcaption { padding: 10px 4px 4px; }
b { background: #5865f2; border-radius: 20px; padding: 2px 11px; }
"""


def _base64(picture: str) -> str:
    return base64.b64encode((Path(PICTURES or "") / f"{picture}.png").read_bytes()).decode()


@dataclass
class Client:
    """The page of one person, at one width."""

    page: Page
    server: PlaygroundServer
    problems: list[str]

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        browser: Browser,
        server: PlaygroundServer,
        width: int = DESKTOP,
        theme: str = "dark",
        status: str = "",
        me: str = "Ana",
    ) -> AsyncGenerator[Client]:
        page = await browser.new_page(
            viewport={"width": width, "height": _HEIGHTS[width]},
            color_scheme="light" if theme == "light" else "dark",
            reduced_motion="reduce",
            timezone_id="Europe/Rome",
        )
        page.set_default_timeout(10_000)
        opened = cls(page, server, [])
        page.on("pageerror", lambda error: opened.problems.append(str(error)))
        page.on("console", opened._listen)
        try:
            await page.goto(server.page_url)
            await expect(page.locator("body")).to_have_attribute("data-me", me)
            await expect(page.locator("#status")).to_have_text(status)
            yield opened
            assert opened.problems == []
        finally:
            await page.close()

    def _listen(self, said: Any) -> None:
        # A refused command answers 422, which the browser notes on its console too.
        if said.type == "error" and "status of 422" not in said.text:
            self.problems.append(said.text)

    @property
    def last(self) -> Locator:
        return self.page.locator(".message").last

    async def picture(self, name: str) -> None:
        """Keep a screenshot for the documents when PICTURES names a folder."""
        if PICTURES:
            await self.page.screenshot(path=Path(PICTURES) / f"{name}.png")

    async def strip(
        self, name: str, panels: dict[str, str], columns: int = 2, width: int = 796
    ) -> None:
        """Put pictures side by side in numbered steps, each ``width`` pixels with its caption."""
        if not PICTURES:
            return
        figures = "".join(
            f"<figure><img src='data:image/png;base64,{_base64(picture)}'>"
            f"<figcaption><b>{number}</b> {caption}</figcaption></figure>"
            for number, (picture, caption) in enumerate(panels.items(), start=1)
        )
        page = await self.page.context.browser.new_page(  # type: ignore[union-attr]
            viewport={"width": columns * (width + 16) + 32, "height": 1140}
        )
        style = _STRIP.replace("COLUMNS", str(columns)).replace("WIDTH", str(width))
        await page.set_content(f"<style>{style}</style><main>{figures}</main>")
        await page.locator("main").screenshot(path=Path(PICTURES) / f"{name}.png")
        await page.close()

    async def type_command(self, command: str) -> None:
        await self.page.locator("#composer-input").fill(f"/{command}")
        await self.page.keyboard.press("Enter")

    async def run(self, command: str, **options: str) -> None:
        """Choose a command, fill its options and send it."""
        await self.type_command(command)
        for name, value in options.items():
            await self.page.locator(f"#option-{name}").fill(value)
        await self.press("Send")

    async def press(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).last.click()

    async def become(self, name: str) -> None:
        await self._open_drawer("Channels")
        await self.page.get_by_label("You are").select_option(label=name)
        first = name.split(" ", maxsplit=1)[0]
        await expect(self.page.locator("body")).to_have_attribute("data-me", first)

    async def go(self, channel: str) -> None:
        await self._open_drawer("Channels")
        await self.page.locator("#channels").get_by_role("button", name=channel).click()

    async def tool(self, name: str) -> None:
        """Press a button of the side panel."""
        await self._open_drawer("Clock and tours")
        button = self.page.locator("#side").get_by_role("button", name=name, exact=True)
        if not await button.is_visible():
            await self.unfold()
        await button.click()
        await self.page.keyboard.press("Escape")

    async def unfold(self) -> None:
        """Show what the side panel holds for developers."""
        folded = self.page.locator("details.developers:not([open]) > summary")
        if await folded.count():
            await folded.click()

    async def _open_drawer(self, name: str) -> None:
        button = self.page.get_by_role("button", name=name, exact=True)
        if await button.is_visible() and await button.get_attribute("aria-expanded") == "false":
            await button.click()

    async def check_access(self) -> None:
        """Hold the page as it is now against axe-core: nothing serious, nothing too wide.

        What only colours can break is looked at in the other theme, too.
        """
        serious = await self._violations()
        await self.page.evaluate(_OTHER_THEME)
        serious += await self._violations(runOnly=["color-contrast"])
        await self.page.evaluate(_OTHER_THEME)
        if serious:
            raise AssertionError(f"axe-core: {serious}")
        wide = await self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0

    async def _violations(self, **options: Any) -> list[Any]:
        found = await Axe().run(self.page, options={"resultTypes": ["violations"], **options})
        return [
            (one["id"], [node["html"][:200] for node in one["nodes"]])
            for one in found.response["violations"]
            if one["impact"] in ("serious", "critical")
        ]
