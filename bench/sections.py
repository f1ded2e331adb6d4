"""The parts of the benchmark: one that fails is marked so, and loses nothing that was measured."""

from __future__ import annotations

import json
import traceback
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FAILED = "failed"


class Sections:
    """Figures by name, written to a file after every section; ``failed`` says why by section."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.failed: dict[str, str] = {}
        self.figures: dict[str, Any] = {FAILED: self.failed}

    @contextmanager
    def section(self, name: str) -> Generator[dict[str, Any]]:
        """Measure one part into the figures; an error ends this part only.

        What interrupts the whole benchmark goes on its way, after the figures are written.
        """
        try:
            yield self.figures
        except BaseException as error:
            self.failed[name] = f"{type(error).__name__}: {error}".rstrip(": ")
            if not isinstance(error, Exception):
                raise
            traceback.print_exception(error)
        finally:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(json.dumps(self.figures, indent=2), encoding="utf-8")
