"""The wording of questions that no button can hold, in memory: what leads back to their results."""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict

from bot.replies import submissions

MOST_QUESTIONS = 500
_LONGEST = 30
# Nothing is lost of such a question by how a button writes it.
_PLAIN = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
_KEPT = "."


class Questions:
    """The last questions that were asked, without who asked them; the oldest go first."""

    def __init__(self) -> None:
        self._texts: OrderedDict[str, str] = OrderedDict()

    def __len__(self) -> int:
        return len(self._texts)

    def keep(self, text: str) -> str:
        """Return what a button says for a question: its words, or a key of at most nine signs."""
        if len(text) <= _LONGEST and _PLAIN.fullmatch(text):
            return text.replace(" ", "_")
        key = _KEPT + hashlib.blake2s(text.encode(), digest_size=4).hexdigest()
        self._texts[key] = text
        self._texts.move_to_end(key)
        while len(self._texts) > MOST_QUESTIONS:
            self._texts.popitem(last=False)
        return key

    def recall(self, token: str) -> str:
        """Return the question that a button means.

        Raises
        ------
        StaleActionError
            It was asked too long ago, or before a restart.
        """
        if not token.startswith(_KEPT):
            return token.replace("_", " ")
        if (text := self._texts.get(token)) is None:
            raise submissions.forgotten()
        self._texts.move_to_end(token)
        return text
