"""Profiles: optional, from the catalogue's words, changeable and deletable."""

from __future__ import annotations

from datetime import date

import pytest

from bot.catalogue.search import CatalogueSearch
from bot.dialogues.profile import MOST_FIELDS, MOST_OPTIONS
from bot.errors import InvalidInputError, MentorError, NotFoundError
from bot.model import HeldCertification, Member, MemberId, Place, Profile
from bot.platforms.discord.renderer import Renderer
from bot.replies import profiles as replies
from bot.services.profiles import Profiles
from bot.storage import members
from bot.storage.database import Database
from tests.outside import StoppedClock

ANA, BEN = MemberId("discord:5"), MemberId("discord:6")


@pytest.fixture
def profiles(database: Database, clock: StoppedClock, search: CatalogueSearch) -> Profiles:
    return Profiles(database, clock, search)


async def test_everything_is_optional_and_is_stored_by_id(profiles: Profiles):
    assert await profiles.load(ANA) == Profile()
    saved = await profiles.change(
        ANA, "2", "tpm", "risk managment", "pmp", "2024-05-01", "2024-05-02"
    )
    assert saved == Profile(
        "technical-experience",
        "technical-project-manager",
        ("risk-management",),
        (HeldCertification("pmp", date(2024, 5, 1), date(2024, 5, 2)),),
    )
    assert await profiles.load(ANA) == saved
    assert await profiles.change(ANA) == saved
    assert await profiles.load(BEN) == Profile()


async def test_what_is_not_given_stays_and_off_clears(profiles: Profiles):
    await profiles.change(ANA, "2", "tpm", "scrum", "pmp", "2024-05-01", "2024-05-02")
    changed = await profiles.change(ANA, stage="off", skill="agile", certification="pmp", earned="")
    assert (changed.stage, changed.target_role) == (None, "technical-project-manager")
    assert changed.skills == ("agile", "scrum")
    assert changed.held == (HeldCertification("pmp", None, date(2024, 5, 2)),)


async def test_skills_are_replaced_together(profiles: Profiles):
    await profiles.save_skills(ANA, ["scrum", "agile", "agile"])
    assert (await profiles.save_skills(ANA, ["testing"])).skills == ("testing",)
    with pytest.raises(NotFoundError):
        await profiles.save_skills(ANA, ["agile", "zzqx unheard of"])
    assert (await profiles.load(ANA)).skills == ("testing",)


async def test_a_certification_is_exchanged_or_removed(profiles: Profiles):
    await profiles.save_held(ANA, "pmp")
    swapped = await profiles.save_held(ANA, "capm", "2025-01-31", instead_of="pmp")
    assert swapped.held == (HeldCertification("capm", date(2025, 1, 31)),)
    for _ in range(2):
        assert (await profiles.save_held(ANA, "", instead_of="capm")).held == ()


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        ({"stage": "zzqx"}, NotFoundError),
        ({"target_role": "zzqx unheard of"}, NotFoundError),
        ({"skill": "zzqx unheard of"}, NotFoundError),
        ({"certification": "zzqx unheard of"}, NotFoundError),
        ({"earned": "2024-05-01"}, InvalidInputError),
        ({"certification": "pmp", "earned": "long ago"}, InvalidInputError),
        ({"certification": "pmp", "earned": "2026-03-03"}, InvalidInputError),
        ({"certification": "pmp", "earned": "1812-01-01"}, InvalidInputError),
        (
            {"certification": "pmp", "earned": "2024-05-01", "cycle_start": "2024-04-30"},
            InvalidInputError,
        ),
    ],
)
async def test_what_makes_no_sense_stores_nothing(
    profiles: Profiles, bad: dict[str, str], error: type[MentorError]
):
    given = {"stage": "1", "skill": "scrum", **bad}
    with pytest.raises(error):
        await profiles.change(ANA, **given)
    assert await profiles.load(ANA) == Profile()


async def test_deleting_leaves_settings_and_says_what_went(
    profiles: Profiles, database: Database, search: CatalogueSearch
):
    settings = Member(ANA, zone="Europe/Rome", place=Place.INBOX)
    async with database.write() as tx:
        await members.save_member(tx, settings)
    held = await profiles.change(ANA, "2", "tpm", "scrum", "pmp")
    assert await profiles.delete(ANA) == held
    assert await profiles.load(ANA) == Profile()
    assert await profiles.delete(ANA) == Profile()
    async with database.read() as tx:
        assert await members.load_member(tx, ANA) == settings
    receipt = replies.deleted(held, search)
    assert "PMP" in str(receipt.blocks)
    assert "profile.delete" not in str(receipt.actions)


def test_the_forms_have_room_for_all_there_is(search: CatalogueSearch):
    assert 100 < len(search.skills()) <= MOST_FIELDS * MOST_OPTIONS
    assert len(search.suggest_stages("")) <= MOST_OPTIONS
    assert len(search.suggest_roles("")) == 22


def test_a_full_profile_is_shown_whole(search: CatalogueSearch):
    ids = [own_id for _, own_id in search.suggest_certifications("")]
    full = Profile(None, None, tuple(search.skills()), tuple(map(HeldCertification, ids)))
    card = replies.shown(full, search)
    drawn = Renderer({}).render(card)
    shown = "".join(str(page.view.to_components()) for page in (drawn, *drawn.following))
    assert all(f"held.edit:{own_id}" in shown for own_id in ids)
