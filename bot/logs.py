"""Structured logs: events with ids and counts, never a member's text and never the token."""

from __future__ import annotations

import logging
import sys
from typing import Literal

import structlog
from structlog.typing import Processor

# These say each routine step, and SQLAlchemy at INFO each statement with its values; what matters
# of it we log ourselves.
_CHATTY = ("apscheduler", "alembic", "aiosqlite", "sqlalchemy", "discord.client", "discord.gateway")


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
    final: list[Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if form == "json"
        # Plain tracebacks: rich ones print local variables, which may be a member's text.
        else [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
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
