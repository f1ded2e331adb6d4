"""The libraries other than discord.py, each in an environment of its own.

`make check-foreign` makes the environments and names their folder in FOREIGN_BOTS.
"""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playground.server import PlaygroundServer
from tests.foreign.launching import running

FOLDER = os.environ.get("FOREIGN_BOTS", "")
_BOTS = Path(__file__).parent / "bots"


@dataclass(frozen=True, slots=True)
class Library:
    """Name a library, the program that runs its bot and the API's address as it wants it."""

    name: str
    program: str
    script: str
    has_version_in_address: bool = True

    @asynccontextmanager
    async def bot(self, server: PlaygroundServer) -> AsyncGenerator[None]:
        """Run the library's bot until the end of the block; it writes only complaints."""
        environment = Path(FOLDER).resolve() / self.name
        program = environment / self.program if "/" in self.program else Path(self.program)
        script = _BOTS / self.name / self.script
        address = server.api_url
        if not self.has_version_in_address:
            address = address.removesuffix("/v10")
        # The project's own packages, which PYTHONPATH may name, are none of the bot's business.
        clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        clean["NODE_PATH"] = str(environment / "node_modules")
        # hikari reads the bot's id from the token, so not any will do.
        command = (str(program), str(script), server.world.token, address)
        async with running(server, command, clean, output=None):
            yield


LIBRARIES = (
    Library("discord_js", "node", "bot.cjs", has_version_in_address=False),
    Library("hikari", "bin/python", "bot.py"),
    Library("disnake", "bin/python", "bot.py"),
)
