"""The wording of questions that no button can hold, in memory: what leads back to their results."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from hashlib import blake2s

from bot.replies import submissions

MOST_QUESTIONS = 500
_LONGEST = 30
# Nothing is lost of such a question by how a button writes it.
_PLAIN = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
_KEPT = "."


class Questions:
    """The last questions that were asked, without who asked them; the oldest go first."""

    def __init__(self) -> None:
        # Who guesses a question must not learn from its key that somebody asked it.
        self._secret = secrets.token_bytes(16)
        self._texts: OrderedDict[str, str] = OrderedDict()

    def __len__(self) -> int:
        return len(self._texts)

    def keep(self, text: str) -> str:
        """Return what a button says for a question: its words, or a key of 17 signs.

        The key opens the question to whoever has it: only a card of its results does.
        """
        if len(text) <= _LONGEST and _PLAIN.fullmatch(text):
            return text.replace(" ", "_")
        key = _KEPT + blake2s(text.encode(), digest_size=8, key=self._secret).hexdigest()
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
            It was asked too long ago, or before a restart, or no card of ours says it.
        """
        if not token.startswith(_KEPT):
            text = token.replace("_", " ")
            if text and (len(text) > _LONGEST or not _PLAIN.fullmatch(text)):
                raise submissions.outdated()
            return text
        if (text := self._texts.get(token)) is None:
            raise submissions.forgotten()
        self._texts.move_to_end(token)
        return text
