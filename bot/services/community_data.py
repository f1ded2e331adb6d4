"""A community's settings as one file: taken away, brought back, destroyed."""

from __future__ import annotations

import asyncio
import codecs
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2s
from typing import Any, Literal, cast

from pydantic import BaseModel, ValidationError, create_model
from pydantic_core import from_json

from bot.model import CommunityId
from bot.ports import Clock
from bot.replies.refusals import community_data as refusals
from bot.services.audit import MOST_EXPORTED, record
from bot.services.drafts import Memory
from bot.services.sections import Belongings, Section, Strict
from bot.storage import communities, community_data
from bot.storage.database import Database, Transaction
from bot.trail import Difference, Verb

FORMAT = "tpm-mentor.community"
VERSION = 1
# 300 changes with up to 20 values each, 100 entries with five, and what is left of the rest.
_MOST_VALUES = 8000
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
IMPORT_WAITS = timedelta(days=1)
REMOVED_WAITS = timedelta(days=30)
EVERYTHING = "data"


class _Head(BaseModel):
    """What tells whether the rest can be understood at all."""

    format: Literal["tpm-mentor.community"]
    version: int
    community: str


@dataclass(frozen=True, slots=True)
class ImportView:
    """What an import would change; ``token`` stands for the file and the settings as they are."""

    differences: Sequence[Difference]
    token: str


class CommunityData:
    """Export, import and purge the settings of a community, section by section."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        sections: Sequence[Section],
        on_change: Callable[[], None] = lambda: None,
        memory: Memory | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._sections = tuple(sections)
        self._on_change = on_change
        self._memory = memory or Memory()
        # Whatever can be exported can be imported; 1 KiB is for what tells what the file is.
        self.most_bytes = 1024 + sum(one.most_bytes for one in self._sections)
        shapes: dict[str, Any] = {one.name: one.shape for one in self._sections}
        self._shape = create_model(
            "CommunityFile",
            __base__=Strict,
            format=(str, ...),
            version=(int, ...),
            community=(str, ...),
            exported_at=(str, ...),
            **shapes,
        )

    async def export(self, community_id: CommunityId) -> dict[str, Any]:
        """Return everything that moderators set, ready for JSON."""
        head = {
            "format": FORMAT,
            "version": VERSION,
            "community": community_id,
            "exported_at": self._clock.now().isoformat(),
        }
        async with self._database.read_long() as tx:
            parts = {one.name: await one.export(tx, community_id) for one in self._sections}
        return {**head, **parts}

    def check_size(self, size: int) -> None:
        """Refuse a file (``size`` in bytes) larger than any export, with an InvalidInputError."""
        if size > self.most_bytes:
            raise refusals.too_large(self.most_bytes)

    async def preview(
        self, community_id: CommunityId, content: bytes, own: Belongings
    ) -> ImportView:
        """Check a file and keep it for a day; return what it would change.

        Raises
        ------
        InvalidInputError
            It is no such file, belongs to another community or names what this one has not.
        """
        file = await self._read(community_id, content)
        kept = await asyncio.to_thread(file.model_dump_json, by_alias=True)
        async with self._database.write() as tx:
            view = await self._view(tx, community_id, file, kept.encode(), own)
            if view.differences:
                await community_data.save_import(tx, community_id, kept, self._clock.now())
        return view

    async def apply(
        self, community_id: CommunityId, token: str, own: Belongings
    ) -> tuple[ImportView, bool]:
        """Import the file that was looked at, all of it or nothing; tell whether that was done.

        When the file or the settings are no longer those of ``token``, nothing is changed and what
        the import would change now is returned.

        Raises
        ------
        StaleActionError
            No file waits: it was imported, given up, or waited too long.
        InvalidInputError
            A channel or role is gone meanwhile.
        """
        async with self._database.write() as tx:
            kept = await community_data.load_import(tx, community_id)
            if kept is None:
                raise refusals.no_import_waits()
            file = await self._read(community_id, kept)
            view = await self._view(tx, community_id, file, kept, own)
            is_same = view.token == token
            if is_same:
                for one in self._sections:
                    await one.apply(tx, community_id, getattr(file, one.name))
                await community_data.delete_import(tx, community_id)
        if is_same:
            self._on_change()
        return view, is_same

    async def give_up(self, community_id: CommunityId) -> None:
        """Forget the file that was looked at."""
        async with self._database.write() as tx:
            await community_data.delete_import(tx, community_id)

    async def count(self, community_id: CommunityId) -> dict[str, int]:
        """Return how many rows of settings a purge would delete, by table."""
        async with self._database.read() as tx:
            return await community_data.count_settings(tx, community_id)

    async def purge(self, community_id: CommunityId) -> dict[str, int]:
        """Delete all settings and stop all posts; return how many rows went, by table.

        The audit trail stays and gets one line more. Where nothing is left, nothing happens.
        """
        async with self._database.write() as tx:
            self._memory.forget(community_id)
            counts = await community_data.delete_settings(tx, community_id)
            old = {table: str(count) for table, count in counts.items()}
            now = self._clock.now()
            await record(tx, now, community_id, EVERYTHING, old, {}, Verb.PURGE)
        await self._database.empty_log()
        return counts

    async def forget(self) -> int:
        """Forget files that wait for a day; return how many."""
        async with self._database.write() as tx:
            return await community_data.delete_imports_before(tx, self._clock.now() - IMPORT_WAITS)

    async def purge_removed(self, is_present: Callable[[CommunityId], bool]) -> int:
        """Delete everything of communities that removed the bot 30 days ago; return how many.

        Where the bot ``is_present`` again nothing is deleted, whatever the row says.
        """
        last = self._clock.now() - REMOVED_WAITS
        async with self._database.write() as tx:
            gone = [
                one.id
                for one in await communities.list_known(tx)
                if one.removed_at is not None and one.removed_at <= last and not is_present(one.id)
            ]
            for community_id in gone:
                self._memory.forget(community_id)
                await community_data.delete_everything(tx, community_id)
        return len(gone)

    async def _view(
        self,
        tx: Transaction,
        community_id: CommunityId,
        file: BaseModel,
        kept: bytes,
        own: Belongings,
    ) -> ImportView:
        differences = [
            found
            for one in self._sections
            for found in await one.compare(tx, community_id, getattr(file, one.name), own)
        ]
        told = [[one.subject, dict(one.old), dict(one.new)] for one in differences]
        seen = kept + json.dumps(told).encode()
        return ImportView(differences, blake2s(seen, digest_size=8).hexdigest())

    async def _read(self, community_id: CommunityId, content: bytes) -> BaseModel:
        self.check_size(len(content))
        # In a thread: a large file would hold the event loop for longer than 20 ms.
        return await asyncio.to_thread(self._parse, community_id, content)

    def _parse(self, community_id: CommunityId, content: bytes) -> BaseModel:
        content = _as_utf8(content)
        if _holds_too_much(content):
            raise refusals.holds_too_much()
        try:
            head = _Head.model_validate_json(content, strict=True)
        except ValidationError:
            raise refusals.no_settings() from None
        if head.version != VERSION:
            raise refusals.unknown_version()
        if head.community != community_id:
            raise refusals.another_server()
        try:
            return self._shape.model_validate_json(content)
        except ValidationError as error:
            found = error.errors(include_url=False, include_context=False, include_input=False)
            where = ".".join(map(str, found[0]["loc"]))
            raise refusals.misshapen(where[:100]) from None


def _as_utf8(content: bytes) -> bytes:
    """Return a file without the mark that some editors put before UTF-8.

    Raises
    ------
    InvalidInputError
        It is saved in another encoding, which the error names where that can be told.
    """
    content = content.removeprefix(codecs.BOM_UTF8)
    if content.startswith(_UTF_32) or content[:8].count(0) >= 6:
        raise refusals.other_encoding("UTF-32")
    # JSON begins with a sign of ASCII: in two bytes, one of them is zero.
    if content.startswith(_UTF_16) or 0 in content[:2]:
        raise refusals.other_encoding("UTF-16")
    try:
        content.decode()
    except UnicodeDecodeError:
        raise refusals.other_encoding() from None
    return content


def _holds_too_much(content: bytes) -> bool:
    """Tell whether a file holds more values, or more in one place, than any export.

    Each of them could be wrong, and pydantic lists every mistake before it tells the first.
    """
    try:
        left: list[Any] = [from_json(content)]
    except ValueError:
        return False
    seen = 0
    while left:
        one = left.pop()
        if isinstance(one, dict):
            inner = list(cast(dict[str, Any], one).values())
        else:
            inner = cast(list[Any], one) if isinstance(one, list) else []
        left.extend(inner)
        seen += 1
        if len(inner) > MOST_EXPORTED or seen > _MOST_VALUES:
            return True
    return False
