"""Uploaded files, kept in memory."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Hold the bytes of one attachment."""

    filename: str
    content_type: str
    body: bytes
