"""The health endpoint that a container or a supervisor asks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.metrics import CONTENT_TYPE

Probe = Callable[[], Awaitable[dict[str, str]]]
Measure = Callable[[], Awaitable[bytes]]


class HealthServer:
    """Answer ``GET /healthz``: 200 when nothing is wrong, else 503 with what is.

    ``probe`` returns what is wrong by part; an empty dict means healthy. ``GET /metrics`` answers
    what ``measure`` returns, Prometheus' text format.
    """

    def __init__(self, host: str, port: int, probe: Probe, measure: Measure) -> None:
        self._measure = measure
        self._host = host
        self._port = port
        self._probe = probe
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen on the given address.

        Raises
        ------
        OSError
            The address is taken.
        """
        app = web.Application()
        app.router.add_get("/healthz", self._answer)
        app.router.add_get("/metrics", self._tell)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _answer(self, _: web.Request) -> web.Response:
        wrong = await self._probe()
        body = {"status": "unhealthy" if wrong else "ok", **wrong}
        return web.json_response(body, status=503 if wrong else 200)

    async def _tell(self, _: web.Request) -> web.Response:
        return web.Response(body=await self._measure(), headers={"Content-Type": CONTENT_TYPE})
