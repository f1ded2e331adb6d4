"""REST routes for answers to interactions."""

from __future__ import annotations

from playground import bodies
from playground.events import Json
from playground.rest import Call, Route


def answer_interaction(call: Call) -> Json | None:
    """POST /interactions/{id}/{token}/callback."""
    told = call.answers.callback(call.ids["interaction_id"], call.ids["token"], call.draft())
    return told if call.flag("with_response") else None


ANSWER_ROUTES = [
    Route(
        "POST",
        "/interactions/{interaction_id}/{token}/callback",
        answer_interaction,
        bodies.CALLBACK,
        tokenless=True,
        # Discord names no bucket here; clients that know it, such as hikari, complain of one.
        unlimited=True,
    ),
]
