"""Trends: what changes in the field, why it matters and what to try."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from bot.cards import Button, Card, Item, Items, Link, Note, Source, Strong, Text
from bot.catalogue import Catalogue
from bot.catalogue.feeds import Feed
from bot.catalogue.schema import Trend
from bot.replies import facts, related, snippets
from bot.words import _, plural

ANY = "any"
_LONGEST_LINE = 100


def info(entry: Trend, catalogue: Catalogue) -> Card:
    """Show one trend, with what to try, what it is about and which certifications teach it."""
    return Card(
        title=entry.title,
        summary=entry.what,
        subtitle=_("Trend, as of {date}", date=facts.known(entry.source_date)),
        blocks=(
            Text((entry.what,)),
            Text((entry.why_it_matters,)),
            Text((Strong(_("Try:")), " ", entry.try_this)),
            *((Note((entry.note,)),) if entry.note else ()),
        ),
        actions=(related.goal("trend", entry.id, "primary"),),
        selects=related.select(
            (Button(_about(tag), "trend.list", (tag,)) for tag in entry.tags),
            related.certifications(entry.certifications, catalogue),
        ),
        sources=facts.trend_sources(entry),
        as_of=entry.last_checked,
        pager=("trend.show", entry.id),
    )


def latest(entries: Sequence[Trend], topic: str | None) -> Card:
    """List trends, as sorted, each one press away."""
    return Card(
        title=_("Trends"),
        subtitle=_about(topic) if topic else _("the newest first"),
        summary=plural("{n} trend.", "{n} trends.", len(entries)),
        blocks=(Items(tuple(_item(entry) for entry in entries), select=_("Read one")),),
        actions=(_to_sources(),),
        sources=(Source(_(facts.EDITORIAL)),),
        as_of=facts.oldest(*(entry.last_checked for entry in entries)) if entries else None,
        pager=("trend.list", topic or ANY),
        is_brief=True,
    )


def topics(counted: Mapping[str, int], catalogue: Catalogue) -> Card:
    """List what trends are about, each topic one press away."""
    return Card(
        title=_("Topics of trends"),
        subtitle=plural("{n} topic", "{n} topics", len(counted)),
        summary=_("What trends are about."),
        blocks=(
            Items(
                tuple(
                    Item(
                        _counted(topic, count),
                        action=Button(_("Open"), "trend.list", (topic,)),
                    )
                    for topic, count in counted.items()
                ),
                select=_("Open one"),
            ),
        ),
        actions=(_to_sources(),),
        sources=(Source(_(facts.EDITORIAL)),),
        as_of=facts.oldest(*(trend.last_checked for trend in catalogue.trends.values())),
        pager=("trend.topics",),
        is_brief=True,
    )


def sources(feeds: Sequence[Feed]) -> Card:
    """List public feeds, sorted by topic; their addresses are one press away."""
    return Card(
        title=_("Sources to read"),
        subtitle=plural("{n} public feed", "{n} public feeds", len(feeds)),
        summary=_("Sources to read on the field, by topic."),
        blocks=(
            Items(
                tuple(_told_of(*group) for group in groupby(feeds, lambda feed: feed.topic)),
                select=_("Open one"),
            ),
        ),
        actions=(Button(_("Trends"), "trend.list", (ANY,)),),
        sources=(Source(_(facts.EDITORIAL)),),
        as_of=facts.oldest(*(feed.last_checked for feed in feeds)) if feeds else None,
        pager=("trend.sources",),
        is_brief=True,
    )


def sources_about(topic: str, feeds: Sequence[Feed]) -> Card:
    """Show the sites to read on a topic, with the addresses for a feed reader."""
    return Card(
        title=_("Sources to read"),
        subtitle=_about(topic),
        summary=plural("{n} public feed", "{n} public feeds", len(feeds)),
        blocks=(Items(tuple(map(_source, feeds))),),
        actions=(Button(_("All sources"), "trend.sources"),),
        sources=(Source(_(facts.EDITORIAL)),),
        as_of=facts.oldest(*(feed.last_checked for feed in feeds)) if feeds else None,
        pager=("trend.source", topic),
        is_brief=True,
    )


def _to_sources() -> Button:
    return Button(_("Sources to read"), "trend.sources")


def _told_of(topic: str, feeds: Iterable[Feed]) -> Item:
    titles = ", ".join(feed.title for feed in feeds)
    return Item(facts.words(topic), (titles,), Button(_("Open"), "trend.source", (topic,)))


def _source(feed: Feed) -> Item:
    links = (Link(_("Site"), feed.site_url), " · ", Link(_("Feed"), feed.feed_url))
    return Item(feed.title, links)


def _counted(topic: str, count: int) -> str:
    of_it = plural("{n} trend", "{n} trends", count)
    return f"{facts.words(topic)} · {of_it}"


def _about(topic: str) -> str:
    return _("About {topic}", topic=facts.words(topic))


def _item(entry: Trend) -> Item:
    what = snippets.cut(entry.what, _LONGEST_LINE)
    detail = (what, *facts.cited(facts.trend_sources(entry)))
    return Item(entry.title, detail, Button(_("Read"), "trend.show", (entry.id,)))
