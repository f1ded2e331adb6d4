"""What a question wants of a certification: a price, a level, no exam; read from its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.catalogue.names import normalise
from bot.catalogue.schema import Certification
from bot.catalogue.vocabulary import Vocabulary

Test = Callable[[Certification], bool]
# Names of terms of the vocabulary: who says one of them may be asking for certifications.
_ABOUT = ("certification", "exam")
# Prices people name: "under $300", "less than 300 dollars", "max 300 usd".
_AT_MOST = re.compile(
    r"\b(?:under|below|less than|up to|max(?:imum)?|cheaper than) (?:usd )?(\d+)\b"
)
_CHEAPEST = re.compile(
    r"\b(?:cheap(?:est|er)?|low cost|lowest price|inexpensive|affordable|least expensive|free)\b"
)
_DEAREST = re.compile(r"\b(?:most expensive|priciest|costliest|highest price|dearest)\b")


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that a certification is or is not; ``id`` names it for the reply.

    One that is ``vague`` is said as often about people as about certifications.
    """

    id: str
    asked: re.Pattern[str]
    holds: Test
    vague: bool = False


def _no_experience(entry: Certification) -> bool:
    required = entry.prerequisites
    return not required.experience_months and not required.prior_certs and entry.level == "entry"


def _has_no_exam(entry: Certification) -> bool:
    return normalise(entry.exam.format).startswith(("no exam", "no single exam"))


def _is_open_book(entry: Certification) -> bool:
    return (entry.exam.book_policy or "").startswith("open book")


def _level(name: str, words: str) -> Condition:
    asked = re.compile(rf"\b(?:{words})\b")
    return Condition(name, asked, lambda entry: entry.level == name, vague=True)


_VAGUE = 0.25
# Spelt right, so that a typo in a wish is understood too.
_SPELT = """
    cheap cheapest cheaper affordable inexpensive expensive priciest costliest experience without
    beginner beginners inexperienced lifetime lifelong forever expire expires renew renewal
    intermediate advanced expert under below less cheaper maximum dollars usd free
"""
_NO = r"(?:no|without|without any|zero|not need(?:ing)?|does not need|skip the)"
CONDITIONS = (
    Condition(
        "no-experience",
        re.compile(
            rf"\b(?:{_NO}(?: prior| work| previous)? experience|inexperienced|beginners?)\b"
        ),
        _no_experience,
        vague=True,
    ),
    Condition(
        "no-training",
        re.compile(rf"\b(?:{_NO}(?: a)? (?:course|training|class)|self stud(?:y|ied))\b"),
        lambda entry: not entry.prerequisites.training_hours,
    ),
    Condition(
        "no-exam",
        re.compile(rf"\b{_NO}(?: an?| the| taking an?)? (?:exam|test)s?\b|\bexam.*\bwithout one\b"),
        _has_no_exam,
    ),
    Condition("open-book", re.compile(r"\bopen book\b"), _is_open_book),
    Condition(
        "lifetime",
        re.compile(
            r"\b(?:(?:never|not|doesn t|don t) (?:expires?|renew\w*)|lifetime|lifelong|for life"
            r"|for ?ever|no renewal|without renew\w*|no expir\w*)\b"
        ),
        lambda entry: entry.renewal.required is False,
    ),
    Condition(
        "yearly",
        re.compile(
            r"\brenew\w* (?:\w+ ){0,2}(?:every year|yearly|annually|each year|once a year)\b"
        ),
        lambda entry: entry.renewal.validity_years == 1,
    ),
    _level("entry", "entry level"),
    _level("intermediate", "intermediate|mid level"),
    _level("advanced", "advanced"),
    _level("expert", "expert(?: level)?"),
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is wanted; ``most`` is in US dollars, ``cheapest`` None without a wish for order."""

    conditions: tuple[Condition, ...] = ()
    most: int | None = None
    cheapest: bool | None = None

    def __bool__(self) -> bool:
        return bool(self.conditions) or self.most is not None or self.cheapest is not None

    def met(self, entry: Certification) -> bool:
        """Tell whether everything is met; of an unknown price nothing can be told."""
        if self.most is not None and ((known := price(entry)) is None or known > self.most):
            return False
        return all(condition.holds(entry) for condition in self.conditions)

    def rank(self, entry: Certification) -> float:
        """Return where an entry comes among those that meet the wishes; unknown prices last."""
        known = price(entry)
        if self.cheapest is None:
            return 0.0
        if known is None:
            return float("inf")
        return known if self.cheapest else -known


def price(entry: Certification) -> int | None:
    """Return what somebody without a membership pays for the exam or course, in US dollars."""
    if not entry.fees:
        return None
    first = entry.fees[0]
    return next((p for p in (first.usd, first.usd_min, first.nonmember_usd) if p is not None), None)


class WishReader:
    """Reads wishes, and what the wanted certifications are to be about."""

    def __init__(self, entries: Mapping[str, Certification], vocabulary: Vocabulary) -> None:
        self._entries = entries
        self._vocabulary = vocabulary
        vocabulary.learn((_SPELT,))
        self._about = {term for word in _ABOUT for term in vocabulary.terms(word)}
        self._topics: dict[frozenset[str], set[str]] = {}
        self._named: set[str] = set()
        for entry in entries.values():
            issuers = re.findall(r"\(([A-Z]+)\)", entry.issuer.name) or [entry.issuer.name]
            for topic in (*entry.focus, *issuers):
                if terms := frozenset(vocabulary.terms(topic)):
                    self._topics.setdefault(terms, set()).add(entry.id)
            for name in (entry.abbreviation, *entry.aliases):
                self._named.update(terms[:1] if len(terms := vocabulary.terms(name)) == 1 else ())
        self._named.difference_update(*self._topics)

    def read(self, text: str, *, certain: bool) -> Wishes:
        """Return what ``text`` wishes; nothing when it names one certification.

        Unless it is ``certain`` that certifications are asked for, the text has to ask for them.
        """
        terms = set(self._vocabulary.terms(text))
        if terms & self._named or not (certain or terms & self._about):
            return Wishes()
        said = normalise(text)
        most = _AT_MOST.search(said)
        cheapest = False if _DEAREST.search(said) else True if _CHEAPEST.search(said) else None
        return Wishes(
            tuple(condition for condition in CONDITIONS if condition.asked.search(said)),
            int(most[1]) if most else None,
            cheapest,
        )

    def wanted(self, text: str, wishes: Wishes) -> dict[str, float]:
        """Return the certifications that meet the wishes, by id, with how much.

        Those about most of what the text names come alone. 1 is as much as a name counts; with a
        wish for order, each price is 2 above the next.
        """
        terms = set(self._vocabulary.terms(text))
        topics = [ids for topic, ids in self._topics.items() if topic <= terms]
        found = [entry for entry in self._entries.values() if wishes.met(entry)]
        about = {entry.id: sum(entry.id in ids for ids in topics) for entry in found}
        most = max(about.values(), default=0)
        fitting = [entry for entry in found if about[entry.id] == most]
        places = sorted({wishes.rank(entry) for entry in fitting})
        alike = _VAGUE if all(condition.vague for condition in wishes.conditions) else 1.0
        return {
            entry.id: alike if wishes.cheapest is None else 2.0 * (len(places) - place)
            for entry in fitting
            for place in (places.index(wishes.rank(entry)),)
        }
