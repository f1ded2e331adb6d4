"""A verb, command, option or form that forgets whose something is makes the suite fail."""

from __future__ import annotations

from typing import Annotated

import structlog.testing
from sqlalchemy import text

from bot.cards import Card, Text
from bot.dialogues.forms import Form, Line
from bot.dialogues.seam import Answer, Ask, Noun, Option, Suggestions
from bot.model import ChannelId, PostKind
from bot.platforms.discord import commandtree
from bot.platforms.discord.nouns import draw_commands
from tests.attacks.attackers import gather
from tests.attacks.forms import send_everything
from tests.attacks.presses import press_everything
from tests.attacks.scene import commands, set_scene
from tests.attacks.typing import complete_everything, type_everything
from tests.attacks.watch import Watch
from tests.e2e.stage import Stage
from tests.e2e.test_forged import forge

naked = Noun("naked")


async def query(ask: Ask, wanted: str, **values: str) -> list[str]:
    async with ask.services.goals._database.write() as tx:
        found = await tx.execute(text(wanted), values)
        return [str(row[0]) for row in found] if found.returns_rows else []


def say(*lines: str) -> Card:
    return Card(title="Here", summary="Here", blocks=(Text(lines),) if lines else ())


@naked.button("naked.show")
async def show(ask: Ask, goal: str) -> Answer:
    return say(*await query(ask, "SELECT title FROM goal WHERE id = :id", id=goal))


@naked.button("naked.count")
async def count(ask: Ask, goal: str) -> Answer:
    return say(*await query(ask, "SELECT count(*) FROM goal WHERE id = :id", id=goal))


@naked.button("naked.drop")
async def drop(ask: Ask, reminder: str) -> Answer:
    await query(ask, "DELETE FROM reminder WHERE id = :id", id=reminder)
    return say()


@naked.button("naked.stop")
async def stop(ask: Ask) -> Answer:
    """Forget to say that this is for moderators."""
    if ask.community is not None:
        await ask.services.communities.clear_channel(ask.community, PostKind.WEEKLY_NUDGE)
    return say()


@naked.button("naked.adopt")
async def adopt(ask: Ask, goal: str) -> Answer:
    now = "2026-01-01T00:00:00.000000Z"
    await query(
        ask,
        "INSERT INTO goal_event (goal_id, member_id, kind, at, detail)"
        f" SELECT id, :member, 'progressed', '{now}', '{{}}' FROM goal WHERE id = :id",
        member=ask.member,
        id=goal,
    )
    return say()


@naked.button("naked.place")
async def place(ask: Ask, channel: ChannelId) -> Answer:
    if ask.community is not None and ask.may_configure and ask.invitation is None:
        kind = PostKind.WEEKLY_NUDGE
        await ask.services.communities.set_channel(ask.community, kind, channel)
    return say()


@naked.button("naked.trip")
async def trip(ask: Ask, number: str) -> Answer:
    return say(str(int(number)))


@naked.form("naked.ask")
async def question(ask: Ask, goal: str) -> Form:
    return Form("Say it", (Line("title", "Which title?", is_required=True),))


@naked.submit("naked.ask")
async def answer(ask: Ask, goal: str, title: str) -> Answer:
    await query(ask, "UPDATE goal SET title = :title WHERE id = :id", title=title, id=goal)
    return say()


async def suggest(ask: Ask, typed: str) -> Suggestions:
    found = await query(ask, "SELECT title FROM goal WHERE title LIKE :typed", typed=f"{typed}%")
    return [(title[:90], title[:90]) for title in found]


@naked.command("")
async def look(ask: Ask, goal: Annotated[str, Option("Which goal", suggest)]) -> Answer:
    """See whatever begins like this."""
    return say(*[title for title, _ in await suggest(ask, goal)])


async def test_each_of_them_is_caught(stage: Stage):
    client = stage.bot.client
    attackers = await gather(stage)
    scene = await set_scene(stage, is_whole=False)
    client.dialogues.add(naked)
    for root in draw_commands(naked):
        client.tree.add_command(root)
    await commandtree.publish(client.tree)
    goal = scene.ids["goal"][0]
    form = (await forge(stage.ana, await stage.ana.slash("me settings"), "naked.ask", goal)).modal
    assert form is not None
    scene.forms = {"naked.ask": form}
    leaves = [one for one in commands(stage) if one.path == "naked"]
    with structlog.testing.capture_logs() as log, Watch(scene, log) as watch:
        await type_everything(scene, watch, attackers, leaves)
        typed, watch.problems = "\n".join(watch.problems), []
        await complete_everything(scene, watch, attackers, leaves)
        suggested, watch.problems = "\n".join(watch.problems), []
        await send_everything(scene, watch, attackers)
        sent, watch.problems = "\n".join(watch.problems), []
        await press_everything(scene, watch, attackers, naked.verbs)
        pressed = "\n".join(watch.problems)
    assert "naked:Quill: was told what others wrote" in typed
    assert "naked:goal:Quill: was told what others wrote" in suggested
    assert f"naked.ask:{goal}:" in sent
    assert ": changed" in sent
    for verb in naked.verbs.keys() - {"naked.ask"}:
        assert verb in pressed, verb
    assert any("naked.count" in one and "told apart" in one for one in watch.problems)
