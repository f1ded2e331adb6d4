"""Whatever people and bots write is text: nothing of it runs or becomes an element."""

from __future__ import annotations

from collections.abc import AsyncIterator

from playwright.async_api import Browser, Locator, expect
from pytest_asyncio import fixture

from playground.connecting import online
from playground.server import PlaygroundServer
from tests.browser.client import BROWSER, Client
from tests.browser.odd_bot import MARKUP, OddBot

pytestmark = BROWSER
SCRIPT = f'"><script>owned=1</script>{MARKUP}'


@fixture(loop_scope="session")
async def odd(browser: Browser, playground: PlaygroundServer) -> AsyncIterator[Client]:
    async with online(OddBot(), playground), Client.open(browser, playground) as opened:
        yield opened
        # The page has one script, and none of the words became an element.
        assert await opened.page.locator("script").count() == 1
        assert await opened.page.locator("img[src='x']").count() == 0
        assert await opened.page.evaluate("window.owned") is None


async def shows(place: Locator, text: str = MARKUP) -> None:
    await expect(place).to_contain_text(text)


async def test_words_of_a_bot(odd: Client):
    page, palette = odd.page, odd.page.locator("#palette")
    await page.locator("#composer-input").fill("/odd")
    await shows(palette)
    await page.keyboard.press("Enter")
    await shows(palette, f"Suggested {MARKUP}")
    await shows(page.locator("#option-hint"))
    await palette.get_by_role("option").click()
    await expect(page.locator("#option-text")).to_have_value(f"Suggested {MARKUP}")
    await page.locator("#option-fixed").focus()
    await shows(palette, f"Fixed {MARKUP}")
    await palette.get_by_role("option").click()
    await odd.press("Send")
    await shows(odd.last, f"{MARKUP} and {MARKUP}")

    card = page.locator(".message").nth(0)
    await card.get_by_role("button", name=f"Choose {MARKUP}").click()
    for sign in "XY":
        await card.get_by_role("option", name=f"{sign} {MARKUP}").click()
    await page.keyboard.press("Escape")
    await shows(odd.last, f"chosen: X {MARKUP}, Y {MARKUP}")

    await card.get_by_role("button", name=f"Open {MARKUP}").click()
    form = page.get_by_role("dialog")
    await shows(form.get_by_role("heading"))
    # The title, a text, a label with its hint, and three choices with theirs.
    assert (await form.inner_text()).count(MARKUP) == 10
    await expect(form.get_by_label("Story")).to_have_attribute("placeholder", MARKUP)
    await odd.check_access()


async def test_names_of_places_and_people(odd: Client):
    page, world = odd.page, odd.server.world
    [guild] = world.guilds.values()
    ana, general = world.person("ana"), world.channel_named("general")["id"]
    world.edit_guild(guild, name=SCRIPT)
    world.edit_channel(general, name=SCRIPT, topic=SCRIPT)
    thread = world.threads.start(guild.channels[general], SCRIPT, owner_id=ana["id"], kind=11)
    role = world.add_role(guild, SCRIPT)
    world.users[ana["id"]]["global_name"] = SCRIPT
    names = f"<@{ana['id']}> <#{general}> <@&{role['id']}> [{SCRIPT}](https://a.example)"
    world.write(ana["id"], general, names)
    await page.evaluate("delete document.body.dataset.me")
    await page.reload()
    await expect(page.locator("body")).to_have_attribute("data-me", SCRIPT)
    for place in ("#place", "#topic", "#channels h2", "#person", "#side"):
        await shows(page.locator(place), SCRIPT)
    await expect(odd.last.locator(".name")).to_have_text(SCRIPT)
    await expect(odd.last.locator(".mention")).to_have_text(
        [f"@{SCRIPT}", f"#{SCRIPT}", f"@{SCRIPT}"]
    )
    await odd.last.click(button="right")
    await shows(page.get_by_role("menu"), f"Who is it ({SCRIPT}")
    await page.keyboard.press("Escape")
    await page.locator(".channel.thread").click()
    await shows(page.locator("#place"), SCRIPT)
    assert thread["name"] == SCRIPT


async def test_files_of_a_form(odd: Client):
    page, world = odd.page, odd.server.world
    await odd.run("odd", text="a")
    await expect(odd.last).to_contain_text("a and")
    await page.get_by_role("button", name=f"Open {MARKUP}").click()
    await page.get_by_label("Story").fill("ab")
    await page.get_by_label("A <img").check()
    await page.get_by_label("C <img").check()
    files = {f"{MARKUP}.txt": b"one", "two.html": b"<script>owned=1</script>"}
    uploads = [{"name": name, "mimeType": "", "buffer": body} for name, body in files.items()]
    await page.get_by_label("Files").set_input_files(uploads)  # type: ignore[arg-type]
    # Too short: the browser says so itself, and what was chosen stays.
    await odd.press("Submit")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.get_by_label("Story").fill("A long story")
    await odd.press("Submit")
    await shows(odd.last, f"A long story A+C {MARKUP}")
    bodies = [file.body for file in world.files.values()]
    assert bodies == [*files.values(), *(body[::-1] for body in files.values())]
    await shows(odd.last, "two.html")
    # A page among the files is downloaded, never opened beside ours.
    async with page.expect_download() as download:
        await odd.last.get_by_role("link", name="two.html").click()
    assert (await download.value).suggested_filename == "two.html"
    await odd.check_access()


async def test_a_message_of_markup(odd: Client):
    world = odd.server.world
    script = "javascript:owned=1"
    embed = {
        "title": SCRIPT,
        "url": script,
        "description": f"[{SCRIPT}]({script}) <{SCRIPT}>",
        "author": {"name": SCRIPT, "url": "data:text/html,x"},
        "footer": {"text": SCRIPT},
        "fields": [{"name": SCRIPT, "value": SCRIPT, "inline": True}],
        "image": {"url": script},
    }
    file = {"filename": SCRIPT, "url": script, "content_type": "text/html", "description": SCRIPT}
    buttons = [
        {"type": 2, "style": 1, "label": SCRIPT, "custom_id": SCRIPT},
        {"type": 2, "style": 5, "label": "go", "url": script},
    ]
    world.post(
        world.new_message(
            world.bot,
            world.channel_named("general")["id"],
            content=SCRIPT,
            embeds=[embed],
            attachments=[{"id": "1", "size": 3, **file}],
            components=[{"type": 1, "components": buttons}],
        )
    )
    await expect(odd.last.get_by_role("button", name=SCRIPT)).to_be_visible()
    drawn = await odd.last.inner_text()
    # The content; title, description twice, author, footer, field twice; file twice; button.
    assert drawn.count(SCRIPT) == 11
    for link in await odd.last.get_by_role("link").all():
        assert (await link.get_attribute("href") or "").endswith("#")
    await odd.check_access()
