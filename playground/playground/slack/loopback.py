"""Serving on this machine only: a free port, and no requests from foreign pages."""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

_LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that is bound to the port, or to any free one if it is taken.

    Raises
    ------
    ValueError
        The address is not loopback: whoever reaches it could act as everybody.
    """
    if not ipaddress.ip_address(host).is_loopback:
        raise ValueError(f"The local Slack listens on loopback only, not on {host}.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            bound.close()
            raise
        bound.bind((host, 0))
    bound.setblocking(False)
    return bound


@web.middleware
async def refuse_foreigners(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what another site sends through the browser (DNS rebinding, cross-site requests)."""
    host = urlsplit(f"//{request.host}").hostname or ""
    origin = request.headers.get("Origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.host
    if foreign or host not in _LOCAL_NAMES:
        raise web.HTTPForbidden(text="The playground only answers this computer.")
    return await handler(request)
