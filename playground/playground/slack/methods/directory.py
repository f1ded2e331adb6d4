"""auth, users, usergroups, bots, team and apps: who there is, and how to connect."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from playground.slack.composing import is_true
from playground.slack.errors import SlackError
from playground.slack.methods.call import Call, method
from playground.slack.people import User
from playground.slack.rate_limits import SPECIAL, TIER_1, TIER_2, TIER_3, TIER_4
from playground.wire import Json


@method("auth.test", SPECIAL)
def auth_test(call: Call) -> Json:
    """Tell whose token this is."""
    workspace = call.workspace
    return {
        "ok": True,
        "url": f"{call.url}/",
        "team": workspace.name,
        "user": workspace.bot.name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", TIER_1, takes_app_token=True)
def connections_open(call: Call) -> Json:
    """Return an address for one Socket Mode connection."""
    if not call.workspace.manifest.socket_mode:
        raise SlackError("forbidden_socket_mode")
    address = f"{call.url.replace('http', 'ws', 1)}/link"
    ticket = call.sockets.ticket()
    return {"ok": True, "url": f"{address}/?ticket={ticket}&app_id={call.workspace.app_id}"}


@method("bots.info", TIER_3, "users:read")
def bots_info(call: Call) -> Json:
    """Return the bot; without an id, nothing."""
    wanted = call.given.get("bot")
    workspace = call.workspace
    if not wanted:
        return {"ok": True}
    if wanted != workspace.bot_id:
        raise SlackError("bot_not_found")
    profile = workspace.bot_profile()
    return {"ok": True, "bot": {key: profile[key] for key in profile if key != "team_id"}}


@method("team.info", TIER_3, "team:read")
def team_info(call: Call) -> Json:
    """Return the workspace."""
    workspace = call.workspace
    team = {
        "id": workspace.team_id,
        "name": workspace.name,
        "domain": workspace.domain,
        "url": f"{call.url}/",
        "email_domain": "",
        "icon": {"image_default": True},
    }
    return {"ok": True, "team": team}


@method("users.info", TIER_4, "users:read")
def users_info(call: Call) -> Json:
    """Return a person."""
    return {"ok": True, "user": _told(call, call.user())}


@method("users.list", TIER_2, "users:read")
def users_list(call: Call) -> Json:
    """List people, deleted ones and bots too."""
    part, metadata = call.page(list(call.workspace.users.values()))
    told = [_told(call, each) for each in part]
    return {
        "ok": True,
        "members": told,
        "cache_ts": int(call.workspace.windows.now()),
        "response_metadata": metadata,
    }


@method("users.lookupByEmail", TIER_3, "users:read.email")
def users_lookup(call: Call) -> Json:
    """Return a person by their address."""
    [email] = call.need("email")
    for user in call.workspace.users.values():
        if user.email == email and not user.deleted:
            return {"ok": True, "user": _told(call, user)}
    raise SlackError("users_not_found")


@method("usergroups.list", TIER_2, "usergroups:read")
def usergroups_list(call: Call) -> Json:
    """List user groups; disabled ones with ``include_disabled``."""
    users = is_true(call.given.get("include_users"))
    disabled = is_true(call.given.get("include_disabled"))
    groups = call.workspace.groups.values()
    told = [each.told(users=users) for each in groups if disabled or not each.date_delete]
    return {"ok": True, "usergroups": told}


@method("usergroups.users.list", TIER_2, "usergroups:read")
def usergroups_users_list(call: Call) -> Json:
    """List the ids of a user group's members."""
    [name] = call.need("usergroup")
    group = call.workspace.groups.get(name)
    if group is None or (group.date_delete and not is_true(call.given.get("include_disabled"))):
        raise SlackError("no_such_subteam")
    return {"ok": True, "users": list(group.users)}


def _told(call: Call, user: User) -> Json:
    scopes = call.workspace.manifest.scopes
    zone = datetime.now(UTC).astimezone(ZoneInfo(user.tz))
    offset = zone.utcoffset()
    return user.told(
        tz_label=zone.tzname() or user.tz,
        tz_offset=int(offset.total_seconds()) if offset else 0,
        locale=is_true(call.given.get("include_locale")),
        email=scopes is None or "users:read.email" in scopes,
    )
