"""Bring the catalogues up to date with the code: ``make words``.

New sentences come in empty; where only the English changed, the old translation stays as "fuzzy"
(not shown) until somebody has looked at it; what is no longer said goes.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.pofile import read_po, write_po

from translation.extraction import LOCALES, extract

_WIDTH = 100


def update(path: Path, said: Catalog) -> str:
    """Bring one catalogue up to date and return what is left to do, in words."""
    with path.open("rb") as source:
        catalogue = read_po(source, locale=path.stem)
    # The day of each run would change the file every time.
    said.creation_date = catalogue.creation_date
    catalogue.update(said)
    with path.open("wb") as target:
        write_po(
            target,
            catalogue,
            width=_WIDTH,
            sort_by_file=True,
            include_lineno=False,
            ignore_obsolete=True,
        )
    messages = [message for message in catalogue if message.id]
    empty = sum(not is_said(message) for message in messages)
    fuzzy = sum(message.fuzzy for message in messages)
    return f"{path.name}: {len(messages)} sentences, {empty} to translate, {fuzzy} to look at"


def is_said(message: Message) -> bool:
    """Tell whether a sentence is translated, in each of its forms."""
    return bool(message.string) and all(message.string)


def main() -> None:
    """Update every catalogue and say what is left to do."""
    said = asyncio.run(extract())
    for path in sorted(LOCALES.glob("*.po")):
        print(update(path, said))  # noqa: T201 - a command line


if __name__ == "__main__":
    main()
