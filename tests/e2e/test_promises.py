"""What moderators and members change is kept to the week, and moves only what they say."""

from __future__ import annotations

from datetime import timedelta

from tests.e2e.stage import Stage
from tests.e2e.test_pauses import TIP, place
from tests.e2e.test_setup import TIPS


async def test_a_week_has_one_tip_unless_a_moderator_wants_another(stage: Stage):
    mia = stage.mia
    await place(stage)
    while stage.server.clock.now().weekday() != 3:
        await stage.move(days=1)
    assert len(await stage.posts(TIPS, count=1)) == 1
    moved = await mia.slash("config schedule set", purpose=TIP, time="18:00")
    assert "This week's has come already." in moved.text
    stage.server.clock.advance(timedelta(hours=7))
    await stage.catch_up()
    assert len(await stage.posts(TIPS, count=1)) == 1

    changed = await mia.slash("config schedule set", purpose=TIP, day=4)
    more = await mia.click(changed, "Post on Friday this week, too")
    assert "This week's has come already." not in more.text
    await stage.move(days=1)
    assert len(await stage.posts(TIPS, count=2)) == 2


async def test_who_moves_house_chooses_what_comes_along(stage: Stage):
    ana = stage.ana
    await ana.slash("me settings", timezone="Europe/Rome")
    for words in ("water", "call home"):
        shown = await ana.slash("remind me", text=words, when="tomorrow 9am", repeat="daily")
        await ana.click(shown, "Save")
    saved = await ana.slash("me settings", timezone="America/New_York")
    assert "2 of what you scheduled keep the hours of Europe/Rome" in saved.text
    chosen = await ana.click(saved, "Choose")
    assert "What you do not move stays as it is." in chosen.text
    left = await ana.click(chosen, "Move")
    assert "call home" in left.text or "water" in left.text
    moved = await ana.click(await ana.slash("me settings"), "Move all to America/New_York")
    assert "keep" not in moved.text.partition("Your next message")[2].partition("Alerts")[0]
    listed = await ana.click(await ana.slash("remind list"), "Open")
    assert r"America/New\_York" in listed.text


async def test_an_edit_of_the_words_leaves_the_time_alone(stage: Stage):
    ana = stage.ana
    await ana.slash("me settings", timezone="Europe/Rome")
    await ana.click(await ana.slash("remind me", text="water", when="in 10 minutes"), "Save")
    kept = await ana.click(await ana.slash("remind list"), "Open")
    form = await ana.click(kept, "Edit")
    shown = await ana.submit(form, **{"What should I remind you about?": "drink water"})
    assert "Its times stay as they are." in shown.text
    await ana.click(shown, "Save")
    stage.server.clock.advance(timedelta(minutes=11))
    await stage.catch_up()
    [sent] = [one for one in ana.sees(dm=True) if "In 1 day" in one.buttons]
    assert "drink water" in sent.text
