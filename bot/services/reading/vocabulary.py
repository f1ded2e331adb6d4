"""The words for days and times in every language that the bot speaks.

Months, weekdays and units are CLDR's (through Babel); the small words around them are written
here, since no table has them. A word that means two things stands in two places: what stands
beside it decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, Literal, TypeAlias

from babel import Locale
from babel.units import format_unit

from bot.services.reading.text import make_plain
from bot.words import languages

Unit: TypeAlias = Literal["minute", "hour", "day", "week", "month", "year"]
Part: TypeAlias = Literal["morning", "afternoon", "evening", "night"]
Words: TypeAlias = Mapping[str, tuple[str, ...]]
"""The spellings of what is meant, by meaning; in all languages."""

_UNITS: Final[tuple[Unit, ...]] = ("minute", "hour", "day", "week", "month", "year")
_LENGTHS: Final[tuple[Literal["long", "short"], ...]] = ("long", "short")
UNIT_SPELLINGS: Words = {
    "minute": ("m", "min", "mins", "minuto", "minuti"),
    "hour": ("h", "hr", "hrs", "ora", "ore"),
    "day": ("d", "giorno", "giorni", "gg"),
    "week": ("w", "wk", "wks", "settimana", "settimane"),
    "month": ("mo", "mos", "mese", "mesi"),
    "year": ("y", "yr", "yrs", "anno", "anni"),
    "fortnight": ("fortnight", "fortnights"),
}
DAY_WORDS: Words = {
    "-1": ("yesterday", "ieri"),
    "0": ("today", "oggi"),
    "1": ("tomorrow", "tomorow", "tommorow", "tommorrow", "tmrw", "tmr", "2moro", "domani"),
    "2": ("the day after tomorrow", "day after tomorrow", "overmorrow", "dopodomani"),
}
PARTS: Words = {
    "morning": ("morning", "mattina", "mattino"),
    "afternoon": ("afternoon", "pomeriggio"),
    "evening": ("evening", "sera"),
    "night": ("night", "notte"),
}
TODAY_PARTS: Words = {
    "morning": ("this morning", "stamattina", "stamani", "questa mattina"),
    "afternoon": ("this afternoon", "oggi pomeriggio", "questo pomeriggio"),
    "evening": ("this evening", "stasera", "questa sera"),
    "night": ("tonight", "tonite", "2nite", "stanotte", "questa notte"),
}
NUMBERS: Words = {
    "1": ("one", "uno", "una", "un"),
    "2": ("two", "due", "a couple of", "couple of", "a couple", "un paio di", "un paio d'"),
    "3": ("three", "tre"),
    "4": ("four", "quattro"),
    "5": ("five", "cinque"),
    "6": ("six", "sei"),
    "7": ("seven", "sette"),
    "8": ("eight", "otto"),
    "9": ("nine", "nove"),
    "10": ("ten", "dieci"),
    "11": ("eleven", "undici"),
    "12": ("twelve", "dodici"),
    "15": ("fifteen", "quindici"),
    "20": ("twenty", "venti"),
    "30": ("thirty", "trenta"),
    "45": ("forty-five", "forty five", "quarantacinque"),
    "60": ("sixty", "sessanta"),
    "90": ("ninety", "novanta"),
}
ORDINALS: Words = {
    "1": ("first", "primo", "prima"),
    "2": ("second", "secondo", "seconda"),
    "3": ("third", "terzo", "terza"),
    "4": ("fourth", "quarto", "quarta"),
    "-1": ("last", "ultimo", "ultima"),
}
PERIODS: Words = {
    "day": ("daily", "everyday", "quotidianamente", "giornalmente"),
    "week": ("weekly", "settimanalmente"),
    "month": ("monthly", "mensilmente"),
    "year": ("yearly", "annually", "annualmente"),
}
TIME_WORDS: Words = {
    "12:00": ("noon", "midday", "mezzogiorno"),
    "24:00": ("midnight", "mezzanotte"),
    "18:00": ("eod", "cob", "close of business", "fine giornata"),
}
FRACTIONS: Words = {
    "30": ("half past", "half after", "half"),
    "15": ("quarter past", "a quarter past", "quarter after", "a quarter after"),
    "-15": ("quarter to", "a quarter to", "quarter before", "a quarter before"),
    **{
        f"{sign}{minutes}": tuple(
            f"{said}{unit} {word}"
            for said in (f"{minutes}", spelled)
            for unit in ("", " minutes")
            for word in words
        )
        for minutes, spelled in ((5, "five"), (10, "ten"), (20, "twenty"), (25, "twenty-five"))
        for sign, words in (("", ("past", "after")), ("-", ("to", "before")))
    },
}
FRACTIONS_AFTER: Words = {
    "30": ("e mezza", "e mezzo"),
    "15": ("e un quarto", "e quarto"),
    "45": ("e tre quarti",),
    "-15": ("meno un quarto",),
    "-10": ("meno dieci",),
    "-20": ("meno venti",),
}
_ARTICLES: Final = (
    "the",
    "this",
    "this coming",
    "il",
    "lo",
    "la",
    "l'",
    "i",
    "le",
    "questo",
    "questa",
)
NOW_WORDS: Final = frozenset({"now", "right now", "adesso", "ora", "subito", "immediately"})
SMALL: Words = {
    "IN": ("in", "after", "for", "tra", "fra"),
    "AGO": ("ago", "fa"),
    "LATER": ("from now", "later", "hence", "da adesso", "da ora", "dopo"),
    "FROM": ("from", "after", "on", "da"),
    "AT": (
        *("at", "@", "by", "for", "at the", "alle ore", "ore", "alle", "all'", "alla", "a"),
        *("per le", "verso le"),
    ),
    "ON_NUMBER": ("on", "on the", "on day", "the", "il", "il giorno"),
    "SPOKEN_AT": ("at", "alle", "all'", "alla"),
    "ON": (
        *("on", "on the", "in", "in the", "at", "for", "for the", "by", "by the", "nel", "di"),
        *("del", "della", "per", "per il", "entro", "entro il", "al", "coming", "the coming"),
        *_ARTICLES,
    ),
    "THE": (
        *("the", "on the", "on", "by the", "for the", "on day", "day", "il", "il giorno"),
        *("per il", "entro il", "giorno"),
    ),
    "A": ("a", "an", "un", "una", "un'"),
    "OTHER": ("other", "altro", "altra"),
    "NEXT": ("next", "the next", "prossimo", "prossima", "il prossimo", "la prossima"),
    "EVERY": (
        *("every", "each", "every single", "on every", "ogni", "tutti i", "tutte le", "tutti"),
        *("tutte", "every the"),
    ),
    "OF": (
        *("of", "of the", "of this", "in", "in the", "day of the", "di", "del", "dell'", "della"),
        *("nel", "di questo"),
    ),
    "AND": ("and", "&", "plus", "e", "ed"),
    "HALF_A": ("half", "half a", "half an", "a half", "mezzo", "mezza", "mezz'"),
    "AND_HALF": ("and a half", "and half", "e mezzo", "e mezza"),
    "O_CLOCK": ("o'clock", "oclock", "in punto", "h"),
    "END_OF": (
        *(f"{at}{end}" for at in ("", "at ", "by ") for end in ("end of", "the end of")),
        *(
            f"{at}{the} end of {of}"
            for at in ("", "at", "by")
            for the in ("", "the")
            for of in ("the", "this")
        ),
        *("fine", "a fine", "fine del", "fine di", "alla fine del", "alla fine di", "entro fine"),
    ),
    "WEEKEND": ("weekend", "weekends", "week-end", "fine settimana"),
    "WORKDAY": (
        "weekday",
        "workday",
        "working day",
        "business day",
        "giorno feriale",
        "giorno lavorativo",
    ),
    "WORKDAYS": (
        *("weekdays", "workdays", "working days", "business days", "giorni feriali", "feriali"),
        *("giorni lavorativi", "lavorativi", "monday to friday", "monday-friday", "mon-fri"),
        *("dal lunedì al venerdì", "da lunedì a venerdì", "lunedì-venerdì", "lun-ven"),
    ),
    "UNTIL": (
        "until",
        "until the",
        "till",
        "till the",
        "til",
        "through",
        "up to",
        "fino al",
        "fino all'",
        "fino a",
        "fino alla",
    ),
    "START": (
        "starting",
        "starting on",
        "starting from",
        "beginning",
        "from",
        "from the",
        "since",
        "a partire dal",
        "a partire da",
        "dal",
        "da",
        "dall'",
    ),
    "FOR": ("for", "per"),
    "IN_THE": (
        "in the",
        "in",
        "at",
        "on the",
        "by the",
        "di",
        "del",
        "della",
        "nel",
        "la",
        "the",
        "entro la",
        "per la",
    ),
    "TIMES": ("times", "time", "volte", "volta"),
}


@cache
def months() -> dict[str, int]:
    """Return the month of each of its names, 1 to 12."""
    spelled = _by_name("months")
    return spelled | {"sept": 9}


@cache
def weekdays() -> dict[str, int]:
    """Return the weekday of each of its names, 0 for Monday."""
    extra = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
    return _by_name("days") | extra


@cache
def units() -> dict[str, str]:
    """Return the unit of each of its names and abbreviations."""
    spelled: dict[str, str] = {}
    for language in languages():
        for unit in _UNITS:
            for length in _LENGTHS:
                for number in (1, 2):
                    said = format_unit(number, f"duration-{unit}", length, locale=language)
                    spelled[_plain(said.strip("0123456789 "))] = unit
    return spelled | values(UNIT_SPELLINGS)


def values(words: Words) -> dict[str, str]:
    """Return what each spelling means."""
    return {_plain(one): meant for meant, spelled in words.items() for one in spelled}


def _by_name(kind: Literal["months", "days"]) -> dict[str, int]:
    found: dict[str, int] = {}
    for language in languages():
        names = getattr(Locale.parse(language), kind)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in names[context][width].items():
                    found[_plain(name)] = number
    return found


def _plain(text: str) -> str:
    return make_plain(text).plain.strip(" .")


def spellings(words: Iterable[str]) -> tuple[str, ...]:
    """Return words as plain text, the longest first."""
    return tuple(sorted({_plain(one) for one in words}, key=lambda one: (-len(one), one)))
