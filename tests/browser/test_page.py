"""What the page offers around the main job: paging, menus, files, faults, refusals."""

from __future__ import annotations

from playwright.async_api import Route, expect

from bot.demo import TOURS
from playground import permissions as may
from playground.tours import Tours
from tests.browser.client import BROWSER, Client

pytestmark = BROWSER


async def test_a_long_list_is_paged(client: Client):
    await client.run("cert list")
    await expect(client.last).to_contain_text("Page 1 of")
    await client.press("Next")
    await expect(client.last).to_contain_text("Page 2 of")


async def test_member_is_not_offered_moderator_commands(client: Client):
    await client.page.locator("#composer-input").fill("/config setup")
    why = client.page.get_by_text("Only people with Manage Server can use this.")
    await expect(why).to_be_visible()
    await client.page.locator("#composer-input").fill("/nothing")
    await expect(client.page.get_by_text("No command of that name here")).to_be_visible()
    await client.become("Mia (moderator)")
    await client.page.locator("#composer-input").fill("/config")
    await expect(client.page.get_by_role("option", name="/config setup")).to_be_visible()


async def test_goals_work_in_direct_messages(client: Client):
    await client.page.get_by_role("button", name="Direct messages", exact=True).click()
    await client.run("goal list")
    await expect(client.last).to_contain_text("No goals yet")


async def test_what_is_refused_stays_to_be_corrected(client: Client):
    box = client.page.locator("#composer-input")
    await box.evaluate("node => node.removeAttribute('maxlength')")
    await box.fill("x" * 2001)
    await client.page.keyboard.press("Enter")
    await expect(client.page.locator("#notice")).to_contain_text("at most 2000 characters")
    await expect(box).to_have_value("x" * 2001)
    await box.fill("hello")
    await client.page.keyboard.press("Enter")
    await expect(client.last).to_contain_text("hello")
    await expect(box).to_have_value("")


async def test_what_arrives_while_a_channel_opens_is_shown(sample: Client):
    page, ben = sample.page, sample.server.person("ben")
    ben.says("The first", where="trend-tips")

    async def answer_late(route: Route) -> None:
        told = await route.fetch()
        ben.says("Said meanwhile", where="trend-tips")
        await expect(sample.last).to_contain_text("Said meanwhile")
        await route.fulfill(response=told)

    await page.route("**/messages?*", answer_late, times=1)
    await sample.go("# trend-tips")
    await expect(page.locator(".message")).to_have_count(2)
    await expect(sample.last).to_contain_text("Said meanwhile")


async def test_menus_of_messages_and_people(sample: Client):
    page = sample.page
    await page.locator("#composer-input").fill("hello")
    await page.keyboard.press("Enter")
    await sample.last.click(button="right")
    await page.get_by_role("menuitem", name="Count letters").click()
    await expect(sample.last).to_contain_text("letters")
    await page.locator(".message").first.hover()
    await page.locator(".message").first.get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name="Who is it (Ana)").click()
    await expect(sample.last).to_contain_text("It is Ana")
    await page.locator(".message").first.click(button="right")
    await page.get_by_role("menuitem", name="Delete message").click()
    await expect(page.get_by_text("hello", exact=True)).to_have_count(0)


async def test_files_go_both_ways(sample: Client):
    await sample.type_command("show file")
    upload = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"abc"}
    await sample.page.locator("#option-upload").set_input_files(upload)  # type: ignore[arg-type]
    await sample.press("Send")
    await expect(sample.last.get_by_role("link", name="back.txt")).to_be_visible()
    [file] = [f for f in sample.server.world.files.values() if f.filename == "back.txt"]
    assert file.body == b"cba"


async def test_a_card_with_selects_and_a_form_with_every_field(sample: Client):
    page = sample.page
    await sample.run("show card")
    await page.get_by_role("button", name="Who").click()
    await page.get_by_role("option", name="Ben", exact=True).click()
    await page.get_by_role("option", name="Mia", exact=True).click()
    await page.get_by_role("button", name="Ben, Mia").click()
    await expect(sample.last).to_contain_text("people: Ben, Mia")
    await sample.press("Form")
    await page.get_by_label("Your name").fill("Ana")
    await page.get_by_label("Level").select_option(label="High")
    await page.get_by_label("Sure").check()
    await page.get_by_label("B", exact=True).check()
    await sample.check_access()
    await sample.press("Submit")
    await expect(sample.last).to_contain_text("Ana/High/[]/True/B")
    await page.get_by_role("button", name="Colour").click()
    await page.get_by_role("option", name="Green").click()
    await expect(page.locator(".message").first).to_contain_text("You chose Green")


async def test_a_bot_that_does_not_answer_is_said_where_it_happened(sample: Client):
    world = sample.server.world
    sample.server.interactions.answer_seconds = 0.2
    await sample.run("show silent")
    await expect(sample.page.locator("#notice")).to_contain_text("the application did not respond")
    assert world.people


async def test_faults_are_switched_on_and_off(sample: Client):
    world, channel = sample.server.world, sample.server.world.channel_named("general")["id"]
    await sample.tool("The bot may not post in #general")
    pressed = sample.page.locator("#side [aria-pressed='true']")
    await expect(pressed).to_have_count(1)
    assert not world.permissions(world.bot["id"], channel) & may.SEND_MESSAGES
    await sample.tool("The bot may not post in #general")
    await expect(pressed).to_have_count(0)
    assert world.permissions(world.bot["id"], channel) & may.SEND_MESSAGES
    await sample.tool("Ana accepts no direct messages")
    await expect(pressed).to_have_count(1)
    assert world.closed_dms == {world.person("ana")["id"]}


async def test_what_is_for_developers_is_folded(sample: Client):
    side = sample.page.locator("#side")
    folded = ("Fail the next request", "Record", "Clear")
    for name in folded:
        await expect(side.get_by_role("button", name=name, exact=True)).to_have_count(0)
    for name in ("+1 week", "To the next post", "Reset the playground"):
        await expect(side.get_by_role("button", name=name, exact=True)).to_be_visible()
    summary = side.get_by_text("For developers")
    await summary.focus()
    await summary.press("Enter")
    for name in folded:
        await expect(side.get_by_role("button", name=name, exact=True)).to_be_visible()
    await sample.check_access()


async def test_reset_starts_over_and_the_wire_can_be_read(sample: Client):
    page = sample.page
    await sample.run("show counter")
    await expect(sample.last).to_contain_text("count")
    page.on("dialog", lambda dialog: dialog.accept())
    await sample.tool("Reset the playground")
    await expect(page.locator(".message")).to_have_count(0)
    await sample.unfold()
    await page.get_by_label("Filter the wire log").fill("callback")
    first = page.locator(".wire li:visible").first
    await first.click()
    await expect(first.locator("pre")).to_contain_text("count")


async def test_a_tour_plays_step_by_step(client: Client):
    client.server.tours = Tours(client.server, TOURS)
    await client.page.reload()
    panel = client.page.locator("#tour")
    following = panel.get_by_role("button", name="Next", exact=True)
    side = client.page.locator("#side")
    await side.get_by_role("button", name="A member keeps a goal").click()
    for words in ("Finish the first mock exam", "Well done!", "open again"):
        await following.click()
        await expect(client.last).to_contain_text(words)
    await expect(following).to_have_count(0)
    await client.check_access()
    await panel.get_by_role("button", name="All tours").click()
    await expect(client.page.get_by_role("heading", name="Guided tours")).to_be_visible()
