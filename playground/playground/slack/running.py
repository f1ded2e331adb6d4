"""Run somebody's unmodified Slack bot script against the local Slack.

``python -m playground.slack.running API_URL SCRIPT [ARGUMENT…]`` points slack_sdk's clients at the
address by default; nothing else of the script or the library is touched.
"""

from __future__ import annotations

import runpy
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast


def run_script(script: Path, arguments: Sequence[str], api_url: str) -> None:
    """Run a bot's script as ``__main__``, with slack_sdk pointed at the address."""
    from slack_sdk.web.async_base_client import AsyncBaseClient
    from slack_sdk.web.base_client import BaseClient

    for client in (BaseClient, AsyncBaseClient):
        # The address is the default of an argument.
        init = getattr(cast(Any, client), "__init__")  # noqa: B009
        init.__defaults__ = tuple(
            api_url if default == client.BASE_URL else default for default in init.__defaults__
        )
    sys.argv = [str(script), *arguments]
    # As `python BOT.py` does: what lies beside the script can be imported.
    sys.path.insert(0, str(script.resolve().parent))
    runpy.run_path(str(script), run_name="__main__")


if __name__ == "__main__":
    api, name, *rest = sys.argv[1:]
    run_script(Path(name), rest, api)
