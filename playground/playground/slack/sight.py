"""What one person sees of a workspace, and waiting for it."""

from __future__ import annotations

import html
import re

from playground.slack.deeds import Deed, State
from playground.slack.forms import NotPossibleError
from playground.slack.messages import Message
from playground.slack.people import PUBLIC, Conversation, User
from playground.slack.reading import transcript
from playground.slack.reply import DEADLINE_SECONDS, Reply, until
from playground.slack.views import View, Views
from playground.slack.workspace import Happening, Workspace


class Sight:
    """See a workspace as a person; ``deadline`` is how many seconds an answer may take.

    Without ``takes_posts``, only what is sent to the address that a deed came with answers it: no
    post that comes meanwhile.
    """

    def __init__(self, workspace: Workspace, views: Views, user: User) -> None:
        self.deadline = DEADLINE_SECONDS
        self.takes_posts = True
        self._workspace = workspace
        self._views = views
        self._user = user

    async def answer(self, deed: Deed, doing: str, *, wait: bool = True) -> Reply:
        """Wait for what a deed makes the person see; without ``wait``, until it is acknowledged.

        Raises
        ------
        AssertionError
            The app did not answer in time, or wrongly; it says what the person saw so far.
        """
        own = {deed.channel, self._workspace.direct(self._workspace.bot.id, self._user.id).id}

        def look(happening: Happening | None) -> Reply | None:
            if deed.state is State.FAILED:
                raise AssertionError(self._told_failure(doing, deed))
            if happening is None:
                return None
            if happening.kind == "settled":
                acked = happening.by == deed.id and (not wait or deed.errors)
                return self._settled(deed) if acked else None
            if not wait or happening.by not in (None, deed.id, deed.after):
                return None
            return self._seen(deed, happening, own)

        found = await until(self._workspace, look, self.deadline)
        return self._must(found, doing, deed)

    def _seen(self, deed: Deed, happening: Happening, own: set[str | None]) -> Reply | None:
        """Return what a happening shows this person, if it can be the answer to the deed."""
        if happening.user not in (None, self._user.id):
            return None
        message = happening.message
        if message is not None:
            is_told = happening.by or (self.takes_posts and message.channel in own)
            if message.bot_profile is None or not is_told:
                return None
            gone = happening.kind == "delete"
            return Reply(self._workspace, deed, message.told(), message, deleted=gone)
        if happening.kind == "view" and (view := self._views.top(self._user.id)):
            return self.shown(deed, view)
        home = self._views.homes.get(self._user.id)
        if happening.kind == "home" and home and deed.view == home.id:
            return self.shown(deed, home)
        return None

    def _settled(self, deed: Deed) -> Reply:
        view = self._views.top(self._user.id) if deed.kind == "view_submission" else None
        return self.shown(deed, view) if view else Reply(self._workspace, deed, None)

    def shown(self, deed: Deed | None, view: View) -> Reply:
        """Return a view as the person sees it now."""
        return Reply(self._workspace, deed, self._views.told(view), view)

    async def home(self) -> Reply:
        """Wait until the app publishes the person's Home tab and return it."""

        def published(happening: Happening | None) -> Reply | None:
            if happening and happening.kind == "home" and happening.user == self._user.id:
                return self.shown(None, self._views.homes[self._user.id])
            return None

        found = await until(self._workspace, published, self.deadline)
        return self._must(found, "opening the Home tab", None)

    def _must(self, found: Reply | None, doing: str, deed: Deed | None) -> Reply:
        if found is None:
            raise AssertionError(self._told_failure(doing, deed))
        return found

    def _told_failure(self, doing: str, deed: Deed | None) -> str:
        why = deed.why or "acknowledged, and nothing came" if deed else "nothing came"
        names = {each.id: each.real_name for each in self._workspace.users.values()}
        channel = (deed and deed.channel) or self._workspace.direct(
            self._workspace.bot.id, self._user.id
        ).id
        seen = [each.told() for each in self._workspace.messages.visible(channel, self._user.id)]
        return (
            f"{doing} got no answer: {why}. So far {self._user.real_name} saw:\n"
            f"{transcript(seen, names)}"
        )

    async def from_app(self, channel: Conversation, count: int) -> list[Reply]:
        """Wait until the app has posted ``count`` messages and return them all."""

        def enough(_: Happening | None) -> list[Message] | None:
            shared = self._workspace.messages.shared(channel.id)
            found = [each for each in shared if each.bot_profile]
            return found if len(found) >= count else None

        found = await until(self._workspace, enough, self.deadline)
        if found is None:
            raise AssertionError(self._told_failure(f"waiting for {count} messages", None))
        return [Reply(self._workspace, None, each.told(), each) for each in found]

    def place(self, where: str | None, *, dm: bool, writing: bool = True) -> Conversation:
        """Return the conversation a person means; raise NotPossibleError if it is closed."""
        if dm:
            return self._workspace.direct(self._workspace.bot.id, self._user.id)
        if where is None:
            channel = next(
                each
                for each in self._workspace.conversations.values()
                if self._user.id in each.members and not each.is_direct
            )
        else:
            try:
                channel = self._workspace.channel(where)
            except KeyError as error:
                raise NotPossibleError(str(error)) from error
        readable = self._user.id in channel.members or (channel.kind == PUBLIC and not writing)
        if not readable or (writing and channel.is_archived):
            raise NotPossibleError(f"{self._user.real_name} cannot write in #{channel.name}")
        return channel

    def written(self, text: str) -> str:
        """Return a message as Slack keeps it: mentions by ids, and &, < and > as entities."""
        parts = re.split(r"(<[@#][A-Z0-9]+(?:\|[^>]*)?>)", text)
        for number in range(0, len(parts), 2):
            parts[number] = self.escaped(html.escape(parts[number], quote=False))
        return "".join(parts)

    def escaped(self, text: str) -> str:
        """Return text as Slack sends it on: mentions of people and channels by their ids."""

        def mention(match: re.Match[str]) -> str:
            sign, name = match.group(1), match.group(2)
            try:
                if sign == "@":
                    return f"<@{self._workspace.user(name).id}>"
                channel = self._workspace.channel(name)
            except KeyError:
                return match.group(0)
            return f"<#{channel.id}|{channel.name}>"

        return re.sub(r"(?<![\w<])([@#])([\w.-]+)", mention, text)
