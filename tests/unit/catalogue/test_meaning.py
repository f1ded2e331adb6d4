"""What a typed name means: one rule for goals and whatever else has names, and the catalogue's."""

from __future__ import annotations

import pytest

from bot.catalogue.meaning import MOST_OFFERED, Meaning, Named, find_meant
from bot.catalogue.search import CatalogueSearch
from bot.errors import Sought

LONG = "Write down everything that the exam content outline asks of a project manager " * 2
TITLES = {
    "two": "Finish Domain II",
    "three": "Finish Domain III",
    "guide": "Read the PMBOK guide",
    "practise": "Practise estimation",
    "target": "🎯",
    "accents": "Prüfung bestehen",
    "hebrew": "שלום עולם",
    "long": LONG.strip(),
}
THINGS = [Named(value, label) for value, label in TITLES.items()]


def offered(meaning: Meaning) -> list[str]:
    return [one.value for one in meaning.several or meaning.nearest]


@pytest.mark.parametrize("value", TITLES)
def test_a_value_and_a_name_mean_their_thing(value: str):
    label = TITLES[value]
    for text in (value, f" {value} ", label, label.upper(), f"\u200f{label}\u200f"):
        assert find_meant(text, THINGS) == Meaning(value)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("read", "guide"),
        ("READ THE pmbok", "guide"),
        ("pmbok guide", "guide"),
        ("pruf", "accents"),
        ("practise estimatoin", "practise"),
        ("Finsh Domain II", "two"),
        ("domain ii", "two"),
        ("guide: read the PMBOK", "guide"),
        (LONG[:100], "long"),
        (LONG[:99] + "…", "long"),
        (LONG[:40] + "...", "long"),
    ],
)
def test_a_beginning_some_words_or_a_typo_mean_the_only_thing_they_fit(typed: str, value: str):
    assert find_meant(typed, THINGS) == Meaning(value)


@pytest.mark.parametrize(
    "typed", ["finish", "finish domain", "Finish Domain I", "domain", "domain i"]
)
def test_what_fits_several_is_asked(typed: str):
    found = find_meant(typed, THINGS)
    assert found.value is None
    assert offered(found) == ["two", "three"]


@pytest.mark.parametrize("typed", ["Finish Domain IV", "Finish Domain 2", "finish domain 12"])
def test_a_number_is_no_typo(typed: str):
    found = find_meant(typed, THINGS)
    assert found.value is None
    assert offered(found)[:2] == ["two", "three"]
    [only] = [Named("1", "Read chapter 1")]
    assert find_meant("read chapter 2", [only]).nearest == (only,)
    [twelfth] = [Named("12", "Read chapter 12")]
    assert find_meant("read chapter 1", [twelfth]).nearest == (twelfth,)


@pytest.mark.parametrize(
    "typed", ["zzqx unheard of", "🙂" * 6000, "", " ", "\u200b", "???", "q", "x" * 4000, "<@1>"]
)
def test_nothing_is_offered_for_what_is_like_nothing(typed: str):
    assert find_meant(typed, THINGS) == Meaning()
    assert find_meant(typed, []) == Meaning()


def test_a_text_longer_than_any_name_means_none_for_sure():
    found = find_meant("Practise estimation " * 200, [Named("one", "Practise estimation " * 9)])
    assert found.value is None
    assert offered(found) == ["one"]


def test_names_that_are_alike_are_all_asked_about_and_at_most_as_many_as_fit_a_list():
    many = [Named(str(number), "Read") for number in range(40)]
    found = find_meant("read", many)
    assert found.several == tuple(many[:MOST_OFFERED])
    assert found.more == 15
    assert find_meant("7", many) == Meaning("7")


def test_two_typos_as_near_as_each_other_are_asked_about():
    near = [Named("a", "Write the report"), Named("b", "Write the resort")]
    assert offered(find_meant("write teh repsort", near)) == ["a", "b"]


@pytest.mark.parametrize(
    ("what", "typed", "value"),
    [
        (Sought.CERTIFICATION, "pmp", "pmp"),
        (Sought.CERTIFICATION, "PMP - Project Management Professional", "pmp"),
        (Sought.CERTIFICATION, "scrum master", "csm"),
        (Sought.CERTIFICATION, "\u200fPMP exam\u200f", "pmp"),
        (Sought.ROLE, "tpm", "technical-project-manager"),
        (Sought.ROLE, "technical project", "technical-project-manager"),
        (Sought.ROLE, "programm manager", "program-manager"),
        (Sought.STAGE, "3", "project-management-skills"),
        (Sought.SKILL, "risk managment", "risk-management"),
        (Sought.TOPIC, "secruity", "security"),
        (Sought.FOCUS, "lean portfolo", "lean-portfolio"),
        (Sought.TERM, "wbs", "wbs"),
        (Sought.TERM, "post mortem", "postmortem"),
        (Sought.TERM, "continuos delivery", "continuous-delivery"),
    ],
)
def test_a_name_of_the_catalogue_is_what_it_finds(
    search: CatalogueSearch, what: Sought, typed: str, value: str
):
    assert search.mean(what, typed) == Meaning(value)


@pytest.mark.parametrize(
    ("what", "typed", "some"),
    [
        (Sought.CERTIFICATION, "pmi", {"pmi-acp", "pmi-rmp", "pmp"}),
        (Sought.CERTIFICATION, "prince", {"prince2-foundation", "prince2-practitioner"}),
        (Sought.ROLE, "project manager", {"it-project-manager", "technical-project-manager"}),
        (Sought.ROLE, "pm", {"product-manager"}),
        (Sought.SKILL, "stakeholder", {"stakeholder-basics", "stakeholder-management"}),
        (Sought.TERM, "rag", {"status-report", "retrieval-augmented-generation"}),
        (Sought.STAGE, "p", {"project-management-skills", "practical-pm-experience"}),
    ],
)
def test_what_fits_several_of_the_catalogue_is_asked(
    search: CatalogueSearch, what: Sought, typed: str, some: set[str]
):
    found = search.mean(what, typed)
    assert found.value is None
    assert some <= {one.value for one in found.several}


@pytest.mark.parametrize(
    ("what", "typed", "nearest"),
    [
        (Sought.CERTIFICATION, "PSM III", "psm-ii"),
        (Sought.STAGE, "educatonal", "educational-background"),
        (Sought.TERM, "mean time between outages", "incident"),
        (Sought.ROLE, "professional scrum master", "agile-project-manager-scrum-master"),
    ],
)
def test_what_the_catalogue_has_not_is_answered_by_what_is_near(
    search: CatalogueSearch, what: Sought, typed: str, nearest: str
):
    found = search.mean(what, typed)
    assert (found.value, found.several) == (None, ())
    assert found.nearest[0].value == nearest
    assert len(found.nearest) <= 3


# What is no entry of the catalogue is named by a reader of its own.
ELSEWHERE = {Sought.GOAL, Sought.ZONE, Sought.DAY, Sought.TIME}


@pytest.mark.parametrize("what", [what for what in Sought if what not in ELSEWHERE])
def test_the_catalogue_offers_nothing_for_what_is_like_nothing(
    search: CatalogueSearch, what: Sought
):
    for typed in ("zzqx unheard of", "🎯", "", "\u202e", "x" * 4000):
        assert search.mean(what, typed) == Meaning()
