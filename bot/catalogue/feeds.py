"""Public feeds on file: what they tell is linked, never copied."""

from __future__ import annotations

from bot.catalogue.schema import Checked, Confidence, Slug, Url, Words


class Feed(Checked):
    """A public feed for trend tips."""

    title: Words
    feed_url: Url
    site_url: Url
    topic: Slug
    format: str | None
    licence_note: str | None
    confidence: Confidence
    note: str | None = None
