"""What moderators read of their settings."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.cards import Facts
from bot.catalogue import Catalogue
from bot.model import (
    ChannelId,
    Community,
    CommunityId,
    EntryKind,
    Frequency,
    PostKind,
    Recurrence,
    RoleId,
    Schedule,
    ScheduleId,
)
from bot.platforms.discord.renderer import Renderer
from bot.replies import communities
from bot.words import languages, speak

HERE = CommunityId(f"discord:{2**63 - 1}")
NEXT = datetime(2026, 9, 30, 23, 59, tzinfo=UTC)


@pytest.mark.parametrize("language", languages())
def test_all_settings_are_on_one_page(catalogue: Catalogue, language: str):
    rule = Recurrence(Frequency.WEEKLY, time(23, 59), "America/Argentina/ComodRivadavia", weekday=2)
    schedules = [
        Schedule(
            ScheduleId(1), kind, rule, NEXT, HERE, channel_id=ChannelId(f"discord:{2**63 - 1}")
        )
        for kind in (PostKind.WEEKLY_NUDGE, PostKind.TREND_TIP)
    ]
    upcoming = [(schedules[n % 2], NEXT + timedelta(weeks=n)) for n in range(5)]
    categories = sorted({nudge.category for nudge in catalogue.nudges.values()})
    topics = {
        PostKind.WEEKLY_NUDGE: categories[:-1],
        PostKind.TREND_TIP: sorted({tag for tip in catalogue.trends.values() for tag in tip.tags}),
    }
    community = Community(HERE, mentors_role_id=RoleId(f"discord:{2**63 - 1}"), locale="it")
    with speak(language):
        card = communities.overview(
            community, schedules, upcoming, topics, dict.fromkeys(EntryKind, 10_000)
        )
    assert Renderer({"config": 2**63 - 1}).render(card).pages == 1


def test_no_own_content_is_said_in_the_gender_of_its_name():
    with speak("it"):
        card = communities.overview(Community(HERE), [], [], {}, dict.fromkeys(EntryKind, 0))
    [facts] = [block for block in card.blocks if isinstance(block, Facts)]
    assert ("Contenuti propri", ("ancora nessuno",)) in facts.rows
