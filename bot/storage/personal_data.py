"""A member's data in every table that holds their id, found by the schema itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import RowMapping, Table, delete, func, literal, or_, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import MemberId
from bot.storage.columns import Document, Flag, OneOf
from bot.storage.database import Transaction
from bot.storage.tables import metadata

OWNER, ACTOR = "member_id", "actor_id"
ROWS_AT_ONCE = 100
FILE_BYTES = 4 * 1024 * 1024
MEMBER_COLUMNS = frozenset({OWNER, ACTOR})
"""What a column that holds a member's id is called; the house test knows no other name.

A row with an owner is theirs and goes with them. What somebody did to a community is the
community's: the row stays, without its actor.
"""
SPOKEN_OF = frozenset({"reported_id"})
"""What a column is called that says about whom another member told something.

It is in nobody's export: it names somebody else to whoever told it, and that it was told at all is
kept from the one it names. The row stays when they delete their data, without their id.
"""


def personal_tables() -> tuple[Table, ...]:
    """Return the tables that hold a member's id, children first so that all can be deleted."""
    return tuple(
        table
        for table in reversed(metadata.sorted_tables)
        if MEMBER_COLUMNS & set(table.columns.keys())
    )


def _is_of(table: Table, member_id: MemberId) -> Any:
    columns = [table.c[name] for name in sorted(MEMBER_COLUMNS & set(table.columns.keys()))]
    return or_(*(column == member_id for column in columns))


async def export_files(tx: AsyncConnection, member_id: MemberId) -> tuple[bytes, ...]:
    """Return every row of a member by table, as JSON in files of about 4 MiB.

    Read and written page by page: everybody else is answered between two pages.
    """
    files: list[bytes] = []
    tables: dict[str, list[bytes]] = {}
    for table in reversed(personal_tables()):
        pages = tables.setdefault(table.name, [])
        found = await tx.stream(select(*_exported(table)).where(_is_of(table, member_id)))
        async for rows in found.mappings().partitions(ROWS_AT_ONCE):
            pages.append(_json_rows(rows))
            if sum(map(len, chain(*tables.values()))) > FILE_BYTES:
                files.append(_json_file(tables))
                pages = []
                tables = {table.name: pages}
    return (*files, _json_file(tables))


def _exported(table: Table) -> list[Any]:
    # Words, flags and documents as they are stored, known to this version or not.
    return [
        type_coerce(column, column.type.impl_instance)
        if isinstance(column.type, OneOf | Flag | Document)
        else column
        for column in table.columns
        if column.name not in SPOKEN_OF
    ]


def _json_rows(rows: Sequence[RowMapping]) -> bytes:
    written = (json.dumps(dict(row), ensure_ascii=False, default=str) for row in rows)
    return ",\n    ".join(written).encode()


def _json_file(tables: Mapping[str, list[bytes]]) -> bytes:
    return b"{\n  %b\n}\n" % b",\n  ".join(
        b'"%b": [%b]' % (name.encode(), b"\n    %b\n  " % b",\n    ".join(pages) if pages else b"")
        for name, pages in tables.items()
    )


async def knows(tx: Transaction, member_id: MemberId) -> bool:
    """Tell whether any table holds a member's id."""
    held = (
        select(literal(1)).select_from(table).where(_is_of(table, member_id)).exists()
        for table in personal_tables()
    )
    return bool((await tx.execute(select(or_(*held)))).scalar_one())


async def count_rows(tx: Transaction, member_id: MemberId) -> dict[str, int]:
    """Return how many rows of a member each table holds, without those that hold none."""
    counts: dict[str, int] = {}
    for table in reversed(personal_tables()):
        query = select(func.count()).select_from(table).where(_is_of(table, member_id))
        counts[table.name] = (await tx.execute(query)).scalar_one()
    return {name: count for name, count in counts.items() if count}


async def delete_rows(tx: Transaction, member_id: MemberId) -> dict[str, int]:
    """Delete every row of a member, and their id elsewhere; return how many rows, by table."""
    counts = await count_rows(tx, member_id)
    for table in reversed(metadata.sorted_tables):
        for name in sorted({ACTOR, *SPOKEN_OF} & set(table.columns.keys())):
            forget = update(table).where(table.c[name] == member_id)
            await tx.execute(forget.values({name: None}))
        if OWNER in table.columns:
            await tx.execute(delete(table).where(table.c[OWNER] == member_id))
    return counts
