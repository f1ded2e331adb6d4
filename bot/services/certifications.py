"""What is asked about several certifications, or about one and a person."""

from __future__ import annotations

from bot.catalogue.schema import Certification, Variant
from bot.catalogue.search import CatalogueSearch
from bot.errors import InvalidInputError
from bot.words import _

Choice = tuple[Certification, Variant | None]


class Certifications:
    """Find certifications and decide what fits together."""

    def __init__(self, search: CatalogueSearch) -> None:
        self._search = search

    def choose(self, *names: str) -> list[Choice]:
        """Return the certifications that the names mean; an empty name is left out.

        Raises
        ------
        NotFoundError
            Nothing is close to one of the names.
        InvalidInputError
            Two names mean the same certification.
        """
        chosen: dict[str, Choice] = {}
        for name in filter(None, names):
            entry, variant = self._search.find_certification(name)
            shown = variant or entry
            if shown.id in chosen:
                raise InvalidInputError(
                    _("{name} is there twice.", name=shown.name),
                    _("Choose different certifications to compare."),
                )
            chosen[shown.id] = (entry, variant)
        return list(chosen.values())
