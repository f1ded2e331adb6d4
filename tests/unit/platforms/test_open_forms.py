"""A form that is never sent ends, and nobody keeps many open."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from discord.ui.view import ViewStore

from bot.platforms.discord.forms import Form
from bot.platforms.discord.opened import MOST_OPEN, OpenForms

MINUTE = 60


class Clock:
    """The event loop's clock, which is also discord.py's."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        loop = asyncio.get_running_loop()
        self.passed, real = 0.0, loop.time
        monkeypatch.setattr(loop, "time", lambda: real() + self.passed)
        monkeypatch.setattr("discord.ui.view.time", SimpleNamespace(monotonic=loop.time))

    async def pass_by(self, seconds: float) -> None:
        """Move on, and let what was waiting for it run."""
        self.passed += seconds
        for _turn in range(5):
            await asyncio.sleep(0)


async def test_three_hundred_forms_that_nobody_sends_are_gone_after_fifteen_minutes(
    monkeypatch: pytest.MonkeyPatch,
):
    clock, state = Clock(monkeypatch), cast(Any, None)
    store = ViewStore(state)
    for number in range(300):
        store.add_view(Form(f"Form {number}"))
    await clock.pass_by(14 * MINUTE)
    assert len(store._modals) == 300
    await clock.pass_by(2 * MINUTE)
    assert store._modals == {}


async def test_of_too_many_forms_of_one_person_the_oldest_ends():
    opened = OpenForms()
    theirs = Form("A form")
    opened.add(theirs, "discord:2")
    own = [Form("A form") for _ in range(MOST_OPEN + 2)]
    for form in own:
        opened.add(form, "discord:1")
    assert [form.is_finished() for form in own] == [True] * 2 + [False] * MOST_OPEN
    opened.end_of("discord:1")
    assert all(form.is_finished() for form in own)
    assert not opened.is_open(own[-1].custom_id)
    assert opened.is_open(theirs.custom_id)
