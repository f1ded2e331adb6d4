"""/cert: certifications from the catalogue, with sources and check dates."""

from __future__ import annotations

from functools import partial
from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import Card
from bot.catalogue.schema import Certification, Variant
from bot.errors import InvalidInputError
from bot.platforms.discord.acknowledging import open_form
from bot.platforms.discord.actions import action, opener
from bot.platforms.discord.answers import answer
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.eligibility_form import EligibilityForm
from bot.platforms.discord.suggestions import certifications, focuses
from bot.replies import certification_lists as lists
from bot.replies import certifications as replies
from bot.replies import comparisons, eligibility
from bot.services.eligibility import assess, questions

Interaction = discord.Interaction[MentorClient]
Level = Literal["entry", "intermediate", "advanced", "expert"]
Anything = Literal["any"]
ANY: Anything = "any"


@app_commands.allowed_contexts(guilds=True, dms=True)
@app_commands.allowed_installs(guilds=True)
class CertificationCog(
    commands.GroupCog, group_name="cert", group_description="Certifications, dated and sourced"
):
    """Look certifications up."""

    def __init__(self, client: MentorClient) -> None:
        self.catalogue = client.services.catalogue
        self.certifications = client.services.certifications
        self.search = client.services.search

    @app_commands.command()
    @app_commands.describe(name="Name, abbreviation or what people call it")
    @app_commands.autocomplete(name=certifications)
    async def info(self, interaction: Interaction, name: str) -> None:
        """Look up one certification: requirements, exam, fees, renewal."""
        await answer(interaction, self.show(name))

    @app_commands.command()
    @app_commands.describe(
        first="A certification", second="Another one", third="A third one, if you like"
    )
    @app_commands.autocomplete(first=certifications, second=certifications, third=certifications)
    async def compare(
        self, interaction: Interaction, first: str, second: str, third: str | None = None
    ) -> None:
        """Compare two or three certifications, aspect by aspect."""
        await answer(interaction, self.show_comparison(first, second, third or ""))

    @app_commands.command(name="list")
    @app_commands.describe(
        focus="What it is about",
        level="How far along you are",
        cost="At most so many US dollars for the exam or course, without a membership",
    )
    @app_commands.autocomplete(focus=focuses)
    async def list_certifications(
        self,
        interaction: Interaction,
        focus: str | None = None,
        level: Level | None = None,
        cost: app_commands.Range[int, 0, 99_999] | None = None,
    ) -> None:
        """List certifications, optionally by focus, level and cost."""
        shown = self.show_list(focus or ANY, level or ANY, ANY if cost is None else cost)
        await answer(interaction, shown)

    @opener("cert.show")
    def show(self, name: str) -> Card:
        """Show a certification."""
        return replies.info(*self.search.find_certification(name), self.catalogue)

    @action("cert.sit")
    async def press_sit(self, interaction: Interaction, name: str, *answers: str) -> None:
        """Ask what the routes depend on; with nothing to ask, say what is on file."""
        entry, variant = self.search.find_certification(name)
        shown = variant or entry
        asked = questions(shown.prerequisites)
        if not asked:
            await self._assess(entry, variant, interaction, ())
            return
        save = partial(self._assess, entry, variant)
        await open_form(interaction, EligibilityForm(save, asked, answers, self.catalogue))

    async def _assess(
        self,
        entry: Certification,
        variant: Variant | None,
        interaction: Interaction,
        answers: tuple[str, ...],
    ) -> None:
        """Answer with what is met and missing; the answers live in the card's button only."""
        shown = variant or entry
        try:
            outcomes = assess(shown.prerequisites, answers)
        except InvalidInputError as error:
            await answer(interaction, eligibility.refused(error, shown.id, answers))
            return
        card = eligibility.assessed(entry, variant, outcomes, answers, self.catalogue)
        await answer(interaction, card)

    @opener("cert.compare")
    def show_comparison(self, first: str, second: str, third: str) -> Card:
        """Show certifications side by side."""
        chosen = self.certifications.choose(first, second, third)
        return comparisons.compared(chosen, self.catalogue)

    @opener("cert.list")
    def show_list(self, focus: str, level: Level | Anything, cost: int | Anything) -> Card:
        """Show the certifications of a focus and level, up to a cost."""
        about, how_far = (None if part == ANY else part for part in (focus, level))
        limit = None if cost == ANY else cost
        found, unpriced = self.certifications.list(about, how_far, limit)
        return lists.listing(found, about, how_far, limit, unpriced)


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(CertificationCog(client))
