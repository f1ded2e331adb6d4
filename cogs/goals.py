"""/goal: a member's goals, answered privately, in communities and in direct messages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial
from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import Card
from bot.errors import MentorError
from bot.model import EntryKind, Goal, GoalState, Schedule
from bot.platforms.discord.acknowledging import open_form
from bot.platforms.discord.actions import action
from bot.platforms.discord.answers import answer, replace
from bot.platforms.discord.client import MentorClient
from bot.platforms.discord.forms import GoalForm, StepForm
from bot.platforms.discord.identity import member_id
from bot.platforms.discord.moderation import require_community
from bot.platforms.discord.suggestions import certifications, choices
from bot.replies import goals as replies
from bot.replies import members as places
from bot.replies.forms import GOAL_EDIT_TITLE, GOAL_TITLE, SAVE_MESSAGE
from bot.services.goals import GoalDraft, title_from
from bot.services.typed import in_lines

State = Literal["open", "done", "all"]
Interaction = discord.Interaction[MentorClient]
Put = Callable[[Interaction, Card], Awaitable[None]]
Confirm = Callable[[Goal, str | None, date, Schedule | None], Card]


def _wanted(state: str) -> GoalState | None:
    return None if state == "all" else GoalState(state)


@app_commands.allowed_contexts(guilds=True, dms=True)
@app_commands.allowed_installs(guilds=True)
class GoalCog(commands.GroupCog, group_name="goal", group_description="Your goals, private to you"):
    """Add, list, show, change and finish goals."""

    def __init__(self, client: MentorClient) -> None:
        self.client = client
        self.services = client.services
        self.goals = client.services.goals
        self.menu = app_commands.ContextMenu(
            name=SAVE_MESSAGE,
            callback=self.save_message,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
        )

    async def cog_load(self) -> None:
        """Offer the menu: discord.py takes none from a class by itself."""
        self.client.tree.add_command(self.menu)

    async def cog_unload(self) -> None:
        """Take the menu back."""
        self.client.tree.remove_command(self.menu.name, type=self.menu.type)

    @app_commands.command(name="add")
    @app_commands.describe(
        title="What you want to reach, in one sentence (empty opens a form)",
        certification="The certification it is for",
        due="When you want to be there, as YYYY-MM-DD",
    )
    @app_commands.autocomplete(certification=certifications)
    async def add(
        self,
        interaction: Interaction,
        title: str | None = None,
        certification: str | None = None,
        due: str | None = None,
    ) -> None:
        """Add a goal that only you can see."""
        if title is None:
            form = GoalForm(self.save, certification=certification, due=due)
            await open_form(interaction, form)
            return
        await self.save(interaction, title, certification, due)

    async def save(
        self, interaction: Interaction, title: str, certification: str | None, due: str | None
    ) -> None:
        """Store what the command or the form holds."""
        try:
            goal = await self.goals.add(member_id(interaction.user.id), title, certification, due)
        except MentorError as error:
            await self._keep(interaction, GoalDraft(title, certification, due), error)
        else:
            await self._confirm(interaction, replies.added, goal)

    async def save_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form with the text of a message, as people read it, as the title."""
        title = title_from(message.clean_content)
        await open_form(interaction, GoalForm(self.save, title=title))

    @app_commands.command(name="list")
    @app_commands.describe(state="Which goals to show (open ones unless you say otherwise)")
    async def list_goals(self, interaction: Interaction, state: State = "open") -> None:
        """List your goals."""
        await answer(interaction, await self._list(interaction, state, 0))

    @app_commands.command(name="show")
    @app_commands.describe(goal="Start typing the goal's title")
    async def show(self, interaction: Interaction, goal: str) -> None:
        """Show one goal and what happened to it."""
        await self._show(interaction, goal, answer)

    @app_commands.command(name="done")
    @app_commands.describe(goal="Start typing the goal's title")
    async def done(self, interaction: Interaction, goal: str) -> None:
        """Mark a goal as reached."""
        finished = await self.goals.complete(member_id(interaction.user.id), goal)
        await answer(interaction, replies.done(finished))

    @show.autocomplete("goal")
    async def suggest_any(
        self, interaction: Interaction, text: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest the member's own goals."""
        return choices(await self.goals.suggest(member_id(interaction.user.id), text, None))

    @done.autocomplete("goal")
    async def suggest_open(
        self, interaction: Interaction, text: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest the member's own open goals."""
        owner = member_id(interaction.user.id)
        return choices(await self.goals.suggest(owner, text, GoalState.OPEN))

    @action("goal.show")
    async def press_show(self, interaction: Interaction, goal: str) -> None:
        """Open a goal from a list."""
        await self._show(interaction, goal, replace)

    @action("goal.list")
    async def press_list(
        self, interaction: Interaction, state: State, start: int = 0, page: int = 1
    ) -> None:
        """Open a list of goals from a goal's number on (the first is 0), on a page."""
        await replace(interaction, await self._list(interaction, state, start), page)

    @action("goal.done")
    async def press_done(self, interaction: Interaction, goal: str, delivery: str = "") -> None:
        """Finish a goal from its card or an alert; pressing twice is the same as once."""
        finished = await self.goals.complete(member_id(interaction.user.id), goal)
        await self._react(interaction, replies.done(finished), delivery)

    @action("goal.reopen")
    async def press_reopen(self, interaction: Interaction, goal: str) -> None:
        """Undo a Done."""
        reopened = await self.goals.reopen(member_id(interaction.user.id), goal)
        await replace(interaction, replies.reopened(reopened, await self._today(interaction)))

    @action("goal.step")
    async def press_step(self, interaction: Interaction, goal: str) -> None:
        """Ask what was done."""
        found, _ = await self.goals.show(member_id(interaction.user.id), goal)
        await open_form(interaction, StepForm(partial(self.note, found)))

    async def note(self, goal: Goal, interaction: Interaction, text: str) -> None:
        """Store a step towards a goal."""
        moved = await self.goals.progress(member_id(interaction.user.id), goal.id, text)
        await answer(interaction, replies.progressed(moved, in_lines(text)))

    @action("goal.edit")
    async def press_edit(self, interaction: Interaction, goal: str, delivery: str = "") -> None:
        """Open the form with what the goal says; an alert it was opened from counts as read."""
        own_id = member_id(interaction.user.id)
        found, _ = await self.goals.show(own_id, goal)
        due = found.due_on.isoformat() if found.due_on else None
        save, named = partial(self.change, found), self._certification(found)
        await open_form(interaction, GoalForm(save, found.title, named, due, GOAL_EDIT_TITLE))
        if delivery:
            await self.services.inbox.put_away(own_id, delivery)

    async def change(
        self,
        goal: Goal,
        interaction: Interaction,
        title: str,
        certification: str | None,
        due: str | None,
    ) -> None:
        """Store what the form holds; a certification left as it was shown is not looked up."""
        shown = self._certification(goal)
        is_kept = shown is not None and certification == shown[:100].strip()
        named = None if is_kept else certification or ""
        own_id = member_id(interaction.user.id)
        try:
            edited = await self.goals.edit(
                own_id, goal.id, title=title, certification=named, due=due or ""
            )
        except MentorError as error:
            await self._keep(interaction, GoalDraft(title, certification, due, goal.id), error)
        else:
            await self._confirm(interaction, replies.edited, edited)

    @action("goal.correct")
    async def press_correct(self, interaction: Interaction, draft: str) -> None:
        """Open the form with what could not be saved."""
        own_id = member_id(interaction.user.id)
        kept, save, heading = self.goals.recall(own_id, draft), self.save, GOAL_TITLE
        if kept.goal_id is not None:
            found, _ = await self.goals.show(own_id, kept.goal_id)
            save, heading = partial(self.change, found), GOAL_EDIT_TITLE
        form = GoalForm(save, kept.title, kept.certification, kept.due, heading)
        await open_form(interaction, form)

    @action("goal.quiet")
    async def press_quiet(self, interaction: Interaction, goal: str, delivery: str = "") -> None:
        """Turn a goal's alerts off."""
        own_id = member_id(interaction.user.id)
        found, _ = await self.goals.switch_alerts(own_id, goal, is_on=False)
        await self._react(interaction, replies.alerts_off(found), delivery)

    @action("goal.alert")
    async def press_alert(self, interaction: Interaction, goal: str) -> None:
        """Turn a goal's alerts on again."""
        own_id = member_id(interaction.user.id)
        found, alerts = await self.goals.switch_alerts(own_id, goal, is_on=True)
        await replace(interaction, replies.alerts_on(found, alerts))

    @action("goal.from")
    async def press_from(self, interaction: Interaction, kind: str, entry: str) -> None:
        """Start a goal from a catalogue card, with a title to change; show the one there is."""
        own_id = member_id(interaction.user.id)
        if (known := await self.services.career.open_goal(own_id, kind, entry)) is not None:
            await self._show(interaction, known.id, answer)
            return
        title, certification = self.services.mentoring.goal_idea(kind, entry)
        await open_form(interaction, GoalForm(self.save, title=title, certification=certification))

    @action("goal.take")
    async def press_take(self, interaction: Interaction, kind: str, entry: str) -> None:
        """Add a next action as a goal at once; pressing twice is the same as once."""
        own_id = member_id(interaction.user.id)
        goal, is_new = await self.services.career.take(own_id, kind, entry)
        if is_new:
            await self._confirm(interaction, replies.added, goal)
        else:
            await self._show(interaction, goal.id, answer)

    @action("goal.own")
    async def press_own(self, interaction: Interaction, entry: str) -> None:
        """Start a goal from a post of the community's own, with a title to change or keep."""
        found = await self.services.entries.load(require_community(interaction), entry)
        title = found.title if found.kind is EntryKind.TIP else found.text
        await open_form(interaction, GoalForm(self.save, title=title))

    async def _list(self, interaction: Interaction, state: str, start: int) -> Card:
        owner, wanted = member_id(interaction.user.id), _wanted(state)
        total = await self.goals.count(owner, wanted)
        start = start if start < total else 0
        found = await self.goals.list(owner, wanted, start)
        return replies.listing(found, state, await self._today(interaction), start, total)

    async def _show(self, interaction: Interaction, goal: str, put: Put) -> None:
        found, events = await self.goals.show(member_id(interaction.user.id), goal)
        named, alerts = self._certification(found), await self.goals.alerts(found)
        await put(
            interaction, replies.shown(found, events, named, await self._today(interaction), alerts)
        )

    async def _confirm(self, interaction: Interaction, confirm: Confirm, goal: Goal) -> None:
        """Answer with a saved goal and, if it alerts, where to."""
        alerts = await self.goals.alerts(goal)
        card = confirm(goal, self._certification(goal), await self._today(interaction), alerts)
        if alerts is not None and alerts.next_run_at is not None:
            card = places.ask_place(card, await self.services.members.load(goal.member_id))
        await answer(interaction, card)

    async def _keep(self, interaction: Interaction, draft: GoalDraft, error: MentorError) -> None:
        """Say why something was not saved, with what was typed to be corrected."""
        kept = self.goals.keep(member_id(interaction.user.id), draft)
        await answer(interaction, replies.refused(kept, error))

    async def _react(self, interaction: Interaction, card: Card, delivery: str) -> None:
        """Put a card in the place of the clicked one, or below an alert, whose buttons stay."""
        if delivery:
            await self.services.inbox.put_away(member_id(interaction.user.id), delivery)
            await answer(interaction, card)
        else:
            await replace(interaction, card)

    def _certification(self, goal: Goal) -> str | None:
        if goal.certification is None:
            return None
        return self.services.search.certification_name(goal.certification)

    async def _today(self, interaction: Interaction) -> date:
        return await self.goals.today(member_id(interaction.user.id))


async def setup(client: MentorClient) -> None:
    """Add the cog (called by discord.py)."""
    await client.add_cog(GoalCog(client))
