"""What a question wants to know of an entry, so that a result can answer it at once."""

from __future__ import annotations

from enum import StrEnum

from bot.catalogue.vocabulary import Vocabulary


class Aspect(StrEnum):
    """A side of a certification or job role that people ask for."""

    PRICE = "price"
    RENEWAL = "renewal"
    REQUIREMENTS = "requirements"
    STUDY = "study"
    EXAM = "exam"
    PAY = "pay"
    SKILLS = "skills"
    INTERVIEW = "interview"
    DUTIES = "duties"


# The first that is asked for is told: what renewing costs is about renewing, what an exam costs is
# about its price.
_ASKED = {
    Aspect.RENEWAL: "renew maintenance PDU PDUs SEU SEUs CEU CEUs CPE CPEs",
    Aspect.PRICE: "price cheap cheaper cheapest affordable inexpensive expensive free dollars usd",
    Aspect.STUDY: "study prepare preparation",
    Aspect.REQUIREMENTS: """prerequisite requirement requirements require experience inexperienced
        degree education training contact hours""",
    Aspect.EXAM: "exam pass mark score minutes questions retake",
    Aspect.PAY: "salary",
    Aspect.SKILLS: "skill",
    Aspect.INTERVIEW: "interview",
    Aspect.DUTIES: "responsibility",
}


class AspectReader:
    """Reads aspects from the words of a question."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._terms = {
            aspect: frozenset(vocabulary.terms(words)) for aspect, words in _ASKED.items()
        }

    def read(self, text: str) -> tuple[Aspect, ...]:
        """Return the aspects that ``text`` asks for, the most telling first."""
        asked = set(self._vocabulary.terms(text))
        return tuple(aspect for aspect, terms in self._terms.items() if terms & asked)
