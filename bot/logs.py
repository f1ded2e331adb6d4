"""Structured logs: events with ids and counts, never a member's text and never the token."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator, Sequence
from typing import Literal, TextIO, cast

import structlog
from structlog.typing import ExcInfo, Processor

# These say each routine step, and SQLAlchemy at INFO each statement with its values; what matters
# of it we log ourselves.
_CHATTY = ("apscheduler", "alembic", "aiosqlite", "sqlalchemy", "discord.client", "discord.gateway")


# Their messages quote what could not be used: what a member typed, as likely as not.
_QUOTING = (ValueError, TypeError, LookupError)


def trace(exc_info: ExcInfo) -> str:
    """Return where an error came from, and its message unless that may quote a member."""
    return "".join(_lines(exc_info[1]))


def _lines(error: BaseException) -> Iterator[str]:
    name = type(error).__qualname__
    said = name if isinstance(error, _QUOTING) else f"{name}: {error}"
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _lines(before)
        yield "\n\nThen:\n\n"
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    yield said
    if isinstance(error, BaseExceptionGroup):
        for one in cast("BaseExceptionGroup[BaseException]", error).exceptions:
            yield "\n\nOf which:\n\n"
            yield from _lines(one)


def _write_trace(out: TextIO, exc_info: ExcInfo) -> None:
    out.write("\n" + trace(exc_info))


def configure_logs(level: str, form: Literal["console", "json"]) -> None:
    """Send our events and those of libraries to standard error in one form.

    ``level`` is a standard level name, for our own events; libraries stay at INFO or higher.
    ``form`` is ``console`` for people, ``json`` for machines.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    final: Sequence[Processor] = (
        [structlog.processors.ExceptionRenderer(trace), structlog.processors.JSONRenderer()]
        if form == "json"
        # Rich tracebacks print local variables, which may be a member's text.
        else [structlog.dev.ConsoleRenderer(exception_formatter=_write_trace)]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *final],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    # Below INFO libraries print requests, frames and statements: tokens and what members wrote.
    root.setLevel(max(logging.getLevelNamesMapping()[level], logging.INFO))
    for own in ("bot", "cogs"):
        logging.getLogger(own).setLevel(level)
    for chatty in _CHATTY:
        logging.getLogger(chatty).setLevel(max(root.level, logging.WARNING))
