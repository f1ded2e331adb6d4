"""What a newcomer is told: a plan of first steps from where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.cards import Button, Card, CommandRef, Item, Items, Note, Role, Text, inline
from bot.catalogue.schema import Beginning, CareerRole, Question, Stage, Step
from bot.replies import check_ins
from bot.replies.times import day_words, zone_words
from bot.words import _, plural


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody new does first: three steps, each with the day by which ``hours`` a week do it.

    ``zone`` is where they live, if they said so.
    """

    beginning: Beginning
    role: CareerRole
    stage: Stage
    hours: int
    zone: str
    steps: tuple[tuple[Step, date], ...]
    question: Question

    @property
    def arguments(self) -> tuple[str, ...]:
        """Return what a button needs to make the same plan again."""
        return (self.beginning.id, self.role.id, str(self.hours), self.zone)


def plan(made: Plan) -> Card:
    """Show a plan before anything of it is saved."""
    hours = plural("{n} hour a week", "{n} hours a week", made.hours)
    return Card(
        title=_("Your first three steps"),
        summary=_(
            "A plan from {beginning} to {role}.", beginning=made.beginning.name, role=made.role.name
        ),
        subtitle=_(
            "{beginning} → {role} · {hours}",
            beginning=made.beginning.name,
            role=made.role.name,
            hours=hours,
        ),
        blocks=(
            Text((made.beginning.advice,)),
            Items(tuple(Item(step.title, (_by(day),)) for step, day in made.steps)),
            Text(
                (made.question.question,),
                heading=_("What people in your place ask"),
            ),
            Note((_("Nothing is saved yet. Only you can see this."),)),
        ),
        actions=(
            Button(_("Add these three goals"), "plan.add", made.arguments, style="primary"),
            Button(_("Change"), "start.new"),
            Button(_("Read the answer"), "find.open", ("question", made.question.id)),
        ),
        role=Role.BRAND,
    )


def _by(day: date) -> str:
    return _("by {day}", day=day_words(day))


def begun(made: Plan, titles: Sequence[str]) -> Card:
    """Confirm the goals of a plan and offer what keeps it going; ``titles`` are those added."""
    told = plural("{n} goal added", "{n} goals added", len(titles))
    if not titles:
        told = _("You have these goals already")
    where = _("Your stage is {stage}, and the role you want is {role}.")
    notes = [Text((where.format(stage=made.stage.name, role=made.role.name),))]
    if made.zone:
        zone = zone_words(made.zone)
        notes.append(Text((_("Your time zone is {zone}.", zone=zone),)))
    offered, remind = check_ins.offer()
    return Card(
        title=told,
        summary=told,
        blocks=(
            Items(tuple(Item(step.title, (_by(day),)) for step, day in made.steps)),
            *notes,
            offered,
            Note(
                inline(
                    _("You can change all of it with {profile} and {goals}."),
                    profile=CommandRef("me profile"),
                    goals=CommandRef("goal list"),
                )
            ),
        ),
        actions=(
            remind,
            Button(_("My goals"), "goal.list", ("open",)),
            Button(_("Show me the path"), "path.mine"),
        ),
        role=Role.GOOD,
    )
