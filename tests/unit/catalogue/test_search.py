"""Look-ups: what people type finds what they mean, and no text breaks anything."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.catalogue import Catalogue
from bot.catalogue.names import normalise, spellings
from bot.catalogue.search import CatalogueSearch, HitKind
from bot.errors import UnknownNameError

HOSTILE = [
    "",
    " ",
    "x" * 6000,
    "🙂🙂🙂",
    "'; DROP TABLE goal; --",
    "@everyone **x** [a](http://b) <@1> `code`",
    "\x00\u202e\ud800",
    "пмп 認定",
    "-- / .. \\",
]
SUGGESTERS = ("certifications", "roles", "stages", "focuses", "terms")


@pytest.mark.parametrize(
    ("typed", "own_id"),
    [
        ("pmp", "pmp"),
        ("pmp exam", "pmp"),
        ("P.M.P.", "pmp"),
        ("project managment profesional", "pmp"),
        ("scrum master", "csm"),
        ("scrum mster", "csm"),
        ("prince 2", "prince2-foundation"),
        ("prnce2", "prince2-foundation"),
        ("Prince2 Practitioner", "prince2-practitioner"),
        ("az104", "azure-administrator-az-104"),
        ("security+", "comptia-security-plus"),
        ("itil 4", "itil-foundation"),
        ("aws sa pro", "aws-solutions-architect-professional"),
        ("programme management professional", "pgmp"),
    ],
)
def test_names_aliases_and_typos_find_a_certification(
    search: CatalogueSearch, typed: str, own_id: str
):
    entry, variant = search.find_certification(typed)
    assert (entry.id, variant) == (own_id, None)
    assert own_id in [value for _, value in search.suggest_certifications(typed)][:3]


@pytest.mark.parametrize(
    ("typed", "own_id"),
    [
        ("psm ii", "psm-ii"),
        ("PSM 2", "psm-ii"),
        ("psm2", "psm-ii"),
        ("DASSM", "dassm"),
        ("safe scrum master", "safe-scrum-master"),
        ("togaf practitioner", "togaf-practitioner"),
    ],
)
def test_the_second_of_a_pair_is_found_by_its_own_names(
    search: CatalogueSearch, typed: str, own_id: str
):
    _, variant = search.find_certification(typed)
    assert variant is not None
    assert variant.id == own_id


@pytest.mark.parametrize(
    ("typed", "own_id"),
    [
        ("tpm", "technical-project-manager"),
        ("technical pm", "technical-project-manager"),
        ("scrum mster", "agile-project-manager-scrum-master"),
        ("programme manager", "program-manager"),
        ("software enginer", "software-developer"),
        ("freelance", "freelance-technical-project-manager"),
    ],
)
def test_names_aliases_and_typos_find_a_role(search: CatalogueSearch, typed: str, own_id: str):
    assert search.find_role(typed).id == own_id
    assert own_id in [value for _, value in search.suggest_roles(typed)][:3]


UNKNOWN = (
    "CBAP,CISA,CCSP,CCNP,Network+,A-CSM,PMI-SP,A+,<@1>,pm,PSM III,PSPO II,APM ChPP,SAFe POPM,"
    "PRINCE2 Agile"
)


@pytest.mark.parametrize("typed", UNKNOWN.split(","))
def test_a_certification_we_do_not_have_is_never_taken_for_another(
    search: CatalogueSearch, typed: str
):
    with pytest.raises(UnknownNameError) as caught:
        search.find_certification(typed)
    assert len(caught.value.nearest) == 3


def test_a_label_means_its_entry(search: CatalogueSearch):
    for label, own_id in search.suggest_certifications(""):
        entry, variant = search.find_certification(label)
        assert (variant or entry).id == own_id
    for label, own_id in search.suggest_roles(""):
        assert search.find_role(label).id == own_id


def test_a_beginning_of_several_names_is_that_of_the_one_with_the_word(search: CatalogueSearch):
    assert search.find_role("program").id == "program-manager"
    assert search.find_certification("scrum master")[0].id == "csm"
    with pytest.raises(UnknownNameError):
        search.find_role("pm")


@pytest.mark.parametrize(
    ("typed", "own_id"),
    [
        ("2", "technical-experience"),
        ("stage 6", "career-building"),
        ("stay abreast", "stay-abreast"),
        ("tech experience", "technical-experience"),
    ],
)
def test_number_and_name_find_a_stage(search: CatalogueSearch, typed: str, own_id: str):
    assert search.find_stage(typed).id == own_id


@pytest.mark.parametrize("what", ["certification", "role", "stage", "term"])
@pytest.mark.parametrize("text", ["zzqx unheard of", *HOSTILE])
def test_unknown_names_get_the_three_nearest(search: CatalogueSearch, what: str, text: str):
    with pytest.raises(UnknownNameError) as caught:
        getattr(search, f"find_{what}")(text)
    assert len(set(caught.value.nearest)) == 3
    assert caught.value.what == what


def test_the_nearest_names_are_near(search: CatalogueSearch):
    with pytest.raises(UnknownNameError) as caught:
        search.find_stage("educatonal")
    assert caught.value.nearest[0] == "1. Educational background"


@pytest.mark.parametrize(
    ("query", "kind", "own_id"),
    [
        ("pmp", HitKind.CERTIFICATION, "pmp"),
        ("how to renew pmp", HitKind.CERTIFICATION, "pmp"),
        ("tpm", HitKind.ROLE, "technical-project-manager"),
        ("what does TPM stand for", HitKind.QUESTION, "what-is-a-tpm"),
        ("salary", HitKind.QUESTION, "salary"),
        ("what is a RACI", HitKind.TERM, "raci"),
        ("what's the critical path?", HitKind.TERM, "critical-path"),
        ("what does WIP mean", HitKind.TERM, "wip-limit"),
        ("what are SLOs", HitKind.TERM, "slo"),
        ("define technical debt", HitKind.TERM, "technical-debt"),
        ("blue green deployment meaning", HitKind.TERM, "blue-green-deployment"),
        ("what is a baseline in project management", HitKind.TERM, "baseline"),
        ("what is a burn down chrat", HitKind.TERM, "burndown"),
        ("pmp vs prince2", HitKind.QUESTION, "pmp-or-prince2"),
        ("certificaton for beginers", HitKind.QUESTION, "first-certification"),
        ("how do i get technical experience", HitKind.STAGE, "technical-experience"),
        ("Finish one introductory computing course", HitKind.STEP, "edu-cs-foundation"),
    ],
)
def test_a_question_finds_its_best_answer_first(
    search: CatalogueSearch, query: str, kind: HitKind, own_id: str
):
    best = search.search(query, 5).hits[0]
    assert (best.kind, best.id) == (kind, own_id)


@pytest.mark.parametrize(
    ("misspelt", "spelt"),
    [("intervew", "interview"), ("stakehlder", "stakeholder"), ("certifcation", "certification")],
)
def test_a_misspelt_word_finds_what_the_word_finds(
    search: CatalogueSearch, misspelt: str, spelt: str
):
    assert search.search(spelt, 5).hits
    assert search.search(misspelt, 1).hits[0].id in {hit.id for hit in search.search(spelt, 5).hits}


def test_every_searchable_entry_is_found_by_its_title(
    catalogue: Catalogue, search: CatalogueSearch
):
    titles = {
        **{(HitKind.ROLE, e.id): e.name for e in catalogue.roles.values()},
        **{(HitKind.STEP, e.id): e.title for e in catalogue.steps.values()},
        **{(HitKind.WAY, e.id): e.name for e in catalogue.ways.values()},
        **{(HitKind.QUESTION, e.id): e.question for e in catalogue.faq.values()},
        **{(HitKind.RESOURCE, e.id): e.title for e in catalogue.resources.values()},
        **{(HitKind.TREND, e.id): e.title for e in catalogue.trends.values()},
        **{(HitKind.TERM, e.id): f"what is {e.name}" for e in catalogue.terms.values()},
        **{(HitKind.CERTIFICATION, e.id): e.name for e in catalogue.certifications.values()},
    }
    lost = {
        key
        for key, title in titles.items()
        if key not in {(hit.kind, hit.id) for hit in search.search(title, 3).hits}
    }
    assert lost == set()


def test_whatever_has_names_is_found_by_each_of_them(catalogue: Catalogue, search: CatalogueSearch):
    for entry in catalogue.certifications.values():
        own = {entry.id, *(variant.id for variant in entry.variants)}
        for name in (entry.id, entry.name, entry.abbreviation, *entry.aliases):
            found, variant = search.find_certification(name)
            assert (variant or found).id in own, name
    for own_id, (_, variant) in catalogue.variants.items():
        for name in (variant.id, variant.name, variant.abbreviation):
            found = search.find_certification(name)[1]
            assert found is not None, name
            assert found.id == own_id
    for role in catalogue.roles.values():
        for name in (role.id, role.name, *role.aliases):
            assert search.find_role(name) is role, name
    for term in catalogue.terms.values():
        for name in (term.id, *term.names):
            assert search.find_term(name) is term, name


def test_nothing_typed_offers_the_most_wanted_first(search: CatalogueSearch):
    core = [value for _, value in search.suggest_certifications("")]
    assert "pmp" in core[:12]
    assert search.suggest_roles("")[0][1] == "technical-project-manager"
    assert len(search.suggest_stages("")) == 6
    assert search.search("", 10).hits == ()


@settings(deadline=None)
@given(text=st.text(max_size=300))
def test_no_text_breaks_a_search(search: CatalogueSearch, text: str):
    hits = search.search(text, 25).hits
    assert len(hits) <= 25
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({(hit.kind, hit.id) for hit in hits}) == len(hits)


@pytest.mark.parametrize("suggester", SUGGESTERS)
@settings(deadline=None, max_examples=50)
@given(text=st.text(max_size=300))
@example(HOSTILE[2])
@example(HOSTILE[6])
def test_suggestions_fit_the_platform_whatever_is_typed(
    search: CatalogueSearch, suggester: str, text: str
):
    pairs = getattr(search, f"suggest_{suggester}")(text)
    assert len(pairs) <= 25
    assert len({value for _, value in pairs}) == len(pairs)
    assert all(0 < len(label) <= 100 and 0 < len(value) <= 100 for label, value in pairs)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(search: CatalogueSearch, text: str):
    assert len(search.search(text, 8).hits) <= 8
    for suggester in SUGGESTERS:
        assert len(getattr(search, f"suggest_{suggester}")(text)) <= 25


@pytest.mark.parametrize("focus", ["agile", "agil", "Agile"])
def test_certifications_are_listed_by_focus_and_level(search: CatalogueSearch, focus: str):
    found = search.certifications(focus, "entry")
    assert found
    assert {entry.level for entry in found} == {"entry"}
    assert all("agile" in entry.focus for entry in found)


def test_an_unknown_focus_names_the_nearest(search: CatalogueSearch):
    with pytest.raises(UnknownNameError) as caught:
        search.certifications("zzqx", None)
    assert len(caught.value.nearest) == 3


def test_matching_ignores_case_accents_punctuation_and_roman_numerals():
    assert normalise("  Zürich—ÉCOLE, (v2)! ") == "zurich ecole v2"
    assert spellings("PSM II") == ("psm ii", "psm 2")
    assert spellings("I") == ("i",)
