"""Polls in messages: votes and results (docs, resources/poll)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from playground.events import Audience, Json
from playground.wire import part, parts

if TYPE_CHECKING:
    from playground.world import World

_DEFAULT_HOURS: Final = 24


def new_poll(asked: Json) -> Json:
    """Return the poll of a message from what a request asked for; it ends in real time."""
    end = datetime.now(UTC) + timedelta(hours=asked.get("duration") or _DEFAULT_HOURS)
    answers: list[Json] = [
        {"answer_id": number, "poll_media": part(answer, "poll_media")}
        for number, answer in enumerate(parts(asked, "answers"), start=1)
    ]
    return {
        "question": {"text": asked["question"]["text"]},
        "answers": answers,
        "expiry": end.isoformat(),
        "allow_multiselect": bool(asked.get("allow_multiselect")),
        "layout_type": 1,
        "results": {"is_finalized": False, "answer_counts": []},
    }


def is_over(message: Json) -> bool:
    """Tell whether the poll of a message takes no more votes."""
    poll = message["poll"]
    ended = datetime.fromisoformat(poll["expiry"]) <= datetime.now(UTC)
    return bool(poll["results"]["is_finalized"]) or ended


class Polls:
    """Keep the votes by message, then by answer; a poll's ``results`` follow from them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.by_message: dict[str, dict[str, list[str]]] = {}

    def voters(self, message: Json, answer_id: int) -> list[str]:
        """Return the ids of those who chose an answer, in the order of their votes."""
        return self.by_message.get(message["id"], {}).get(str(answer_id), [])

    def vote(self, message: Json, user_id: str, answer_id: int) -> None:
        """Choose an answer and tell MESSAGE_POLL_VOTE_ADD; a poll of one choice drops the other.

        Raises
        ------
        ValueError
            There is no such answer, or the poll is over.
        """
        known = [answer["answer_id"] for answer in message["poll"]["answers"]]
        if answer_id not in known or is_over(message):
            raise ValueError(f"the poll is over or has no answer {answer_id}: {known}")
        if user_id in self.voters(message, answer_id):
            return
        if not message["poll"]["allow_multiselect"]:
            for other in known:
                self.take_back(message, user_id, other)
        chosen = self.by_message.setdefault(message["id"], {})
        chosen.setdefault(str(answer_id), []).append(user_id)
        self._tell("MESSAGE_POLL_VOTE_ADD", message, user_id, answer_id)

    def take_back(self, message: Json, user_id: str, answer_id: int) -> None:
        """Take a vote back and tell MESSAGE_POLL_VOTE_REMOVE."""
        if user_id in (voters := self.voters(message, answer_id)):
            voters.remove(user_id)
            self._tell("MESSAGE_POLL_VOTE_REMOVE", message, user_id, answer_id)

    def end(self, message: Json) -> Json:
        """End a poll at once and tell MESSAGE_UPDATE; return the message."""
        guild = self._world.guild_of(message["channel_id"])
        poll: Json = {**message["poll"], "expiry": datetime.now(UTC).isoformat()}
        poll["results"] = self._results(message, over=True)
        guild_id = guild.id if guild else None
        return self._world.messages.mark(message, guild_id=guild_id, poll=poll)

    def _results(self, message: Json, *, over: bool) -> Json:
        bot_id = self._world.bot["id"]
        counts: list[Json] = [
            {"id": int(answer_id), "count": len(voters), "me_voted": bot_id in voters}
            for answer_id, voters in self.by_message.get(message["id"], {}).items()
            if voters
        ]
        return {"is_finalized": over, "answer_counts": counts}

    def _tell(self, name: str, message: Json, user_id: str, answer_id: int) -> None:
        poll: Json = {**message["poll"], "results": self._results(message, over=False)}
        self._world.messages.replace({**message, "poll": poll})
        guild = self._world.guild_of(message["channel_id"])
        told: Json = {
            "user_id": user_id,
            "channel_id": message["channel_id"],
            "message_id": message["id"],
            "answer_id": answer_id,
        }
        if guild:
            told["guild_id"] = guild.id
        audience = Audience(guild.id if guild else None, message["channel_id"])
        self._world.bus.publish(name, told, audience)
