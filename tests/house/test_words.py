"""What people read goes through the catalogue, and every language says the same."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from bot.platforms.discord.renderer import Renderer
from bot.replies import forms
from bot.words import languages, plural, speak
from tests.house.project import PROGRAM, sources, tree
from tests.unit.platforms import drawn
from tests.unit.replies.test_cards import cards
from translation.__main__ import is_said
from translation.extraction import LOCALES, extract

OTHERS = [language for language in languages() if language != "en"]
MARKS = {"_", "N_", "plural", "ngettext"}
# The platform names its own permissions, refusals and frame; errors lie below the replies.
HOMES = (Path("bot/replies"), Path("bot/platforms"), Path("bot/errors.py"))
each_language = pytest.mark.parametrize("language", OTHERS)


def catalogue(language: str) -> Catalog:
    with (LOCALES / f"{language}.po").open("rb") as source:
        return read_po(source, locale=language)


def messages(language: str) -> Iterator[Message]:
    return (message for message in catalogue(language) if message.id)


def _forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (str(text),)


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _sentences(path: Path) -> Iterator[int]:
    """Yield the line of every sentence that a file itself marks."""
    for call in ast.walk(tree(path)):
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in MARKS:
            given = (node for argument in call.args for node in ast.walk(argument))
            if any(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in given):
                yield call.lineno


def test_every_sentence_has_its_home_in_the_replies():
    elsewhere = [
        f"{path}:{line}"
        for path in sources("bot", "cogs")
        if not any(path.is_relative_to(home) for home in HOMES)
        for line in _sentences(path)
    ]
    assert elsewhere == []
    assert any(_sentences(Path("bot/replies/refusals/goals.py")))


def test_every_sentence_of_the_code_is_in_each_catalogue():
    """Else run ``make words``."""
    said = {_forms(message.id) for message in asyncio.run(extract()) if message.id}
    for language in OTHERS:
        assert said == {_forms(message.id) for message in messages(language)}


def test_no_sentence_hides_inside_an_f_string():
    """Before Python 3.12 an f-string is one token: the extraction does not look into it."""
    hidden = [
        f"{path}:{call.lineno}"
        for path in sources(*PROGRAM)
        for text in ast.walk(tree(path))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in {"_", "N_", "plural", "ngettext"}
        and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


@each_language
def test_every_sentence_is_translated(language: str):
    assert [m.id for m in messages(language) if not is_said(m) or m.fuzzy] == []


@each_language
def test_placeholders_are_those_of_the_english_sentence(language: str):
    differing = [
        text
        for message in messages(language)
        for text in _forms(message.string)
        # A form that is for one alone may say it as a word.
        if not _fields(text) <= _fields(_forms(message.id)[-1])
        or _fields(text) - {"n"} != _fields(_forms(message.id)[-1]) - {"n"}
    ]
    assert differing == []


@each_language
def test_numbers_have_the_forms_of_the_language(language: str):
    expected = catalogue(language).num_plurals
    assert {len(_forms(m.string)) for m in messages(language) if m.pluralizable} == {expected}
    with speak(language):
        assert plural("{n} goal", "{n} goals", 1) != plural("{n} goal", "{n} goals", 2)


@each_language
def test_what_forms_say_fits_discords_forms(language: str):
    """Titles and labels have 45 signs, all else 100 (docs: components/reference, "Label")."""
    said = {message.id: str(message.string) for message in messages(language)}
    for name, english in vars(forms).items():
        if not name.isupper() or not isinstance(english, str) or "{" in english:
            continue
        is_long = name.endswith(("_HINT", "_EXAMPLE")) or name == "OPTIONAL"
        assert len(said[english]) <= (100 if is_long else 45), said[english]


@each_language
def test_every_look_up_fits_in_every_language(language: str):
    renderer = Renderer({})
    for name, card in cards(language).items():
        assert card.language == language
        first = renderer.render(card)
        for page in (first, *(renderer.render(card, page) for page in range(2, first.pages + 1))):
            drawn.check(page)
        if not card.pager:
            assert first.pages == 1, name
