"""The guided set-up: one per community, left and resumed at any time, by any of its moderators.

Nothing that is chosen counts before it is saved, after the preview. Every turn names the mark of
the card it was made on: on an older one, or when other commands changed the settings beneath it,
nothing happens, and the answer says what has changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import blake2s

from bot.catalogue.search import CatalogueSearch
from bot.model import (
    ChannelId,
    CommunityId,
    PostKind,
    RoleId,
    Schedule,
    Setup,
    SetupDraft,
    SetupStep,
    SetupView,
)
from bot.ports import ChannelAccess, Clock, Messenger, SendError
from bot.replies.refusals import setups as refusals
from bot.services.audit import post_values, save_community
from bot.services.communities import Communities, load_posts
from bot.services.mentoring import Mentoring
from bot.services.times import parse_time, require_zone
from bot.storage import communities, setups
from bot.storage.database import Database, Transaction
from bot.trail import Verb

STEPS = tuple(SetupStep)
_MOST_TURNS = 20


class Setups:
    """Lead a community's moderators from nothing to a test post."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        search: CatalogueSearch,
        messenger: Messenger,
        communities: Communities,
        mentoring: Mentoring,
        has_role: Callable[[CommunityId, RoleId], bool],
    ) -> None:
        self._database = database
        self._clock = clock
        self._search = search
        self._messenger = messenger
        self._communities = communities
        self._mentoring = mentoring
        self._has_role = has_role

    async def begin(self, community_id: CommunityId) -> SetupView:
        """Return the set-up where it was left; a new one when there is none or it is over."""
        async with self._database.write() as tx:
            view = await self._found(tx, community_id)
            if view.setup.step is SetupStep.DONE:
                view = await self._turn(tx, view.setup, SetupStep.CHANNELS)
            return view

    async def left(self, community_id: CommunityId) -> SetupView | None:
        """Return the set-up if choices wait in it that were not saved, or None."""
        async with self._database.read() as tx:
            found = await setups.load_setup(tx, community_id)
            if found is None or found.draft == SetupDraft():
                return None
            return await self._view(tx, found)

    async def give_up(self, community_id: CommunityId, card: str) -> SetupView:
        """Forget what was chosen and not saved."""
        async with self._database.write() as tx:
            view = await self._open(tx, community_id, card)
            if view.missed is not None:
                return view
            forgotten = replace(view.setup, draft=SetupDraft())
            return await self._turn(tx, forgotten, SetupStep.CHANNELS)

    async def look(self, community_id: CommunityId, card: str) -> SetupView:
        """Return the set-up as it is now, seen from a card with some mark."""
        # A form waits for this, so a lock must not hold it up where nothing is to be written.
        async with self._database.read() as tx:
            found = await setups.load_setup(tx, community_id)
            view = None if found is None else await self._view(tx, found)
            if view is not None and not _tests_nothing(view):
                return await self._seen(tx, view, card)
        async with self._database.write() as tx:
            return await self._open(tx, community_id, card)

    async def choose_channels(
        self, community_id: CommunityId, card: str, channels: Mapping[PostKind, ChannelId]
    ) -> SetupView:
        """Choose where each kind is posted; go on once the bot may post in all of them.

        Raises
        ------
        InvalidInputError
            No channel at all was chosen.
        """
        if not channels:
            raise refusals.no_channel()
        return await self._choose(community_id, card, SetupStep.CHANNELS, channels=dict(channels))

    async def choose_zone(self, community_id: CommunityId, card: str, typed: str) -> SetupView:
        """Choose the time zone of all posts, by its IANA name in any case.

        Raises
        ------
        InvalidInputError
            No zone has this name; the error holds the nearest.
        """
        zone = require_zone(self._search, typed)
        return await self._choose(community_id, card, SetupStep.ZONE, zone=zone)

    async def choose_times(
        self, community_id: CommunityId, card: str, times: Mapping[PostKind, tuple[int, str]]
    ) -> SetupView:
        """Choose weekday (0 is Monday) and local time (HH:MM) of each kind.

        Raises
        ------
        InvalidInputError
            A time cannot be read.
        """
        parsed = {kind: (day, parse_time(at)) for kind, (day, at) in times.items()}
        return await self._choose(community_id, card, SetupStep.TIMES, times=parsed)

    async def choose_mentors(
        self, community_id: CommunityId, card: str, role_id: RoleId | None
    ) -> SetupView:
        """Choose the role of the mentors, or none.

        Raises
        ------
        InvalidInputError
            The role was deleted meanwhile.
        """
        if role_id is not None and not self._has_role(community_id, role_id):
            raise refusals.role_gone()
        chosen = () if role_id is None else (role_id,)
        return await self._choose(community_id, card, SetupStep.MENTORS, mentors=chosen)

    async def go_on(self, community_id: CommunityId, card: str) -> SetupView:
        """Take the next step with what is chosen; from the preview on it is saved.

        Raises
        ------
        InvalidInputError
            The mentors' role was deleted meanwhile; nothing was saved.
        """
        async with self._database.write() as tx:
            view = await self._open(tx, community_id, card)
            if view.missed is None:
                step, setup = self._next(view), view.setup
                if step is SetupStep.PREVIEW and self._is_role_gone(setup):
                    # Gone on without it, as the card of this step said.
                    setup = replace(setup, draft=replace(setup.draft, mentors=()))
                if view.setup.step is SetupStep.PREVIEW and step is SetupStep.TEST:
                    await self._save(tx, view)
                view = await self._turn(tx, setup, step)
        self._communities.wake()
        return view

    async def go_back(self, community_id: CommunityId, card: str) -> SetupView:
        """Take one step back, to the first from what is saved already; what is chosen stays."""
        async with self._database.write() as tx:
            view = await self._open(tx, community_id, card)
            if view.missed is not None or view.setup.step is SetupStep.CHANNELS:
                return view
            is_saved = view.setup.step in (SetupStep.TEST, SetupStep.DONE)
            back = 0 if is_saved else STEPS.index(view.setup.step) - 1
            return await self._turn(tx, view.setup, STEPS[back])

    async def test(self, community_id: CommunityId, card: str, locale: str) -> SetupView:
        """Send a test post of the first kind and finish; pressed twice, it is posted once.

        ``locale`` is the platform's for the community.

        Raises
        ------
        InvalidInputError
            It could not be posted; the set-up stays where it is.
        """
        view = await self.look(community_id, card)
        if view.missed is None and view.setup.step is SetupStep.TEST and view.wanted:
            post = view.wanted[0]
            assert post.channel_id is not None  # noqa: S101 - ``wanted`` has none without
            nonce = blake2s(
                f"{community_id}/{view.setup.version}".encode(), digest_size=12
            ).hexdigest()
            told = await self._mentoring.preview(post, locale)
            try:
                await self._messenger.post(post.channel_id, told, nonce)
            except SendError as error:
                raise refusals.unsent_test(error.reason) from error
        return await self.go_on(community_id, card)

    def access(self, view: SetupView) -> dict[ChannelId, ChannelAccess]:
        """Return what the bot may do in the chosen channels."""
        places = {post.channel_id for post in view.posts if post.channel_id}
        community = view.setup.community_id
        return {place: self._messenger.access(place, community) for place in places}

    async def _choose(
        self, community_id: CommunityId, card: str, step: SetupStep, **chosen: object
    ) -> SetupView:
        async with self._database.write() as tx:
            view = await self._open(tx, community_id, card)
            if view.missed is not None or view.setup.step is not step:
                return view
            draft = replace(view.setup.draft, **chosen)
            view = await self._view(tx, replace(view.setup, draft=draft))
            return await self._turn(tx, view.setup, self._next(view))

    def _next(self, view: SetupView) -> SetupStep:
        """Return the next step: never past the channels while one cannot be posted in."""
        step = view.setup.step
        if step in (SetupStep.TEST, SetupStep.DONE):
            return SetupStep.DONE
        reachable = all(access.is_postable for access in self.access(view).values())
        if not view.wanted or not reachable:
            return SetupStep.CHANNELS
        return STEPS[STEPS.index(step) + 1]

    def _is_role_gone(self, setup: Setup) -> bool:
        return any(not self._has_role(setup.community_id, one) for one in setup.draft.mentors or ())

    async def _save(self, tx: Transaction, view: SetupView) -> None:
        if self._is_role_gone(view.setup):
            raise refusals.role_gone()
        community_id = view.setup.community_id
        known = await communities.load_community(tx, community_id)
        changed = replace(known, mentors_role_id=view.mentors_role_id, removed_at=None)
        await save_community(tx, self._clock.now(), changed, Verb.SET_UP)
        await self._communities.apply(tx, community_id, view.posts, Verb.SET_UP)

    async def _open(self, tx: Transaction, community_id: CommunityId, card: str) -> SetupView:
        return await self._seen(tx, await self._found(tx, community_id), card)

    async def _seen(self, tx: Transaction, view: SetupView, card: str) -> SetupView:
        """Return ``view`` with what changed since a card with some mark was drawn."""
        if card == view.mark:
            return view
        drawn = card.partition("-")[0]
        if drawn.isdecimal() and (behind := view.setup.version - int(drawn)):
            return replace(view, missed=tuple(dict.fromkeys(view.setup.turns[-behind:])))
        beneath = await self._set_now(tx, view.setup.community_id)
        return replace(view, missed=(), beneath=beneath)

    async def _set_now(self, tx: Transaction, community_id: CommunityId) -> tuple[Schedule, ...]:
        return tuple(map(self._communities.plan, await load_posts(tx, community_id)))

    async def _found(self, tx: Transaction, community_id: CommunityId) -> SetupView:
        """Return the set-up where it stands: a new one if there is none or nothing to test."""
        found = await setups.load_setup(tx, community_id)
        if found is None:
            # A number that no set-up of this community had, also none that was purged: no card of
            # such a one may act on this.
            first = int(self._clock.real().timestamp() * 1000)
            found = Setup(community_id, version=first)
            await setups.save_setup(tx, found, self._clock.real())
        view = await self._view(tx, found)
        if _tests_nothing(view):
            view = await self._turn(tx, found, SetupStep.CHANNELS)
        return view

    async def _turn(self, tx: Transaction, setup: Setup, step: SetupStep) -> SetupView:
        turned = _turned(setup, step)
        await setups.save_setup(tx, turned, self._clock.real())
        return await self._view(tx, turned)

    async def _view(self, tx: Transaction, setup: Setup) -> SetupView:
        draft = setup.draft
        posts = await load_posts(tx, setup.community_id)
        known = await communities.load_community(tx, setup.community_id)
        role = known.mentors_role_id
        beneath = [post_values(self._communities.plan(post)) for post in posts]
        seen = json.dumps([beneath, role]).encode()
        if draft.mentors is not None:
            role = draft.mentors[0] if draft.mentors else None
        if role is not None and not self._has_role(setup.community_id, role):
            role = None
        return SetupView(
            setup=setup,
            posts=tuple(self._communities.plan(_laid_over(post, draft)) for post in posts),
            mentors_role_id=role,
            token=blake2s(seen, digest_size=4).hexdigest(),
        )


def _tests_nothing(view: SetupView) -> bool:
    return view.setup.step is SetupStep.TEST and not view.wanted


def _turned(setup: Setup, step: SetupStep) -> Setup:
    """Return a set-up after a turn; at the end nothing is left to be saved."""
    draft = SetupDraft() if step in (SetupStep.TEST, SetupStep.DONE) else setup.draft
    turns = (*setup.turns, setup.step)[-_MOST_TURNS:]
    return replace(setup, step=step, version=setup.version + 1, draft=draft, turns=turns)


def _laid_over(post: Schedule, draft: SetupDraft) -> Schedule:
    """Return a post with what the draft says of it."""
    weekday, at = (draft.times or {}).get(post.kind, (post.recurrence.weekday, post.recurrence.at))
    return replace(
        post,
        channel_id=post.channel_id if draft.channels is None else draft.channels.get(post.kind),
        recurrence=replace(
            post.recurrence, weekday=weekday, at=at, zone=draft.zone or post.recurrence.zone
        ),
    )
