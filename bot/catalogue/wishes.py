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
# Prices people name: "under $1,000", "less than 300 dollars", "max 1k usd"; of other units, such as
# "under 6 months" or "below 200 euros", nothing is known here.
_AT_MOST = re.compile(
    r"\b(?:under|below|less than|up to|at most|max(?:imum)?|cheaper than)"
    r"\s*(?P<before>\$|usd)?\s*(?P<number>\d{1,3}(?:[.,]\d{3})+|\d+)(?P<thousands>k)?\b"
    r"\s*(?P<after>[\w€£%$]*)"
)
_MONEY = frozenset({"usd", "dollar", "dollars", "bucks", "$"})
_UNITS = re.compile(
    r"(?:€|£|%|eur|gbp|pound|rupee|hour|hr|h$|min|day|week|month|year|yr|question|attempt|time|percent"
    r"|page|step|pdu|unit)"
)
_FREE = re.compile(
    r"\b(?:free|no cost|for nothing)\b(?! (?:retake|retry|practice|practise|mock|trial))"
)
_CHEAPEST = re.compile(
    r"\b(?:cheap(?:est|er)?|low cost|lowest price|inexpensive|affordable|least expensive)\b"
)
# "No training required" is not about requirements.
_REQUIRED = re.compile(r"\brequir(?:ed|ing|es?)\b")
# What is not wanted is no wish.
_NOT_WANTED = re.compile(
    r"\b(?:not|isn t|isnt|non) (?:(?:so|too|very|for|an?|the) )*"
    r"(?:cheap\w*|entry level|beginners?|intermediate|advanced|expert"
    r"|renew\w* (?:\w+ ){0,2}(?:every year|yearly|annually|each year))"
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
    return required.experience_months == {} and not required.prior_certs and entry.level == "entry"


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
        lambda entry: entry.prerequisites.training_hours == {},
    ),
    Condition(
        "no-exam",
        re.compile(
            rf"\b{_NO}(?: an?| the| taking an?)? (?:exam|test)s?\b(?! (?:fee|cost|price))"
            r"|\bexam.*\bwithout one\b"
        ),
        _has_no_exam,
    ),
    Condition("open-book", re.compile(r"\bopen book\b"), _is_open_book),
    Condition(
        "lifetime",
        re.compile(
            r"\b(?:(?:never|not|doesn ?t|don ?t) (?:expires?|renew\w*)|lifetime|lifelong|for life"
            r"|for ?ever|(?:no|without|not requir\w*|not need\w*) (?:renew\w*|pdus?)|no expir\w*)\b"
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

    @property
    def is_vague(self) -> bool:
        """Tell whether nothing is wished but what is said as often about people."""
        is_priced = self.most is not None or self.cheapest is not None
        return not is_priced and all(condition.vague for condition in self.conditions)

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
    if not entry.fees or entry.fees[0].is_monthly:
        return None
    first = entry.fees[0]
    return next((p for p in (first.usd, first.usd_min, first.nonmember_usd) if p is not None), None)


def _most(typed: str) -> int | None:
    """Return the price in US dollars that a text names as the most, or None."""
    for found in _AT_MOST.finditer(typed.casefold()):
        is_money = found["before"] or found["after"] in _MONEY
        if is_money or not _UNITS.match(found["after"]):
            number = int(re.sub("[.,]", "", found["number"]))
            return number * 1000 if found["thousands"] else number
    return None


class WishReader:
    """Reads wishes, and what the wanted certifications are to be about."""

    def __init__(self, entries: Mapping[str, Certification], vocabulary: Vocabulary) -> None:
        self._entries = entries
        self._vocabulary = vocabulary
        vocabulary.learn((_SPELT,))
        self._about = {term for word in _ABOUT for term in vocabulary.terms(word)}
        self._price = set(vocabulary.terms("price"))
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

    def read(self, text: str, typed: str, *, certain: bool) -> Wishes:
        """Return what ``text`` wishes; nothing when it names one certification.

        ``typed`` is the text with its signs. Unless it is ``certain`` that certifications are asked
        for, the text has to ask for them.
        """
        terms = set(self._vocabulary.terms(text))
        if terms & self._named or not (certain or terms & self._about):
            return Wishes()
        said = _NOT_WANTED.sub("", normalise(text))
        is_free = _FREE.search(said) is not None
        is_cheap = is_free or _CHEAPEST.search(said) is not None
        return Wishes(
            tuple(condition for condition in CONDITIONS if condition.asked.search(said)),
            0 if is_free else _most(typed),
            False if _DEAREST.search(said) else True if is_cheap else None,
        )

    def wanted(self, text: str, wishes: Wishes) -> dict[str, float]:
        """Return the certifications that meet the wishes, by id, with how much.

        Those about most of what the text names come alone; none where it names something and what
        meets the wishes is about none of it. 1 is as much as a name counts; with a wish for order,
        each price is 2 above the next.
        """
        rest = _REQUIRED.sub("", normalise(text))
        for condition in wishes.conditions:
            rest = condition.asked.sub("", rest)
        terms = set(self._vocabulary.terms(rest)) - self._price
        topics = [ids for topic, ids in self._topics.items() if topic <= terms]
        found = [entry for entry in self._entries.values() if wishes.met(entry)]
        about = {entry.id: sum(entry.id in ids for ids in topics) for entry in found}
        most = max(about.values(), default=0)
        if topics and not most:
            return {}
        fitting = [entry for entry in found if about[entry.id] == most]
        places = sorted({wishes.rank(entry) for entry in fitting})
        alike = 1.0
        if wishes.most is not None:
            alike = 2.0
        elif all(condition.vague for condition in wishes.conditions):
            alike = _VAGUE
        return {
            entry.id: alike if wishes.cheapest is None else 2.0 * (len(places) - place)
            for entry in fitting
            for place in (places.index(wishes.rank(entry)),)
        }
