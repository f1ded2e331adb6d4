"""docs/privacy.md and `/privacy info` are one text."""

from __future__ import annotations

from pathlib import Path

from bot.replies import policy

ROOT = Path(__file__).parents[2]


def test_docs_privacy_equals_what_the_bot_says():
    assert (ROOT / "docs/privacy.md").read_text() == policy.as_markdown()


def test_policy_says_how_long_backups_keep_deleted_data():
    assert any("backup" in text.lower() and "30 days" in text for _, text in policy.SECTIONS)
