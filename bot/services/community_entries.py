"""What a community adds for itself: nudges, tips and links, shown back before they are saved."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
import secrets
from collections import OrderedDict
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bot.catalogue import Catalogue
from bot.catalogue.own import OwnIndex
from bot.errors import InvalidInputError
from bot.model import CommunityId, EntryId, EntryKind, OwnEntry
from bot.ports import Clock
from bot.replies.refusals import community_entries as refusals
from bot.services.audit import acting, record
from bot.services.drafts import Drafts, Memory
from bot.services.typed import has_hidden, in_lines, one_line, trimmed
from bot.storage import community_entries
from bot.storage.database import Database, Transaction
from bot.trail import Verb

CONTENT = "content"
MAX_ENTRIES = 100
MAX_TITLE = 100
MAX_URL = 300
MAX_TEXT = {EntryKind.NUDGE: 280, EntryKind.TIP: 600, EntryKind.LINK: 200}
MAX_DRAFTS = 50
_MOST_INDEXES = 200
# As people paste it from an address line: no scheme, perhaps a port and a path.
_BARE_SITE = re.compile(r"(?P<host>[^\s/?#@:<>\\]+)(?::\d+)?(?=[/?#]|$)")


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An entry as it was typed, not saved yet; ``problem`` says why it cannot be.

    ``base`` is what the community had when the form was opened; a new entry has none.
    """

    id: str
    entry: OwnEntry
    base: OwnEntry | None = None
    problem: InvalidInputError | None = None


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What came of saving a draft.

    When the entry was changed or removed since its form was opened nothing is saved: ``now`` is
    what the community has, and ``draft`` is a new one that may be saved nevertheless.
    """

    draft: EntryDraft
    now: OwnEntry | None

    @property
    def is_saved(self) -> bool:
        """Tell whether the community has it as it was typed."""
        return self.now == self.draft.entry


class CommunityEntries:
    """Draft, keep and find what communities added; nothing is ever asked of two of them."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        catalogue: Catalogue,
        memory: Memory | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._synonyms = catalogue.wording.synonyms
        # Each has an id of its own, so that a button saves what its card shows and nothing else.
        memory = memory or Memory()
        self._drafts: Drafts[EntryDraft] = Drafts(memory, clock, MAX_DRAFTS)
        self._indexes: OrderedDict[CommunityId, OwnIndex] = OrderedDict()
        self._building = asyncio.Lock()
        memory.add(lambda owner: self._indexes.pop(CommunityId(owner), None))

    def draft(
        self,
        community_id: CommunityId,
        kind: EntryKind,
        typed: dict[str, str],
        of: EntryDraft | None = None,
    ) -> EntryDraft:
        """Understand what was typed without saving it; ``of`` is what the form was opened with.

        ``typed`` holds title, text and url. What cannot be used is kept, with its ``problem``.
        """
        entry = tidied(
            OwnEntry(
                of.entry.id if of else _new_id(),
                community_id,
                kind,
                title=typed.get("title", ""),
                text=typed.get("text", ""),
                url=typed.get("url"),
                added_at=of.entry.added_at if of else self._clock.now(),
            )
        )
        problem = None
        try:
            check_entry(entry)
        except InvalidInputError as error:
            problem = error
        return self._keep(EntryDraft(_random(), entry, of.base if of else None, problem))

    async def edit(self, community_id: CommunityId, entry_id: str) -> EntryDraft:
        """Return a saved entry to be changed in a form; raises NotFoundError."""
        found = await self.load(community_id, entry_id)
        return EntryDraft(_random(), found, found)

    def recall(self, community_id: CommunityId, draft_id: str) -> EntryDraft:
        """Return a draft of a community; raises StaleActionError when it is gone."""
        draft = self._drafts.recall(community_id, draft_id)
        if draft is None:
            raise refusals.draft_gone()
        return draft

    async def save(self, community_id: CommunityId, draft_id: str) -> SaveResult:
        """Save a draft unless its entry changed meanwhile; twice is the same as once.

        Raises
        ------
        InvalidInputError
            It cannot be used, or the community has as many as it may have.
        StaleActionError
            The draft is gone.
        """
        draft = self.recall(community_id, draft_id)
        if draft.problem is not None:
            raise draft.problem
        async with self._database.write() as tx:
            # While this waited for its turn the settings may have been purged.
            self.recall(community_id, draft_id)
            known = await community_entries.load_entry(tx, community_id, draft.entry.id)
            if known == draft.entry:
                return SaveResult(draft, known)
            if known != draft.base:
                return SaveResult(self._rebased(draft, known), known)
            if known is None and await community_entries.count_entries(tx, community_id) >= (
                MAX_ENTRIES
            ):
                raise refusals.too_many(MAX_ENTRIES)
            await community_entries.save_entry(tx, draft.entry)
            await self._record(tx, known, draft.entry)
        # From now on the button stands for what is saved: it brings nothing back that is removed.
        self._keep(replace(draft, base=draft.entry))
        return SaveResult(draft, draft.entry)

    def discard(self, community_id: CommunityId, draft_id: str) -> None:
        """Forget a draft; what is saved stays as it is."""
        self._drafts.discard(community_id, draft_id)

    async def list(self, community_id: CommunityId) -> list[OwnEntry]:
        """Return a community's entries, oldest first."""
        async with self._database.read() as tx:
            return await community_entries.list_entries(tx, community_id)

    async def load(self, community_id: CommunityId, entry_id: str) -> OwnEntry:
        """Return an entry of a community; raises NotFoundError."""
        async with self._database.read() as tx:
            return await _load(tx, community_id, entry_id)

    async def remove(self, community_id: CommunityId, entry_id: str) -> OwnEntry:
        """Delete an entry of a community; raises NotFoundError."""
        async with self._database.write() as tx:
            found = await _load(tx, community_id, entry_id)
            await community_entries.delete_entry(tx, community_id, entry_id)
            await self._record(tx, found, None)
        return found

    async def search(self, community_id: CommunityId, query: str) -> list[OwnEntry]:
        """Return a community's own tips and links that answer a question, best first."""
        known = await self.list(community_id)
        wanted = tuple(entry for entry in known if entry.kind is not EntryKind.NUDGE)
        return (await self._index(community_id, wanted)).search(query) if wanted else []

    def _keep(self, draft: EntryDraft) -> EntryDraft:
        self._drafts.keep(draft.entry.community_id, draft.id, draft, acting())
        return draft

    def _rebased(self, draft: EntryDraft, known: OwnEntry | None) -> EntryDraft:
        """Return a draft of the same words, to be saved over ``known``; as a new entry if none."""
        entry = draft.entry
        if known is None:
            entry = replace(entry, id=_new_id(), added_at=self._clock.now())
        return self._keep(EntryDraft(_random(), entry, known))

    async def _record(self, tx: Transaction, was: OwnEntry | None, became: OwnEntry | None) -> None:
        entry = became or was
        if entry is None:
            return
        verb = Verb.CHANGE if was and became else Verb.ADD if became else Verb.REMOVE
        now = self._clock.now()
        await record(
            tx, now, entry.community_id, CONTENT, entry_values(was), entry_values(became), verb
        )

    async def _index(self, community_id: CommunityId, entries: tuple[OwnEntry, ...]) -> OwnIndex:
        # One at a time: who asked meanwhile finds it built.
        async with self._building:
            index = self._indexes.get(community_id)
            if index is None or index.entries != entries:
                # In a thread: a hundred entries would hold the event loop for 100 ms.
                index = await asyncio.to_thread(OwnIndex, entries, self._synonyms)
                self._indexes[community_id] = index
        self._indexes.move_to_end(community_id)
        while len(self._indexes) > _MOST_INDEXES:
            self._indexes.popitem(last=False)
        return index


async def _load(tx: Transaction, community_id: CommunityId, entry_id: str) -> OwnEntry:
    found = await community_entries.load_entry(tx, community_id, entry_id)
    if found is None:
        raise refusals.no_such_entry()
    return found


def entry_values(entry: OwnEntry | None) -> dict[str, str | None]:
    """Return what the trail says of an entry: a print of its words, never the words."""
    if entry is None:
        return {}
    words = "\n".join((entry.title, entry.text, entry.url or ""))
    digest = hashlib.blake2s(words.encode(), digest_size=3).hexdigest()
    return {entry.kind.value: f"{entry.id}#{digest}"}


def _new_id() -> EntryId:
    return EntryId(f"own-{_random()}")


def _random() -> str:
    return base64.b32encode(secrets.token_bytes(5)).decode().lower()


def tidied(entry: OwnEntry) -> OwnEntry:
    """Return an entry as it is stored, however it was typed or written into a file."""
    return replace(
        entry,
        title="" if entry.kind is EntryKind.NUDGE else one_line(entry.title),
        text=in_lines(entry.text),
        url=_whole(entry.url or "") or None,
    )


def _whole(pasted: str) -> str:
    """Return an address as it was meant: out of its brackets, a site's bare name with https://."""
    url = trimmed(pasted)
    if url.startswith("<") and url.endswith(">"):
        url = trimmed(url[1:-1])
    named = _BARE_SITE.match(url)
    return _lowered(f"https://{url}" if named and _is_host(named["host"]) else url)


def _lowered(url: str) -> str:
    """Return an address with scheme and host in lower case: phones begin with a capital."""
    scheme, sign, rest = url.partition("://")
    host = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
    return f"{scheme.lower()}{sign}{host.lower()}{rest[len(host) :]}" if sign else url


def check_entry(entry: OwnEntry) -> None:
    """Refuse an entry whose words or address cannot be used, with an InvalidInputError."""
    if entry.kind is not EntryKind.NUDGE:
        _check_words(refusals.TITLE, entry.title, MAX_TITLE)
    if entry.text or entry.kind is not EntryKind.LINK:
        _check_words(refusals.TEXT, entry.text, MAX_TEXT[entry.kind])
    if entry.url is not None:
        _check_url(entry.url)
    elif entry.kind is EntryKind.LINK:
        raise refusals.no_address()


def _check_words(what: str, text: str, longest: int) -> None:
    if not any(character.isalnum() for character in text):
        raise refusals.no_words(what)
    if len(text) > longest:
        raise refusals.too_long(what, len(text), longest)


def _check_url(url: str) -> None:
    if has_hidden(url):
        raise refusals.hidden_in_link()
    try:
        parts = urlsplit(url)
        host, is_odd = parts.hostname or "", parts.port == 0
    except ValueError:
        raise refusals.no_site() from None
    # "https://bank.example@evil.example/" goes to evil.example.
    if "@" in parts.netloc or any(character in url for character in " <>\\"):
        raise refusals.misleading_link()
    if parts.scheme and parts.scheme != "https":
        raise refusals.not_secure(parts.scheme)
    if not parts.scheme or is_odd or not _is_host(host):
        raise refusals.no_site()
    if len(url) > MAX_URL:
        raise refusals.long_link(len(url), MAX_URL)


def _is_host(host: str) -> bool:
    labels = host.split(".")
    return len(labels) > 1 and all(
        label and label.strip("-") == label and all(c.isalnum() or c in "-_" for c in label)
        for label in labels
    )
