"""The buttons and forms of a member's profile; the command is ``/me profile``."""

from __future__ import annotations

from dataclasses import replace

from bot.cards import Card
from bot.dialogues import fields
from bot.dialogues.forms import Choice, Field, Form, Line
from bot.dialogues.seam import Answer, Ask, Noun, Replace, Value
from bot.model import Profile
from bot.replies import forms as words
from bot.replies import profiles as replies
from bot.words import _

profile = Noun()
# docs: interactions/receiving-and-responding, "Modal"
MOST_FIELDS = 5
MOST_OPTIONS = 25


@profile.button("profile.show")
async def press_show(ask: Ask) -> Answer:
    """Open the profile."""
    found = await ask.services.profiles.load(ask.member)
    return Replace(replies.shown(found, ask.services.search))


@profile.form("profile.aims")
async def ask_aims(ask: Ask) -> Form:
    """Ask for stage and target role; what is not chosen is cleared."""
    found, search = await ask.services.profiles.load(ask.member), ask.services.search
    stages, roles = search.suggest_stages(""), search.suggest_roles("")
    return Form(
        words.AIMS_TITLE,
        (
            Choice("stage", words.AIMS_STAGE, tuple(stages), words.OPTIONAL),
            Choice("role", words.AIMS_ROLE, tuple(roles), words.OPTIONAL),
        ),
        {"stage": found.stage or "", "role": found.target_role or ""},
    )


@profile.submit("profile.aims")
async def save_aims(ask: Ask, stage: str, role: str) -> Answer:
    """Store both together."""
    return _tell(ask, await ask.services.profiles.change(ask.member, stage, role))


@profile.form("profile.skills")
async def ask_skills(ask: Ask) -> Form:
    """Ask for all skills at once, in as many selects as they need (at most five of 25)."""
    found = await ask.services.profiles.load(ask.member)
    offered = [(label, skill) for skill, label in ask.services.search.skills().items()]
    size = -(-len(offered) // MOST_FIELDS)
    groups = [offered[start : start + size] for start in range(0, len(offered), size)]
    fields: list[Field] = []
    now: dict[str, Value] = {}
    for number, group in enumerate(groups):
        label = _(words.SKILLS_GROUP, first=group[0][0], last=group[-1][0])
        fields.append(Choice(f"group{number}", label, tuple(group), most=size))
        now[f"group{number}"] = tuple(skill for _label, skill in group if skill in found.skills)
    return Form(words.SKILLS_TITLE, tuple(fields), now)


@profile.submit("profile.skills")
async def save_skills(ask: Ask, **groups: tuple[str, ...]) -> Answer:
    """Store what is chosen in all of them."""
    chosen = [skill for group in groups.values() for skill in group]
    return _tell(ask, await ask.services.profiles.save_skills(ask.member, chosen))


@profile.form("held.add")
async def ask_held(ask: Ask) -> Form:
    """Ask for a certification and its dates."""
    return Form(words.HELD_TITLE, _held(None, is_required=True))


@profile.submit("held.add")
async def add_held(ask: Ask, name: str, earned: str, cycle: str) -> Answer:
    """Store it."""
    return await _save_held(ask, name, earned, cycle, "")


@profile.form("held.edit")
async def ask_held_anew(ask: Ask, certification: str) -> Form:
    """Ask for a certification's dates; without a name it is removed."""
    held = await ask.services.profiles.held(ask.member, certification)
    now = {
        "name": ask.services.search.certification_name(held.certification),
        "earned": str(held.earned_on or ""),
        "cycle": str(held.cycle_started_on or ""),
    }
    return Form(words.HELD_TITLE, _held(words.HELD_EDIT_HINT, is_required=False), now)


@profile.submit("held.edit")
async def change_held(ask: Ask, certification: str, name: str, earned: str, cycle: str) -> Answer:
    """Store or remove it."""
    return await _save_held(ask, name, earned, cycle, certification)


@profile.button("profile.ask")
async def press_ask(ask: Ask) -> Answer:
    """Ask before deleting."""
    return Replace(replies.ask_delete())


@profile.button("profile.delete")
async def press_delete(ask: Ask) -> Answer:
    """Delete the profile; pressing twice is the same as once."""
    deleted = await ask.services.profiles.delete(ask.member)
    return Replace(replies.deleted(deleted, ask.services.search))


def _held(hint: str | None, *, is_required: bool) -> tuple[Line, ...]:
    earned, cycle = (
        fields.past_date_line(key, label, words.HELD_DAY_HINT)
        for key, label in (("earned", words.HELD_EARNED), ("cycle", words.HELD_CYCLE))
    )
    name = fields.certification_line("name", words.HELD_NAME, hint, "PMP")
    return (replace(name, is_required=is_required), earned, cycle)


async def _save_held(ask: Ask, name: str, earned: str, cycle: str, was: str) -> Card:
    saved = await ask.services.profiles.save_held(ask.member, name, earned, cycle, instead_of=was)
    return _tell(ask, saved)


def _tell(ask: Ask, saved: Profile) -> Card:
    return replies.shown(saved, ask.services.search, is_saved=True)
