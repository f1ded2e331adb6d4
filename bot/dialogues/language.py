"""/config language: the language of what is posted in a community."""

from __future__ import annotations

from typing import Annotated

from bot.dialogues.config import config_noun
from bot.dialogues.seam import Answer, Ask, Option
from bot.replies import languages as replies
from bot.words import language_name, languages

language_noun = config_noun()
FOLLOWED = "server"
_LANGUAGES = (
    *((language_name(code), code) for code in languages()),
    ("The server's own", FOLLOWED),
)


@language_noun.command("language")
async def choose(
    ask: Ask,
    language: Annotated[
        str | None, Option("The language of posts (empty shows it)", choices=_LANGUAGES)
    ] = None,
) -> Answer:
    """See or choose the language of posts."""
    if language is None:
        now = await ask.services.communities.community(ask.here)
    else:
        chosen = None if language == FOLLOWED else language
        now = await ask.services.communities.set_language(ask.here, chosen)
    return replies.shown(now.locale, ask.community_language or "", is_saved=bool(language))
