"""Processes that start at once: forks of one that has imported everything, see ``template``."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path
from typing import IO

from tests.e2e.template import LENGTH_BYTES

ROOT = Path(__file__).parents[2]


@cache
def _template() -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start the process to fork from; it ends when this one does, and the socket with it."""
    here, there = socket.socketpair()
    with there:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.template", str(there.fileno())],
            cwd=ROOT,
            pass_fds=[there.fileno()],
            stdin=DEVNULL,
        )
    return process, here


class ForkedProcess:
    """What ``asyncio.subprocess.Process`` is, as far as the tests use it."""

    def __init__(
        self,
        pid: int,
        stdout: asyncio.StreamReader | None,
        stderr: asyncio.StreamReader | None,
        ends: asyncio.StreamReader,
    ) -> None:
        self.pid, self.stdout, self.stderr = pid, stdout, stderr
        self.returncode: int | None = None
        self._end = asyncio.create_task(self._see_the_end(ends))

    @classmethod
    async def start(
        cls,
        program: str,
        *arguments: str,
        folder: Path,
        environment: dict[str, str],
        stdout: int | IO[bytes],
        stderr: int | IO[bytes],
    ) -> ForkedProcess:
        """Run ``python -m program arguments``."""
        wanted = {
            "program": program,
            "arguments": arguments,
            "folder": str(folder),
            "environment": environment,
        }
        told = json.dumps(wanted).encode()
        with ExitStack() as stack:
            reading_out, out = await _outlet(stdout, stack)
            reading_err, err = await _outlet(stderr, stack)
            ends, end = await _outlet(PIPE, stack)
            assert ends is not None
            _, requests = _template()
            socket.send_fds(requests, [len(told).to_bytes(LENGTH_BYTES)], [out, err, end])
            requests.sendall(told)
        pid = await ends.readline()
        assert pid, "the process to fork from has ended: what it said is in the test's error output"
        return cls(int(pid), reading_out, reading_err, ends)

    async def _see_the_end(self, ends: asyncio.StreamReader) -> None:
        self.returncode = int(await ends.readline())
        await ends.read()

    async def wait(self) -> int:
        await asyncio.shield(self._end)
        assert self.returncode is not None
        return self.returncode

    async def communicate(self) -> tuple[bytes, bytes]:
        out, err, _ = await asyncio.gather(_all(self.stdout), _all(self.stderr), self.wait())
        return out, err

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            # It may have ended already, while nobody has read of it.
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


async def _outlet(
    wanted: int | IO[bytes], stack: ExitStack
) -> tuple[asyncio.StreamReader | None, int]:
    """Return where a process may write, and for ``PIPE`` what reads that here."""
    if wanted == DEVNULL:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        stack.callback(os.close, nowhere)
        return None, nowhere
    if not isinstance(wanted, int):
        return None, wanted.fileno()
    reading, writing = os.pipe()
    stack.callback(os.close, writing)
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(reading, "rb")
    )
    return reader, writing


async def _all(reader: asyncio.StreamReader | None) -> bytes:
    return b"" if reader is None else await reader.read()
