"""/config stats: how a community uses the bot, naming nobody."""

from __future__ import annotations

from bot.dialogues.config import config_noun
from bot.dialogues.seam import Answer, Ask
from bot.replies import stats as replies

stats = config_noun()


@stats.command("stats", is_slow=True)
async def show(ask: Ask) -> Answer:
    """See how this server uses the bot, in anonymous figures."""
    return replies.shown(await ask.services.stats.figures(ask.here))
