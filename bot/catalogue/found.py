"""What a question found, and what of it was not found."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.catalogue.asides import Aside
from bot.catalogue.aspects import Aspect
from bot.catalogue.index import Hit
from bot.catalogue.mentions import Pair
from bot.catalogue.wishes import Wishes


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, best first, and what the question was understood to wish.

    ``meeting`` has the ids of the certifications that are known to meet the wishes; ``aspects`` is
    what it asks of the entries, the most telling first; ``pair`` are two that it weighs.
    ``unknown`` are words, as they were typed, that nothing is on file about: without hits they
    carry the question, and ``nearest`` is what comes near. ``missing`` are places and years that
    have no figure. ``mended`` are words taken for others, ``part`` the only part that was read of
    a question too long.
    """

    hits: tuple[Hit, ...] = ()
    wishes: Wishes = field(default_factory=Wishes)
    meeting: frozenset[str] = frozenset()
    aspects: tuple[Aspect, ...] = ()
    pair: Pair | None = None
    aside: Aside | None = None
    unknown: tuple[str, ...] = ()
    nearest: tuple[Hit, ...] = ()
    missing: tuple[str, ...] = ()
    mended: tuple[tuple[str, str], ...] = ()
    part: str = ""
    is_new: bool = False
