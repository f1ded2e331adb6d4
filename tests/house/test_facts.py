"""What is said in several places is the same in all: numbers, units, and whose word it is.

The numbers of a text are found with their units, and with the certifications that the text names;
nobody lists them here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from bot.catalogue import Catalogue
from bot.catalogue.schema import Disagreement, Renewal, RenewalRule, Sourced, SourceRef
from tests.house.test_data import walk

Numbers = dict[str, set[float]]
WORDS = "one two three four five six seven eight nine ten eleven twelve"
NUMBER_WORDS: dict[str, float] = {word: number for number, word in enumerate(WORDS.split(), 1)}
UNITS = {
    "month": "months?",
    "year": "years?",
    "hour": r"(?:\w+ )?hours?",
    "minute": "minutes?",
    "usd": "USD",
    "percent": "percent",
    "item": "(?:exam )?(?:questions|items)",
    "credit": r"(?:PDU|SEU|CPE|CPD|CEU)s?|(?:\w+ )?(?:units|credits)",
}
NUMBER = rf"(?P<number>\d[\d,]*(?:\.\d+)?|{'|'.join(NUMBER_WORDS)})"
STATED = re.compile(
    rf"\b{NUMBER}[ -](?:{'|'.join(f'(?P<{unit}>{words})' for unit, words in UNITS.items())})\b",
    re.IGNORECASE,
)
LABOUR = {"usd": re.compile(r"\bmedian\b"), "percent": re.compile(r"\boutlook\b")}
EXPERIENCE = re.compile(r"\b(?:leadership|leading|lead|led|experience|referee)\b", re.IGNORECASE)
CERTIFIED = re.compile(r"\b(?:certif\w+|exam\w*)\b", re.IGNORECASE)
ASKED_FOR = re.compile(r"\b(?:experience requirement|documented experience|asks? for experience)\b")
MONTHS = "January February March April May June July August September October November December"
DAY = re.compile(rf"\b\d{{1,2}} (?:{'|'.join(MONTHS.split())})\b")
FIRST_LEADING = "practical-pm-experience"
HOURS_OF_TRAINING = re.compile(r"\b\d+ (?:training |contact )?hours\b")


class Said(NamedTuple):
    """A text that members read, with the certifications it is tagged with."""

    place: str
    text: str
    certifications: tuple[str, ...]


def texts(catalogue: Catalogue) -> Iterator[Said]:
    for one in catalogue.faq.values():
        yield Said(f"faq {one.id}", f"{one.question} {one.answer}", one.certifications)
    for one in catalogue.nudges.values():
        yield Said(one.id, one.text, one.certifications)
    for one in catalogue.trends.values():
        told = f"{one.title}. {one.what} {one.why_it_matters} {one.try_this} {one.note or ''}"
        yield Said(f"trend {one.id}", told, one.certifications)
    for one in catalogue.steps.values():
        told = f"{one.title}. {one.detail} {one.evidence}"
        yield Said(f"step {one.id}", told, one.certifications)
    for one in catalogue.resources.values():
        yield Said(f"resource {one.id}", f"{one.title}. {one.note or ''}", one.certifications)


def stated(text: str) -> Iterator[tuple[float, str]]:
    """Yield the numbers of a text with their units."""
    for match in STATED.finditer(text):
        number = match["number"].lower()
        value = NUMBER_WORDS.get(number) or float(number.replace(",", ""))
        yield value, next(unit for unit in UNITS if match[unit])
    if "USD" in text:  # A second amount goes without its unit: "135,000 USD against 109,157".
        for amount in re.findall(r"\b\d{1,3},\d{3}\b(?! USD)", text):
            yield float(amount.replace(",", "")), "usd"


def held(catalogue: Catalogue, own_id: str) -> Numbers:
    """Return every number that a certification and its renewal rule hold, by unit."""
    entry, variant = catalogue.certification(own_id)
    shown = variant or entry
    months = (shown.prerequisites.experience_months or {}).values()
    training = (shown.prerequisites.training_hours or {}).values()
    exam, renewal, study = shown.exam, entry.renewal, entry.study_hours
    topics = (shown.topics or entry.topics).items
    rule = catalogue.renewal_rules.get(entry.id)
    bounds = [*((rule.minimums or {}).values()), *((rule.maximums or {}).values())] if rule else []
    credits = [renewal.amount, *bounds]
    sat = [exam.duration_minutes / 60] if exam.duration_minutes else []
    found: dict[str, Iterable[float | None]] = {
        "month": months,
        "year": [renewal.validity_years, *(number / 12 for number in months)],
        "hour": [*training, study.min, study.max, *sat, *credits],
        "minute": [exam.duration_minutes],
        "usd": [
            *(
                price
                for fee in (*entry.fees, *shown.fees)
                for price in (fee.usd, fee.usd_min, fee.usd_max, fee.member_usd, fee.nonmember_usd)
            ),
            renewal.fee_usd,
            renewal.fee_member_usd,
            renewal.fee_nonmember_usd,
        ],
        "percent": [
            *(topic.weight_min for topic in topics),
            *(topic.weight_max for topic in topics),
            *map(float, re.findall(r"(\d+)%", exam.passing_score or "")),
        ],
        "item": [exam.questions_min, exam.questions, exam.scored_questions],
        "credit": credits,
    }
    return {unit: {n for n in numbers if n is not None} for unit, numbers in found.items()}


def figures(catalogue: Catalogue) -> Numbers:
    """Return what the labour-market figures say, by unit."""
    found: Numbers = {"usd": set(), "percent": set()}
    on_file = [f for role in catalogue.roles.values() for f in role.labour_market or ()]
    for figure in (*catalogue.market, *on_file):
        found.setdefault(figure.unit.lower(), set()).add(figure.value)
    return found


def named(catalogue: Catalogue, text: str) -> set[str]:
    """Return the certifications that a text names."""
    pairs = (variant for entry in catalogue.certifications.values() for variant in entry.variants)
    names = {one.id: {one.name, one.abbreviation} for one in pairs}
    for entry in catalogue.certifications.values():
        names[entry.id] = {entry.name, entry.abbreviation, *entry.aliases}
    return {
        own_id
        for own_id, ways in names.items()
        if any(re.search(rf"(?<![\w-]){re.escape(way)}(?![\w-])", text) for way in ways)
    }


def find_wrong_numbers(catalogue: Catalogue, said: Iterable[Said]) -> list[str]:
    """Return what is said of a certification, or of pay and growth, and is not what is on file."""
    market = figures(catalogue)
    wrong: list[str] = []
    for one in said:
        meant: set[str] = set()
        for sentence in re.split(r"(?<=[.!?;:])\s", one.text):
            meant = named(catalogue, sentence) or meant
            known = [held(catalogue, own_id) for own_id in meant]
            for number, unit in stated(sentence):
                is_labour = unit in LABOUR and bool(LABOUR[unit].search(sentence))
                if not is_labour and not any(numbers[unit] for numbers in known):
                    continue
                allowed = market[unit] if is_labour or unit == "usd" else set[float]()
                if number not in allowed.union(*(numbers[unit] for numbers in known)):
                    wrong.append(f"{one.place}: {number:g} {unit} ({', '.join(sorted(meant))})")
    return wrong


def find_hours_for_months(catalogue: Catalogue, said: Iterable[Said]) -> list[str]:
    """Return what speaks of hours of experience where a certification counts months."""
    return [
        one.place
        for one in said
        if EXPERIENCE.search(one.text)
        if re.search(r"\bhours\b", HOURS_OF_TRAINING.sub("", one.text))
        if any(counts_months(catalogue, own_id) for own_id in one.certifications)
        or (not one.certifications and CERTIFIED.search(one.text))
    ]


def counts_months(catalogue: Catalogue, own_id: str) -> bool:
    entry, variant = catalogue.certification(own_id)
    return bool((variant or entry).prerequisites.experience_months)


def test_a_text_says_the_numbers_that_are_on_file(catalogue: Catalogue):
    assert find_wrong_numbers(catalogue, texts(catalogue)) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The PMP asks for 36 months with a degree and 35 hours of training.", []),
        ("The PMP asks for 24 to 40 months.", ["40 month"]),
        ("Is the CSM open to all? It costs 100 USD and 30 SEUs every two years.", ["30 credit"]),
        ("CAPM or PMP: plan 150 questions.", []),
        ("CAPM: plan 200 questions in 180 minutes.", ["200 item"]),
        ("The median was 100,750 USD.", []),
        ("The median was 94,500 USD.", ["94500 usd"]),
        ("The median was 100,750 USD against 109,158.", ["109158 usd"]),
        ("The US outlook was growth of 7 percent.", ["7 percent"]),
        ("PMP or not, block two study hours for 13 weeks.", ["2 hour"]),
    ],
)
def test_a_wrong_number_is_found(catalogue: Catalogue, text: str, wrong: list[str]):
    found = find_wrong_numbers(catalogue, [Said("here", text, ())])
    assert [re.sub(r"^here: | \(.*", "", one) for one in found] == wrong


def test_experience_is_counted_in_months_everywhere(catalogue: Catalogue):
    assert find_hours_for_months(catalogue, texts(catalogue)) == []


@pytest.mark.parametrize(
    "said",
    [
        Said("a", "Log leadership hours against certification rules.", ("pmp",)),
        Said("b", "List evidence for one experience requirement: dates, hours.", ("pgmp",)),
        Said("c", "Update your hours log for leadership work. Exam applications ask for it.", ()),
    ],
)
def test_hours_for_months_are_found(catalogue: Catalogue, said: Said):
    assert find_hours_for_months(catalogue, [said]) == [said.place]


def test_only_what_asks_for_experience_is_named_where_it_is_asked_for(catalogue: Catalogue):
    named_there = {
        (one.place, own_id)
        for one in texts(catalogue)
        if ASKED_FOR.search(one.text)
        for own_id in one.certifications
    }
    assert named_there
    assert not {pair for pair in named_there if not counts_months(catalogue, pair[1])}


def test_nobody_is_sent_to_an_exam_before_the_experience_it_asks_for(catalogue: Catalogue):
    """Leading begins in one stage; what asks for months of it is offered from there on."""
    first = catalogue.stages[FIRST_LEADING].order
    early, late = (
        {
            own_id
            for stage in catalogue.stages.values()
            if (stage.order >= first) is is_late
            for step in stage.steps
            if "certification" in step.tags
            for own_id in step.certifications
        }
        for is_late in (False, True)
    )
    assert not {own_id for own_id in early if counts_months(catalogue, own_id)}
    core = {own_id for own_id, entry in catalogue.certifications.items() if entry.core}
    assert {own_id for own_id in core if counts_months(catalogue, own_id)} <= late


def renewing(catalogue: Catalogue) -> Iterator[tuple[str, Renewal, RenewalRule]]:
    for own_id, rule in catalogue.renewal_rules.items():
        yield own_id, catalogue.certification(own_id)[0].renewal, rule


def test_a_rule_fits_the_total_of_its_certification(catalogue: Catalogue):
    for own_id, renewal, rule in renewing(catalogue):
        least, most = rule.minimums or {}, rule.maximums or {}
        total, years = renewal.amount or 0, renewal.validity_years or 0
        assert least.get("each_year", 0) * years <= total, own_id
        if "education" in least and "giving_back" in most:
            assert least["education"] + most["giving_back"] == total, own_id


def test_a_yearly_minimum_is_in_note_and_rule_or_in_none(catalogue: Catalogue):
    for own_id, renewal, rule in renewing(catalogue):
        told = re.findall(r"\bat least (\d+)[^.;]* a year\b", renewal.notes or "", re.IGNORECASE)
        if told:
            assert [(rule.minimums or {}).get("each_year")] == [float(n) for n in told], own_id


def test_an_event_names_no_day_and_its_address_no_year(catalogue: Catalogue):
    """An edition passes; the series stays: so no event is shown after its day."""
    events = [one for one in catalogue.resources.values() if one.kind == "event-series"]
    assert events
    for event in events:
        assert not DAY.search(event.note or ""), event.id
        assert not re.search(r"20\d\d", event.url), event.id


def test_the_issuer_is_cited_before_anybody_else(catalogue: Catalogue):
    wrong: list[str] = []
    for own_id, entry in catalogue.certifications.items():
        own = site(entry.official_url.url)
        for place, group in walk(entry):
            if own and isinstance(group, Sourced | Disagreement):
                is_own = [site(source.url) == own for source in group.sources]
                if is_own != sorted(is_own, reverse=True):
                    wrong.append(f"{own_id}{place}")
    assert wrong == []


def test_no_home_page_is_cited_for_a_fact(catalogue: Catalogue):
    """A home page states no rule, and tomorrow it states another."""
    entries = (*catalogue.certifications.values(), *catalogue.renewal_rules.values())
    cited = [
        source.url
        for entry in entries
        for _, source in walk(entry)
        if isinstance(source, SourceRef) and source.url
    ]
    assert [url for url in cited if not urlsplit(url).path.strip("/") and "?" not in url] == []


def site(url: str | None) -> str:
    """Return the domain that an address belongs to, whatever its host."""
    return ".".join((urlsplit(url or "").hostname or "").split(".")[-2:])
