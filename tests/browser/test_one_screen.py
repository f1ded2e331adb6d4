"""The first page of every look-up on a phone: all of it in view at once, with its buttons."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.async_api import Browser

from bot.cards import Card
from bot.platforms.discord.renderer import Renderer
from bot.replies import shares
from bot.words import languages, speak
from playground.server import PlaygroundServer
from tests.browser.client import BROWSER, PHONE, Client
from tests.unit.platforms import drawn
from tests.unit.replies.test_first_pages import PARTS, cards

pytestmark = BROWSER

# How far below its beginning a message's last button or select ends, in pixels.
MEASURE = """async (messages) => {
    const { drawMessage } = await import("/page/message.js");
    const log = document.getElementById("log");
    // It is gone once somebody has run a command.
    document.getElementById("welcome").remove();
    const user = { id: "1", username: "Noor", global_name: "Noor" };
    const bot = { id: "2", username: "TPM Mentor", global_name: "TPM Mentor", bot: true };
    const host = { failed: () => [], commands: () => [] };
    const ends = {};
    for (const [name, components] of Object.entries(messages)) {
        const node = drawMessage({
            id: "9", type: 0, author: bot, content: "", embeds: [], attachments: [], components,
            timestamp: "2026-03-02T07:00:00Z", flags: 1 << 6,
            interaction: { name: "cert info" }, interaction_metadata: { user },
        }, host);
        log.replaceChildren(node);
        const pressed = [...node.querySelectorAll(".body .button, .body .select")];
        const top = node.getBoundingClientRect().top;
        ends[name] = Math.max(...pressed.map((one) => one.getBoundingClientRect().bottom - top));
    }
    return { ends, room: log.clientHeight };
}"""


def shareable(card: Card) -> Card:
    """Return a card with the button that a platform adds to what others may see."""
    if not card.pager or card.is_personal:
        return card
    return replace(card, actions=(*card.actions, shares.button((*card.pager, "1"))))


@pytest.mark.parametrize("language", languages())
async def test_a_first_page_is_one_phone_screen(
    browser: Browser, playground: PlaygroundServer, language: str
):
    renderer = Renderer({})
    with speak(language):
        messages = {
            name: drawn.view_of(renderer.render(shareable(card)))
            for name, card in cards(language).items()
            if not card.pager or card.pager[0] not in PARTS
        }
    waiting = "The bot is not connected yet…"
    async with Client.open(browser, playground, PHONE, "light", waiting) as client:
        measured = await client.page.evaluate(MEASURE, messages)
    assert {name: end for name, end in measured["ends"].items() if end > measured["room"]} == {}
    assert len(measured["ends"]) > 700
