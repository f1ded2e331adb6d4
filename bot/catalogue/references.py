"""What a schema cannot see: references between files, ids and aliases used twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from bot.catalogue.catalogue import Catalogue


def find_problems(catalogue: Catalogue) -> Iterator[str]:
    """Yield every broken reference and duplicate as ``file: key: reason``."""
    yield from _duplicates(catalogue)
    certifications = {*catalogue.certifications, *catalogue.variants}
    for entry in catalogue.certifications.values():
        place = f"certifications/{entry.id}.yaml"
        yield from _missing(place, "relevant_roles", entry.relevant_roles, catalogue.roles)
        yield from _missing(place, "predecessors", entry.predecessors, certifications)
        yield from _missing(place, "successors", entry.successors, certifications)
        for required in (entry.prerequisites, *(v.prerequisites for v in entry.variants)):
            yield from _missing(
                place, "prerequisites.prior_certs", required.prior_certs, certifications
            )
    for role in catalogue.roles.values():
        place = f"roles/{role.id}.yaml"
        yield from _missing(place, "previous_roles", role.previous_roles, catalogue.roles)
        yield from _missing(place, "next_roles", role.next_roles, catalogue.roles)
        yield from _missing(
            place, "useful_certifications", role.useful_certifications, certifications
        )
    for step in catalogue.steps.values():
        where = f"steps[{step.id}]"
        yield from _missing("path.yaml", f"{where}.ways", step.ways, catalogue.ways)
        yield from _missing("path.yaml", f"{where}.roles", step.roles, catalogue.roles)
        yield from _missing("path.yaml", f"{where}.resources", step.resources, catalogue.resources)
        yield from _missing(
            "path.yaml", f"{where}.certifications", step.certifications, certifications
        )
    for way in catalogue.ways.values():
        yield from _missing(
            "path.yaml", f"ways[{way.id}].stage_ids", way.stage_ids, catalogue.stages
        )
    for beginning in catalogue.beginnings.values():
        place, where = "beginnings.yaml", f"beginnings[{beginning.id}]"
        yield from _missing(place, f"{where}.stage", (beginning.stage,), catalogue.stages)
        yield from _missing(place, f"{where}.steps", beginning.steps, catalogue.steps)
        yield from _missing(place, f"{where}.question", (beginning.question,), catalogue.faq)
    for question in catalogue.faq.values():
        where = f"faq[{question.id}]"
        yield from _missing("faq.yaml", f"{where}.roles", question.roles, catalogue.roles)
        yield from _missing("faq.yaml", f"{where}.terms", question.terms, catalogue.terms)
        yield from _missing("faq.yaml", f"{where}.steps", question.steps, catalogue.steps)
        yield from _missing(
            "faq.yaml", f"{where}.certifications", question.certifications, certifications
        )
    for nudge in catalogue.nudges.values():
        where = f"nudges[{nudge.id}]"
        yield from _missing("nudges.yaml", f"{where}.roles", nudge.roles, catalogue.roles)
        yield from _missing(
            "nudges.yaml", f"{where}.certifications", nudge.certifications, certifications
        )
    for trend in catalogue.trends.values():
        yield from _missing(
            "trends.yaml",
            f"trends[{trend.id}].certifications",
            trend.certifications,
            certifications,
        )
    for resource in catalogue.resources.values():
        where = f"resources[{resource.id}]"
        yield from _missing(
            "resources.yaml", f"{where}.stage_ids", resource.stage_ids, catalogue.stages
        )
        yield from _missing(
            "resources.yaml", f"{where}.certifications", resource.certifications, certifications
        )
    for term in catalogue.terms.values():
        where = f"terms[{term.id}]"
        yield from _missing("terms.yaml", f"{where}.related", term.related, catalogue.terms)
        yield from _missing("terms.yaml", f"{where}.pages", term.pages, catalogue.pages)
    yield from _missing(
        "renewal-rules.yaml", "rules.certification", catalogue.renewal_rules, certifications
    )
    yield from _unknown_wording(catalogue)


def _unknown_wording(catalogue: Catalogue) -> Iterator[str]:
    groups: dict[str, Iterable[str]] = {
        "certification": catalogue.certifications,
        "role": catalogue.roles,
        "stage": catalogue.stages,
        "step": catalogue.steps,
        "way": catalogue.ways,
        "faq": catalogue.faq,
        "resource": catalogue.resources,
        "term": catalogue.terms,
        "trend": catalogue.trends,
    }
    for kind, asked in catalogue.wording.asked_as.items():
        if kind in groups:
            yield from _missing("vocabulary.yaml", f"asked_as.{kind}", asked, groups[kind])
        else:
            yield f"vocabulary.yaml: asked_as.{kind}: must be one of {', '.join(groups)}"
    rows = catalogue.wording.synonyms
    words = Counter(word for row in rows for word in row)
    for word, count in words.items():
        if count > 1:
            yield f"vocabulary.yaml: synonyms: {word!r} is written {count} times"


def _missing(file: str, key: str, ids: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    for own_id in ids:
        if own_id not in known:
            yield f"{file}: {key}: there is no {own_id!r}"


def _duplicates(catalogue: Catalogue) -> Iterator[str]:
    for place, ids in _ids(catalogue):
        for own_id, count in Counter(ids).items():
            if count > 1:
                yield f"{place}: {own_id!r} is used {count} times"
    certifications, roles = catalogue.certifications.values(), catalogue.roles.values()
    for place, named in (
        ("certifications/{}.yaml", {one.id: (one.name, *one.aliases) for one in certifications}),
        ("roles/{}.yaml", {one.id: (one.name, *one.aliases) for one in roles}),
        ("terms.yaml: terms[{}]", {one.id: one.names for one in catalogue.terms.values()}),
    ):
        owners: dict[str, str] = {}
        for own_id, names in named.items():
            for alias in {name.casefold() for name in names}:
                if (owner := owners.setdefault(alias, own_id)) != own_id:
                    yield f"{place.format(own_id)}: aliases: {alias!r} already means {owner!r}"


def _ids(catalogue: Catalogue) -> Iterator[tuple[str, list[str]]]:
    """Yield what must be unique, by file; a variant is looked up like a certification."""
    variants = [v.id for entry in catalogue.certifications.values() for v in entry.variants]
    yield "certifications: id", [*catalogue.certifications, *variants]
    for place, entries in catalogue.loaded.items():
        yield f"{place}: id", [own_id for own_id, _ in entries]
    yield "path.yaml stages: order", [str(stage.order) for stage in catalogue.stages.values()]
