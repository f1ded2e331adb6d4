"""The demo's world survives a restart, and a broken file is told as such."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from playground import keeping
from playground.seed import academy
from playground.server import PlaygroundServer


async def test_world_and_clock_survive(tmp_path: Path):
    file = tmp_path / "var" / "playground.json"
    first = PlaygroundServer(academy())
    world = first.world
    async with keeping.kept(first, file):
        ana = world.person("ana")["id"]
        world.write(ana, world.channel_named("general")["id"], "remember me")
        world.delete_channel(world.channel_named("trend-tips")["id"])
        world.open_dm(ana)
        first.clock.advance(timedelta(days=7))
    second = PlaygroundServer(academy())
    keeping.load(second, file)
    again = second.world
    assert {**again.snapshot(), "last_id": 0} == {**world.snapshot(), "last_id": 0}
    assert second.clock.offset == timedelta(days=7)
    [message] = again.messages.all(again.channel_named("general")["id"])
    assert message["content"] == "remember me"
    assert int(again.ids.next()) > int(message["id"])


async def test_what_people_see_survives(tmp_path: Path):
    first = PlaygroundServer(academy())
    first.clock.advance(timedelta(days=7))
    ana = first.world.person("ana")["id"]
    general = first.world.channel_named("general")["id"]
    written = first.world.write(ana, general, "a week on")
    first.world.has_commanded.add(ana)
    keeping.save(first, tmp_path)
    second = PlaygroundServer(academy())
    keeping.load(second, tmp_path)
    [message] = second.world.messages.all(general)
    shown, real = (
        datetime.fromisoformat(at)
        for at in (second.world.messages.dated(message)["shown_at"], message["timestamp"])
    )
    assert shown - real == timedelta(days=7)
    assert message == written
    assert second.world.has_commanded == {ana}
    second.reset()
    assert second.world.has_commanded == set()


def test_a_directory_holds_the_file_too(tmp_path: Path):
    keeping.save(PlaygroundServer(academy()), tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["playground.json"]
    keeping.load(PlaygroundServer(academy()), tmp_path)


@pytest.mark.parametrize("text", ["{", "{}", "[]"])
async def test_broken_file_is_named_and_left(tmp_path: Path, text: str):
    file = tmp_path / "playground.json"
    file.write_text(text)
    with pytest.raises(ValueError, match=r"playground\.json"):
        async with keeping.kept(PlaygroundServer(academy()), file):
            pass
    assert file.read_text() == text
