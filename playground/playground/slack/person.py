"""A person at Slack's client: what they can do there, and what they see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from playground.slack import forms
from playground.slack.deeds import Deed
from playground.slack.forms import NotPossibleError
from playground.slack.messages import Message
from playground.slack.people import User
from playground.slack.reading import controls, names_of, options_of
from playground.slack.reply import Reply
from playground.slack.sight import Sight
from playground.slack.views import View
from playground.wire import Json

if TYPE_CHECKING:
    from playground.slack.server import SlackServer

_EXTERNAL = ("external_select", "multi_external_select")
_PRESSED = ("button", "overflow")


class SlackPerson:
    """Act as a person, under the client's own rules, and wait for the app's answer."""

    def __init__(self, server: SlackServer, user: User) -> None:
        self.user = user
        self._workspace = server.workspace
        self._acts = server.interactions
        self._sight = Sight(self._workspace, self._acts.views, user)

    @property
    def id(self) -> str:
        """Return the person's id."""
        return self.user.id

    @property
    def deadline(self) -> float:
        """Return how many seconds an answer may take; it can be set."""
        return self._sight.deadline

    @deadline.setter
    def deadline(self, seconds: float) -> None:
        self._sight.deadline = seconds

    @property
    def takes_posts(self) -> bool:
        """Tell whether a post that comes meanwhile counts as an answer; it can be set."""
        return self._sight.takes_posts

    @takes_posts.setter
    def takes_posts(self, does: bool) -> None:
        self._sight.takes_posts = does

    @property
    def mention(self) -> str:
        """Return how messages mention the person."""
        return f"<@{self.user.id}>"

    async def slash(
        self,
        command: str,
        text: str = "",
        *,
        where: str | None = None,
        dm: bool = False,
        wait: bool = True,
    ) -> Reply:
        """Type a slash command, such as ``slash("/tpm", "find evm")``.

        Without ``wait`` it returns once the app has acknowledged it.

        Raises
        ------
        NotPossibleError
            The app has no such command, or the person cannot write there.
        AssertionError
            The app did not answer in time.
        """
        channel = self._sight.place(where, dm=dm)
        commands = self._workspace.manifest.commands
        name = command if command.startswith("/") else f"/{command}"
        if commands is not None:
            if name not in commands:
                raise NotPossibleError(f"{name} is not a command: {sorted(commands)}")
            if commands[name]:
                text = self._sight.escaped(text)
        deed = self._acts.command(self.user, channel, name, text)
        return await self._sight.answer(deed, f"{name} {text}".strip(), wait=wait)

    async def click(
        self,
        target: Reply,
        label: str,
        option: str | None = None,
        *,
        stale: bool = False,
        wait: bool = True,
    ) -> Reply:
        """Press a button, named by its words or action_id; of an overflow menu, an ``option``.

        With ``stale``, what was seen is pressed though it has changed, as in a double click.

        Raises
        ------
        NotPossibleError
            There is no such button.
        AssertionError
            The app did not answer in time.
        """
        try:
            block, element = _control(self._current(target), label, _PRESSED)
        except NotPossibleError:
            if target.seen is None or not stale:
                raise
            block, element = _control(target.seen, label, _PRESSED)
        action = _action(block, element)
        if element["type"] == "overflow":
            shown = options_of(element)
            wanted = [each for each in shown if option in (each["text"]["text"], each["value"])]
            if not wanted:
                raise NotPossibleError(f"{option!r} is none of the menu's options")
            action["selected_option"] = wanted[0]
        else:
            action["text"] = element["text"]
            action |= {key: element[key] for key in ("value", "style", "url") if key in element}
        return await self._use(target, action, f"pressing {label!r}", wait=wait)

    async def choose(self, target: Reply, name: str, value: Any, *, wait: bool = True) -> Reply:
        """Choose in a select, a picker, radio buttons or checkboxes, and wait for the answer.

        Of an input that does not dispatch, the app hears only with the next press.
        """
        surface = self._current(target)
        block, element = _control(surface, name)
        state = await self._filled(target, block, element, value)
        self._type(target, block, element, state)
        if block["type"] == "input" and not block.get("dispatch_action"):
            return Reply(self._workspace, None, surface, target.source)
        action = _action(block, element) | state
        return await self._use(target, action, f"choosing {value!r}", wait=wait)

    async def suggest(self, target: Reply, name: str, typed: str = "") -> list[tuple[str, str]]:
        """Type into an external select and return what is offered (text, value).

        Raises
        ------
        NotPossibleError
            The client asks only from more characters on.
        AssertionError
            The app did not answer in time.
        """
        block, element = _control(self._current(target), name, _EXTERNAL)
        offered = await self._offered(target, block, element, typed)
        return [(each["text"]["text"], each["value"]) for each in offered]

    async def fill(self, form: Reply, /, **values: Any) -> None:
        """Type into the fields of an open modal, named by label, action_id or block_id."""
        surface = self._current(form)
        self._open_view(form)
        for name, value in values.items():
            block, element = _control(surface, name)
            state = await self._filled(form, block, element, value)
            self._type(form, block, element, state)

    async def send(self, form: Reply, /, **values: Any) -> Reply:
        """Fill in a modal, send it and return what becomes of it.

        That is its errors, the modal that comes next, or nothing if it closed.

        Raises
        ------
        NotPossibleError
            A field does not take its value or must be filled in.
        AssertionError
            The app did not answer in time.
        """
        return await self._sight.answer(
            await self._sent(form, values), "sending the form", wait=False
        )

    async def submit(self, form: Reply, /, **values: Any) -> Reply:
        """Fill in a modal, send it and wait for what the app shows then."""
        return await self._sight.answer(await self._sent(form, values), "sending the form")

    def close(self, form: Reply, *, everything: bool = False) -> None:
        """Close the topmost modal, or all that lie on top of each other."""
        self._acts.close(self.user, self._top_view(form), everything=everything)

    async def shortcut(self, name: str, *, wait: bool = True) -> Reply:
        """Use a global shortcut, named by its name or callback_id."""
        deed = self._acts.shortcut(self.user, self._callback("global", name))
        return await self._sight.answer(deed, f"the shortcut {name!r}", wait=wait)

    async def menu(self, name: str, target: Reply, *, wait: bool = True) -> Reply:
        """Use a shortcut on a message."""
        message = target.source
        if not isinstance(message, Message):
            raise NotPossibleError("there is no message")
        deed = self._acts.shortcut(self.user, self._callback("message", name), message)
        return await self._sight.answer(deed, f"the shortcut {name!r}", wait=wait)

    async def home(self, *, fresh: bool = True) -> Reply:
        """Open the app's Home tab; with ``fresh``, wait until the app has published it.

        Raises
        ------
        AssertionError
            The app did not publish it in time.
        """
        if not self._workspace.manifest.home_tab:
            raise NotPossibleError("the app has no Home tab")
        before = self._acts.views.homes.get(self.id)
        about: Json = {"view": self._acts.views.told(before)} if before else {}
        channel = self._workspace.direct(self._workspace.bot.id, self.id)
        self._workspace.event(
            "app_home_opened", user=self.id, channel=channel.id, tab="home", **about
        )
        if before and not fresh:
            return self._sight.shown(None, before)
        return await self._sight.home()

    def says(
        self, text: str, *, where: str | None = None, dm: bool = False, thread: Reply | None = None
    ) -> Reply:
        """Write a message, in a ``thread`` under another one, and return it."""
        channel = self._sight.place(where, dm=dm)
        if dm and self._workspace.manifest.messages_tab_read_only:
            raise NotPossibleError("the app takes no messages")
        ts = thread.message["ts"] if thread else None
        message = self._workspace.say(self.user, channel, self._sight.written(text), ts)
        return Reply(self._workspace, None, message.told(), message)

    def sees(self, *, where: str | None = None, dm: bool = False) -> list[Reply]:
        """Return the messages the person sees in a conversation now, oldest first."""
        channel = self._sight.place(where, dm=dm, writing=False)
        found = self._workspace.messages.visible(channel.id, self.id)
        return [Reply(self._workspace, None, each.told(), each) for each in found]

    async def posts(self, channel: str, count: int = 1) -> list[Reply]:
        """Wait until the app has posted ``count`` messages in a channel and return them all."""
        return await self._sight.from_app(
            self._sight.place(channel, dm=False, writing=False), count
        )

    async def dms(self, count: int = 1) -> list[Reply]:
        """Wait until the app has sent ``count`` direct messages and return them all."""
        return await self._sight.from_app(self._sight.place(None, dm=True), count)

    def reads(self, file: Json) -> bytes:
        """Return the bytes of a file that a message shows."""
        kept = self._workspace.files[file["id"]]
        return kept.body or b""

    def modal(self) -> Reply | None:
        """Return the modal the person has open, the topmost of several."""
        view = self._acts.views.top(self.id)
        return self._sight.shown(None, view) if view else None

    def at(self, channel: str | None, ts: str | None, view: str | None = None) -> Reply | None:
        """Return a message by conversation and ``ts``, or an open view by its id; None if gone."""
        views = self._acts.views
        if view is not None:
            own = [*views.stacks.get(self.id, []), views.homes.get(self.id)]
            found = next((each for each in own if each and each.id == view), None)
            return self._sight.shown(None, found) if found else None
        for each in self.sees(where=channel) if channel else []:
            if each.message["ts"] == ts:
                return each
        return None

    def reload(self) -> None:
        """Load the client anew: messages that only this person saw are gone, modals closed."""
        self._workspace.messages.forget_ephemeral(self.id)
        self._acts.views.stacks.pop(self.id, None)

    async def _use(self, target: Reply, action: Json, doing: str, *, wait: bool) -> Reply:
        source = target.source
        if isinstance(source, View):
            deed = self._acts.press_in_view(self.user, source, action)
        elif isinstance(source, Message):
            deed = self._acts.press(self.user, source, action)
        else:
            raise NotPossibleError("there is nothing to use")
        return await self._sight.answer(deed, doing, wait=wait)

    async def _sent(self, form: Reply, values: dict[str, Any]) -> Deed:
        await self.fill(form, **values)
        view = self._top_view(form)
        if view.definition.get("submit") is None:
            raise NotPossibleError("this modal has nothing to send it with")
        state = self._acts.views.told(view)["state"]["values"]
        for block, element in controls(view.definition):
            if block["type"] == "input":
                forms.check_required(block, element, state[block["block_id"]][element["action_id"]])
        return self._acts.submit(self.user, view)

    def _type(self, target: Reply, block: Json, element: Json, state: Json) -> None:
        """Keep what the person typed or chose, as the client does until it is sent."""
        source = target.source
        if isinstance(source, View):
            typed = source.typed
        elif isinstance(source, Message):
            typed = source.typed.setdefault(self.id, {})
        else:
            raise NotPossibleError("there is nothing to use")
        typed.setdefault(block["block_id"], {})[element["action_id"]] = state

    async def _filled(self, target: Reply, block: Json, element: Json, value: Any) -> Json:
        offered: list[Json] = []
        if element["type"] in _EXTERNAL and value:
            for each in [value] if isinstance(value, str) else value:
                offered += await self._offered(target, block, element, str(each))
        return forms.chosen(self._workspace, element, value, offered)

    async def _offered(self, target: Reply, block: Json, element: Json, typed: str) -> list[Json]:
        least = element.get("min_query_length", 3)
        if len(typed) < least:
            raise NotPossibleError(f"the client asks from {least} characters on")
        source = target.source
        if source is None:
            raise NotPossibleError("there is nothing to use")
        asked = element | {"block_id": block["block_id"]}
        deed = self._acts.suggest(self.user, source, asked, typed)
        await self._sight.answer(deed, f"typing {typed!r}", wait=False)
        return options_of(deed.payload)

    def _current(self, target: Reply) -> Json:
        """Return a surface as it is now, which may differ from what was seen."""
        source = target.source
        if isinstance(source, View):
            return self._acts.views.told(source)
        if isinstance(source, Message):
            return source.told()
        raise NotPossibleError("there is nothing to use")

    def _open_view(self, form: Reply) -> View:
        view = form.source
        if not isinstance(view, View) or view not in self._acts.views.stacks.get(self.id, []):
            raise NotPossibleError("no such modal is open")
        return view

    def _top_view(self, form: Reply) -> View:
        view = self._open_view(form)
        if view is not self._acts.views.top(self.id):
            raise NotPossibleError("another modal lies on top of this one")
        return view

    def _callback(self, kind: str, name: str) -> str:
        known = self._workspace.manifest.shortcuts
        if known is None:
            return name
        for each in known:
            if each.kind == kind and name in (each.name, each.callback_id):
                return each.callback_id
        raise NotPossibleError(f"the app has no {kind} shortcut {name!r}")


def _control(surface: Json, name: str, kinds: Sequence[str] = ()) -> tuple[Json, Json]:
    found = [
        (block, element)
        for block, element in controls(surface)
        if name in names_of(block, element) and (not kinds or element["type"] in kinds)
    ]
    if not found:
        there = [names_of(block, element)[0] for block, element in controls(surface)]
        raise NotPossibleError(f"there is no {name!r}: {there}")
    return found[0]


def _action(block: Json, element: Json) -> Json:
    return {
        "type": element["type"],
        "block_id": block["block_id"],
        "action_id": element["action_id"],
    }
