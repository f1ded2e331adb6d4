"""/career: job roles, and the six-stage path with the member's own progress."""

from __future__ import annotations

from typing import Annotated

from bot.cards import Card
from bot.catalogue.standing import next_steps, own_stage
from bot.dialogues import options
from bot.dialogues.forms import Choice, Form
from bot.dialogues.seam import Answer, Ask, Noun, OpenForm, Replace
from bot.model import PathProgress
from bot.replies import forms as words
from bot.replies import gaps, paths, standings
from bot.replies import roles as replies
from bot.replies.paths import StagePart
from bot.replies.roles import RolePart
from bot.services.composition import Services

career = Noun("career", "Job roles and the path to them")


@career.command("path")
async def follow(
    ask: Ask,
    stage: Annotated[
        str | None, options.stage("One of the six stages (empty shows them all)")
    ] = None,
) -> Answer:
    """Follow the six-stage path to Technical Project Manager."""
    if stage:
        progress = await ask.services.career.progress(ask.member)
        return _stage(ask.services, stage, progress)
    return await _standing(ask)


@career.command("role")
async def look_up(
    ask: Ask, name: Annotated[str, options.role("The job role, or what people call it")]
) -> Answer:
    """Look up one job role: what you do, need and earn."""
    return show_role(ask.services, name)


@career.command("gap")
async def find_gap(
    ask: Ask,
    target: Annotated[
        str | None, options.role("The job role you want (empty: the one of your profile)")
    ] = None,
) -> Answer:
    """See what you're missing for a job, and what to do next."""
    wanted = target or (await ask.services.profiles.load(ask.member)).target_role
    return OpenForm("gap.ask") if wanted is None else await _gap(ask, wanted)


@career.form("gap.ask")
async def ask_target(ask: Ask) -> Form:
    """Ask for the job role somebody wants."""
    found, search = await ask.services.profiles.load(ask.member), ask.services.search
    return Form(
        words.GAP_TITLE,
        (
            Choice(
                "role",
                words.AIMS_ROLE,
                tuple(search.suggest_roles("")),
                words.GAP_KEPT,
                is_required=True,
            ),
        ),
        {"role": found.target_role or ""},
    )


@career.submit("gap.ask")
async def find_gap_to(ask: Ask, role: str) -> Answer:
    """Keep the role, and show the gap."""
    await ask.services.profiles.change(ask.member, None, role)
    return Replace(await _gap(ask, role))


@career.form("gap.have")
async def ask_have(ask: Ask, role: str) -> Form:
    """Ask which of what a role asks for somebody has."""
    services = ask.services
    gap, search = await services.career.gap(ask.member, role), services.search
    labels, wanted = search.skills(), gap.role
    certifications = [(search.certification_name(one), one) for one in wanted.useful_certifications]
    profile = await services.profiles.load(ask.member)
    return Form(
        words.HAVE_TITLE,
        (
            Choice(
                "skills",
                words.HAVE_SKILLS,
                tuple((_title(labels[one]), one) for one in wanted.key_skills),
                words.OPTIONAL,
                most=len(wanted.key_skills),
            ),
            Choice(
                "certifications",
                words.HAVE_CERTIFICATIONS,
                tuple(certifications),
                words.OPTIONAL,
                most=len(certifications),
            ),
            Choice("stage", words.AIMS_STAGE, tuple(search.suggest_stages("")), words.OPTIONAL),
        ),
        {
            "skills": gap.held_skills,
            "certifications": gap.held_certifications,
            "stage": profile.stage or "",
        },
    )


@career.submit("gap.have")
async def keep_have(
    ask: Ask, role: str, skills: tuple[str, ...], certifications: tuple[str, ...], stage: str
) -> Answer:
    """Keep it in the profile, and show the gap as it is now."""
    wanted = ask.services.search.find_role(role)
    await ask.services.career.tell(ask.member, wanted, skills, certifications, stage)
    return Replace(await _gap(ask, role))


@career.button("gap.mine")
async def press_gap(ask: Ask, role: str, page: int = 1) -> Answer:
    """Look at the gap again, as it is now."""
    return Replace(await _gap(ask, role), page)


@career.button("gap.all")
async def press_all(ask: Ask, role: str, page: int = 1) -> Answer:
    """List everything that leads to a role."""
    found = await ask.services.career.gap(ask.member, role)
    return Replace(gaps.everything(found, ask.services.catalogue), page)


@career.opener("role.show")
def show_role(services: Services, name: str) -> Card:
    """Show a role."""
    return replies.info(services.search.find_role(name), services.catalogue)


@career.opener("role.part")
def show_role_part(services: Services, name: str, part: RolePart) -> Card:
    """Show one part of a role."""
    return replies.part(part, services.search.find_role(name), services.catalogue)


@career.opener("stage.show")
def show_stage(services: Services, stage: str) -> Card:
    """Show a stage of the path."""
    return _stage(services, stage)


@career.opener("stage.part")
def show_stage_part(services: Services, stage: str, part: StagePart) -> Card:
    """Show one part of a stage."""
    return paths.part(part, services.search.find_stage(stage), services.catalogue)


@career.button("stage.mypart")
async def press_stage_part(ask: Ask, stage: str, part: StagePart, page: int = 1) -> Answer:
    """Show one part of a stage with the member's progress."""
    services = ask.services
    progress = await services.career.progress(ask.member)
    found = services.search.find_stage(stage)
    return Replace(paths.part(part, found, services.catalogue, progress), page)


@career.opener("path.show")
def show_path(services: Services) -> Card:
    """Show the overview of the path."""
    return paths.overview(services.catalogue)


@career.button("stage.mine")
async def press_stage(ask: Ask, stage: str, page: int = 1) -> Answer:
    """Show a stage with the member's progress."""
    progress = await ask.services.career.progress(ask.member)
    return Replace(_stage(ask.services, stage, progress), page)


@career.button("path.stages")
async def press_stages(ask: Ask, page: int = 1) -> Answer:
    """Show all stages with the member's progress."""
    progress = await ask.services.career.progress(ask.member)
    return Replace(paths.overview(ask.services.catalogue, progress), page)


@career.button("path.mine")
async def press_path(ask: Ask, page: int = 1) -> Answer:
    """Show where the member is and what comes next; ``page`` is of buttons of older versions."""
    return Replace(await _standing(ask))


@career.button("path.ask")
async def press_ask(ask: Ask) -> Answer:
    """Ask where the member is."""
    return Replace(standings.ask_stage(ask.services.catalogue))


@career.button("path.at")
async def press_stage_of_mine(ask: Ask, stage: str) -> Answer:
    """Keep the stage of the member's, and show what comes next."""
    await ask.services.profiles.change(ask.member, stage)
    return Replace(await _standing(ask))


@career.button("path.take")
async def press_take(ask: Ask, step: str) -> Answer:
    """Add a step as a goal; pressing twice is the same as once."""
    return await _take(ask, step)


@career.button("path.add")
async def press_add(ask: Ask, *steps: str) -> Answer:
    """Add several steps as goals; pressing twice is the same as once."""
    return await _take(ask, *steps)


async def _take(ask: Ask, *steps: str) -> Answer:
    added = await ask.services.career.take_steps(ask.member, [(step, None) for step in steps])
    return Replace(await _standing(ask, len(added)))


async def _standing(ask: Ask, added: int = 0) -> Card:
    catalogue = ask.services.catalogue
    progress = await ask.services.career.progress(ask.member)
    if (stage := own_stage(progress, catalogue)) is None:
        return standings.ask_stage(catalogue)
    steps = next_steps(stage, progress, catalogue)
    return standings.here(stage, steps, catalogue, progress, added)


def _title(label: str) -> str:
    return label[:1].upper() + label[1:]


async def _gap(ask: Ask, role: str) -> Card:
    found = await ask.services.career.gap(ask.member, role)
    return gaps.shown(found, ask.services.catalogue)


def _stage(services: Services, stage: str, progress: PathProgress | None = None) -> Card:
    return paths.stage(services.search.find_stage(stage), services.catalogue, progress)
