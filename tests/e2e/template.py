"""The process that bots are forked from: whatever they import is there already.

A new interpreter takes one and a half seconds of processor time until it has imported discord.py
and SQLAlchemy and indexed the content, and a quarter of faults starts dozens of them. What a test
is about begins only then. ``tests.e2e.forked`` starts this one and asks it.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import signal
import socket
import sys
import threading
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest

import bot
from bot.words import _, languages, speak
from tests import shared

# Consoles look at the environment when they are made; migrations run when they are imported.
_NOT_IMPORTED = ("bot.__main__", "bot.cli", "bot.storage.migrations.")
# What the bot and its libraries import only when they need it.
_IMPORTED_LATE = (
    "alembic.command",
    "rich.table",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "typer.rich_utils",
)
LENGTH_BYTES, DESCRIPTORS = 8, 3


def serve(requests: socket.socket) -> dict[str, Any] | None:
    """Fork for every request; return it in the fork, None when nobody can ask any more."""
    while True:
        head, descriptors, *_ = socket.recv_fds(requests, LENGTH_BYTES, DESCRIPTORS)
        if not head:
            return None
        told = requests.recv(int.from_bytes(head), socket.MSG_WAITALL)
        if os.fork() == 0:
            requests.close()
            _fork_and_wait(*descriptors)
            return json.loads(told)
        for descriptor in descriptors:
            os.close(descriptor)


def _fork_and_wait(out: int, err: int, ends: int) -> None:
    """Return in a process of its own; this one tells its id and, when it has ended, its status."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if child := os.fork():
        for descriptor in (out, err):
            os.close(descriptor)
        os.write(ends, f"{child}\n".encode())
        _, status = os.waitpid(child, 0)
        os.write(ends, f"{os.waitstatus_to_exitcode(status)}\n".encode())
        os._exit(0)
    os.dup2(out, 1)
    os.dup2(err, 2)
    for descriptor in (out, err, ends):
        os.close(descriptor)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def become(program: str, arguments: list[str], folder: str, environment: dict[str, str]) -> None:
    """Run a module as ``python -m`` does."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = arguments
    runpy.run_module(program, run_name="__main__", alter_sys=True)


def prepare() -> None:
    """Import the bot, and read what never changes."""
    modules = [module.name for module in walk_packages(bot.__path__, "bot.")]
    for name in (*modules, *_IMPORTED_LATE):
        if not name.startswith(_NOT_IMPORTED):
            import_module(name)
    shared.share(pytest.MonkeyPatch())
    shared.search()
    for language in languages():
        with speak(language):
            _("Save")


def main() -> None:
    # Whoever waits for the forks is waited for by nobody; Ctrl-C is for the tests and the bots.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare()
    assert threading.active_count() == 1, "a fork has only one of its parent's threads"
    gc.freeze()
    if (wanted := serve(socket.socket(fileno=int(sys.argv[1])))) is not None:
        become(**wanted)


if __name__ == "__main__":
    main()
