"""Moderators add content of their own; only their community reads it."""

from __future__ import annotations

import json
from datetime import timedelta

from playground.person import Person
from playground.reply import Reply, until
from tests.e2e.stage import Stage

WHAT = "What should people do this week?"


async def aside(reply: Reply, count: int = 1) -> Reply:
    """Wait for what follows an answer."""
    found = await until(
        reply.world, lambda: reply.followups if len(reply.followups) >= count else None, 5
    )
    assert found is not None
    return found[count - 1]


async def test_from_the_form_to_the_post_and_away_again(stage: Stage):
    mia, ana = stage.mia, stage.ana
    refused = await ana.slash("config content add", kind="nudge", force=True)
    assert "Manage Server" in refused.text
    form = await mia.slash("config content add", kind="nudge")
    hostile = f"Ask {ana.mention} and @everyone about **{{risk}}**"
    shown = await mia.submit(form, **{WHAT: hostile, "Link": "http://example.org"})
    assert "must begin with https" in shown.text
    form = await mia.click(shown, "Correct it")
    shown = await mia.submit(form, Link="https://example.org/risk")
    assert shown.ephemeral
    assert "Nothing is saved yet" in shown.text
    preview = await aside(shown)
    assert "From this community" in preview.text
    assert "@everyone about **{risk}**" in preview.plain_text
    assert "no content of its own" in (await mia.slash("config content list")).text
    saved = await mia.click(shown, "Save")
    assert "Saved" in saved.text
    await mia.click(shown, "Save")

    place = stage.channel("weekly-nudges")
    await mia.slash("config channel set", purpose="weekly-nudge", channel=place)
    await stage.move(days=7)
    [post] = await stage.posts("weekly-nudges", count=1)
    assert post.plain_text.splitlines()[:3] == preview.plain_text.splitlines()[:3]
    assert post.message["mentions"] == []
    assert not post.message["mention_everyone"]
    assert "Mia" not in post.text
    goal = await ana.click(post, "Make it my goal")
    assert goal.modal is not None
    assert "Goal added" in (await ana.submit(goal)).text
    await stage.move(days=7)
    assert "From this community" not in (await stage.posts("weekly-nudges", count=2))[-1].text

    listed = await mia.slash("config content list")
    assert "1 entry of 100" in listed.plain_text
    opened = await mia.click(listed, "Open")
    form = await mia.click(opened, "Edit")
    changed = await mia.submit(form, **{WHAT: "Ask a peer about risk"})
    await mia.click(changed, "Save")
    opened = await mia.click(await mia.slash("config content list"), "Open")
    asked = await mia.click(opened, "Remove…")
    assert "Ask a peer about risk" in asked.text
    assert "Manage Server" in (await ana.click(asked, "Remove it")).text
    await mia.click(asked, "Remove it")
    assert "no content of its own" in (await mia.slash("config content list")).text
    log = (await mia.slash("config log")).plain_text
    assert [log.count(f"Own content: {verb}") for verb in ("added", "changed", "removed")] == [
        1
    ] * 3
    assert "risk" not in log
    assert "no such entry" in (await ana.click(post, "Make it my goal")).text


async def test_links_are_found_by_their_own_members_only(stage: Stage):
    mia, ana, world = stage.mia, stage.ana, stage.server.world
    other = world.add_guild("Elsewhere", owner_id=mia.id)
    elsewhere = world.add_channel(other, "lobby")["id"]
    for person in (mia, ana):
        world.add_member(other, person.user)
    form = await mia.slash("config content add", kind="link")
    draft = await mia.submit(form, Title="Zorbing study group", Link="https://example.org/zorb")
    assert "Zorbing study group" in (await aside(draft)).text
    await mia.click(draft, "Save")
    answer = await ana.slash("find", query="zorbing")
    own = await aside(answer)
    assert own.ephemeral
    assert "Zorbing study group" in own.text
    assert "not checked by the bot" in own.text
    assert "Share" not in own.buttons
    assert "Zorbing" not in answer.text.replace("“zorbing”", "")
    for silent in (
        await ana.slash("find", query="zorbing", where=elsewhere),
        await ana.slash("find", query="zorbing", dm=True),
    ):
        await ana.slash("help")
        assert silent.followups == []
    assert "no content of its own" in (await mia.slash("config content list", where=elsewhere)).text

    discarded = await mia.submit(
        await mia.slash("config content add", kind="tip", where=elsewhere),
        Title="Retro tip",
        **{"What do you advise?": "Ask what surprised people"},
    )
    assert "Nothing was saved" in (await mia.click(discarded, "Discard")).text
    assert "draft is gone" in (await mia.click(discarded, "Save")).text
    assert stage.cells_with("Retro tip") == []


async def test_two_moderators_at_one_entry_lose_nothing(stage: Stage):
    mia, ben, world = stage.mia, stage.ben, stage.server.world
    [guild] = world.guilds.values()
    world.members.edit(guild, ben.id, roles=guild.members[mia.id]["roles"])
    draft = await mia.submit(
        await mia.slash("config content add", kind="nudge"), **{WHAT: "Ask a peer"}
    )
    await mia.click(draft, "Save")

    async def edit(person: Person) -> Reply:
        opened = await person.click(await person.slash("config content list"), "Open")
        return await person.click(opened, "Edit")

    form = await edit(mia)
    mias = await mia.submit(form, **{WHAT: "Words of Mia"})
    bens = await ben.submit(await edit(ben), **{WHAT: "Words of Ben"})
    await mia.click(mias, "Save")
    assert "Words of Mia" in (await mia.slash("config content list")).text
    late = await ben.click(bens, "Save")
    assert "changed meanwhile" in late.text
    assert "Words of Mia" in late.text
    assert "Words of Ben" in late.text
    await ben.click(late, "Save mine instead")
    assert "Words of Ben" in (await mia.slash("config content list")).text

    form = await edit(mia)
    opened = await ben.click(await ben.slash("config content list"), "Open")
    asked = await ben.click(opened, "Remove…")
    await ben.click(asked, "Remove it")
    gone = await mia.submit(form, **{WHAT: "Typed for long"})
    assert "Typed for long" in gone.text
    assert "no content of its own" in (await mia.slash("config content list")).text

    late = await mia.submit(
        await mia.slash("config content add", kind="nudge"), **{WHAT: "Shown for long"}
    )
    await mia.click(late, "Save")
    late = await mia.submit(await edit(mia), **{WHAT: "Changed for long"})
    opened = await ben.click(await ben.slash("config content list"), "Open")
    await ben.click(await ben.click(opened, "Remove…"), "Remove it")
    gone = await mia.click(late, "Save")
    assert "Somebody removed this entry" in gone.text
    saved = await mia.click(gone, "Save as a new entry")
    assert "Saved" in saved.text
    assert "Changed for long" in (await ben.slash("config content list")).text


async def test_a_channel_hears_of_the_topics_its_moderators_chose(stage: Stage):
    mia, which = stage.mia, "What should it be about?"
    assert (
        "Manage Server"
        in (await stage.ana.slash("config topics", purpose="trend-tip", force=True)).text
    )
    form = await mia.slash("config topics", purpose="trend-tip")
    refused = await mia.submit(form, **{which: ["risk"]})
    assert "Only 2 entries of the catalogue are about risk" in refused.plain_text
    assert "Nothing was changed" in refused.text
    form = await mia.click(refused, "Choose again")
    assert form.modal is not None
    assert '"value": "risk", "default": true' in json.dumps(form.modal)
    saved = await mia.submit(form, **{which: ["risk", "cloud", "sre"]})
    assert "cloud, risk, sre" in saved.plain_text
    assert "cloud, risk, sre" in (await mia.slash("config show")).plain_text

    place = stage.channel("trend-tips")
    await mia.slash("config channel set", purpose="trend-tip", channel=place)
    shown = await mia.slash("config schedule test", purpose="trend-tip")
    assert "cloud, risk, sre" in shown.plain_text
    for _week in range(5):
        stage.server.clock.advance(timedelta(days=7))
        await stage.catch_up()
    posts = await stage.posts("trend-tips", count=5)
    tips = stage.bot.client.services.catalogue.trends.values()
    told = {tip.title: {"risk", "cloud", "sre"} & set(tip.tags) for tip in tips}
    titles = [next(title for title in told if title in post.plain_text) for post in posts]
    assert all(told[title] for title in titles)
    fitting = sum(map(bool, told.values()))
    assert len(set(titles)) == min(fitting, 5)
    every = await mia.click(saved, "All topics")
    assert "all topics" in every.plain_text
    assert "cloud" not in (await mia.slash("config show")).plain_text
