"""What the page says while an answer is on its way, or when none will come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import discord
from discord.app_commands import Choice
from playwright.async_api import Browser, Locator, expect
from pytest_asyncio import fixture

from playground.connecting import online
from playground.server import PlaygroundServer
from tests.browser.client import BROWSER, Client
from tests.contract.sample_bot import SampleBot

pytestmark = BROWSER
TIP = "This app answers commands. Type /"


class SlowBot(SampleBot):
    """Answers when it is let, and in words where it is called by name."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True, dm_messages=True))
        self.may_answer = asyncio.Event()

        @self.tree.command(name="wait", description="Answers when it is let")
        async def wait(interaction: discord.Interaction) -> None:
            await self.may_answer.wait()
            await interaction.response.send_message("at last")

        @self.tree.command(name="choose", description="Suggests when it is let")
        async def choose(interaction: discord.Interaction, one: str) -> None:
            await interaction.response.send_message(one)

        @choose.autocomplete("one")
        async def suggest(_: discord.Interaction, typed: str) -> list[Choice[str]]:
            await self.may_answer.wait()
            return [Choice(name=f"Found {typed}", value=typed)]

    async def on_message(self, message: discord.Message) -> None:
        if message.content == "ping":
            await message.channel.send("pong")


@fixture(loop_scope="session")
async def slow(
    browser: Browser, playground: PlaygroundServer
) -> AsyncIterator[tuple[Client, SlowBot]]:
    bot = SlowBot()
    # Looking at the page takes a while on a busy machine.
    playground.interactions.answer_seconds = 60
    async with online(bot, playground), Client.open(browser, playground) as opened:
        yield opened, bot


def line(client: Client) -> Locator:
    return client.page.locator("#waiting")


async def test_a_slow_answer_is_announced(slow: tuple[Client, SlowBot]):
    client, bot = slow
    await client.run("wait")
    await expect(line(client)).to_have_text("TPM Mentor is thinking…")
    await client.check_access()
    bot.may_answer.set()
    await expect(client.last).to_contain_text("at last")
    await expect(line(client)).to_have_text("")


async def test_an_answer_that_never_comes_ends_the_announcement(slow: tuple[Client, SlowBot]):
    client, _ = slow
    client.server.interactions.answer_seconds = 1.5
    await client.run("show silent")
    await expect(line(client)).to_have_text("TPM Mentor is thinking…")
    await expect(client.page.locator("#notice")).to_contain_text("did not respond")
    await expect(line(client)).to_have_text("")


async def test_plain_words_to_the_app_are_told_of_commands(slow: tuple[Client, SlowBot]):
    client, _ = slow
    await client.page.get_by_role("button", name="Direct messages", exact=True).click()
    await expect(client.page.locator("#place")).to_have_text("@ TPM Mentor")
    box = client.page.locator("#composer-input")
    await box.fill("How do I become a manager?")
    await box.press("Enter")
    await expect(line(client)).to_have_text(TIP)
    await client.check_access()
    await box.fill("/")
    await expect(line(client)).to_have_text("")
    # An app that does answer words is not spoken for.
    await client.page.clock.install()
    await box.fill("ping")
    await box.press("Enter")
    await expect(client.last).to_contain_text("pong")
    await client.page.clock.fast_forward(3000)
    await expect(line(client)).to_have_text("")


async def test_slow_suggestions_are_announced(slow: tuple[Client, SlowBot]):
    client, bot = slow
    page, palette = client.page, client.page.locator("#palette")
    await client.type_command("choose")
    await page.locator("#option-one").fill("al")
    await expect(palette).to_contain_text("Looking for suggestions…")
    await client.check_access()
    # What is typed meanwhile asks anew, and is waited for as well.
    await page.locator("#option-one").fill("be")
    bot.may_answer.set()
    await expect(palette.get_by_role("option")).to_have_text(["Found be"])
    await expect(palette).not_to_contain_text("Looking for")


async def test_a_failing_request_is_announced_and_told(sample: Client):
    page, side = sample.page, sample.page.locator("#side")
    fail = side.get_by_role("button", name="Fail the next request")
    await sample.unfold()
    await fail.click()
    await expect(fail).to_have_attribute("aria-pressed", "true")
    await expect(side).to_contain_text("The bot's next request will fail with 500")
    await expect(line(sample)).to_contain_text("will fail with 500")
    await sample.check_access()
    await sample.run("show counter")
    await expect(sample.last).to_contain_text("count")
    done = "The bot's POST /interactions/…/…/callback was answered with 500."
    await expect(side).to_contain_text(done)
    await expect(line(sample)).to_have_text(done)
    await expect(fail).to_have_attribute("aria-pressed", "false")
    # Called off, it fails nothing.
    await fail.click()
    await fail.click()
    await expect(fail).to_have_attribute("aria-pressed", "false")
    await expect(line(sample)).to_have_text("")
    await sample.run("show counter")
    await expect(page.locator(".message")).to_have_count(2)
    await expect(page.locator(".wire summary.refused")).to_have_count(1)
    await side.get_by_role("button", name="Drop the bot's connection").click()
    await expect(side).to_contain_text("The bot's connection was cut")


async def test_the_next_post_is_one_that_the_person_may_see(sample: Client):
    page, server = sample.page, sample.server
    now = server.clock.now().replace(second=0, microsecond=0)
    mods = server.world.channel_named("mods-only")["id"]
    ana = server.world.person("ana")["id"]

    async def next_seen(person: str, channels: list[str]) -> datetime | None:
        if mods in channels:
            return now + timedelta(days=3)
        return now + timedelta(hours=2) if person == ana else None

    server.next_seen = next_seen  # type: ignore[assignment]
    await page.reload()
    told = page.get_by_text("Next post:")
    await expect(told).to_contain_text("hour")
    await sample.become("Ben (mentor)")
    await expect(page.get_by_role("button", name="To the next post")).to_be_disabled()
    await sample.become("Mia (moderator)")
    await expect(told).to_contain_text("in 3 days")
