"""Every sentence in the reader's language: one gettext catalogue, with English to fall back on.

The English sentence is its own key. ``locales/<language>.po`` holds the other languages; they are
compiled in memory at first use, so there is no build step. Which language is spoken belongs to
the task at hand (an interaction, a post), hence a context variable and no argument everywhere.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from babel import Locale, negotiate_locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ENGLISH = "en"
_FOLDER = files("bot") / "locales"
_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


def _(message: str, /, **values: object) -> str:
    """Return a sentence in the current language, its ``{placeholders}`` filled from ``values``."""
    translated = _translations(_language.get()).gettext(message) if message else ""
    return translated.format(**values) if values else translated


def plural(one: str, many: str, n: int, /, **values: object) -> str:
    """Return the form of a sentence that fits ``n``, which fills ``{n}`` like the other values."""
    return ngettext(one, many, n).format(n=n, **values)


def ngettext(one: str, many: str, n: int, /) -> str:
    """Return the form of a sentence that fits ``n`` with its ``{placeholders}`` still in it."""
    return _translations(_language.get()).ngettext(one, many, n)


def N_(message: str, /) -> str:  # the name gettext knows it by
    """Mark a constant for the catalogue; whoever shows it calls ``_`` on it then."""
    return message


def stored(message: str, /) -> str:
    """Return a sentence that was stored in English, with the details in brackets behind it.

    A reason is stored where it happens and read in another language later: "Refused. [status 403]".
    Of the details, what has no translation stays as it is.
    """
    sentence, bracket, rest = message.partition(" [")
    details, end, after = rest.rpartition("]")
    return _(sentence) + bracket + ", ".join(map(_, details.split(", "))) + end + after


@contextmanager
def speak(*wanted: str | None) -> Generator[None]:
    """Speak the first of the ``wanted`` languages that is known (BCP 47 or POSIX), else English."""
    token = _language.set(choose_language(*wanted))
    try:
        yield
    finally:
        _language.reset(token)


def use_language(*wanted: str | None) -> None:
    """Speak like ``speak`` does, to the end of the current task."""
    _language.set(choose_language(*wanted))


def current_language() -> str:
    """Return the language that is spoken in the current task."""
    return _language.get()


@lru_cache(256)
def choose_language(*wanted: str | None) -> str:
    """Return the first of the ``wanted`` languages that is known, else English."""
    asked = [one.replace("_", "-") for one in wanted if one]
    return negotiate_locale(asked, languages(), sep="-") or ENGLISH


@cache
def languages() -> tuple[str, ...]:
    """Return the known languages, English first."""
    found = sorted(f.name.removesuffix(".po") for f in _FOLDER.iterdir() if f.name.endswith(".po"))
    return (ENGLISH, *found)


def language_name(language: str) -> str:
    """Return what a language (BCP 47) calls itself, as the first word of a line."""
    return (Locale.parse(language, sep="-").get_display_name() or language).capitalize()


def day_written(day: date) -> str:
    """Return a day as the current language writes it in short, such as ``22 Nov 2026``."""
    # Plain English is American to Babel, and puts the month first.
    locale = "en_GB" if current_language() == ENGLISH else current_language().replace("-", "_")
    return format_date(day, "d MMM y", locale=locale)


@cache
def _translations(language: str) -> gettext.NullTranslations:
    if language == ENGLISH:
        return gettext.NullTranslations()
    with (_FOLDER / f"{language}.po").open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
