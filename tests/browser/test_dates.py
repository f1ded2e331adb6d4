"""When messages came, by the clock that people move."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.async_api import expect

from playground.server import PlaygroundServer
from tests.browser.client import BROWSER, Client

pytestmark = BROWSER


def shown(server: PlaygroundServer) -> datetime:
    return server.clock.now().astimezone(ZoneInfo("Europe/Rome"))


async def test_messages_bear_the_moved_time(quiet: Client):
    server, ben = quiet.server, quiet.server.person("ben")
    year = server.clock.now().year + 1
    rome = ZoneInfo("Europe/Rome")
    days: list[str] = []
    for at in (datetime(year, 11, 30, 9, 5, tzinfo=rome), datetime(year, 12, 1, 18, tzinfo=rome)):
        server.clock.jump(at)
        ben.says("first", where="general")
        server.clock.advance(timedelta(minutes=2))
        ben.says("soon after", where="general")
        server.clock.advance(timedelta(minutes=8))
        ben.says("later", where="general")
        days.append(f"{at:%A}, {at.day} {at:%B}")
    times = ["09:05", "09:15", "18:00", "18:10"]
    separators = quiet.page.get_by_role("log").get_by_role("separator")
    for _ in range(2):
        await expect(quiet.page.locator(".message")).to_have_count(6)
        await expect(quiet.page.locator(".head time")).to_have_text(times)
        await expect(separators).to_have_text(days)
        await quiet.page.reload()
    assert shown(server).year == year
    # What the bot reads stays real.
    place = server.world.channel_named("general")["id"]
    sent = server.world.messages.all(place)[-1]["timestamp"]
    assert datetime.fromisoformat(sent).year == year - 1


async def test_a_day_of_another_year_says_which(quiet: Client):
    quiet.server.person("ben").says("now", where="general")
    year = shown(quiet.server).year
    quiet.server.clock.advance(timedelta(days=800))
    await expect(quiet.page.locator(".clock")).to_contain_text(str(shown(quiet.server).year))
    await quiet.page.reload()
    day = quiet.page.get_by_role("log").get_by_role("separator")
    await expect(day).to_contain_text(str(year))


async def test_who_followed_a_removed_message_gets_the_head(quiet: Client):
    world, ben = quiet.server.world, quiet.server.person("ben")
    said = [ben.says(f"words {number}", where="general") for number in range(3)]
    await expect(quiet.page.locator(".head .name")).to_have_text(["Ben"])
    guild_id = next(iter(world.guilds))
    for message in said[:2]:
        world.messages.delete(message, guild_id=guild_id)
    await expect(quiet.page.locator(".message")).to_have_count(1)
    await expect(quiet.page.locator(".head .name")).to_have_text(["Ben"])
    world.messages.delete(said[2], guild_id=guild_id)
    await expect(quiet.page.get_by_role("log").get_by_role("separator")).to_have_count(0)
