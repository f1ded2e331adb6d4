"""/start: somebody new says where they are, and gets a plan."""

from __future__ import annotations

from typing import Literal

from bot.dialogues import options
from bot.dialogues.forms import Choice, Form, Line
from bot.dialogues.seam import Answer, Ask, Noun, OpenForm, Replace
from bot.replies import beginnings as replies
from bot.replies import forms as words

start = Noun("start")
Hours = Literal["2", "4", "7", "10", "20"]
_HOURS = (
    (words.HOURS_2, "2"),
    (words.HOURS_4, "4"),
    (words.HOURS_7, "7"),
    (words.HOURS_10, "10"),
    (words.HOURS_20, "20"),
)


@start.command("")
async def begin(ask: Ask) -> Answer:
    """Get your first three steps to Technical Project Manager."""
    return OpenForm("start.new")


@start.form("start.new")
async def ask_new(ask: Ask) -> Form:
    """Ask what somebody does, which job they want and how much time they have."""
    catalogue = ask.services.catalogue
    place = Line(
        "place",
        words.START_PLACE,
        words.START_PLACE_HINT,
        50,
        words.ZONE_EXAMPLE,
        naming=options.zone(words.START_PLACE_HINT).naming,
    )
    return Form(
        words.START_TITLE,
        (
            Choice(
                "today",
                words.START_TODAY,
                tuple((one.name, one.id) for one in catalogue.beginnings.values()),
                is_required=True,
            ),
            Choice(
                "role",
                words.START_ROLE,
                tuple((one.name, one.id) for one in catalogue.roles.values()),
                is_required=True,
            ),
            Choice("hours", words.START_HOURS, _HOURS, is_required=True),
            # Where the platform says where somebody lives, nobody asks.
            *(() if ask.zone else (place,)),
        ),
    )


@start.submit("start.new")
async def plan(ask: Ask, today: str, role: str, hours: Hours, place: str = "") -> Answer:
    """Show a plan; nothing is saved yet."""
    made = await ask.services.beginnings.plan(
        ask.member, today, role, int(hours), place or ask.zone or ""
    )
    return replies.plan(made)


@start.button("plan.add")
async def press_take(ask: Ask, beginning: str, role: str, hours: int, zone: str = "") -> Answer:
    """Begin the plan that was shown; pressing twice adds nothing."""
    made = await ask.services.beginnings.plan(ask.member, beginning, role, hours, zone)
    return Replace(replies.begun(made, await ask.services.beginnings.begin(ask.member, made)))
