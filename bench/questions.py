"""What a question costs /find in process: all that tests/search asks, and one of typos only."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz import process

from bench.asked import questions
from bot.catalogue import load_catalogue
from bot.catalogue.index import documents
from bot.catalogue.search import CatalogueSearch
from bot.platforms.discord.renderer import Renderer
from bot.replies import find, unanswered
from bot.services import questions as wordings

_HITS = 6
_COSTLY = "certifcaton projekt managmnt kuberntes stakehlder experiance tecnical leadrship agille"

Quantiles = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Questions:
    """Milliseconds at p50, p95 and p99: the ranking, the whole answer, and the floor.

    The floor looks for the nearest titles of the same entries and knows nothing of questions.
    """

    asked: int
    ranking: Quantiles
    answer: Quantiles
    floor: Quantiles


def measure_questions(rounds: int) -> Questions:
    """Ask everything ``rounds`` times, in turn with the floor."""
    catalogue = load_catalogue()
    search = CatalogueSearch(catalogue)
    titles = [document.title for document in documents(catalogue)]
    renderer = Renderer({})
    kept = wordings.Questions()

    def answer(text: str) -> None:
        found = search.search(text, _HITS)
        asked = find.Asked(text, "", kept.keep(text))
        draw = find.results if found.hits else unanswered.nothing
        renderer.render(draw(asked, found, catalogue))

    asked = [_COSTLY, *questions()]
    ways: dict[str, Callable[[str], object]] = {
        "ranking": lambda text: search.search(text, _HITS),
        "answer": answer,
        "floor": lambda text: process.extract(text, titles, limit=_HITS),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for text in asked:
            for name, ask in ways.items():
                times[name].append(_time(ask, text))
    return Questions(len(asked), **{name: _quantiles(taken) for name, taken in times.items()})


def _time(ask: Callable[[str], object], text: str) -> float:
    begun = time.perf_counter()
    ask(text)
    return (time.perf_counter() - begun) * 1000


def _quantiles(taken: list[float]) -> Quantiles:
    ordered = sorted(taken)
    half, most, nearly_all = (ordered[int(len(ordered) * share)] for share in (0.5, 0.95, 0.99))
    return half, most, nearly_all
