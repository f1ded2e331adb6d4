"""What is typed is stored without signs that nobody sees, and nothing seen is nothing typed."""

from __future__ import annotations

import pytest

from bot.catalogue import Catalogue
from bot.catalogue.search import CatalogueSearch
from bot.errors import InvalidInputError
from bot.model import CommunityId, EntryKind, MemberId
from bot.replies.reminder_drafts import Wish
from bot.services.community_entries import CommunityEntries
from bot.services.goals import Goals
from bot.services.reminders import Reminders
from bot.services.typed import in_lines, one_line, trimmed
from bot.storage.database import Database
from tests.outside import StoppedClock

ANA, HERE = MemberId("discord:1001"), CommunityId("discord:1")
BLANKS = [
    "",
    " \t\n\u3000",
    "\u200b",
    "\u2800\u2800",
    "\u3164",
    "\u115f\u1160",
    "\ufeff",
    "\u00ad",
    "\u034f\ufe0f",
    "\u200d",
    "\u202e\u2067",
    "\u180e",
    "\U000e0020",
]


@pytest.mark.parametrize("blank", BLANKS)
async def test_what_nobody_could_see_is_no_title_no_reminder_and_no_note(
    database: Database, clock: StoppedClock, search: CatalogueSearch, blank: str
):
    goals = Goals(database, clock, search)
    with pytest.raises(InvalidInputError, match="needs a title"):
        await goals.add(ANA, blank, None, None)
    kept = await goals.add(ANA, "Pass", None, None)
    with pytest.raises(InvalidInputError, match="needs a title"):
        await goals.edit(ANA, kept.id, title=blank)
    await goals.progress(ANA, kept.id, blank)
    assert (await goals.show(ANA, kept.id))[1][-1].detail["note"] is None
    reminders = Reminders(database, clock)
    wish = Wish(blank, "tomorrow 9am", zone="Europe/Rome")
    assert (await reminders.draft(ANA, wish)).problem is not None


@pytest.mark.parametrize("mark", "\u202e\u202a\u2066\u2069\u200e\u200f\u061c\u200b\ufeff")
async def test_nothing_that_turns_a_line_round_is_stored(
    database: Database,
    clock: StoppedClock,
    search: CatalogueSearch,
    catalogue: Catalogue,
    mark: str,
):
    goals = Goals(database, clock, search)
    kept = await goals.add(ANA, f"Pass{mark} the exam", None, None)
    await goals.progress(ANA, kept.id, f"Read{mark} it")
    assert kept.title == "Pass the exam"
    assert (await goals.show(ANA, kept.id))[1][-1].detail["note"] == "Read it"
    wish = Wish(f"Call{mark} Ben", "tomorrow 9am", zone="Europe/Rome")
    draft = await Reminders(database, clock).draft(ANA, wish)
    assert draft.wish.text == "Call Ben"
    typed = {"title": f"Our{mark} tip", "text": f"Say{mark} it", "url": ""}
    entry = CommunityEntries(database, clock, catalogue).draft(HERE, EntryKind.TIP, typed).entry
    assert (entry.title, entry.text) == ("Our tip", "Say it")


@pytest.mark.parametrize(
    "text",
    [
        "שלום עולם",
        "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "👩\u200d💻",
        "🏴\U000e0067\U000e007f",
        "Café",
        "日本語",
        "🎯",
    ],
)
def test_the_words_of_every_script_stay(text: str):
    assert one_line(text) == in_lines(text) == trimmed(f" \u200b{text}\ufeff\n") == text


def test_lines_stay_lines():
    assert in_lines(" One \r\n\r\n - two \u2028three\n\n") == "One\n\n - two\nthree"


async def test_a_reminder_keeps_its_lines_up_to_a_bound_that_is_told(
    database: Database, clock: StoppedClock, search: CatalogueSearch
):
    reminders = Reminders(database, clock)

    async def draft(text: str) -> tuple[str, str]:
        wish = Wish(text, "tomorrow 9am", zone="Europe/Rome")
        made = await reminders.draft(ANA, wish)
        return made.wish.text, str(made.problem or "")

    assert await draft("Milk\nBread\n\nTea") == ("Milk\nBread\n\nTea", "")
    assert await draft("\n".join("x" * 20)) == ("\n".join("x" * 20), "")
    assert "21 lines; 20 is the most" in (await draft("\n".join("x" * 21)))[1]
