"""`python -m playground run BOT.py`: somebody's unmodified bot script against the playground.

The script runs in a process of its own. Before it starts, discord.py's two addresses are pointed
at the playground; nothing else of the script or the library is touched.
"""

from __future__ import annotations

import runpy
import sys
from collections.abc import Sequence
from pathlib import Path

API_VARIABLE = "PLAYGROUND_API_URL"
GATEWAY_VARIABLE = "PLAYGROUND_GATEWAY_URL"


def run_script(script: Path, arguments: Sequence[str], api_url: str, gateway_url: str) -> None:
    """Run a bot's script as ``__main__``, with discord.py pointed at the two addresses."""
    from discord.gateway import DiscordWebSocket
    from discord.http import Route
    from yarl import URL

    Route.BASE = api_url
    DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_url)
    sys.argv = [str(script), *arguments]
    # As `python BOT.py` does: what lies beside the script can be imported.
    sys.path.insert(0, str(script.resolve().parent))
    runpy.run_path(str(script), run_name="__main__")


if __name__ == "__main__":
    api, gateway, name, *rest = sys.argv[1:]
    run_script(Path(name), rest, api, gateway)
