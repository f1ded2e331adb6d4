"""/cert: certifications from the catalogue, with sources and check dates."""

from __future__ import annotations

from typing import Annotated, Literal

from bot.cards import Card
from bot.catalogue.schema import Certification, Variant
from bot.dialogues import options
from bot.dialogues.forms import Choice, Field, Form, Line
from bot.dialogues.seam import Answer, Ask, Noun, OpenForm, Option
from bot.replies import certification_lists as lists
from bot.replies import certification_parts as parts
from bot.replies import certifications as replies
from bot.replies import comparisons, eligibility
from bot.replies.certification_parts import CertificationPart
from bot.services.composition import Services
from bot.services.eligibility import Question, assess, questions

cert = Noun("cert", "Certifications, dated and sourced")
Level = Literal["entry", "intermediate", "advanced", "expert"]
Anything = Literal["any"]
ANY: Anything = "any"
_LONGEST_NUMBER = 4


@cert.command("info")
async def info(
    ask: Ask,
    name: Annotated[str, options.certification("Name, abbreviation or what people call it")],
) -> Answer:
    """Look up one certification: requirements, exam, fees, renewal."""
    return show(ask.services, name)


@cert.command("compare")
async def compare(
    ask: Ask,
    first: Annotated[str, options.certification("A certification")],
    second: Annotated[str, options.certification("Another one")],
    third: Annotated[str | None, options.certification("A third one, if you like")] = None,
) -> Answer:
    """Compare two or three certifications, aspect by aspect."""
    return show_comparison(ask.services, first, second, third or "")


@cert.command("list")
async def list_certifications(
    ask: Ask,
    focus: Annotated[str | None, options.focus("What it is about")] = None,
    level: Annotated[Level | None, Option("How far along you are")] = None,
    cost: Annotated[
        int | None,
        Option(
            "At most so many US dollars for the exam or course, without a membership",
            least=0,
            most=99_999,
        ),
    ] = None,
) -> Answer:
    """List certifications, optionally by focus, level and cost."""
    return show_list(ask.services, focus or ANY, level or ANY, ANY if cost is None else cost)


@cert.opener("cert.show")
def show(services: Services, name: str) -> Card:
    """Show a certification."""
    return replies.info(*services.search.find_certification(name), services.catalogue)


@cert.opener("cert.part")
def show_part(services: Services, name: str, part: CertificationPart) -> Card:
    """Show one part of what is known of a certification."""
    return parts.part(part, *services.search.find_certification(name), services.catalogue)


@cert.opener("cert.compare")
def show_comparison(services: Services, first: str, second: str, third: str) -> Card:
    """Show how certifications differ."""
    chosen = services.certifications.choose(first, second, third)
    return comparisons.compared(chosen, services.catalogue)


@cert.opener("cert.aspects")
def show_aspects(services: Services, first: str, second: str, third: str) -> Card:
    """Show certifications side by side, aspect by aspect."""
    chosen = services.certifications.choose(first, second, third)
    return comparisons.every_aspect(chosen, services.catalogue)


@cert.opener("cert.list")
def show_list(
    services: Services, focus: str, level: Level | Anything, cost: int | Anything
) -> Card:
    """Show the certifications of a focus and level, up to a cost."""
    about, how_far = (None if part == ANY else part for part in (focus, level))
    limit = None if cost == ANY else cost
    found, unpriced = services.certifications.list(about, how_far, limit)
    return lists.listing(found, about, how_far, limit, unpriced)


@cert.button("cert.sit")
async def press_sit(ask: Ask, name: str, *answers: str) -> Answer:
    """Ask what the routes depend on; with nothing to ask, say what is on file."""
    entry, variant = ask.services.search.find_certification(name)
    if not questions((variant or entry).prerequisites):
        return _assess(ask, entry, variant, ())
    return OpenForm("cert.answer", (name,), dict(zip(_keys(len(answers)), answers, strict=True)))


@cert.form("cert.answer")
async def ask_questions(ask: Ask, name: str) -> Form:
    """Ask each question once."""
    entry, variant = ask.services.search.find_certification(name)
    asked = questions((variant or entry).prerequisites)
    fields = (
        _field(ask, key, question) for key, question in zip(_keys(len(asked)), asked, strict=True)
    )
    return Form(eligibility.FORM_TITLE, tuple(fields))


@cert.submit("cert.answer")
async def judge(ask: Ask, name: str, **answers: str) -> Answer:
    """Say what is met and missing; the answers live in the card's button only."""
    entry, variant = ask.services.search.find_certification(name)
    return _assess(ask, entry, variant, tuple(answers.values()))


def _assess(
    ask: Ask, entry: Certification, variant: Variant | None, answers: tuple[str, ...]
) -> Card:
    outcomes = assess((variant or entry).prerequisites, answers)
    return eligibility.assessed(entry, variant, outcomes, answers, ask.services.catalogue)


def _keys(count: int) -> list[str]:
    return [f"answer{number}" for number in range(count)]


def _field(ask: Ask, key: str, question: Question) -> Field:
    label = eligibility.label(question, ask.services.catalogue)
    if question.choices:
        choices = tuple((eligibility.choice(value), value) for value in question.choices)
        return Choice(key, label, choices, eligibility.hint(question), is_required=True)
    return Line(
        key,
        label,
        eligibility.hint(question),
        longest=_LONGEST_NUMBER,
        example=eligibility.NUMBER_EXAMPLE,
        is_required=True,
    )
