"""/config data: a community's settings as a file, brought back, and destroyed."""

from __future__ import annotations

from typing import Annotated

from bot.dialogues.config import config_noun
from bot.dialogues.seam import Answer, Ask, File, Option, Replace
from bot.replies import community_data as replies
from bot.services.sections import Belongings

data = config_noun({"data": "All settings of this server at once"})


@data.command("data export")
async def export(ask: Ask) -> Answer:
    """Get all settings of this server as a file."""
    return await press_export(ask)


@data.command("data import", is_slow=True)
async def import_file(
    ask: Ask, file: Annotated[File, Option("A file from /config data export of this server")]
) -> Answer:
    """Bring settings back from a file (shows what would change first)."""
    ask.services.community_data.check_size(file.size)
    view = await ask.services.community_data.preview(ask.here, await file.read(), _own(ask))
    return replies.preview(view.differences, view.token)


@data.command("data purge")
async def purge(ask: Ask) -> Answer:
    """Delete all settings of this server and stop its posts (asks first)."""
    return replies.ask_purge(await ask.services.community_data.count(ask.here))


@data.button("config.export")
async def press_export(ask: Ask) -> Answer:
    """Hand over the file as a new private message."""
    return replies.export(await ask.services.community_data.export(ask.here))


@data.button("config.import")
async def press_import(ask: Ask, token: str) -> Answer:
    """Import what the card shows; when something changed since, show that instead."""
    view, is_done = await ask.services.community_data.apply(ask.here, token, _own(ask))
    if is_done:
        return Replace(replies.imported(view.differences))
    return Replace(replies.preview(view.differences, view.token, is_new=True))


@data.button("config.giveup")
async def press_give_up(ask: Ask) -> Answer:
    """Leave everything as it is."""
    await ask.services.community_data.give_up(ask.here)
    return Replace(replies.given_up())


@data.button("config.keep")
async def press_keep(ask: Ask) -> Answer:
    """Delete nothing."""
    return Replace(replies.given_up())


@data.button("config.purge")
async def press_purge(ask: Ask) -> Answer:
    """Delete after the confirmation."""
    return Replace(replies.purged(await ask.services.community_data.purge(ask.here)))


def _own(ask: Ask) -> Belongings:
    places, access = ask.services.places, ask.services.messenger.access
    postable = (one for one in places.list_channels(ask.here) if access(one).is_postable)
    return Belongings(frozenset(postable), frozenset(places.list_roles(ask.here)))
