"""What Slack sends the app when people act, and what it makes of the acknowledgement.

Sources: docs.slack.dev, reference/interaction-payloads; interactivity/implementing-slash-commands.
"""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Callable
from typing import Any, cast

from playground.slack.block_kit.composition import option_groups, options
from playground.slack.block_kit.schema import Problems
from playground.slack.composing import content_of
from playground.slack.deeds import Deed, Deeds, State
from playground.slack.errors import SlackError
from playground.slack.messages import Message
from playground.slack.people import Conversation, User
from playground.slack.socket_mode import SocketMode
from playground.slack.views import View, Views, state_of
from playground.slack.workspace import Workspace
from playground.wire import Json, part

MAX_OFFERED = 100
VERIFICATION_TOKEN = "playground"  # noqa: S105
OnPayload = Callable[[Deed, Any], None]


class Interactions:
    """Turn deeds into envelopes; ``url`` is where the server listens."""

    def __init__(self, workspace: Workspace, sockets: SocketMode, views: Views) -> None:
        self.workspace = workspace
        self.deeds = Deeds(workspace.windows)
        self.views = views
        self.url = ""
        self.refused: deque[str] = deque(maxlen=1_000)
        self._sockets = sockets
        workspace.event_sink = self._send_event

    def command(self, user: User, channel: Conversation, command: str, text: str) -> Deed:
        """Send a slash command."""
        deed = self._deed("slash_commands", user, channel)
        team = self.workspace
        payload: Json = {
            "token": VERIFICATION_TOKEN,
            "team_id": team.team_id,
            "team_domain": team.domain,
            "channel_id": channel.id,
            "channel_name": _shown_name(channel),
            "user_id": user.id,
            "user_name": user.name,
            "command": command,
            "text": text,
            "api_app_id": team.app_id,
            "is_enterprise_install": "false",
            "response_url": self._response_url("commands", deed),
            "trigger_id": self.deeds.trigger(deed),
        }
        self._dispatch("slash_commands", payload, deed, self._answer_command, answers=True)
        return deed

    def press(self, user: User, message: Message, action: Json) -> Deed:
        """Send what somebody pressed or chose in a message."""
        channel = self.workspace.conversations[message.channel]
        deed = self._deed("block_actions", user, channel)
        deed.source, deed.ephemeral = message.ts, bool(message.ephemeral_to)
        payload = self._base("block_actions", user) | {
            "container": _container(message),
            "trigger_id": self.deeds.trigger(deed),
            "channel": {"id": channel.id, "name": _shown_name(channel)},
            "message": message.told(),
            "state": {"values": state_of(message.blocks, message.typed.get(user.id, {}))},
            "response_url": self._response_url("actions", deed),
            "actions": [action | {"action_ts": self.workspace.windows.timestamp()}],
        }
        if message.ephemeral_to:
            # Slack does not repeat what only one person sees.
            del payload["message"]
        self._dispatch("interactive", payload, deed)
        return deed

    def press_in_view(self, user: User, view: View, action: Json) -> Deed:
        """Send what somebody pressed or chose in a modal or on the Home tab."""
        deed = self._deed("block_actions", user, None)
        deed.view = view.id
        payload = self._base("block_actions", user) | {
            "container": {"type": "view", "view_id": view.id},
            "trigger_id": self.deeds.trigger(deed),
            "view": self.views.told(view),
            "actions": [action | {"action_ts": self.workspace.windows.timestamp()}],
        }
        self._dispatch("interactive", payload, deed)
        return deed

    def suggest(self, user: User, source: Message | View, element: Json, typed: str) -> Deed:
        """Ask the app what fits what somebody types into an external select."""
        channel = None
        if isinstance(source, Message):
            channel = self.workspace.conversations[source.channel]
        deed = self._deed("block_suggestion", user, channel)
        payload = self._base("block_suggestion", user) | {
            "action_id": element["action_id"],
            "block_id": element["block_id"],
            "value": typed,
        }
        if isinstance(source, View):
            payload |= {
                "container": {"type": "view", "view_id": source.id},
                "view": self.views.told(source),
            }
        else:
            payload |= {
                "container": _container(source),
                "channel": {"id": source.channel, "name": _shown_name(channel)},
                **({} if source.ephemeral_to else {"message": source.told()}),
            }
        self._dispatch("interactive", payload, deed, self._take_options, answers=True)
        return deed

    def submit(self, user: User, view: View) -> Deed:
        """Send a modal that somebody filled in."""
        deed = self._deed("view_submission", user, None)
        deed.view, deed.after = view.id, view.opened_by
        payload = self._base("view_submission", user) | {
            "trigger_id": self.deeds.trigger(deed),
            "view": self.views.told(view),
            "response_urls": self._response_urls(view, deed),
        }
        self._dispatch("interactive", payload, deed, self._answer_submission, answers=True)
        return deed

    def close(self, user: User, view: View, *, everything: bool = False) -> None:
        """Close a modal, and all below if it says so; the app hears of those that asked for it."""
        everything = everything or bool(view.definition.get("clear_on_close"))
        for gone in self.views.close(view, everything=everything):
            if gone.definition.get("notify_on_close"):
                deed = self._deed("view_closed", user, None)
                payload = self._base("view_closed", user) | {
                    "view": self.views.told(gone),
                    "is_cleared": everything,
                }
                self._dispatch("interactive", payload, deed)

    def shortcut(self, user: User, callback_id: str, message: Message | None = None) -> Deed:
        """Send a shortcut: a global one, or one on a message."""
        if message is None:
            deed = self._deed("shortcut", user, None)
            payload = self._base("shortcut", user) | {"action_ts": self._ts()}
        else:
            channel = self.workspace.conversations[message.channel]
            deed = self._deed("message_action", user, channel)
            deed.source, deed.ephemeral = message.ts, bool(message.ephemeral_to)
            payload = self._base("message_action", user) | {
                "action_ts": self._ts(),
                "channel": {"id": channel.id, "name": _shown_name(channel)},
                "message_ts": message.ts,
                "message": message.told(),
                "response_url": self._response_url("app", deed),
            }
        payload |= {"callback_id": callback_id, "trigger_id": self.deeds.trigger(deed)}
        self._dispatch("interactive", payload, deed)
        return deed

    def _answer_command(self, deed: Deed, payload: Any) -> None:
        if not payload:
            return
        given = cast(Json, payload) if isinstance(payload, dict) else {"text": str(payload)}
        content = content_of(given)
        if content.is_empty:
            raise SlackError("no_text")
        public = given.get("response_type") == "in_channel"
        self.workspace.post(
            Message(
                str(deed.channel),
                self._ts(),
                self.workspace.bot.id,
                self.workspace.team_id,
                content.text or "",
                content.blocks or [],
                content.attachments or [],
                self.workspace.bot_profile(),
                content.metadata,
                ephemeral_to=None if public else deed.user,
            ),
            by=deed.id,
        )

    def _take_options(self, deed: Deed, payload: Any) -> None:
        given = cast(Json, payload) if isinstance(payload, dict) else {}
        problems = Problems()
        if "option_groups" in given:
            option_groups(problems, given["option_groups"], "/option_groups")
        else:
            check = options(MAX_OFFERED, least=0)
            check(problems, given.get("options"), "/options")
        if problems.found:
            raise SlackError("invalid_options", messages=problems.found)

    def _answer_submission(self, deed: Deed, payload: Any) -> None:
        view = self.views.find(deed.view)
        given = cast(Json, payload) if isinstance(payload, dict) else {}
        match given.get("response_action"):
            case None if not given:
                self.views.close(view)
            case "clear":
                self.views.close(view, everything=True)
            case "errors":
                deed.errors = self._field_errors(view, given.get("errors"))
                self.workspace.tell("errors", user=deed.user, by=deed.id)
            case "update":
                self.views.update(view, given.get("view"), None, deed.id)
            case "push":
                self.views.push(deed.user, given.get("view"), deed.id)
            case unknown:
                raise SlackError("invalid_response_action", messages=[str(unknown)])

    def _field_errors(self, view: View, errors: Any) -> dict[str, str]:
        """Return the errors by block_id; Slack takes them only for blocks that are inputs."""
        inputs = {b["block_id"] for b in view.definition["blocks"] if b["type"] == "input"}
        if not isinstance(errors, dict) or not errors:
            raise SlackError("invalid_errors", messages=["`errors` must name a block"])
        told = {str(block): str(said) for block, said in cast(Json, errors).items()}
        if unknown := sorted(set(told) - inputs):
            raise SlackError("invalid_errors", messages=[f"no input block: {unknown}"])
        return told

    def _dispatch(
        self,
        kind: str,
        payload: Json,
        deed: Deed,
        take: OnPayload | None = None,
        *,
        answers: bool = False,
    ) -> None:
        def settle(acked: bool, answer: Any) -> None:
            if not acked:
                connected = bool(self._sockets.sockets)
                deed.state = State.FAILED
                deed.why = "operation_timeout" if connected else "dispatch_failed"
            else:
                deed.state, deed.payload = State.ACKED, answer
                try:
                    if take:
                        take(deed, answer)
                except SlackError as error:
                    deed.state, deed.why = State.FAILED, error.error
                    self.refused.append(f"acknowledgement of {deed.kind}: {error.body}")
            self.workspace.tell("settled", user=deed.user, by=deed.id)

        self._sockets.dispatch(kind, payload, settle, answers=answers)

    def _send_event(self, event: Json) -> None:
        team = self.workspace
        self._sockets.dispatch_event(
            {
                "token": VERIFICATION_TOKEN,
                "team_id": team.team_id,
                "context_team_id": team.team_id,
                "context_enterprise_id": None,
                "api_app_id": team.app_id,
                "event": event,
                "type": "event_callback",
                "event_id": team.ids.next("Ev"),
                "event_time": int(team.windows.now()),
                "authorizations": [
                    {
                        "enterprise_id": None,
                        "team_id": team.team_id,
                        "user_id": team.bot.id,
                        "is_bot": True,
                        "is_enterprise_install": False,
                    }
                ],
                "is_ext_shared_channel": False,
                "event_context": str(uuid.uuid4()),
            }
        )

    def _base(self, kind: str, user: User) -> Json:
        team = self.workspace
        return {
            "type": kind,
            "user": {
                "id": user.id,
                "username": user.name,
                "name": user.name,
                "team_id": user.team_id,
            },
            "api_app_id": team.app_id,
            "token": VERIFICATION_TOKEN,
            "team": {"id": team.team_id, "domain": team.domain},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _deed(self, kind: str, user: User, channel: Conversation | None) -> Deed:
        return Deed(str(uuid.uuid4()), kind, user.id, channel.id if channel else None)

    def _response_url(self, kind: str, deed: Deed) -> str:
        secret = self.deeds.address(deed)
        return f"{self.url}/{kind}/{self.workspace.team_id}/{secret}"

    def _response_urls(self, view: View, deed: Deed) -> list[Json]:
        """Return an answer address per select that asked for one and names a conversation."""
        urls: list[Json] = []
        for block in view.definition["blocks"]:
            element = part(block, "element")
            if not element.get("response_url_enabled"):
                continue
            state = view.typed.get(block["block_id"], {}).get(element["action_id"], {})
            chosen = state.get("selected_conversation") or state.get("selected_channel")
            if chosen:
                own = Deed(deed.id, deed.kind, deed.user, chosen)
                urls.append(
                    {
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": chosen,
                        "response_url": self._response_url("app", own),
                    }
                )
        return urls

    def _ts(self) -> str:
        return self.workspace.windows.timestamp()


def _shown_name(channel: Conversation | None) -> str:
    if channel is None:
        return ""
    if channel.kind == "im":
        return "directmessage"
    return "privategroup" if channel.kind == "private_channel" else channel.name


def _container(message: Message) -> Json:
    return {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": bool(message.ephemeral_to),
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
    }
