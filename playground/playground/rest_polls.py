"""REST routes for polls."""

from __future__ import annotations

from playground import permissions as may
from playground.events import Json
from playground.refusals import Form, refusal
from playground.rest import Call, Route
from playground.shapes import whole
from playground.targets import channel_in, message_in


def list_voters(call: Call) -> Json:
    """GET /channels/{id}/polls/{id}/answers/{id}: who chose it, by id, a page of at most 100."""
    message = _poll_in(call)
    form = Form(("answer_id",))
    answer = whole(1)(form, call.ids["answer_id"])
    form.refuse()
    limit = call.whole("limit", 25, 1, 100)
    after = call.snowflake("after") or 0
    voters = [user for user in call.world.polls.voters(message, answer) if int(user) > after]
    return {"users": [call.world.users[user] for user in sorted(voters, key=int)[:limit]]}


def end_poll(call: Call) -> Json:
    """POST /channels/{id}/polls/{id}/expire: only the bot's own."""
    message = _poll_in(call)
    if message["author"]["id"] != call.world.bot["id"]:
        raise refusal(50013)
    return call.world.polls.end(message)


def _poll_in(call: Call) -> Json:
    channel_in(call, may.READ_MESSAGE_HISTORY)
    message = message_in(call)
    if "poll" not in message:
        raise refusal(520006)
    return message


_POLL = "/channels/{channel_id}/polls/{message_id}"

POLL_ROUTES = [
    Route("GET", _POLL + "/answers/{answer_id}", list_voters),
    Route("POST", _POLL + "/expire", end_poll),
]
