"""Trends by date and by topic, shared, followed and made a goal."""

from __future__ import annotations

from tests.e2e.stage import Stage


async def test_trends_lead_from_topic_to_goal(stage: Stage):
    topics = await stage.ana.slash("trend topics")
    assert topics.ephemeral
    assert "Topics of trends" in topics.text
    about = await stage.ana.choose(topics, "Open one", "v1:trend.list:ai")
    assert "About ai" in about.text
    shown = await stage.ana.choose(about, "Read one", "v1:trend.show:ai-j-curve")
    assert "Try:" in shown.text
    assert "Checked 22 Nov 2026" in shown.text
    again = await stage.ana.choose(shown, "Related", "v1:trend.list:ai")
    assert again.text.splitlines()[0] == about.text.splitlines()[0]
    form = await stage.ana.click(shown, "Add as goal")
    assert "Goal added" in (await stage.ana.submit(form)).text

    await stage.ana.click(shown, "Share")
    [post] = await stage.ben.posts("general", count=1)
    assert f"Shared by {stage.ana.mention}" in post.text


async def test_the_feeds_on_file_are_shown_as_sources_to_read(stage: Stage):
    feeds = stage.bot.client.services.catalogue.feeds.values()
    assert len(feeds) == 30
    listed = await stage.ana.slash("trend latest")
    shown = await stage.ana.click(listed, "Sources to read")
    pages = [shown]
    while "Next" in pages[-1].buttons:
        pages.append(await stage.ana.click(pages[-1], "Next"))
    for feed in feeds:
        assert any(feed.title in page.text for page in pages), feed.id
    about = await stage.ana.choose(shown, "Open one", "v1:trend.source:agile")
    for feed in feeds:
        told = f"[Site]({feed.site_url}) · [Feed]({feed.feed_url})" in about.text
        assert told is (feed.topic == "agile"), feed.id
    again = await stage.ana.click(about, "All sources")
    assert "Trends" in (await stage.ana.click(again, "Trends")).text


async def test_the_latest_trends_are_found_by_a_topic_with_a_typo(stage: Stage):
    everything = await stage.ana.slash("trend latest")
    assert "the newest first" in everything.text
    assert "Page 1 of" in everything.text
    assert (await stage.ana.type("trend latest", topic="secur"))[0] == ("security", "security")
    found = await stage.ana.slash("trend latest", topic="secruity")
    assert "About security" in found.text
    unknown = await stage.ana.slash("trend latest", topic="zzqx unheard of")
    assert unknown.ephemeral
    assert "I know no topic called “zzqx unheard of”" in unknown.text
    assert "/trend topics" in unknown.text
