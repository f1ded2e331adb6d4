"""Python's garbage collector in a process that holds a large world."""

from __future__ import annotations

import gc
from typing import Any


def keep_collections_short() -> None:
    """Let each full collection look only at what came after the one before, in this process.

    A world is hundreds of thousands of long-lived objects; to search all of them again and again
    stops the loop for a third of a second. Memory is still freed as soon as nothing refers to it;
    only cycles that outlived a full collection stay until the process ends.
    """

    def freeze(phase: str, told: dict[str, Any]) -> None:
        if phase == "stop" and told["generation"] == 2:
            gc.freeze()

    gc.callbacks.append(freeze)
    gc.collect()
