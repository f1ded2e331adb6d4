"""What a community set goes 30 days after it removed the bot, and nothing else goes."""

from __future__ import annotations

from itertools import count

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.catalogue.search import CatalogueSearch
from bot.model import ChannelId, CommunityId, MemberId, PostKind
from bot.services.audit import Audit, act_as
from bot.services.communities import Communities
from bot.services.community_data import CommunityData
from bot.services.goal_ends import GoalEnds
from bot.services.goals import Goals
from bot.services.housekeeping import Housekeeping
from bot.storage import communities as stored
from bot.storage import community_data as rows
from bot.storage.database import Database
from tests.outside import StoppedClock

ANA = MemberId("discord:1001")
NUMBERS = count(1)
FEW = settings(
    phases=[Phase.generate],
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
days = st.lists(st.none() | st.integers(0, 6), min_size=1, max_size=4)


@FEW
@given(removals=days, returned=st.sets(st.integers(0, 3)))
async def test_everything_of_a_community_and_only_that_goes_after_30_days(
    database: Database,
    search: CatalogueSearch,
    removals: list[int | None],
    returned: set[int],
):
    clock = StoppedClock()
    start = clock.now()
    communities, goals = Communities(database, clock), Goals(database, clock, search)
    here = [CommunityId(f"discord:{next(NUMBERS)}") for _ in removals]
    again = {place for number, place in enumerate(here) if number in returned}
    housekeeping = Housekeeping(
        database,
        clock,
        Audit(database, clock),
        CommunityData(database, clock, ()),
        GoalEnds(database, clock),
        again.__contains__,
    )
    act_as(ANA)
    goal = await goals.add(ANA, "Read the guide", None, None)
    for place in here:
        await communities.set_channel(place, PostKind.TREND_TIP, ChannelId("discord:10"))
        await communities.set_language(place, "it")
    left: dict[CommunityId, int] = {}
    for day in (*range(7), *range(28, 38)):
        clock.advance(days=day - (clock.now() - start).days)
        for place, removal in zip(here, removals, strict=True):
            if removal == day:
                await communities.remove(place)
                left[place] = day
        await housekeeping.run()
        gone = {place for place, since in left.items() if day - since >= 30} - again
        async with database.read() as tx:
            kept = {one.id for one in await stored.list_known(tx)} & set(here)
            counts = {place: await rows.count_settings(tx, place) for place in here}
        assert kept == set(here) - gone
        assert {place for place, count in counts.items() if not count} == gone
        trails = {place: (await Audit(database, clock).newest(place))[1] for place in here}
        assert {place for place, count in trails.items() if not count} == gone
    assert goal.id in {one.id for one in await goals.list(ANA)}
