"""Answering REQUEST_GUILD_MEMBERS (docs, events/gateway-events)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, cast

from playground.events import Json
from playground.guild import Guild
from playground.intents import GUILD_MEMBERS, PRESENCES

_PER_CHUNK: Final = 1000
_MOST_FOUND: Final = 100


def chunks(guild: Guild, asked: Json, intents: int) -> Iterator[Json]:
    """Yield the GUILD_MEMBERS_CHUNK payloads; none if the whole list needs a missing intent.

    Discord answers such a request with silence.
    """
    ids = _ids(asked.get("user_ids"))
    query, limit = asked.get("query"), asked.get("limit")
    if ids:
        found = [guild.members[i] for i in ids if i in guild.members][:_MOST_FOUND]
    elif not isinstance(query, str):
        return
    elif query:
        most = min(limit, _MOST_FOUND) if isinstance(limit, int) and limit > 0 else _MOST_FOUND
        found = list(matching(guild, query))[:most]
    elif not intents & GUILD_MEMBERS:
        return
    else:
        found = list(guild.members.values())
        found = found[:limit] if isinstance(limit, int) and limit > 0 else found
    count = max(1, -(-len(found) // _PER_CHUNK))
    for index in range(count):
        chunk: Json = {
            "guild_id": guild.id,
            "members": found[index * _PER_CHUNK : (index + 1) * _PER_CHUNK],
            "chunk_index": index,
            "chunk_count": count,
            "not_found": [i for i in ids if i not in guild.members],
        }
        if asked.get("nonce") is not None:
            chunk["nonce"] = asked["nonce"]
        if asked.get("presences") and intents & PRESENCES:
            chunk["presences"] = []
        yield chunk


def matching(guild: Guild, query: str) -> Iterator[Json]:
    """Yield the members whose username or nickname starts with ``query``, whatever the case."""
    low = query.casefold()
    return (member for member in guild.members.values() if _matches(member, low))


def _matches(member: Json, low: str) -> bool:
    names = (member["nick"], member["user"]["username"], member["user"]["global_name"])
    return any(str(name).casefold().startswith(low) for name in names if name)


def _ids(given: Any) -> list[str]:
    if given is None:
        return []
    listed = cast(list[Any], given) if isinstance(given, list) else [given]
    return [str(user_id) for user_id in listed]
