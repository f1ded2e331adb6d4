"""A small, real Slack app on slack_sdk: AsyncWebClient and the aiohttp Socket Mode client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from playground.slack.server import SlackServer

Handler = Callable[[dict[str, Any]], Awaitable[Any]]


class SampleApp:
    """Answer by handlers: a slash command's name, an action_id, a callback_id or an event's type.

    What a handler returns is the payload of the acknowledgement; ``None`` acknowledges alone.
    """

    def __init__(self, server: SlackServer) -> None:
        self.server = server
        self.web = AsyncWebClient(
            token=server.workspace.bot_token, base_url=server.api_url, retry_handlers=[]
        )
        self.socket = SocketModeClient(
            server.workspace.app_token, web_client=self.web, ping_interval=0.05
        )
        self.socket.socket_mode_request_listeners.append(self._hear)
        self.handlers: dict[str, Handler] = {}
        self.heard: list[SocketModeRequest] = []
        self.acks = True
        self._arrived = asyncio.Event()

    def on(self, name: str) -> Callable[[Handler], Handler]:
        """Register a handler."""

        def register(handler: Handler) -> Handler:
            self.handlers[name] = handler
            return handler

        return register

    def payloads(self, kind: str) -> list[dict[str, Any]]:
        """Return the payloads of a type that came so far."""
        return [
            request.payload
            for request in self.heard
            if kind in (request.type, request.payload.get("type"))
        ]

    async def hears(self, kind: str, count: int = 1) -> list[dict[str, Any]]:
        """Wait until so many payloads of a type came and return them."""
        async with asyncio.timeout(5):
            while len(found := self.payloads(kind)) < count:
                self._arrived.clear()
                await self._arrived.wait()
        return found

    async def respond(self, payload: dict[str, Any], **body: Any) -> tuple[int, str]:
        """Answer through the response URL and return status and body."""
        answer = await AsyncWebhookClient(payload["response_url"]).send_dict(body)
        return answer.status_code, answer.body

    async def refusal(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Return how a call is refused."""
        try:
            await self.web.api_call(method, json=arguments)
        except SlackApiError as error:
            return error.response.data
        raise AssertionError(f"{method} was not refused")

    async def _hear(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.heard.append(request)
        self._arrived.set()
        if not self.acks:
            return
        payload = request.payload
        handler = next((self.handlers[n] for n in _names(payload) if n in self.handlers), None)
        answer = await handler(payload) if handler else None
        response = SocketModeResponse(envelope_id=request.envelope_id, payload=answer)
        await client.send_socket_mode_response(response)


def data(response: AsyncSlackResponse) -> Any:
    """Return the body of an answer."""
    return response.data


@asynccontextmanager
async def online(server: SlackServer) -> AsyncGenerator[SampleApp]:
    """Connect a sample app until the end of the block."""
    app = SampleApp(server)
    await app.socket.connect()
    try:
        yield app
    finally:
        await app.socket.close()


def _names(payload: dict[str, Any]) -> list[str]:
    actions = [each["action_id"] for each in payload.get("actions", [])]
    view = payload.get("view") or {}
    found = [
        *actions,
        payload.get("command"),
        payload.get("action_id"),
        payload.get("callback_id"),
        None if actions else view.get("callback_id"),
        (payload.get("event") or {}).get("type"),
        payload.get("type"),
    ]
    return [name for name in found if name]
