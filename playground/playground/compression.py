"""Transport compression of the gateway: one stream for the life of a connection (docs, gateway).

zstd takes the package ``zstandard``; without it a client that asks for zstd is answered
uncompressed text frames, which clients must understand anyway.
"""

from __future__ import annotations

import zlib
from importlib.util import find_spec
from typing import Any, Protocol


class Stream(Protocol):
    """Compress messages that share one window; each result is a complete, flushed block."""

    def add(self, message: bytes) -> bytes:
        """Return the compressed bytes of one message."""
        ...


class Zlib:
    """``zlib-stream``: every message ends with Z_SYNC_FLUSH (00 00 FF FF)."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj()

    def add(self, message: bytes) -> bytes:
        """Return the compressed bytes of one message."""
        return self._stream.compress(message) + self._stream.flush(zlib.Z_SYNC_FLUSH)


class Zstd:
    """``zstd-stream``: every message ends with a flushed block."""

    def __init__(self) -> None:
        import zstandard

        self._stream: Any = zstandard.ZstdCompressor().compressobj()
        self._flush: int = zstandard.COMPRESSOBJ_FLUSH_BLOCK

    def add(self, message: bytes) -> bytes:
        """Return the compressed bytes of one message."""
        return self._stream.compress(message) + self._stream.flush(self._flush)


def stream_for(asked: str | None) -> Stream | None:
    """Return the stream a client asked for; None means plain text frames."""
    if asked == "zlib-stream":
        return Zlib()
    if asked == "zstd-stream" and find_spec("zstandard"):
        return Zstd()
    return None
