"""Rows and the frozen values they hold: a column has the name of its field.

SQLite's own dialect is spoken here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import ColumnElement, Row, Table
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.dialects.sqlite.dml import Insert

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
_SAME: Mapping[str, str] = {}


def read(shape: type[T], row: Row[Any], names: Mapping[str, str] = _SAME, **given: Any) -> T:
    """Return the value of a row.

    ``names`` has the columns that are not named like their field; ``given`` are fields that the
    row does not hold.

    Raises
    ------
    NoSuchColumnError
        The row lacks the column of a field.
    """
    # Public (the underscore leaves the name to columns), and twice as fast as attributes.
    columns = row._mapping  # pyright: ignore[reportPrivateUsage]
    for one in fields(shape):
        if one.name not in given:
            given[one.name] = columns[names.get(one.name, one.name)]
    return shape(**given)


def values(of: DataclassInstance, names: Mapping[str, str] = _SAME) -> dict[str, Any]:
    """Return the columns of a value; ``names`` as for ``read``."""
    return {names.get(one.name, one.name): getattr(of, one.name) for one in fields(of)}


def upsert(
    table: Table,
    row: Mapping[str, Any],
    *key: str,
    kept: Collection[str] = (),
    where: ColumnElement[bool] | None = None,
) -> Insert:
    """Return the statement that stores a row in place of the one with the same ``key``.

    Of a row that is there the columns in ``kept`` stay, and all of it unless ``where`` holds.
    """
    changed = {name: value for name, value in row.items() if name not in (*key, *kept)}
    write = insert(table).values(**row)
    return write.on_conflict_do_update(index_elements=key, set_=changed, where=where)


def insert_missing(table: Table) -> Insert:
    """Return the statement that stores rows but those whose key is taken."""
    return insert(table).on_conflict_do_nothing()
