"""Look-ups from memory: names, aliases and typos find their entry; questions find a ranked list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container

from bot.catalogue.answers import ALL_KINDS, Answers
from bot.catalogue.catalogue import Catalogue
from bot.catalogue.feeds import Feed
from bot.catalogue.found import Found
from bot.catalogue.index import Hit, HitKind, label
from bot.catalogue.meaning import Meaning
from bot.catalogue.names import MAX_CHOICES, Names, spellings
from bot.catalogue.schema import CareerRole, Certification, Stage, Trend, Variant
from bot.catalogue.terms import Term
from bot.errors import Sought, UnknownNameError

__all__ = ["ALL_KINDS", "CatalogueSearch", "Found", "Hit", "HitKind"]


class CatalogueSearch:
    """Everything that is looked up by what people type."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._certifications = _certification_names(catalogue)
        roles = sorted(catalogue.roles.values(), key=lambda role: role.kind != "core")
        self._roles = Names(
            {role.id: (role.name, *role.aliases) for role in roles},
            {role.id: role.name for role in roles},
        )
        stages = catalogue.stages.values()
        self._stages = Names(
            {stage.id: (stage.name, str(stage.order), f"stage {stage.order}") for stage in stages},
            {stage.id: f"{stage.order}. {stage.name}" for stage in stages},
        )
        entries = catalogue.certifications.values()
        focuses = sorted({focus for entry in entries for focus in entry.focus})
        self._focuses = Names(
            {focus: () for focus in focuses},
            {focus: focus.replace("-", " ") for focus in focuses},
        )
        skills = sorted({skill for role in roles for skill in role.key_skills})
        self._skills = Names(
            {skill: () for skill in skills},
            {skill: skill.replace("-", " ") for skill in skills},
        )
        self._topics = Names(
            {topic: () for topic in self.topics()},
            {topic: topic.replace("-", " ") for topic in self.topics()},
        )
        terms = catalogue.terms.values()
        self._terms = Names(
            {term.id: term.names for term in terms},
            {term.id: term.name for term in terms},
        )
        self._named = {
            Sought.CERTIFICATION: self._certifications,
            Sought.ROLE: self._roles,
            Sought.STAGE: self._stages,
            Sought.SKILL: self._skills,
            Sought.FOCUS: self._focuses,
            Sought.TOPIC: self._topics,
            Sought.TERM: self._terms,
        }
        self._answers = Answers(catalogue)

    def mean(self, what: Sought, text: str) -> Meaning:
        """Return what ``text`` means among the catalogue's entries of a kind."""
        return self._named[what].mean(text)

    def find_certification(self, text: str) -> tuple[Certification, Variant | None]:
        """Return the certification ``text`` means, and the variant if it means that one.

        Raises
        ------
        UnknownNameError
            Nothing is close; the error holds the three nearest names.
        """
        own_id = _found(self._certifications, text, Sought.CERTIFICATION)
        return self._catalogue.certification(own_id)

    def find_role(self, text: str) -> CareerRole:
        """Return the role ``text`` means; raises UnknownNameError with the nearest names."""
        return self._catalogue.roles[_found(self._roles, text, Sought.ROLE)]

    def find_stage(self, text: str) -> Stage:
        """Return the stage ``text`` means; raises UnknownNameError with the nearest names."""
        return self._catalogue.stages[_found(self._stages, text, Sought.STAGE)]

    def find_skill(self, text: str) -> str:
        """Return the skill ``text`` means; raises UnknownNameError with the nearest names."""
        return _found(self._skills, text, Sought.SKILL)

    def skills(self) -> dict[str, str]:
        """Return the label of every skill that roles ask for, by id, in order of name."""
        return dict(self._skills.labels)

    def suggest_skills(self, text: str) -> list[tuple[str, str]]:
        """Return (label, id) of skills, at most 25."""
        return self._skills.suggest(text)

    def certification_name(self, own_id: str) -> str:
        """Return a certification's label; one that has left the catalogue keeps its id."""
        return self._certifications.labels.get(own_id, own_id)

    def stage_name(self, own_id: str | None) -> str | None:
        """Return a stage's label; one that has left the catalogue keeps its id."""
        return None if own_id is None else self._stages.labels.get(own_id, own_id)

    def role_name(self, own_id: str | None) -> str | None:
        """Return a role's name; one that has left the catalogue keeps its id."""
        return None if own_id is None else self._roles.labels.get(own_id, own_id)

    def certifications(self, focus: str | None, level: str | None) -> list[Certification]:
        """Return the certifications of a focus and level, from entry to expert.

        Raises
        ------
        UnknownNameError
            No certification has anything like this focus.
        """
        wanted = None if focus is None else _found(self._focuses, focus, Sought.FOCUS)
        order = ("entry", "intermediate", "advanced", "expert")
        found = [
            entry
            for entry in self._catalogue.certifications.values()
            if (wanted is None or wanted in entry.focus) and level in (None, entry.level)
        ]
        return sorted(found, key=lambda entry: (order.index(entry.level), entry.name))

    def find_topic(self, text: str) -> str:
        """Return the topic of trends ``text`` means; raises UnknownNameError with the nearest."""
        return _found(self._topics, text, Sought.TOPIC)

    def find_term(self, text: str) -> Term:
        """Return the term ``text`` means; raises UnknownNameError with the nearest names."""
        return self._catalogue.terms[_found(self._terms, text, Sought.TERM)]

    def trends(self, topic: str | None) -> list[Trend]:
        """Return the trends about a topic, or all of them, the newest first."""
        found = [one for one in self._catalogue.trends.values() if topic in (None, *one.tags)]
        return sorted(found, key=lambda trend: trend.source_date or "", reverse=True)

    def feeds(self) -> list[Feed]:
        """Return the public feeds, by topic and title."""
        feeds = self._catalogue.feeds.values()
        return sorted(feeds, key=lambda feed: (feed.topic, feed.title.casefold()))

    def topics(self) -> dict[str, int]:
        """Return how many trends each topic has, the most first."""
        counted = Counter(tag for trend in self._catalogue.trends.values() for tag in trend.tags)
        return dict(sorted(counted.items(), key=lambda one: (-one[1], one[0])))

    def suggest_certifications(self, text: str) -> list[tuple[str, str]]:
        """Return (label, id) of certifications, at most 25."""
        return self._certifications.suggest(text)

    def suggest_roles(self, text: str) -> list[tuple[str, str]]:
        """Return (label, id) of roles, at most 25."""
        return self._roles.suggest(text)

    def suggest_stages(self, text: str) -> list[tuple[str, str]]:
        """Return (label, id) of stages."""
        return self._stages.suggest(text)

    def suggest_focuses(self, text: str) -> list[tuple[str, str]]:
        """Return (label, focus) of what certifications are about, at most 25."""
        return self._focuses.suggest(text)

    def suggest_topics(self, text: str) -> list[tuple[str, str]]:
        """Return (label, topic) of what trends are about, at most 25."""
        return self._topics.suggest(text)

    def suggest_terms(self, text: str) -> list[tuple[str, str]]:
        """Return (label, id) of the words of the field, at most 25."""
        return self._terms.suggest(text)

    def search(
        self, text: str, limit: int = MAX_CHOICES, kinds: Container[HitKind] = ALL_KINDS
    ) -> Found:
        """Return what answers ``text``, best first, and what of it nothing is on file about."""
        return self._answers.find(text, limit, kinds)


def _certification_names(catalogue: Catalogue) -> Names:
    """Return the names of certifications and variants; a variant's names mean it, not the pair."""
    own = {own_id: (v.name, v.abbreviation) for own_id, (_, v) in catalogue.variants.items()}
    taken = {spelling for names in own.values() for name in names for spelling in spellings(name)}
    named: dict[str, tuple[str, ...]] = {}
    labels: dict[str, str] = {}
    for entry in sorted(catalogue.certifications.values(), key=lambda entry: not entry.core):
        names = (entry.name, entry.abbreviation, *entry.aliases)
        named[entry.id] = tuple(name for name in names if taken.isdisjoint(spellings(name)))
        labels[entry.id] = label(entry.abbreviation, entry.name)
    for own_id, (name, abbreviation) in own.items():
        labels[own_id] = label(abbreviation, name)
    return Names(named | own, labels)


def _found(names: Names, text: str, what: Sought) -> str:
    own_id = names.find(text)
    if own_id is None:
        raise UnknownNameError(what, names.nearest(text))
    return own_id
