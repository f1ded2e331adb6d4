"""Slack's limits in one place.

Sources: docs.slack.dev, reference/block-kit and reference/methods/chat.postMessage. What a whole
message may hold is not documented; python-slack-sdk's and bolt-js' issues tell of 13,200 characters
(bolt-js issue 2509), which what we fill stays far below.
"""

from __future__ import annotations

BLOCKS = 50
"""Blocks of one message."""

HOME_BLOCKS = 100
"""Blocks of a Home tab."""

SPOKEN = 3900
"""Characters of a message's ``text``, which holds all that its blocks say: Slack advises 4,000."""

BODY = 2200
"""Characters of a page between its title and its footer."""

READ_AT_ONCE = 1000
"""Characters that people read of a brief card's page: a phone's screen holds no more."""

HEADER = 150
BUTTONS = 5
"""Buttons of one row: Slack takes 25, a phone's screen holds no more."""

BUTTON_TEXT = 75
VALUE = 2000
URL = 3000
OPTIONS = 100
OPTION_TEXT = 75
OPTION_VALUE = 150
PLACEHOLDER = 150

MODAL_TITLE = 24
LABEL = 2000
INPUT = 3000
METADATA = 3000


def clip(text: str, longest: int) -> str:
    """Return ``text`` in at most ``longest`` characters, with an ellipsis where it was cut."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
