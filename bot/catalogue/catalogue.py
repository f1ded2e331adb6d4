"""The content in memory: immutable, each kind by id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import TypeVar

from bot.catalogue.feeds import Feed
from bot.catalogue.schema import (
    Beginning,
    CareerRole,
    Certification,
    Checked,
    MarketFigure,
    Nudge,
    Question,
    RenewalRule,
    Resource,
    Stage,
    Step,
    Trend,
    Variant,
    Way,
)
from bot.catalogue.terms import Page, Term
from bot.catalogue.vocabulary import Wording

C = TypeVar("C", bound=Checked)


def _by_id(entries: Iterable[C]) -> Mapping[str, C]:
    return MappingProxyType({entry.id: entry for entry in entries})


def _dates(entries: Iterable[Checked]) -> list[tuple[str, date]]:
    return [(entry.id, entry.last_checked) for entry in entries]


@dataclass(frozen=True)
class Catalogue:
    """Everything in data/, by id in the order of the files."""

    certifications: Mapping[str, Certification]
    roles: Mapping[str, CareerRole]
    stages: Mapping[str, Stage]
    steps: Mapping[str, Step]
    ways: Mapping[str, Way]
    faq: Mapping[str, Question]
    nudges: Mapping[str, Nudge]
    trends: Mapping[str, Trend]
    resources: Mapping[str, Resource]
    terms: Mapping[str, Term]
    pages: Mapping[str, Page]
    feeds: Mapping[str, Feed]
    beginnings: Mapping[str, Beginning]
    renewal_rules: Mapping[str, RenewalRule]
    market: tuple[MarketFigure, ...]
    wording: Wording
    variants: Mapping[str, tuple[Certification, Variant]]
    loaded: Mapping[str, Sequence[tuple[str, date | None]]]
    """(id, last checked) of every entry by file, duplicates included, for checks."""

    @classmethod
    def build(
        cls,
        *,
        certifications: Sequence[Certification],
        roles: Sequence[CareerRole],
        stages: Sequence[Stage],
        ways: Sequence[Way],
        faq: Sequence[Question],
        nudges: Sequence[Nudge],
        trends: Sequence[Trend],
        resources: Sequence[Resource],
        terms: Sequence[Term],
        pages: Sequence[Page],
        feeds: Sequence[Feed],
        beginnings: Sequence[Beginning],
        renewal_rules: Sequence[RenewalRule],
        market: Sequence[MarketFigure],
        wording: Wording,
    ) -> Catalogue:
        """Index validated entries; the stages come in their order."""
        ordered = sorted(stages, key=lambda stage: stage.order)
        steps = [step for stage in ordered for step in stage.steps]
        return cls(
            certifications=_by_id(certifications),
            roles=_by_id(roles),
            stages=_by_id(ordered),
            steps=_by_id(steps),
            ways=_by_id(ways),
            faq=_by_id(faq),
            nudges=_by_id(nudges),
            trends=_by_id(trends),
            resources=_by_id(resources),
            terms=_by_id(terms),
            pages=MappingProxyType({page.id: page for page in pages}),
            feeds=_by_id(feeds),
            beginnings=_by_id(beginnings),
            renewal_rules=MappingProxyType({rule.certification: rule for rule in renewal_rules}),
            market=tuple(market),
            wording=wording,
            variants=MappingProxyType(
                {
                    variant.id: (entry, variant)
                    for entry in certifications
                    for variant in entry.variants
                }
            ),
            loaded=MappingProxyType(
                {
                    "certifications": _dates(certifications),
                    "roles": _dates(roles),
                    "path.yaml stages": _dates(ordered),
                    "path.yaml steps": _dates(steps),
                    "path.yaml ways": _dates(ways),
                    "faq.yaml": _dates(faq),
                    "nudges.yaml": _dates(nudges),
                    "trends.yaml": _dates(trends),
                    "resources.yaml": _dates(resources),
                    "terms.yaml terms": _dates(terms),
                    "terms.yaml pages": [(page.id, page.checked) for page in pages],
                    "feeds.yaml": _dates(feeds),
                    "beginnings.yaml": _dates(beginnings),
                    "renewal-rules.yaml": [
                        (r.certification, r.last_checked) for r in renewal_rules
                    ],
                    "market.yaml": [(figure.metric, figure.last_checked) for figure in market],
                }
            ),
        )

    def certification(self, own_id: str) -> tuple[Certification, Variant | None]:
        """Return a certification by its id or its variant's; raises KeyError for neither."""
        if own_id in self.variants:
            return self.variants[own_id]
        return self.certifications[own_id], None

    def stage_of(self, step_id: str) -> Stage:
        """Return the stage that holds a step; raises KeyError for no step."""
        for stage in self.stages.values():
            if any(step.id == step_id for step in stage.steps):
                return stage
        raise KeyError(step_id)

    def steps_to(self, role_id: str) -> tuple[Step, ...]:
        """Return the steps of the path that lead to a job role, in their order."""
        return tuple(step for step in self.steps.values() if role_id in step.roles)

    def check_dates(self) -> Iterator[tuple[str, str, date]]:
        """Yield (file, id, last checked) of every entry that was."""
        for place, entries in self.loaded.items():
            for own_id, last_checked in entries:
                if last_checked is not None:
                    yield place, own_id, last_checked

    def stale(self, today: date, max_age_days: int) -> list[tuple[str, str, date]]:
        """Return the entries that were checked more than ``max_age_days`` before ``today``."""
        oldest = today - timedelta(days=max_age_days)
        return [row for row in self.check_dates() if row[2] < oldest]
