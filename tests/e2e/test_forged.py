"""What a changed client sends back, as no card of ours said it, is refused and does nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import get_args

import pytest
import structlog.testing

from bot.dialogues.arguments import parameters
from bot.dialogues.config import CommunityKind
from bot.model import COMMUNITY_KINDS
from bot.platforms.discord.custom_id import encode, fits
from playground.forms import fields, submission
from playground.interactions import MODAL
from playground.invocations import Place
from playground.person import Person
from playground.reading import buttons_of
from playground.reply import Reply
from tests.e2e.stage import Stage
from tests.e2e.test_setup import ZONE

JUNK = ("", "x", "discord:x", "discord:" + "9" * 21, "-1", "9" * 24, "²", "reminder", "<@1>")
# The first of these arguments are good, so that the others are looked at.
NEARLY_GOOD = (
    ("cert.sit", "pmp", "x", "-5"),
    ("cert.sit", "pmp", "9" * 40),
    ("cert.list", "agile", "x", "any"),
    ("topics.edit", "weekly-nudge", "9" * 30),
    ("goal.from", "nudge", "x"),
    ("goal.take", "certification", "x"),
    ("find.open", "trend", "x"),
    ("find.again", "x", "pmp", "9" * 30),
    ("card.share", "cert.show", "pmp", "x"),
    ("card.share", "goal.list", "open"),
)
NUDGE, NUDGES = "weekly-nudge", "weekly-nudges"
CHANNEL_SELECT = 8


async def forge(person: Person, card: Reply, verb: str, *args: str) -> Reply:
    """Press a button of a card that says something else than it was sent with."""
    message = json.loads(json.dumps(card.message))
    button = next(one for one in buttons_of(message) if "custom_id" in one)
    button.update(custom_id=encode(verb, args), disabled=False)
    return await person._use(message, button, [], f"forging {verb} {args}")


def variants(stage: Stage) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield every verb with junk for all its arguments, with one too few and with one too many."""
    yield from ((verb, args) for verb, *args in NEARLY_GOOD)
    client = stage.bot.client
    takes = {
        name: len(parameters(verb.run))
        for name in client.dialogues.verbs
        if (verb := client.dialogues.find(name))
    }
    for verb, count in ((verb, count - 1) for verb, count in takes.items()):
        for junk in JUNK if count else ():
            yield verb, (junk,) * count
        for other in {max(0, count - 1), count + 1, count + 2}:
            yield verb, ("x",) * other


async def test_junk_in_any_button_is_refused_and_is_no_accident_of_ours(stage: Stage):
    mia, card = stage.mia, await stage.mia.slash("me settings")
    mia.deadline = 20
    waiting = list(variants(stage))
    wrong: list[object] = []
    assert len(waiting) > 500

    for verb, args in ((verb, tuple(args)) for verb, args in waiting):
        if not fits(verb, args):
            continue
        with structlog.testing.capture_logs() as logged:
            await forge(mia, card, verb, *args)
        wrong += [(verb, args) for one in logged if one["event"] == "interaction.failed"]
    assert wrong == []


async def test_only_what_the_member_shared_here_is_taken_back(stage: Stage):
    world, ana, ben = stage.server.world, stage.ana, stage.ben
    await ana.click(await ana.slash("cert info", name="pmp"), "Share")
    [shared] = await stage.posts("general", count=1)
    place, message = (f"discord:{shared.message[key]}" for key in ("channel_id", "id"))
    card = await ben.slash("me settings")
    alone = await ben.slash("me settings", dm=True)
    own = await ana.slash("me settings")
    elsewhere = await ana.slash("me settings", where="trend-tips")
    written = ben.says(f"Mine\n-# Shared by {ana.mention}", where="general")
    tries = [
        await forge(ben, card, "share.undo", place, message),
        await forge(ben, alone, "share.undo", place, message),
        await forge(ana, elsewhere, "share.undo", place, message),
        await forge(ana, own, "share.undo", place, f"discord:{written['id']}"),
        await forge(stage.mia, card, "share.undo", place, message),
    ]
    for refused in tries:
        assert "only what you shared here" in refused.text
        assert refused.ephemeral or refused is tries[1]
    assert shared.now() is not None
    assert world.messages.get(written["channel_id"], written["id"]) is not None

    # Who shared it may read another language by now, and do it twice.
    world.locales[ana.id] = "it"
    for _ in range(2):
        assert "Ritirato" in (await forge(ana, own, "share.undo", place, message)).text
    assert shared.now() is None


@pytest.fixture
def abroad(stage: Stage) -> str:
    """Return a channel of another community that the bot may post in."""
    guild = stage.server.world.add_guild("Elsewhere")
    return stage.server.world.add_channel(guild, "theirs")["id"]


async def test_a_channel_of_another_community_is_no_place_for_a_post(stage: Stage, abroad: str):
    mia = stage.mia
    card = await mia.slash("config show")
    theirs = f"discord:{abroad}"
    refused = [await forge(mia, card, "config.undo", NUDGE, theirs)]
    form = await forge(mia, card, "config.edit", NUDGE)
    refused.append(await send(stage, form, abroad))
    for one in refused:
        assert "gone or hidden from the bot" in one.text
    everything = await send(stage, await mia.slash("config setup"), abroad)
    assert "gone or hidden" in everything.text
    assert stage.server.world.messages.shared(abroad) == []
    assert (await mia.slash("config show")).text == card.text


async def send(stage: Stage, form: Reply, channel: str) -> Reply:
    """Send a form as Mia opened it, but with a channel that her client would not offer."""
    assert form.modal is not None
    assert form.interaction is not None
    asked = [label for label, field in fields(form.modal) if field["type"] == CHANNEL_SELECT]
    known = stage.channel(NUDGES)
    place = Place(stage.server.world, stage.mia.id, form.interaction.channel_id)
    data = submission(place, form.modal, dict.fromkeys(asked, known) | {ZONE: "UTC"})
    changed = json.loads(json.dumps(data).replace(known, channel))
    source = stage.server.world.messages.get(place.channel_id, form.interaction.source_id or "")
    return await stage.mia._do(MODAL, place, changed, "forging a form", source=source)


def test_buttons_may_name_each_kind_of_post_of_a_community():
    assert get_args(CommunityKind) == COMMUNITY_KINDS


async def test_a_moderator_takes_back_only_what_the_bot_posted_in_their_community(stage: Stage):
    mia, general = stage.mia, stage.channel("general")
    own = await mia.slash("help")
    said = stage.ben.says("Not the bot's", where="general")
    for place, message in ((general, said["id"]), ("9" * 19, said["id"])):
        args = (f"discord:{place}", f"discord:{message}")
        refused = await forge(mia, own, "setup.uncard", *args)
        assert "only what you shared here" in refused.text
    assert said["content"] in [one.text for one in stage.ben.sees(where="general")]
