"""/trend: what changes in the field, by date and by topic."""

from __future__ import annotations

from typing import Annotated

from bot.cards import Card
from bot.catalogue.search import HitKind
from bot.dialogues import options
from bot.dialogues.seam import Answer, Ask, Noun
from bot.replies import entries
from bot.replies import trends as replies
from bot.services.composition import Services

trend = Noun("trend", "What changes in the field")


@trend.command("latest")
async def latest(
    ask: Ask, topic: Annotated[str | None, options.topic("Only trends about this")] = None
) -> Answer:
    """See the newest trends and what to try."""
    return show_list(ask.services, topic or replies.ANY)


@trend.command("topics")
async def list_topics(ask: Ask) -> Answer:
    """See what trends are about."""
    return show_topics(ask.services)


@trend.opener("trend.show")
def show(services: Services, name: str) -> Card:
    """Show a trend."""
    return entries.opened(HitKind.TREND, name, services.catalogue)


@trend.opener("trend.list")
def show_list(services: Services, topic: str) -> Card:
    """Show the trends about a topic."""
    about = None if topic == replies.ANY else services.search.find_topic(topic)
    return replies.latest(services.search.trends(about), about)


@trend.opener("trend.sources")
def show_sources(services: Services) -> Card:
    """Show the public feeds on file."""
    return replies.sources(services.search.feeds())


@trend.opener("trend.source")
def show_source(services: Services, topic: str) -> Card:
    """Show the public feeds about a topic."""
    about = [feed for feed in services.search.feeds() if feed.topic == topic]
    return replies.sources_about(topic, about) if about else show_sources(services)


@trend.opener("trend.topics")
def show_topics(services: Services) -> Card:
    """Show what trends are about."""
    return replies.topics(services.search.topics(), services.catalogue)
