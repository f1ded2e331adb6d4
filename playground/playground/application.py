"""The bot's application, as it is before anything was configured."""

from __future__ import annotations

from playground.events import Json
from playground.users import new_user


def new_application(bot: Json) -> Json:
    """Return the application of a bot, owned by an operator who is in no guild."""
    return {
        "id": bot["id"],
        "name": bot["global_name"],
        "icon": None,
        "description": "",
        "type": None,
        "bot": bot,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": new_user("1000000000000000002", "Operator"),
        "team": None,
        "verify_key": "0" * 64,
        "tags": [],
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": [],
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
    }
