"""Discord's budgets in one place (docs: components/reference, resources/message)."""

from __future__ import annotations

COMPONENTS = 40
"""Components of one message, nested ones and accessories included."""

TEXT = 4000
"""Characters of all text of one Components V2 message."""

TEXT_BUDGET = TEXT * 9 // 10
"""What we fill: it is not documented which characters Discord counts, so a tenth stays free."""

BUTTON_LABEL = 80
BUTTON_URL = 512
BUTTONS_PER_ROW = 5
ALT_TEXT = 1024


def length(text: str) -> int:
    """Count ``text`` the costlier way: UTF-16 units are never fewer than code points."""
    return len(text.encode("utf-16-le")) // 2
