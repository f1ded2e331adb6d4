"""The verbs of Discord's people at Slack's client, so that one dialogue can be played on both."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.platforms.slack.commands import typed
from playground.slack import Reply, SlackPerson
from playground.slack.messages import Message
from playground.slack.reading import controls
from playground.slack.views import View
from playground.wire import Json

_POINTER = "v1:"


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody saw: a message, or a form, which on Slack stays open until it is right."""

    reply: Reply

    @property
    def text(self) -> str:
        """Return all that is said: errors of a form and the words on selects, too."""
        shown = controls(self.reply.seen or {})
        selects = [part["placeholder"]["text"] for _, part in shown if "placeholder" in part]
        return "\n".join([*self.reply.errors.values(), self.reply.text, *selects])

    @property
    def plain_text(self) -> str:
        """Return the same: Slack's rich text has no markup."""
        return self.text

    @property
    def buttons(self) -> list[str]:
        return self.reply.buttons

    @property
    def ephemeral(self) -> bool:
        """Tell whether only this person sees it, as with every form."""
        return self.modal is not None or self.reply.ephemeral

    @property
    def message(self) -> Json:
        return self.reply.message

    @property
    def modal(self) -> Json | None:
        """Return a form by Discord's names: its title, its fields, and what is typed in them."""
        if not isinstance(self.reply.source, View):
            return None
        view = self.reply.view
        inputs = [one for one in view["blocks"] if one["type"] == "input"]
        return {"title": view["title"]["text"], "components": inputs, "typed": view["state"]}


class Player:
    """Act at Slack's client; what is typed behind a command is given by name."""

    def __init__(self, person: SlackPerson) -> None:
        self.person = person
        person.takes_posts = False

    @property
    def id(self) -> str:
        return self.person.id

    @property
    def mention(self) -> str:
        return self.person.mention

    async def slash(self, path: str, /, *, where: str | None = None, **options: Any) -> Seen:
        """Type a command such as ``goal add`` with its options."""
        command, *words = typed(path).split()
        given = (f"{name}:{value}" for name, value in options.items())
        return Seen(await self.person.slash(command, " ".join([*words, *given]), where=where))

    async def click(self, target: Seen, label: str) -> Seen:
        """Press a button by its words, or by what it points to, such as ``v1:goal.done:<id>``."""
        named = self._named(target.reply, label)
        return Seen(await self.person.click(target.reply, named, stale=True))

    async def choose(self, target: Seen, name: str, value: str) -> Seen:
        """Choose in a select what points somewhere."""
        wanted = _pointer(value) if value.startswith(_POINTER) else value
        return Seen(await self.person.choose(target.reply, name, wanted))

    async def submit(self, form: Seen, /, **values: Any) -> Seen:
        """Fill in a form, send it, and return the answer, or the form if it stayed open."""
        sent = await self.person.submit(form.reply, **values)
        if sent.errors and (still_open := self.person.modal()) is not None:
            return Seen(Reply(sent.workspace, sent.deed, still_open.seen, still_open.source))
        return Seen(sent)

    async def menu(self, name: str, target: Seen) -> Seen:
        return Seen(await self.person.menu(name, target.reply))

    def says(self, content: str, *, where: str | None = None) -> Seen:
        return Seen(self.person.says(content, where=where))

    def sees(self, *, where: str | None = None, dm: bool = False) -> list[Seen]:
        """Return the messages that are there, beside what the person wrote."""
        return [Seen(one) for one in self.person.sees(where=where, dm=dm)]

    async def posts(self, channel: str, count: int = 1) -> list[Seen]:
        return [Seen(one) for one in await self.person.posts(channel, count)]

    async def dms(self, count: int = 1) -> list[Seen]:
        return [Seen(one) for one in await self.person.dms(count)]

    def _named(self, target: Reply, label: str) -> str:
        if not label.startswith(_POINTER):
            return label
        source, wanted = target.source, _pointer(label)
        now = source.told() if isinstance(source, Message) else target.seen or {}
        found = (one for _block, one in controls(now) if one.get("value") == wanted)
        return next((str(one["action_id"]) for one in found), label)


def _pointer(named: str) -> str:
    """Return what a button's custom_id on Discord is as a value on Slack."""
    parts: Sequence[str] = named.removeprefix(_POINTER).split(":")
    return json.dumps(list(parts), separators=(",", ":"))
