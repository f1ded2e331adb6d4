"""What a job role still asks of a member; private, and a help, no judgement."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Block, Button, Card, Facts, Inline, Item, Items, Note, Source, Text
from bot.cards import Steps as Checklist
from bot.catalogue import Catalogue
from bot.catalogue.gaps import Gap, Kind, NextAction
from bot.replies import facts, ideas
from bot.replies.commands import tappable
from bot.words import N_, _, plural

_MOST_NEXT = 3
_WHY: dict[Kind, str] = {
    "certification": N_("The most basic certification you're missing. Check its requirements."),
    "skill": N_("The role asks for it, and it is not in your profile."),
    "step": N_("It leads there and is not done yet."),
    "role": N_("Interviews ask for examples of your own."),
}


def shown(gap: Gap, catalogue: Catalogue) -> Card:
    """Show what a member can do next for a role, and what they lack."""
    lacking = len(gap.missing_skills) + len(gap.missing_certifications)
    summary = plural(
        "Your profile is missing {n} thing this role asks for.",
        "Your profile is missing {n} things this role asks for.",
        lacking,
    )
    has_told = not gap.untold
    untold = _("I don't know yet what you have, so everything is listed.")
    return Card(
        title=_("Your way to {role}", role=gap.role.name),
        summary=summary,
        subtitle=_("only you can see this"),
        blocks=(
            _next(gap.actions[:_MOST_NEXT], catalogue),
            Facts(
                _rows(gap.missing_skills, gap.missing_certifications, catalogue), heading=summary
            ),
            *_held(gap, catalogue),
            *(() if has_told else (Note((untold,)),)),
        ),
        actions=(
            Button(
                _("Tell me what I have") if has_told else _("I have some of these"),
                "gap.have",
                (gap.role.id,),
                style="secondary" if has_told else "primary",
            ),
            Button(_("Everything to do"), "gap.all", (gap.role.id,)),
            Button(_("Look again"), "gap.mine", (gap.role.id,)),
            Button(_("About the role"), "role.show", (gap.role.id,)),
            Button(_("Another job"), "gap.ask"),
        ),
        sources=(Source(_(facts.EDITORIAL)),),
        as_of=gap.checked,
        pager=("gap.mine", gap.role.id),
        is_personal=True,
    )


def everything(gap: Gap, catalogue: Catalogue) -> Card:
    """List all that leads a member to a role: what to do now, and the steps of the path."""
    steps = tuple((step.is_done, (f"{step.title} ({step.place})",)) for step in gap.steps)
    heading = _("Steps of the path that lead there")
    return Card(
        title=_("Everything to do for {role}", role=gap.role.name),
        summary=_("All that leads you to {role}.", role=gap.role.name),
        subtitle=_("only you can see this"),
        blocks=(
            _next(gap.actions, catalogue),
            *((Checklist(steps, heading=heading),) if steps else ()),
            Note((_("What a role asks for and the path are our advice; employers differ."),)),
        ),
        actions=(
            Button(_("Back"), "gap.mine", (gap.role.id,)),
            Button(_("My next steps"), "path.mine"),
        ),
        sources=(Source(_(facts.EDITORIAL)),),
        as_of=gap.checked,
        pager=("gap.all", gap.role.id),
        is_personal=True,
    )


def _rows(
    skills: Sequence[str], certifications: Sequence[str], catalogue: Catalogue
) -> tuple[tuple[str, Inline], ...]:
    names = (
        (_("Skills"), ", ".join(map(facts.words, skills))),
        (
            _("Certifications"),
            ", ".join(facts.abbreviation(own, catalogue) for own in certifications),
        ),
    )
    return tuple((label, (named,)) for label, named in names if named)


def _held(gap: Gap, catalogue: Catalogue) -> tuple[Block, ...]:
    rows = _rows(gap.held_skills, gap.held_certifications, catalogue)
    return (Facts(rows, heading=_("You have")),) if rows else ()


def _next(actions: Sequence[NextAction], catalogue: Catalogue) -> Block:
    heading = _("What to do next")
    if not actions:
        told = _("All done. Update /me profile with what you have now, then check again.")
        return Text(tappable(told), heading=heading)
    items = tuple(_item(one, catalogue) for one in actions)
    has_new = any(action.goal is None for action in actions)
    return Items(items, heading, _("Add one as a goal") if has_new else _("Open a goal"))


def _item(action: NextAction, catalogue: Catalogue) -> Item:
    title, why = _title(action, catalogue), _(_WHY[action.kind])
    if action.goal is None:
        add = Button(_("Add as goal"), "goal.take", (action.kind, action.entry))
        return Item(title, (why,), add)
    opened = Button(_("Open goal"), "goal.show", (action.goal.id,))
    return Item(title, (_("One of your goals."),), opened)


def _title(action: NextAction, catalogue: Catalogue) -> str:
    match action.kind:
        case "certification":
            entry, variant = catalogue.certification(action.entry)
            return ideas.certify((variant or entry).name)
        case "step":
            return catalogue.steps[action.entry].title
        case "skill":
            return ideas.learn(facts.words(action.entry))
        case "role":
            return ideas.practise(catalogue.roles[action.entry].name)
