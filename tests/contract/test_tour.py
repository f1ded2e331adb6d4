"""Every route is asked once by a well-formed request and does what it says.

`make check-spec` holds what is said here to Discord's schemas, so each answer and event that the
playground knows should come up.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import aiohttp
import discord
import pytest

from playground import permissions as may
from playground.connecting import online
from playground.guild import CATEGORY, FORUM, PRIVATE_THREAD, PUBLIC_THREAD, VOICE
from playground.intents import PRIVILEGED
from playground.interactions import COMMAND, MODAL
from playground.routes import ROUTES
from playground.seed import CHANNELS, GUILD_ID
from playground.server import PlaygroundServer
from tests.contract.sample_bot import SampleBot

GENERAL = CHANNELS["general"]
GUILD = f"/guilds/{GUILD_ID}"
EVERYBODY = {"id": GUILD_ID, "type": 1, "permission": True}


class Tourist:
    """Ask routes with a bot's token and remember which ones."""

    def __init__(self, server: PlaygroundServer, http: aiohttp.ClientSession) -> None:
        self._server = server
        self._http = http
        self.asked: set[tuple[str, str]] = set()

    async def ask(self, method: str, path: str, body: Any = None, *, refused: int = 0) -> Any:
        """Return the answer, which must be a success unless it is to be ``refused``."""
        headers = {"Authorization": f"Bot {self._server.world.token}"}
        url = self._server.api_url + path
        async with self._http.request(method, url, json=body, headers=headers) as answer:
            told = None if answer.status == 204 else await answer.json()
            assert answer.status in ((refused,) if refused else SUCCESS), (method, path, told)
        self.asked.add((method, next(p for m, p in TEMPLATES if m == method and matches(p, path))))
        return told


SUCCESS = (200, 201, 204)
TEMPLATES = [(route.method, route.path) for route in ROUTES]


def matches(template: str, path: str) -> bool:
    pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
    return bool(re.fullmatch(pattern, path.split("?")[0]))


@pytest.fixture
async def tourist(playground: PlaygroundServer) -> AsyncIterator[Tourist]:
    """Give the bot all rights, and let it hear all events."""
    playground.gateway.privileged = PRIVILEGED
    playground.limits.limit = playground.limits.per_second = 1000
    guild = playground.world.guilds[GUILD_ID]
    [role_id] = guild.members[playground.world.bot["id"]]["roles"]
    playground.world.edit_role(guild, role_id, permissions=str(may.ADMINISTRATOR), position=9)
    bot = SampleBot(intents=discord.Intents.all())
    async with online(bot, playground), aiohttp.ClientSession() as http:
        yield Tourist(playground, http)


async def test_every_route(playground: PlaygroundServer, tourist: Tourist):
    await tour_application(playground, tourist)
    await tour_messages(playground, tourist)
    await tour_invites(tourist)
    await tour_channels(playground, tourist)
    await tour_threads(playground, tourist)
    await tour_webhooks(playground, tourist)
    await tour_interactions(playground, tourist)
    await tour_roles(playground, tourist)
    await tour_members(playground, tourist)
    await tour_guild(playground, tourist)
    assert set(TEMPLATES) - tourist.asked == set()


async def tour_application(playground: PlaygroundServer, tourist: Tourist) -> None:
    ask, application = tourist.ask, playground.world.application["id"]
    assert (await ask("GET", "/users/@me"))["bot"]
    assert (await ask("PATCH", "/users/@me", {"username": "guide"}))["username"] == "guide"
    assert (await ask("GET", f"/users/{playground.person('ana').id}"))["id"]
    assert len(await ask("GET", "/users/@me/guilds")) == 1
    assert (await ask("GET", "/oauth2/applications/@me"))["id"] == application
    assert (await ask("PATCH", "/applications/@me", {"description": "d"}))["description"] == "d"
    assert (await ask("GET", "/applications/@me"))["approximate_guild_count"] == 1
    assert await ask("GET", f"/applications/{application}/emojis") == {"items": []}
    assert (await ask("GET", "/gateway"))["url"] == playground.gateway_url
    assert (await ask("GET", "/gateway/bot"))["shards"] == 1
    for scope in (f"/applications/{application}", f"/applications/{application}{GUILD}"):
        await tour_commands(playground, ask, f"{scope}/commands")


async def tour_commands(playground: PlaygroundServer, ask: Any, commands: str) -> None:
    option = {"type": 3, "name": "word", "description": "A word", "required": True}
    choices = [{"name": "One", "value": 1}, {"name": "Two", "value": 2}]
    number = {"type": 4, "name": "number", "description": "A number", "choices": choices}
    group = {"type": 1, "name": "now", "description": "At once", "options": [option, number]}
    wanted = {"name": "tour", "type": 1, "description": "Look around", "options": [group]}
    moderators = {"default_member_permissions": str(may.MANAGE_GUILD)}
    menu = {"name": "Look", "type": 2, "nsfw": False, **moderators}
    made = await ask("POST", commands, {**wanted, **moderators})
    one, change = f"{commands}/{made['id']}", {"description": "Walk around", **moderators}
    assert (await ask("GET", one))["name"] == "tour"
    assert (await ask("PATCH", one, change))["description"] == "Walk around"
    kept, _ = await ask("PUT", commands, [wanted, menu])
    assert kept["id"] == made["id"]
    if "guilds" in commands:
        playground.world.set_command_permissions(GUILD_ID, kept["id"], [EVERYBODY])
        assert len(await ask("GET", f"{commands}/permissions")) == 1
        permissions = f"{commands}/{kept['id']}/permissions"
        assert (await ask("GET", permissions))["permissions"] == [EVERYBODY]
        # Only a member may change them: a bot never can.
        await ask("PUT", permissions, {"permissions": [EVERYBODY]}, refused=403)
    assert len(await ask("GET", commands)) == 2
    await ask("DELETE", f"{commands}/{kept['id']}")


async def tour_messages(playground: PlaygroundServer, tourist: Tourist) -> None:
    ask, channel = tourist.ask, f"/channels/{GENERAL}"
    ana = playground.person("ana")
    dm = await ask("POST", "/users/@me/channels", {"recipient_id": ana.id})
    await ask("POST", f"/channels/{dm['id']}/messages", {"content": "psst"})
    await ask("POST", f"{channel}/typing")
    said = ana.says("hello", where="general")
    embed = {
        "title": "A title",
        "url": "https://example.org/",
        "color": 255,
        "timestamp": "2026-01-05T09:00:00Z",
        "footer": {"text": "below"},
        "author": {"name": "Ana"},
        "image": {"url": "https://example.org/a.png"},
        "fields": [{"name": "a", "value": "b", "inline": True}, {"name": "c", "value": "d"}],
    }
    reference = {"message_id": said["id"]}
    body = {"content": f"<@{ana.id}>", "embeds": [embed], "message_reference": reference}
    sent = await ask("POST", f"{channel}/messages", body)
    assert sent["referenced_message"]["id"] == said["id"]
    await ask("POST", f"{channel}/messages", {"flags": 1 << 15, "components": components()})
    plain = [{"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "b", "label": "B"}]}]
    await ask("POST", f"{channel}/messages", {"content": "c", "components": plain, "nonce": "n"})
    poll = {"question": {"text": "Why?"}, "answers": [{"poll_media": {"text": "So"}}]}
    asked = await ask("POST", f"{channel}/messages", {"poll": poll})
    playground.world.polls.vote(asked, ana.id, 1)
    voters = await ask("GET", f"{channel}/polls/{asked['id']}/answers/1")
    assert [user["id"] for user in voters["users"]] == [ana.id]
    ended = await ask("POST", f"{channel}/polls/{asked['id']}/expire")
    assert ended["poll"]["results"]["answer_counts"][0]["count"] == 1
    one = f"{channel}/messages/{sent['id']}"
    assert (await ask("PATCH", one, {"content": "changed"}))["edited_timestamp"]
    await tour_pins_and_reactions(ask, channel, sent["id"], playground.world.bot["id"])
    assert (await ask("GET", one))["pinned"] is False
    assert len(await ask("GET", f"{channel}/messages?limit=3")) == 3
    await ask("DELETE", one)
    more = [(await ask("POST", f"{channel}/messages", {"content": c}))["id"] for c in "ab"]
    await ask("POST", f"{channel}/messages/bulk-delete", {"messages": more})


async def tour_invites(tourist: Tourist) -> None:
    ask, channel = tourist.ask, f"/channels/{GENERAL}"
    code = (await ask("POST", f"{channel}/invites", {"max_age": 60}))["code"]
    assert len(await ask("GET", f"{channel}/invites")) == 1
    assert len(await ask("GET", f"{GUILD}/invites")) == 1
    invite = await ask("GET", f"/invites/{code}?with_counts=true")
    assert invite["approximate_member_count"] == 6
    assert (await ask("DELETE", f"/invites/{code}"))["code"] == code


def components() -> list[dict[str, Any]]:
    """Return one of each kind, with no more than what must be told."""
    picture = {"media": {"url": "https://example.org/a.png"}}
    text = {"type": 10, "content": "text"}
    option = {"label": "One", "value": "1"}
    return [
        {"type": 1, "components": [{"type": 3, "custom_id": "choose", "options": [option]}]},
        *({"type": 1, "components": [{"type": t, "custom_id": f"s{t}"}]} for t in (5, 6, 7, 8)),
        {"type": 9, "components": [text], "accessory": {"type": 11, **picture}},
        {"type": 12, "items": [picture]},
        {"type": 14},
        {"type": 17, "components": [text]},
    ]


async def tour_pins_and_reactions(ask: Any, channel: str, message: str, me: str) -> None:
    for pins in (f"{channel}/messages/pins", f"{channel}/pins"):
        await ask("PUT", f"{pins}/{message}")
        assert await ask("GET", pins)
        await ask("DELETE", f"{pins}/{message}")
    reactions = f"{channel}/messages/{message}/reactions"
    thumb, heart = quote("👍"), quote("❤")
    await ask("PUT", f"{reactions}/{thumb}/@me")
    await ask("PUT", f"{reactions}/{heart}/@me")
    assert [user["bot"] for user in await ask("GET", f"{reactions}/{thumb}")] == [True]
    assert len((await ask("GET", f"{channel}/messages/{message}"))["reactions"]) == 2
    await ask("DELETE", f"{reactions}/{thumb}/@me")
    await ask("DELETE", f"{reactions}/{heart}")
    await ask("PUT", f"{reactions}/{thumb}/@me")
    await ask("DELETE", f"{reactions}/{thumb}/{me}")
    await ask("DELETE", reactions)


async def tour_channels(playground: PlaygroundServer, tourist: Tourist) -> None:
    ask = tourist.ask
    everyone = {"id": GUILD_ID, "type": 0, "allow": "0", "deny": str(may.SEND_MESSAGES)}
    category = await ask("POST", f"{GUILD}/channels", {"name": "Rooms", "type": CATEGORY})
    body = {"name": "Notes", "topic": "t", "permission_overwrites": [everyone]}
    made = await ask("POST", f"{GUILD}/channels", {**body, "parent_id": category["id"]})
    await ask("POST", f"{GUILD}/channels", {"name": "Talk", "type": VOICE})
    await ask("POST", f"{GUILD}/channels", {"name": "News", "type": 5})
    channel = f"/channels/{made['id']}"
    assert (await ask("GET", channel))["permission_overwrites"] == [everyone]
    assert (await ask("PATCH", channel, {"name": "more notes", "nsfw": True}))["nsfw"]
    await ask("PATCH", f"{GUILD}/channels", [{"id": made["id"], "position": 7}])
    target = f"{channel}/permissions/{playground.person('ana').id}"
    await ask("PUT", target, {"type": 1, "allow": "1024", "deny": "0"})
    await ask("DELETE", target)
    assert len(await ask("GET", f"{GUILD}/channels")) > 4
    await ask("DELETE", channel)


async def tour_threads(playground: PlaygroundServer, tourist: Tourist) -> None:
    ask, ana = tourist.ask, playground.person("ana").id
    message = await ask("POST", f"/channels/{GENERAL}/messages", {"content": "a topic"})
    start = f"/channels/{GENERAL}/messages/{message['id']}/threads"
    below = await ask("POST", start, {"name": "below"})
    aside = {"name": "aside", "type": PUBLIC_THREAD, "auto_archive_duration": 60}
    private = {"name": "private", "type": PRIVATE_THREAD, "invitable": False}
    made = await ask("POST", f"/channels/{GENERAL}/threads", aside)
    hidden = await ask("POST", f"/channels/{GENERAL}/threads", private)
    forum = {"name": "forum", "type": FORUM, "available_tags": [{"name": "tag"}]}
    forum = await ask("POST", f"{GUILD}/channels", forum)
    post: dict[str, Any] = {"name": "post", "message": {"content": "first"}}
    post["applied_tags"] = [forum["available_tags"][0]["id"]]
    assert (await ask("POST", f"/channels/{forum['id']}/threads", post))["message"]
    thread = f"/channels/{below['id']}"
    await ask("POST", f"{thread}/messages", {"content": "inside"})
    members = f"{thread}/thread-members"
    await ask("PUT", f"{members}/{ana}")
    assert (await ask("GET", f"{members}/{ana}?with_member=true"))["member"]
    assert len(await ask("GET", members)) == 2
    await ask("DELETE", f"{members}/{ana}")
    await ask("DELETE", f"{members}/@me")
    await ask("PUT", f"{members}/@me")
    assert (await ask("GET", f"{GUILD}/threads/active"))["threads"]
    for done in (below, hidden):
        closed = {"archived": True, "locked": True}
        assert (await ask("PATCH", f"/channels/{done['id']}", closed))["thread_metadata"]["locked"]
    archived = f"/channels/{GENERAL}/threads/archived"
    assert len((await ask("GET", f"{archived}/public"))["threads"]) == 1
    assert len((await ask("GET", f"{archived}/private"))["threads"]) == 1
    own = f"/channels/{GENERAL}/users/@me/threads/archived/private"
    assert len((await ask("GET", own))["threads"]) == 1
    await ask("DELETE", f"/channels/{made['id']}")


async def tour_webhooks(playground: PlaygroundServer, tourist: Tourist) -> None:
    ask = tourist.ask
    made = await ask("POST", f"/channels/{GENERAL}/webhooks", {"name": "hook"})
    other = await ask("POST", f"/channels/{GENERAL}/webhooks", {"name": "other"})
    with_token = f"/webhooks/{made['id']}/{made['token']}"
    assert len(await ask("GET", f"/channels/{GENERAL}/webhooks")) == 2
    assert len(await ask("GET", f"{GUILD}/webhooks")) == 2
    assert (await ask("GET", f"/webhooks/{made['id']}"))["token"]
    assert (await ask("PATCH", f"/webhooks/{made['id']}", {"name": "line"}))["name"] == "line"
    assert (await ask("PATCH", with_token, {"name": "crook"}))["name"] == "crook"
    assert (await ask("GET", with_token))["name"] == "crook"
    body = {"content": "hooked", "username": "Captain", "avatar_url": "https://example.org/a.png"}
    sent = await ask("POST", f"{with_token}?wait=true", body)
    await ask("POST", with_token, {"content": "nobody waits"})
    message = f"{with_token}/messages/{sent['id']}"
    assert (await ask("GET", message))["author"]["username"] == "Captain"
    assert (await ask("PATCH", message, {"content": "let go"}))["content"] == "let go"
    await ask("DELETE", message)
    await ask("DELETE", with_token)
    await ask("DELETE", f"/webhooks/{other['id']}")


async def tour_interactions(playground: PlaygroundServer, tourist: Tourist) -> None:
    ask, world = tourist.ask, playground.world
    ana = playground.person("ana").id

    async def answer(kind: int, data: dict[str, Any], body: dict[str, Any]) -> str:
        begun = playground.interactions.start(kind, ana, GENERAL, data)
        callback = f"/interactions/{begun.id}/{begun.token}/callback?with_response=true"
        told = await ask("POST", callback, body)
        assert told["interaction"]["id"] == begun.id
        return f"/webhooks/{world.application['id']}/{begun.token}"

    command = {"id": "5", "name": "tour", "type": 1}
    field = {"type": 4, "custom_id": "f", "style": 1, "label": "Field"}
    rows = [{"type": 1, "components": [field]}]
    form = {"type": 9, "data": {"custom_id": "form", "title": "T", "components": rows}}
    await answer(COMMAND, command, form)
    sent = {"custom_id": "form", "components": [{"type": 1, "components": []}]}
    await answer(MODAL, sent, {"type": 4, "data": {"content": "thanks"}})
    place = await answer(COMMAND, command, {"type": 5, "data": {"flags": 64}})
    original = f"{place}/messages/@original"
    assert (await ask("PATCH", original, {"content": "done"}))["flags"] & 64
    assert (await ask("GET", original))["content"] == "done"
    more = await ask("POST", place, {"content": "and more"})
    await ask("DELETE", f"{place}/messages/{more['id']}")


async def tour_roles(playground: PlaygroundServer, tourist: Tourist) -> None:
    ask, ana = tourist.ask, playground.person("ana").id
    made = await ask("POST", f"{GUILD}/roles", {"name": "Guide", "permissions": "0", "hoist": True})
    role = f"{GUILD}/roles/{made['id']}"
    assert (await ask("PATCH", role, {"mentionable": True, "permissions": "8"}))["mentionable"]
    assert (await ask("GET", role))["name"] == "Guide"
    await ask("PATCH", f"{GUILD}/roles", [{"id": made["id"], "position": 2}])
    await ask("PUT", f"{GUILD}/members/{ana}/roles/{made['id']}")
    assert (await ask("GET", f"{GUILD}/roles/member-counts"))[made["id"]] == 1
    await ask("DELETE", f"{GUILD}/members/{ana}/roles/{made['id']}")
    assert made["id"] in {each["id"] for each in await ask("GET", f"{GUILD}/roles")}
    await ask("DELETE", role)


async def tour_members(playground: PlaygroundServer, tourist: Tourist) -> None:
    ask, ana = tourist.ask, playground.person("ana").id
    member = f"{GUILD}/members/{ana}"
    assert (await ask("GET", member))["user"]["id"] == ana
    assert len(await ask("GET", f"{GUILD}/members?limit=1000")) > 1
    assert await ask("GET", f"{GUILD}/members/search?query=ana")
    assert (await ask("PATCH", f"{GUILD}/members/@me", {"nick": "Guide"}))["nick"] == "Guide"
    until = playground.clock.now().replace(microsecond=0).isoformat()
    changed = await ask("PATCH", member, {"nick": "Annie", "communication_disabled_until": until})
    assert changed["nick"] == "Annie"
    await ask("DELETE", member)
    await ask("PUT", f"{GUILD}/bans/{ana}", {"delete_message_seconds": 60})
    assert (await ask("GET", f"{GUILD}/bans/{ana}"))["user"]["id"] == ana
    assert len(await ask("GET", f"{GUILD}/bans")) == 1
    await ask("DELETE", f"{GUILD}/bans/{ana}")
    assert (await ask("POST", f"{GUILD}/bulk-ban", {"user_ids": [ana]}))["banned_users"] == [ana]


async def tour_guild(playground: PlaygroundServer, tourist: Tourist) -> None:
    ask = tourist.ask
    assert (await ask("PATCH", GUILD, {"description": "A school"}))["description"] == "A school"
    assert (await ask("GET", f"{GUILD}?with_counts=true"))["approximate_member_count"]
    for nothing in ("emojis", "stickers", "scheduled-events", "auto-moderation/rules"):
        assert await ask("GET", f"{GUILD}/{nothing}") == []
    await ask("DELETE", f"/users/@me{GUILD}")
