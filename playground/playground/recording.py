"""Write down what people do as a dialogue, which can be edited, replayed and shown as a tour.

It listens to the world like everybody else, so it makes no difference whether somebody uses the
page or a program. A file that was sent along is not kept: such a step has to be finished by hand.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import yaml

from playground import command_limits as kinds
from playground import forms
from playground.component_limits import walk
from playground.events import Event
from playground.interactions import COMMAND, COMPONENT, MODAL, State
from playground.reading import plain, text_of
from playground.wire import Json, parts

if TYPE_CHECKING:
    from playground.server import PlaygroundServer

_GROUPS: Final = frozenset({kinds.SUBCOMMAND, kinds.GROUP})
_LONGEST_WORDS: Final = 80
_TO_TELL: Final = "(say here what happens and why)"
# A clock that was moved less than this was not moved to see something arrive.
_SHORTEST_FLIGHT: Final = timedelta(hours=1)
_OVER: Final = frozenset({State.ANSWERED, State.ACKNOWLEDGED, State.FAILED})


class Recording:
    """Listen until ``stop``; ``steps`` are as a dialogue file holds them."""

    def __init__(self, server: PlaygroundServer) -> None:
        self._server = server
        self._world = server.world
        self.steps: list[Json] = []
        self._begun: dict[str, Json] = {}
        self._forms: dict[str, Json] = {}
        # The message that each person's next press is on, unless the step says where.
        self._last: dict[str, str] = {}
        self._flown = timedelta(0)
        self._arrived: Json | None = None
        self._offset = server.clock.offset
        self.stop = self._world.subscribe(self._hear)

    def as_yaml(self, title: str = "A recorded dialogue", summary: str = "") -> str:
        """Return the dialogue file."""
        self._land()
        told = {"title": title, "summary": summary, "steps": self.steps}
        return yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=100)

    def _hear(self, event: Event) -> None:
        match event.name:
            case "INTERACTION_CREATE":
                self._begin(event.payload)
            case "INTERACTION" if event.payload["state"] in _OVER:
                self._finish(event.payload)
            case "MESSAGE_CREATE":
                self._notice(event.payload)
            case "CLOCK":
                self._flown += self._server.clock.offset - self._offset
                self._offset = self._server.clock.offset
            case "RESET":
                self.steps.clear()
                self._last.clear()
                self._flown = timedelta(0)
            case _:
                pass

    def _begin(self, payload: Json) -> None:
        if payload["type"] in (COMMAND, COMPONENT, MODAL):
            self._land()
            self._begun[payload["id"]] = payload

    def _finish(self, told: Json) -> None:
        begun = self._begun.pop(told["id"], None)
        deed = self._deed(begun) if begun else None
        if deed is None:
            return
        user_id = told["user_id"]
        step: Json = {"person": self._name(user_id), "text": _TO_TELL, **deed}
        if told["modal"]:
            self._forms[user_id] = told["modal"]
            step["sees"] = told["modal"]["title"]
        elif told["message_id"] and told["state"] != State.FAILED:
            self._last[user_id] = told["message_id"]
            step["sees"] = self._words(told["channel_id"], told["message_id"])
        self.steps.append({key: value for key, value in step.items() if value})

    def _deed(self, begun: Json) -> Json | None:
        data: Json = begun["data"]
        if begun["type"] == MODAL:
            return {"submit": dict(self._filled(self._user_id(begun), data))}
        if begun["type"] == COMPONENT:
            return self._use(begun, data)
        if data["type"] != kinds.CHAT_INPUT:
            return None
        path, options = [data["name"]], parts(data, "options")
        while options and options[0]["type"] in _GROUPS:
            path.append(options[0]["name"])
            options = parts(options[0], "options")
        given = {one["name"]: self._shown(one) for one in options}
        where = self._where(begun["channel_id"])
        return {"where": where, "slash": " ".join(path), "options": given}

    def _use(self, begun: Json, data: Json) -> Json | None:
        message: Json = begun["message"]
        found = (one for one in walk(message["components"]) if one.get("custom_id"))
        used = next((one for one in found if one["custom_id"] == data["custom_id"]), None)
        if used is None:
            return None
        is_last = self._last.get(self._user_id(begun)) == message["id"]
        where = None if is_last else self._where(begun["channel_id"])
        if "values" not in data:
            return {"where": where, "press": used.get("label") or used["custom_id"]}
        name = used.get("placeholder") or used["custom_id"]
        return {"where": where, "choose": name, "values": data["values"]}

    def _filled(self, user_id: str, data: Json) -> Iterator[tuple[str, Any]]:
        labels = {field["custom_id"]: label for label, field in forms.fields(self._forms[user_id])}
        for row in parts(data, "components"):
            for field in [row["component"]] if "component" in row else parts(row, "components"):
                value = field.get("value", field.get("values"))
                if value not in (None, "", []):
                    yield labels.get(field["custom_id"]) or field["custom_id"], value

    def _notice(self, message: Json) -> None:
        """Note what a person says, and which post came while the clock flew."""
        author = message["author"]["id"]
        if author == self._world.bot["id"]:
            if self._flown and message["id"] not in self._world.messages.private_to:
                self._arrived = message
        elif author in self._world.users and not message.get("webhook_id"):
            self._land()
            say = {"where": self._where(message["channel_id"]), "say": message["content"]}
            self.steps.append({"person": self._name(author), "text": _TO_TELL, **say})

    def _land(self) -> None:
        """Write down that the clock flew, in whole days, and the last post that came meanwhile."""
        flown, post = self._flown, self._arrived
        self._flown, self._arrived = timedelta(0), None
        if flown < _SHORTEST_FLIGHT:
            return
        user_id = self._user_of_last_step()
        step: Json = {"text": _TO_TELL, "advance": math.ceil(flown / timedelta(days=1))}
        if post is not None:
            channel_id = post["channel_id"]
            if dm := self._world.dms.get(channel_id):
                user_id = dm["recipients"][0]["id"]
            step |= {"where": self._where(channel_id), "sees": self._first_line(post)}
            self._last[user_id] = post["id"]
        self.steps.append({"person": self._name(user_id), **step})

    def _user_of_last_step(self) -> str:
        if not self.steps:
            return self._world.people[0]["id"]
        return self._world.person(self.steps[-1]["person"])["id"]

    def _shown(self, option: Json) -> Any:
        if option["type"] == kinds.CHANNEL and (found := self._world.channel(option["value"])):
            return found["name"]
        if option["type"] == kinds.USER and (user := self._world.users.get(option["value"])):
            return user["username"]
        return option["value"]

    def _words(self, channel_id: str, message_id: str) -> str | None:
        message = self._world.messages.get(channel_id, message_id)
        return self._first_line(message) if message else None

    def _first_line(self, message: Json) -> str | None:
        lines = plain(text_of(message), self._world).splitlines()
        return lines[0][:_LONGEST_WORDS].rstrip() if lines else None

    def _where(self, channel_id: str) -> str:
        channel = self._world.channel(channel_id)
        return channel["name"] if channel and channel.get("guild_id") else "dm"

    def _name(self, user_id: str) -> str:
        return self._world.users[user_id]["global_name"]

    def _user_id(self, begun: Json) -> str:
        return (begun.get("member") or begun)["user"]["id"]
