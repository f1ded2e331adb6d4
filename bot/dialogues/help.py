"""/help: where to start."""

from __future__ import annotations

from bot.cards import Card
from bot.dialogues.seam import Answer, Ask, Noun, Replace
from bot.replies import guide as replies
from bot.replies import posts

help_noun = Noun("help")


@help_noun.command("")
async def show(ask: Ask) -> Answer:
    """See what this bot can do for you and how to start."""
    return await _overview(ask)


@help_noun.button("help.show")
async def press_show(ask: Ask) -> Answer:
    """Go back to the start."""
    return Replace(await _overview(ask))


@help_noun.button("help.commands")
async def press_commands(ask: Ask) -> Answer:
    """List the commands."""
    return Replace(replies.commands(ask.may_configure))


@help_noun.button("post.about")
async def press_about(ask: Ask) -> Answer:
    """Say privately where a post comes from."""
    return Replace(posts.about())


async def _overview(ask: Ask) -> Card:
    mentors = None
    if ask.community is not None:
        mentors = (await ask.services.communities.community(ask.community)).mentors_role_id
        if mentors is not None and not ask.services.places.has_role(ask.community, mentors):
            mentors = None
    return replies.overview(ask.may_configure, mentors)
