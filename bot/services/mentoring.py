"""Mentoring: what to say next, from the catalogue and from what was said before."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards import Card
from bot.catalogue import Catalogue
from bot.model import PostKind, Schedule
from bot.replies import ideas
from bot.replies.refusals import catalogue as refusals
from bot.schedule.kinds import CatalogueKind, Kind
from bot.schedule.languages import load_language
from bot.storage.database import Database
from bot.words import speak

_MAX_TITLE = 200


class Mentoring:
    """Choose what a community or a member reads next."""

    def __init__(
        self, database: Database, catalogue: Catalogue, kinds: Mapping[PostKind, Kind]
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._kinds = kinds

    async def preview(self, schedule: Schedule, locale: str) -> Card:
        """Return a community's next post without using it up.

        It is in the language that its moderators chose, else in that of the place (``locale``).
        """
        kind = self._kinds[schedule.kind]
        if not isinstance(kind, CatalogueKind):
            raise TypeError(f"a {schedule.kind} cannot be previewed")
        async with self._database.read() as tx:
            with speak(await load_language(tx, schedule), locale):
                card = await kind.preview(tx, schedule)
        if card is None:
            raise LookupError("the entry chosen just now is gone")
        return card

    def goal_idea(self, kind: str, entry_id: str) -> tuple[str, str | None]:
        """Return a title and a certification for a goal made from a catalogue entry.

        Raises
        ------
        StaleActionError
            The entry is no longer in the catalogue.
        """
        try:
            title, certification = self._idea(kind, entry_id)
        except KeyError:
            raise refusals.idea_gone() from None
        return title[:_MAX_TITLE], certification

    def _idea(self, kind: str, entry_id: str) -> tuple[str, str | None]:
        catalogue = self._catalogue
        match kind:
            case "certification":
                entry, variant = catalogue.certification(entry_id)
                chosen = variant or entry
                return ideas.certify(chosen.name), chosen.id
            case "step":
                return catalogue.steps[entry_id].title, None
            case "way":
                return catalogue.ways[entry_id].first_action, None
            case "role":
                return ideas.practise(catalogue.roles[entry_id].name), None
            case "skill":
                return self._skill_idea(entry_id), None
            case "resource":
                return ideas.work_through(catalogue.resources[entry_id].title), None
            case "question":
                return ideas.act_on(catalogue.faq[entry_id].question), None
            case "term":
                return ideas.explain(catalogue.terms[entry_id].name), None
            case "nudge":
                return catalogue.nudges[entry_id].text, None
            case "trend":
                text = catalogue.trends[entry_id].try_this
                return text[:1].upper() + text[1:], None
            case _:
                raise KeyError(kind)

    def _skill_idea(self, skill: str) -> str:
        if not any(skill in role.key_skills for role in self._catalogue.roles.values()):
            raise KeyError(skill)
        return ideas.learn(skill.replace("-", " "))
