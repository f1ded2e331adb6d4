"""The app's manifest: what an operator pastes into Slack, made of what the bot can do.

Source: docs.slack.dev, reference/app-manifest.
"""

from __future__ import annotations

from typing import Any

from bot.platforms.slack.commands import NOT_OURS, ROOT, Table, nouns
from bot.platforms.slack.limits import clip
from bot.replies.forms import SAVE_MESSAGE

SAVE_GOAL, SEARCH = "save_goal", "find"
SCOPES: frozenset[str] = frozenset(
    (
        "channels:history",
        "channels:join",
        "channels:read",
        "chat:write",
        "commands",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:write",
        "usergroups:read",
        "users:read",
    )
)
EVENTS = (
    "app_home_opened",
    "app_uninstalled",
    "channel_archive",
    "channel_created",
    "channel_deleted",
    "channel_left",
    "channel_rename",
    "channel_unarchive",
    "group_archive",
    "group_left",
    "group_unarchive",
    "member_joined_channel",
    "user_change",
)
_LONGEST_HINT = 100
_LONGEST_DESCRIPTION = 2000
_NAME = "TPM Mentor"
_ABOUT = "Certifications, goals and reminders for aspiring Technical Project Managers"


def manifest() -> dict[str, Any]:
    """Return what an operator gives Slack to make the app."""
    table = Table(nouns())
    own = [
        _command(noun, description, _hint(table, noun))
        for noun, description in sorted(table.nouns.items())
        if noun not in NOT_OURS
    ]
    every = _command(ROOT, "Everything the mentor can do, or a question", "goal add, or a question")
    return {
        "display_information": {"name": _NAME, "description": _ABOUT},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": _NAME, "always_online": True},
            "shortcuts": [
                {
                    "name": SAVE_MESSAGE,
                    "type": "message",
                    "callback_id": SAVE_GOAL,
                    "description": "Start a goal from what somebody wrote",
                },
                {
                    "name": "Ask the mentor",
                    "type": "global",
                    "callback_id": SEARCH,
                    "description": "Search certifications, roles, terms and resources",
                },
            ],
            "slash_commands": [every, *own],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def _command(noun: str, description: str, hint: str) -> dict[str, Any]:
    return {
        "command": f"/{noun}",
        "description": clip(description, _LONGEST_DESCRIPTION),
        "usage_hint": clip(hint, _LONGEST_HINT),
        "should_escape": True,
    }


def _hint(table: Table, noun: str) -> str:
    """Return what can stand behind a noun: its words, or the options of its only command."""
    known = table.of_noun(noun)
    words = dict.fromkeys(one.name.split()[1] for one in known if " " in one.name)
    if not words:
        return " ".join(f"[{one.name}]" for one in known[0].parameters)
    return " | ".join(words)
