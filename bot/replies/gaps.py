"""What a job role still asks of a member; private, and a help, no judgement."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Alert, Block, Button, Card, Facts, Inline, Item, Items, Note, Source, Text
from bot.cards import Steps as Checklist
from bot.catalogue import Catalogue
from bot.catalogue.gaps import Gap, Kind, NextAction, Untold
from bot.replies import facts, ideas
from bot.replies.commands import tappable
from bot.words import N_, _, plural

_MAX_STEPS = 8
_ASKED: dict[Untold, tuple[str, str]] = {
    "stage": (N_("Stage and role"), "profile.aims"),
    "skills": (N_("Skills"), "profile.skills"),
    "certifications": (N_("Add a certification"), "held.add"),
}
_UNTOLD: dict[Untold, str] = {
    "stage": N_("your stage of the path (I list the steps from the first stage on)"),
    "skills": N_("your skills (all of them are listed as missing)"),
    "certifications": N_("the certifications you hold (all are listed as missing)"),
}
_WHY: dict[Kind, str] = {
    "certification": N_("The most basic certification you're missing. Check its requirements."),
    "skill": N_("The role asks for it, and it is not in your profile."),
    "step": N_("It leads there and is not done yet."),
    "role": N_("Interviews ask for examples of your own."),
}


def shown(gap: Gap, catalogue: Catalogue) -> Card:
    """Show what a member has, lacks and can do next for a role."""
    lacking = len(gap.missing_skills) + len(gap.missing_certifications)
    summary = plural(
        "{n} of what this role asks for is missing in your profile.",
        "{n} of what this role asks for are missing in your profile.",
        lacking,
    )
    return Card(
        title=_("Your way to {role}", role=gap.role.name),
        summary=summary,
        subtitle=_("only you can see this"),
        blocks=(
            *_untold(gap.untold),
            Text((summary,)),
            Facts(_skills(gap), heading=_("Skills")),
            Facts(_certifications(gap, catalogue), heading=_("Useful certifications")),
            *_steps(gap),
            _next(gap.actions, catalogue),
            Note((_("What a role asks for and the path are our advice; employers differ."),)),
        ),
        actions=(
            *(Button(_(label), verb) for label, verb in map(_ASKED.__getitem__, gap.untold)),
            Button(_("Look again"), "gap.mine", (gap.role.id,)),
            Button(_("About the role"), "role.show", (gap.role.id,)),
            Button(_("My progress"), "path.mine"),
        ),
        sources=(Source(_(facts.EDITORIAL)),),
        as_of=gap.checked,
        pager=("gap.mine", gap.role.id),
        is_personal=True,
    )


def _untold(untold: tuple[Untold, ...]) -> tuple[Block, ...]:
    if not untold:
        return ()
    parts = facts.bulleted(_(_UNTOLD[part]) for part in untold)
    why = _("This is only as good as your profile. Still missing (add it below):")
    return (Alert((why, "\n", *parts), level="info"),)


def _skills(gap: Gap) -> tuple[tuple[str, Inline], ...]:
    held = ", ".join(map(facts.words, gap.held_skills))
    missing = ", ".join(map(facts.words, gap.missing_skills))
    return _both(held, missing)


def _certifications(gap: Gap, catalogue: Catalogue) -> tuple[tuple[str, Inline], ...]:
    held = ", ".join(facts.abbreviation(own, catalogue) for own in gap.held_certifications)
    missing = ", ".join(facts.abbreviation(own, catalogue) for own in gap.missing_certifications)
    return _both(held, missing)


def _both(held: str, missing: str) -> tuple[tuple[str, Inline], ...]:
    return ((_("You have"), (held or _("none"),)), (_("Missing"), (missing or _("none"),)))


def _steps(gap: Gap) -> tuple[Block, ...]:
    if not gap.steps:
        return ()
    rows: tuple[tuple[bool, Inline], ...] = tuple(
        (step.is_done, (f"{step.title} ({step.place})",)) for step in gap.steps[:_MAX_STEPS]
    )
    more = len(gap.steps) - _MAX_STEPS
    rest = plural("{n} more step in your path.", "{n} more steps in your path.", more)
    heading = _("Steps of the path that lead there")
    return (Checklist(rows, heading=heading), *((Note((rest,)),) if more > 0 else ()))


def _next(actions: Sequence[NextAction], catalogue: Catalogue) -> Block:
    heading = _("What to do next")
    if not actions:
        told = _("All done. Update /me profile with what you have now, then check again.")
        return Text(tappable(told), heading=heading)
    return Items(tuple(_item(one, catalogue) for one in actions), heading=heading)


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
