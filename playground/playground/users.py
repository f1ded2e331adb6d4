"""Users as Discord tells them: to everybody, and to themselves."""

from __future__ import annotations

from playground.events import Json


def new_user(user_id: str, name: str, *, bot: bool = False) -> Json:
    """Return a user as everybody sees it; the username follows from the shown name."""
    return {
        "id": user_id,
        "username": name.lower().replace(" ", "-"),
        "global_name": name,
        "discriminator": "0",
        "avatar": None,
        "banner": None,
        "accent_color": None,
        "avatar_decoration_data": None,
        "primary_guild": None,
        "bot": bot,
        "system": False,
        "flags": 0,
        "public_flags": 0,
    }


def told_to_itself(user: Json) -> Json:
    """Return a user with what only they are told (GET /users/@me, READY)."""
    private: Json = {"email": None, "verified": True, "mfa_enabled": False, "locale": "en-US"}
    return {**user, **private}
