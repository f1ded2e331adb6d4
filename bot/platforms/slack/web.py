"""Slack's Web API as slack_sdk calls it."""

from __future__ import annotations

from typing import Any, TypeAlias

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

API_URL = "https://slack.com/api/"

Web: TypeAlias = Any
"""slack_sdk's client. It types what its methods neither take nor return, so it is not relied on."""


def make_web(token: str, api_url: str | None, session: aiohttp.ClientSession) -> Web:
    """Return a client that asks once: after an error, whoever asked decides what is right."""
    base_url = f"{(api_url or API_URL).rstrip('/')}/"
    # By default it sends again what may have been posted.
    return AsyncWebClient(token, base_url=base_url, session=session, retry_handlers=[])
