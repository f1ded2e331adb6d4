"""The search of what one community added: the same index, small and kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from bot.catalogue.index import Document, HitKind, Index
from bot.catalogue.names import MAX_QUERY
from bot.catalogue.vocabulary import Vocabulary
from bot.model import OwnEntry

_MOST_HITS = 5


class OwnIndex:
    """Find the entries of one community; it shares no words with the index of all others."""

    def __init__(self, entries: tuple[OwnEntry, ...], synonyms: Iterable[Sequence[str]]) -> None:
        self.entries = entries
        self._by_id = {str(entry.id): entry for entry in entries}
        # One of its own: it learns how the community's words are spelt.
        self._vocabulary = Vocabulary(synonyms)
        self._index = Index([_document(entry) for entry in entries], self._vocabulary)
        self._told = {
            own_id: set(self._vocabulary.terms(f"{entry.title} {entry.text}"))
            for own_id, entry in self._by_id.items()
        }

    def search(self, text: str) -> list[OwnEntry]:
        """Return what answers ``text``, best first; each shares a word that carries meaning."""
        asked = self._vocabulary.mend(text[:MAX_QUERY])
        terms = set(self._vocabulary.terms(asked))
        hits = self._index.search(asked, len(self.entries), {HitKind.RESOURCE}, {})
        found = [self._by_id[hit.id] for hit in hits if not terms.isdisjoint(self._told[hit.id])]
        return found[:_MOST_HITS]


def _document(entry: OwnEntry) -> Document:
    site = urlsplit(entry.url or "").hostname or ""
    text = f"{entry.text} {site}"
    return Document(HitKind.RESOURCE, entry.id, entry.title, entry.text, (entry.title,), text)
