"""Discord's budgets in one place.

Sources: https://docs.discord.com/developers/components/reference and
https://docs.discord.com/developers/resources/message. The 4,000 characters in all of a Components
V2 message are told by discord.py (``LayoutView.content_length``) and Discord's OpenAPI document.
"""

from __future__ import annotations

COMPONENTS = 40
"""Components of one message, nested ones and accessories included."""

TEXT = 4000
"""Characters of all text of one Components V2 message."""

TEXT_BUDGET = TEXT * 9 // 10
"""What we fill: it is not documented which characters Discord counts, so a tenth stays free."""

READ_AT_ONCE = 1000
"""Characters that people read of a brief card's page: ours, a phone's screen holds no more."""

LINES_AT_ONCE = 17
"""Lines of a list on a brief card's page, for the same reason: below them are its buttons."""

PHONE_LINE = 40
"""Characters of a line on a phone, on the average."""

BUTTONS_PER_ROW = 5
OPTIONS = 25
OPTION_LABEL = 100
PLACEHOLDER = 150
BUTTON_LABEL = 80
BUTTON_URL = 512
CUSTOM_ID = 100
ALT_TEXT = 1024

FILES = 10
"""Attachments of one message."""

FILE_BYTES = 10 * 1024 * 1024
"""Size of one attachment in a community without boosts."""

REQUEST_BYTES = 24 * 1024 * 1024
"""Size of all attachments of one message: a request may hold 25 MiB, text included."""


def length(text: str) -> int:
    """Count ``text`` the costlier way: UTF-16 units are never fewer than code points."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clip(text: str, longest: int) -> str:
    """Return ``text`` in at most ``longest`` characters, with an ellipsis where it was cut."""
    if length(text) <= longest:
        return text
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * (longest - 1)]
    return units.decode("utf-16-le", "ignore") + "…"
