"""The demo's world survives a restart, and a broken file is told as such."""

from __future__ import annotations

from pathlib import Path

import pytest

from playground.keeping import kept
from playground.seed import academy


async def test_world_survives(tmp_path: Path):
    file = tmp_path / "var" / "playground.json"
    world = academy()
    async with kept(world, file):
        ana = world.person("ana")["id"]
        world.write(ana, world.channel_named("general")["id"], "remember me")
        world.delete_channel(world.channel_named("trend-tips")["id"])
        world.open_dm(ana)
    again = academy()
    async with kept(again, file):
        assert {**again.snapshot(), "last_id": 0} == {**world.snapshot(), "last_id": 0}
        [message] = again.messages.all(again.channel_named("general")["id"])
        assert message["content"] == "remember me"
        assert int(again.ids.next()) > int(message["id"])


async def test_broken_file_is_named(tmp_path: Path):
    file = tmp_path / "playground.json"
    file.write_text("{")
    with pytest.raises(ValueError, match=r"playground\.json"):
        async with kept(academy(), file):
            pass
    assert file.read_text() == "{"
