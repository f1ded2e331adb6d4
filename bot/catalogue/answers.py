"""What answers a question, and what of it nothing is on file about."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.catalogue.asides import (
    Aside,
    is_foreign,
    is_order,
    is_to_me,
    is_wordless,
    without_insults,
)
from bot.catalogue.aspects import Aspect, AspectReader
from bot.catalogue.catalogue import Catalogue
from bot.catalogue.found import Found
from bot.catalogue.index import Hit, HitKind, Index, documents
from bot.catalogue.mentions import Key, Mentions
from bot.catalogue.names import normalise
from bot.catalogue.places import places, years
from bot.catalogue.schema import Figure
from bot.catalogue.terms import Definitions, described
from bot.catalogue.vocabulary import Vocabulary
from bot.catalogue.wishes import Wishes, WishReader

LONGEST_QUESTION = 300
ALL_KINDS = frozenset(HitKind)
# More than any name weighs: the lift of what is asked for by itself.
_ABOVE = 2.0
# The name alone of a term: what helps with it may be wanted as well.
_BARE = 0.2
# A fact about an entry is told by the entry.
_FACT = 0.5
_FACTS = {
    HitKind.CERTIFICATION: frozenset({Aspect.PRICE, Aspect.RENEWAL, Aspect.REQUIREMENTS}),
    HitKind.ROLE: frozenset({Aspect.PAY, Aspect.SKILLS, Aspect.INTERVIEW, Aspect.DUTIES}),
}
# The job that the answered questions are about.
_ASKED_BY_ALL = "technical-project-manager"
# How much of a question with words that nobody knows its best answer has to have, by its length in
# words: a long one tells a story around what it asks. And of one whose words are all on file.
_OF_LENGTH = ((4, 0.6), (7, 0.5), (10, 0.3))
_OF_KNOWN = 0.2
# What a word that questions about anything have says of what one is about, and what one says that
# is on file elsewhere.
_COMMON, _ELSEWHERE = 0.25, 0.5
# How much of a score depends on that.
_OF_SHARE = 0.3
# What follows tells at least half as much of it as the best.
_SHARE_OF_BEST = 0.5
# Less than this comes of function words.
_LEAST = 1.2
_MOST_NEAREST = 3
# So many are looked at before the best are taken.
_WEIGHED = 24
_SENTENCE = re.compile(r"(?<=[.!?\n])")
# An exam or product by its sign: "AZ-900", "Network+".
_CODE = re.compile(r"\b(?:[A-Za-z]{2,}-\d{2,}|[A-Za-z]{2,}\+)(?!\w)")
_TYPED = re.compile(r"[\w'+-]+")
_NEW = re.compile(
    r"\b(?:i am|im|i m) new\b|\bnew here\b|\bwhere (?:do|should|can|to|shall)(?: i)? (?:even )?"
    r"(?:start|begin)\b"
)
_STUDIES = re.compile(
    r"\b(?:how (?:long|much time|many (?:hours|weeks|months|days))|hours|weeks|time)\b.*"
    r"\b(?:study|studying|prepare|preparing|preparation|prep|learn|learning|ready|revise|cram)\b"
    r"|\b(?:study|preparation|prep|learning) (?:time|hours)\b|\b(?:hours|weeks) of study\b"
)


_QUESTION = re.compile(
    r"(?:^|[.!?]\s+)(?:am|are|can|could|do|does|how|is|should|what|when|which|why|will)\b", re.I
)
# What somebody wants to be, up to what says how.
_BECOMING = re.compile(
    r"\b(?:become|becoming|train as) an? "
    r"(.+?)(?: (?:after|as|at|by|for|from|if|in|on|or|when|while|with|without)\b|$)"
)


class Answers:
    """Answers questions from the whole catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        wording = catalogue.wording
        self._vocabulary = Vocabulary(wording.synonyms, wording.common)
        self._wishes = WishReader(catalogue.certifications, self._vocabulary)
        self._aspects = AspectReader(self._vocabulary)
        self._definitions = Definitions(catalogue.terms.values())
        found = documents(catalogue)
        self._index = Index(found, self._vocabulary)
        # Their names are read from the time zone database: once, at the start.
        places("")
        self._mentions = Mentions(catalogue, self._vocabulary)
        self._said = "\n".join(
            f" {normalise(text)} " for one in found for text in (*one.names, *one.asked_as)
        )
        figures: list[Figure] = [*catalogue.market]
        for role in catalogue.roles.values():
            figures += role.labour_market or ()
        self._covered = [set(self._vocabulary.terms(one.geography)) for one in figures]
        self._years = {str(one.year) for one in figures}
        self._first_stage = min(catalogue.stages.values(), key=lambda stage: stage.order).id
        checked = (one.last_checked.year for one in catalogue.certifications.values())
        self._today = str(max(checked, default=0))

    def find(self, text: str, limit: int, kinds: Container[HitKind] = ALL_KINDS) -> Found:
        """Return what answers ``text``, best first, and what of it nothing is on file about.

        What the text wishes of certifications decides their order where it asks for them, or
        where only they are looked for. What a term means is answered by the term, what weighs two
        entries by both.
        """
        part = _part(text)
        cut = part if part != text else ""
        if is_wordless(part):
            return Found(aside=Aside.WORDLESS)
        if is_order(part):
            return Found(aside=Aside.ORDER)
        if is_foreign(part):
            named = self._named(part, (HitKind.CERTIFICATION, HitKind.ROLE))
            found = self._search(" ".join(named), limit, kinds) if named else Found()
            return replace(found, aside=Aside.LANGUAGE, part=cut)
        rest = without_insults(part)
        if rest != part and (is_to_me(part) or not self._vocabulary.telling(rest)):
            return Found(aside=Aside.INSULT)
        found = self._judge(part, self._search(part, max(limit, _WEIGHED), kinds))
        if not found.hits and rest != part:
            return Found(aside=Aside.INSULT)
        is_new = _NEW.search(normalise(part)) is not None
        return replace(found, hits=found.hits[:limit], part=cut, is_new=is_new)

    def _search(self, text: str, limit: int, kinds: Container[HitKind]) -> Found:
        asked = self._vocabulary.mend(text)
        is_certain = kinds == {HitKind.CERTIFICATION}
        wishes = self._wishes.read(asked, text, certain=is_certain)
        wanted = self._wishes.wanted(asked, wishes) if wishes else {}
        lifted: dict[Key, float] = {}
        # What fits any beginner is answered by the question about beginners.
        if not wishes.is_vague or is_certain or self._vocabulary.telling(asked):
            lifted = {(HitKind.CERTIFICATION, own_id): lift for own_id, lift in wanted.items()}
        aspects = self._asked_for(text, asked, wishes)
        if term := self._defined(text, asked, aspects):
            own_id, is_asked = term
            lifted[HitKind.TERM, own_id] = _ABOVE if is_asked else _BARE
        if told := self._told_by(asked, aspects):
            lifted.setdefault(*told)
        if _NEW.search(normalise(text)) and not self._vocabulary.telling(asked):
            lifted.setdefault((HitKind.STAGE, self._first_stage), _ABOVE)
        pair = self._mentions.pair(text)
        if pair is not None:
            both = [(HitKind.QUESTION, own_id) for own_id in self._mentions.questions_about(pair)]
            both += [(pair.kind, own_id) for own_id in pair.ids]
            lifted |= {key: 2 * _ABOVE - at / 10 for at, key in enumerate(both)}
        is_question = _QUESTION.search(text) is not None
        if description := described(text):
            asked = self._vocabulary.mend(description)
        hits = self._index.search(
            asked, limit, kinds, lifted, is_question=is_question, is_described=bool(description)
        )
        return Found(tuple(hits), wishes, frozenset(wanted), aspects, pair)

    def _defined(self, text: str, asked: str, aspects: Sequence[Aspect]) -> tuple[str, bool] | None:
        """Return the id of the term that a question is about, and whether its meaning is asked."""
        if term := self._definitions.asked(text) or self._definitions.asked(asked):
            return term, True
        return None if aspects or described(text) else self._mentions.defined(asked)

    def _asked_for(self, text: str, asked: str, wishes: Wishes) -> tuple[Aspect, ...]:
        about_price = wishes.most is not None or wishes.cheapest is not None
        first = (Aspect.PRICE,) if about_price else ()
        if _STUDIES.search(normalise(text)):
            first = (Aspect.STUDY,)
        return tuple(dict.fromkeys((*first, *self._aspects.read(asked))))

    def _told_by(self, text: str, aspects: Sequence[Aspect]) -> tuple[Key, float] | None:
        """Return the one entry that a question names and asks a fact of, with its lift."""
        words = normalise(text).split()
        for kind, facts in _FACTS.items():
            named = [
                (key, " ".join((*words[: one.start], *words[one.end :])))
                for one in self._mentions.read(text)
                for key in one.keys
                if key[0] is kind
            ]
            if len(named) != 1:
                continue
            [(key, rest)] = named
            if kind is HitKind.CERTIFICATION and _STUDIES.search(" ".join(words)):
                return key, _ABOVE
            is_all = not self._vocabulary.telling(rest)
            if is_all and key[1] != _ASKED_BY_ALL and not facts.isdisjoint(aspects):
                return key, _FACT
        return None

    def _named(self, text: str, kinds: Iterable[HitKind]) -> list[str]:
        words = normalise(text).split()
        return [
            " ".join(words[one.start : one.end])
            for one in self._mentions.read(text)
            if any(kind in kinds for kind, _ in one.keys)
        ]

    # What is met

    def _judge(self, text: str, found: Found) -> Found:
        """Take away what does not meet the words that carry the question, and name these."""
        mended = self._vocabulary.mended(text)
        terms, codes = self._telling(text)
        unknown = [term for term in terms if not self._index.knows(term)]
        if not found.hits:
            return Found(unknown=self._typed(text, unknown or terms, codes))
        if calling := self._foreign_calling(text):
            return Found(unknown=self._typed(text, calling, ()))
        found = replace(found, hits=self._order(text, found, terms, codes))
        best = found.hits[0]
        missing = self._missing(text, best, found.aspects)
        shares = {hit: self._share(hit, text, terms, codes) for hit in found.hits}
        is_wished = best.kind is HitKind.CERTIFICATION and best.id in found.meeting
        asked = self._defined(text, text, found.aspects)
        is_settled = found.pair is not None or (asked is not None and asked[0] == best.id)
        if is_wished:
            is_met = len(unknown) + len(codes) <= (len(terms) + len(codes)) / 2
        elif is_settled:
            is_met = True
        elif unknown or codes or self._guessed(text):
            is_met = shares[best] > _least(text)
        elif terms:
            telling = [hit for hit in found.hits if any(self._index.has(hit, t) for t in terms)]
            is_met = shares[best] > (_OF_KNOWN if best in telling else _least(text))
            if not is_met and telling and shares[telling[0]] > _least(text):
                is_met, best = True, telling[0]
                found = replace(found, hits=tuple(telling))
        else:
            is_met = best.score >= _LEAST and shares[best] > 0
        typed = self._typed(text, unknown, codes)
        if not is_met and Aspect.PAY in found.aspects and self._named(text, (HitKind.ROLE,)):
            missing, typed, is_met = (*missing, *typed), (), True
        if not is_met:
            # "AZ-900" is near what has "AZ".
            near_terms = (*terms, *self._vocabulary.telling(" ".join(codes)))
            near = [
                hit for hit in found.hits if any(self._index.has(hit, term) for term in near_terms)
            ]
            lacking = [term for term in terms if not self._index.has(best, term)]
            shown = typed or self._typed(text, lacking, codes)
            return Found(unknown=shown, nearest=tuple(near[:_MOST_NEAREST]), missing=missing)
        least = _SHARE_OF_BEST * shares[best]
        both = () if found.pair is None else found.pair.ids
        hits = [hit for hit in found.hits if shares[hit] >= least or is_wished or hit.id in both]
        return replace(
            found,
            hits=tuple(hits),
            unknown=typed,
            missing=missing,
            mended=tuple(
                (word, read)
                for word, read in mended.items()
                if not _is_same(word, read) and self._tells(best, read)
            ),
        )

    def _foreign_calling(self, text: str) -> tuple[str, ...]:
        """Return the terms of what somebody wants to be, if nothing on file is called so."""
        found = _BECOMING.search(normalise(text))
        terms = self._vocabulary.telling(self._vocabulary.mend(found[1])) if found else ()
        return () if any(self._index.calls(term) for term in terms) else terms

    def _order(
        self, text: str, found: Found, terms: Sequence[str], codes: Sequence[str]
    ) -> tuple[Hit, ...]:
        """Return the hits in order: what has more of what the question is about is worth more."""
        if found.pair is not None or found.wishes:
            return found.hits
        worth = (
            hit.score * (1 - _OF_SHARE + _OF_SHARE * self._share(hit, text, terms, codes))
            for hit in found.hits
        )
        hits = (replace(hit, score=own) for hit, own in zip(found.hits, worth, strict=True))
        return tuple(sorted(hits, key=lambda hit: -hit.score))

    def _telling(self, text: str) -> tuple[list[str], list[str]]:
        """Return the terms that tell what a question is about, and the codes nobody knows."""
        codes = [code for code in _CODE.findall(text) if f" {normalise(code)} " not in self._said]
        rest = text
        for code in codes:
            rest = rest.replace(code, " ")
        elsewhere = {term for place in places(text) for term in self._vocabulary.terms(place)}
        terms = self._vocabulary.telling(self._vocabulary.mend(rest))
        return [term for term in terms if term not in elsewhere], codes

    def _share(self, hit: Hit, text: str, terms: Sequence[str], codes: Sequence[str]) -> float:
        """Return how much of what a question is about a hit has, from 0 to 1."""
        met, lacking = 0.0, float(len(codes))
        guessed = self._guessed(text)
        for term in self._vocabulary.terms(self._vocabulary.mend(text)):
            # Where nothing tells more, what any question may ask is what this one is about.
            is_telling = term in terms or not (terms or codes)
            if self._index.has(hit, term):
                met += _ELSEWHERE if term in guessed else 1 if is_telling else _COMMON
            elif is_telling:
                lacking += _ELSEWHERE if self._index.knows(term) else 1
        return met / (met + lacking) if met or lacking else 1.0

    def _guessed(self, text: str) -> set[str]:
        """Return the telling terms for which misspelt words are taken."""
        mended = self._vocabulary.mended(text).items()
        read = [known for word, known in mended if not _is_same(word, known)]
        return {term for known in read for term in self._vocabulary.telling(known)}

    def _tells(self, hit: Hit, word: str) -> bool:
        terms = self._vocabulary.telling(word)
        return bool(terms) and all(self._index.has(hit, term) for term in terms)

    def _missing(self, text: str, best: Hit, aspects: Sequence[Aspect]) -> tuple[str, ...]:
        """Return the places and years of a question about which the best answer says nothing."""
        is_pay = Aspect.PAY in aspects
        found: list[str] = []
        for place in places(text):
            terms = self._vocabulary.terms(place)
            covered = any(own.issuperset(terms) for own in self._covered)
            told = all(self._index.has(best, term) for term in terms)
            if terms and not (covered if is_pay else told):
                found.append(_as_typed(place, text))
        for year in years(text):
            told = year == self._today or self._index.has(best, year)
            if not (year in self._years if is_pay else told):
                found.append(year)
        return tuple(dict.fromkeys(found))

    def _typed(self, text: str, terms: Container[str], codes: Sequence[str]) -> tuple[str, ...]:
        """Return the words of ``text`` that are these terms, as typed; neighbours together."""
        groups: list[list[str]] = []
        is_open = False
        mended = self._vocabulary.mended(text)
        for word in _TYPED.findall(text):
            plain = normalise(word)
            own = self._vocabulary.telling(mended.get(plain, plain))
            if word not in codes and own and any(term in terms for term in own):
                groups = groups if is_open else [*groups, []]
                groups[-1].append(word.strip("'-"))
                is_open = True
            else:
                is_open = False
        return tuple(dict.fromkeys((*codes, *(" ".join(group) for group in groups))))


def _part(text: str) -> str:
    """Return a text that is not too long, or else its last question, or else its beginning."""
    if len(text) <= LONGEST_QUESTION:
        return text
    asked = [one.strip() for one in _SENTENCE.split(text) if one.endswith("?")]
    fitting = [one for one in asked if len(one) <= LONGEST_QUESTION and not is_wordless(one)]
    if fitting:
        return fitting[-1]
    if asked:
        return asked[-1][-LONGEST_QUESTION:].partition(" ")[2] or asked[-1][-LONGEST_QUESTION:]
    return text[: LONGEST_QUESTION + 1].rpartition(" ")[0] or text[:LONGEST_QUESTION]


def _least(text: str) -> float:
    """Return how much of a question with unknown words has to be met: the shorter, the more."""
    length = len(normalise(text).split())
    for (shorter, more), (longer, less) in pairwise(_OF_LENGTH):
        if length <= longer:
            share = max(length - shorter, 0) / (longer - shorter)
            return more + (less - more) * share
    return _OF_LENGTH[-1][1]


def _is_same(word: str, read: str) -> bool:
    """Tell whether a word was taken for another form of itself."""
    return word.startswith(read) or read.startswith(word)


def _as_typed(plain: str, text: str) -> str:
    found = re.search(plain.replace(" ", r"\W+"), text, re.IGNORECASE)
    return found[0] if found else plain
