"""The bot's application, as it is before anything was configured."""

from __future__ import annotations

from playground.wire import Json


def new_application(bot: Json) -> Json:
    """Return the application of a bot, owned by an operator who is in no guild."""
    owner: Json = {
        "id": "1000000000000000002",
        "username": "operator",
        "global_name": "Operator",
        "discriminator": "0",
        "avatar": None,
    }
    return {
        "id": bot["id"],
        "name": bot["global_name"],
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": owner,
        "team": None,
        "verify_key": "0" * 64,
        "flags": 0,
        "summary": "",
        "tags": [],
    }
