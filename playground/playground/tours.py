"""Guided tours: dialogues that the page plays step by step, by the same driver as the tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from playground.dialogue import Dialogue, Performance, load_dialogues
from playground.invocations import NotPossibleError
from playground.wire import Json

if TYPE_CHECKING:
    from playground.server import PlaygroundServer


class Tours:
    """Offer the dialogues of a folder; a tour begins anew at its first step."""

    def __init__(self, server: PlaygroundServer, folder: Path | None) -> None:
        self._server = server
        self._dialogues: dict[str, Dialogue] = {}
        self._performances: dict[str, Performance] = {}
        if folder is not None:
            self._dialogues = {one.id: one for one in load_dialogues(folder)}

    def told(self) -> list[Json]:
        """Return what the page lists."""
        return [
            {
                "id": one.id,
                "title": one.title,
                "summary": one.summary,
                "steps": [{"person": step.person, "text": step.text} for step in one.steps],
            }
            for one in self._dialogues.values()
        ]

    async def step(self, tour_id: str, number: int) -> Json:
        """Perform one step (0-based) and tell where to look, or why it did not go as told.

        Raises
        ------
        KeyError
            There is no such tour or step, or its first step was not performed.
        """
        dialogue = self._dialogues[tour_id]
        if number == 0:
            self._performances[tour_id] = Performance(self._server, dialogue)
        if not 0 <= number < len(dialogue.steps):
            raise KeyError(number)
        told: Json = {
            "step": number,
            "text": dialogue.steps[number].text,
            "done": number + 1 == len(dialogue.steps),
            "person": None,
            "channel": None,
            "message": None,
            "error": None,
        }
        try:
            seen = await self._performances[tour_id].perform(number)
        except (AssertionError, NotPossibleError) as error:
            return {**told, "error": str(error)}
        return {
            **told,
            "person": seen.person_id,
            "channel": seen.channel_id,
            "message": seen.message_id,
        }
