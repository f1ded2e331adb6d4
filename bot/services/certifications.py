"""What is asked about several certifications, or about one and a person."""

from __future__ import annotations

from bot.catalogue.schema import Certification, Variant
from bot.catalogue.search import CatalogueSearch
from bot.catalogue.wishes import price
from bot.replies.refusals import certifications as refusals

Choice = tuple[Certification, Variant | None]


class Certifications:
    """Find certifications and decide what fits together."""

    def __init__(self, search: CatalogueSearch) -> None:
        self._search = search

    def choose(self, first: str, second: str, third: str = "") -> list[Choice]:
        """Return the certifications that the names mean; without a third, of two.

        Raises
        ------
        NotFoundError
            Nothing is close to one of the names.
        InvalidInputError
            Two names mean the same certification.
        """
        chosen: dict[str, Choice] = {}
        for name in (first, second, third) if third else (first, second):
            entry, variant = self._search.find_certification(name)
            shown = variant or entry
            if shown.id in chosen:
                raise refusals.twice(shown.name)
            chosen[shown.id] = (entry, variant)
        return list(chosen.values())

    def list(
        self, focus: str | None, level: str | None, most: int | None
    ) -> tuple[list[Certification], int]:
        """Return the certifications that fit, from entry to expert, and how many might.

        ``most`` is in US dollars, of what somebody without a membership pays for the exam or
        course. Those whose price is not known are only counted.

        Raises
        ------
        NotFoundError
            No certification has anything like this focus.
        """
        found = self._search.certifications(focus, level)
        if most is None:
            return found, 0
        prices = [(entry, price(entry)) for entry in found]
        fitting = [entry for entry, known in prices if known is not None and known <= most]
        return fitting, sum(known is None for _entry, known in prices)
