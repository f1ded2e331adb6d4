"""What people type that is no question for the catalogue: another language, an order, an insult."""

from __future__ import annotations

import re
from enum import StrEnum


class Aside(StrEnum):
    """Why nothing is looked up, or found only by the names in it."""

    WORDLESS = "wordless"
    LANGUAGE = "language"
    ORDER = "order"
    INSULT = "insult"


_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
# The commonest words of each language that are not English words too; two of them tell it.
_FOREIGN = (
    """aber alle als auch auf aus bei bin das dass dem den der des die doch durch ein eine einen
    einer es für ich ihr ist kann kein können man mein mich mit möchte muss nach nicht noch oder
    sich sie sind soll über und uns viel von vom war was werde werden wie wird wo zu zum zur""",
    """au aux avec ce cette comment dans de des du elle en est et être faire faut il je la le les
    leur ma mais mes mon ne nous on ou où par pas plus pour pourquoi quand que quel quelle qui sans
    ses son suis sur un une vous quoi devenir choisir""",
    """al como cómo con cuál cuánto de del desde donde el ella en es esta este está esto hacer hay
    la las lo los mi más muy no para pero por porque puedo que qué quiero se ser sin sobre son
    soy su una uno unos ya""",
    """al alla anche che chi come con cosa cui da dal dei del della delle di dopo dove e è fare
    faccio gli ho il in io la le lo ma mi mia mio molto nel nella non o per perché più posso
    qual quale quali quando quanto questo sei senza si sono sto su sul tra un una uno voglio""",
    """ao aos as com como da das de do dos e ele em eu fazer foi isso já mais mas meu minha muito na
    não nas no nos o os ou para pela pelo por posso qual quando que quero se sem ser seu são sou
    também tem um uma você""",
    """aan als bij dan dat de deze dit door een en er geen het hij hoe ik in is je kan maar met mijn
    moet naar niet nog of om ook op over te uit van voor waar wat we welke wel wil word worden
    zijn""",
    """ale co czy dla do jak jaki jako jest już ma mam mi mnie może na nie o od po przez się są
    tak to w z za że żeby zostać""",
)
_LANGUAGES = tuple(frozenset(words.split()) for words in _FOREIGN)
_ENGLISH = frozenset(
    """
    a about am an and any are as at be been best but by can could did do does for from get has have
    how i if in into is it like me more much my no not of on one or our should so than that the
    their there they this to up was we what when where which who why will with would you your
    """.split()  # noqa: SIM905 - eighty quoted words read worse
)
_TELLING_WORDS = 2
_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|bypass|override)\b.{0,30}"
    r"\b(?:instructions?|rules?|prompts?|guidelines?|restrictions?|told)\b"
    r"|\b(?:system|hidden|initial|secret) prompt\b"
    r"|^(?:please )?(?:act|behave|pretend|respond|roleplay|role play) (?:as|to be|like)\b"
    r"|^you are now\b|\bjailbreak (?:mode|yourself)\b"
    r"|\b(?:write|compose|make|sing|tell|give)(?: me| us)? (?:an? |another |some |the )?(?:\w+ )?"
    r"(?:poem|poems|song|songs|haiku|limerick|joke|jokes|rap|lyrics|fairy tale|bedtime story)\b",
    re.IGNORECASE,
)
_INSULT = re.compile(
    r"\b(?:f+u+c+k\w*|wtf|stfu|shit\w*|crap|arse\w*|ass ?holes?|bitch\w*|bastards?|cunts?|dick\w*|"
    r"idiots?|idiotic|morons?|moronic|stupid|dumb\w*|useless|worthless|garbage|trash|pathetic|"
    r"losers?|sucks?|shut up|hate you|kill yourself|screw you|piss off|go to hell)\b",
    re.IGNORECASE,
)

_TO_ME = re.compile(r"\b(?:you|ur|u|bot|chatbot|robot)\b", re.IGNORECASE)
_ASKS = re.compile(r"\?|\b(?:what|how|which|why|when|where|who|whats)\b", re.IGNORECASE)


def is_wordless(text: str) -> bool:
    """Tell whether a text has neither letters nor digits."""
    return not any(sign.isalnum() for sign in text)


def is_foreign(text: str) -> bool:
    """Tell whether a text is in another language, by its letters or commonest words."""
    words = [word.casefold() for word in _WORD.findall(text)]
    letters = "".join(words)
    if letters and sum(bool(_LATIN.match(letter)) for letter in letters) < len(letters) / 2:
        return True
    said = set(words)
    english = len(said & _ENGLISH)
    return any(len(said & own) >= max(_TELLING_WORDS, english + 1) for own in _LANGUAGES)


def is_order(text: str) -> bool:
    """Tell whether a text gives orders, as to a machine that writes or obeys."""
    return _ORDER.search(text) is not None


def without_insults(text: str) -> str:
    """Return a text without the words that people insult with; a question may have them, too."""
    return _INSULT.sub(" ", text)


def is_to_me(text: str) -> bool:
    """Tell whether a text speaks to the bot and asks nothing."""
    return _TO_ME.search(text) is not None and not _ASKS.search(text)
