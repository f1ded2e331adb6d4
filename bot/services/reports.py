"""Reports: what members tell the moderators of their community about each other.

Nobody else is told, least of all the one it is about; where it reaches nobody, whoever wrote it is
told so.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import blake2b

import structlog

from bot.model import ChannelId, CommunityId, MemberId
from bot.model_mentoring import MentorState
from bot.model_moderation import About, Report, ReportId, ReportReason, ReportState
from bot.ports import Clock, Messenger, SendError
from bot.replies import reports as replies
from bot.replies.refusals import mentoring as mentoring_refusals
from bot.replies.refusals import moderation as refusals
from bot.replies.reports import ABOUT_WHAT, Handled
from bot.services.audit import record
from bot.services.mentor_offers import MentorOffers
from bot.services.mentorships import Mentorships
from bot.services.typed import in_lines
from bot.storage import communities, mentor_rules
from bot.storage import mentors as queries
from bot.storage import mentorships as pairs
from bot.storage import reports as stored
from bot.storage.database import Database, Transaction
from bot.words import _, speak

log = structlog.get_logger(__name__)

MAX_TEXT, MAX_A_DAY, MOST_LISTED = 1000, 5, 20


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a report is about, as it was begun on a card; ``own_id`` is of what the card shows."""

    about: About
    own_id: str
    here: CommunityId | None = None


class Reports:
    """Bring reports to moderators, keep the two apart, and do what moderators decide."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        messenger: Messenger,
        offers: MentorOffers,
        mentorships: Mentorships,
        on_change: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._messenger = messenger
        self._offers = offers
        self._mentorships = mentorships
        self._on_change = on_change

    # Whoever reports

    async def check(self, member_id: MemberId, subject: Subject) -> None:
        """Refuse to begin a report about nobody, with a NotFoundError."""
        async with self._database.read() as tx:
            await self._find(tx, member_id, subject)

    async def send(
        self, member_id: MemberId, subject: Subject, reason: ReportReason, text: str
    ) -> bool:
        """Post a report where its moderators read it; the same one twice is one.

        Tell whether it arrived; of one that did not, nothing is kept.

        Raises
        ------
        InvalidInputError
            It says nothing or too much, or the member reported too often today.
        NotFoundError
            Whom it is about is gone, or was never theirs to report.
        """
        words, now = in_lines(text), self._clock.now()
        if not words:
            raise mentoring_refusals.text_missing(_(ABOUT_WHAT))
        if len(words) > MAX_TEXT:
            raise mentoring_refusals.text_too_long(_(ABOUT_WHAT), len(words), MAX_TEXT)
        async with self._database.write() as tx:
            community_id, reported_id = await self._find(tx, member_id, subject)
            place = (await mentor_rules.load(tx, community_id)).reports_channel_id
            locale = (await communities.load_community(tx, community_id)).locale
            if place is None or not self._messenger.access(place, community_id).is_postable:
                return False
            own_id = _id_of(member_id, reported_id, community_id, reason, words)
            report = await stored.load(tx, own_id)
            if report is None:
                if await stored.count_since(tx, member_id, now - timedelta(days=1)) >= MAX_A_DAY:
                    raise refusals.too_many_reports(MAX_A_DAY)
                report = Report(
                    own_id,
                    community_id,
                    member_id,
                    reported_id,
                    subject.about,
                    reason,
                    words,
                    ReportState.OPEN,
                    now,
                    now,
                )
                await stored.insert(tx, report)
            handled = await self._see(tx, report)
        if report.message_id is not None:
            return True
        return await self._post(handled, place, locale)

    async def _post(self, handled: Handled, place: ChannelId, locale: str | None) -> bool:
        report = handled.report
        with speak(locale, self._messenger.access(place).locale):
            card = replies.posted(handled)
        try:
            message = await self._messenger.post(place, card, f"report-{report.id}")
        except SendError as error:
            log.warning("report.undelivered", cause=error.cause.value)
            async with self._database.write() as tx:
                await stored.discard(tx, report.id)
            return False
        async with self._database.write() as tx:
            await stored.note_arrival(tx, report.id, message)
        return True

    async def block(self, member_id: MemberId, subject: Subject) -> None:
        """Keep a member and whom they could report apart, at once and for good; twice is as once.

        Raises
        ------
        NotFoundError
            Whom it is about is gone.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            _community, other = await self._find(tx, member_id, subject)
            await self._mentorships.keep_apart(tx, member_id, other, now)
        self._on_change()

    async def _find(
        self, tx: Transaction, member_id: MemberId, subject: Subject
    ) -> tuple[CommunityId, MemberId]:
        """Return the community and whom a card is about, once it is known that it is theirs."""
        match subject.about:
            case About.OFFER:
                offer = await queries.load_offer(tx, subject.own_id)
                if offer is not None and offer.member_id == member_id:
                    request = await queries.load_request(tx, offer.request_id)
                    if request is not None:
                        return offer.community_id, request.member_id
            case About.PAIR:
                pair = await pairs.load(tx, subject.own_id)
                own = None if pair is None else pair.of(member_id)
                other = None if pair is None or own is None else pair.at(own.side.other)
                if pair is not None and other is not None:
                    return pair.mentorship.community_id, other.member_id
            case About.MENTOR if subject.here is not None:
                wanted = MemberId(subject.own_id)
                mentor = await queries.load_mentor(tx, subject.here, wanted)
                if mentor is not None and wanted != member_id:
                    return subject.here, wanted
            case _:
                pass
        raise refusals.nothing_to_report()

    # Moderators; nobody handles what is about themselves

    async def list_undone(self, community_id: CommunityId, moderator: MemberId) -> list[Handled]:
        """Return reports that are not closed or whose mentor is suspended, the newest first."""
        async with self._database.read() as tx:
            found = await stored.list_undone(tx, community_id, MOST_LISTED)
            return [await self._see(tx, one) for one in found if one.reported_id != moderator]

    async def show(self, community_id: CommunityId, moderator: MemberId, own_id: str) -> Handled:
        """Return a report; raises StaleActionError."""
        async with self._database.read() as tx:
            return await self._of(tx, community_id, moderator, own_id)

    async def decide(
        self, community_id: CommunityId, moderator: MemberId, own_id: str, state: ReportState
    ) -> Handled:
        """Store where a report stands; twice is as once. Raises StaleActionError."""
        async with self._database.write() as tx:
            was = await self._of(tx, community_id, moderator, own_id)
            return await self._decide(tx, was, state, was.mentor)

    async def suspend(self, community_id: CommunityId, moderator: MemberId, own_id: str) -> Handled:
        """Let a mentor take on nobody until moderators lift it; what waits for them goes on.

        Their mentorships go on. Twice is as once.

        Raises
        ------
        StaleActionError
            The report is gone, or whom it is about is no mentor here.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            was = await self._of(tx, community_id, moderator, own_id)
            if was.mentor is None or was.report.reported_id is None:
                raise refusals.not_to_be_suspended()
            if was.mentor is MentorState.SUSPENDED:
                return was
            await self._set_mentor(tx, was, MentorState.SUSPENDED)
            await self._offers.withdraw_from(tx, was.report.reported_id, community_id, now)
            is_open = was.report.state is ReportState.OPEN
            state = ReportState.TAKEN_UP if is_open else was.report.state
            changed = await self._decide(tx, was, state, MentorState.SUSPENDED)
        self._on_change()
        return changed

    async def lift(self, community_id: CommunityId, moderator: MemberId, own_id: str) -> Handled:
        """Let a suspended mentor come back when they want to; twice is as once.

        Raises
        ------
        StaleActionError
            The report is gone.
        """
        async with self._database.write() as tx:
            was = await self._of(tx, community_id, moderator, own_id)
            if was.mentor is not MentorState.SUSPENDED:
                return was
            # Nobody is sent to them before they say themselves that they are back.
            await self._set_mentor(tx, was, MentorState.WITHDRAWN)
            return await self._decide(tx, was, was.report.state, MentorState.WITHDRAWN)

    async def _set_mentor(self, tx: Transaction, of: Handled, state: MentorState) -> None:
        reported = of.report.reported_id
        if reported is None:
            return
        mentor = await queries.load_mentor(tx, of.report.community_id, reported)
        if mentor is not None:
            now = self._clock.now()
            changed = replace(mentor, state=state, away_until=None, unanswered=0, changed_at=now)
            await queries.save_mentor(tx, changed)

    async def _decide(
        self, tx: Transaction, was: Handled, state: ReportState, mentor: MentorState | None
    ) -> Handled:
        now, report = self._clock.now(), was.report
        if state is not report.state:
            await stored.set_state(tx, report.id, state, now)
            report = replace(report, state=state, changed_at=now)
        changed = Handled(report, mentor)
        old, new = _values(was), _values(changed)
        await record(tx, now, report.community_id, f"report-{report.id}", old, new)
        return changed

    async def _of(
        self, tx: Transaction, community_id: CommunityId, moderator: MemberId, own_id: str
    ) -> Handled:
        report = await stored.load(tx, own_id)
        if report is None or report.community_id != community_id:
            raise refusals.no_report()
        if report.reported_id == moderator:
            raise refusals.no_report()
        return await self._see(tx, report)

    async def _see(self, tx: Transaction, report: Report) -> Handled:
        mentor = None
        if report.reported_id is not None:
            mentor = await queries.load_mentor(tx, report.community_id, report.reported_id)
        return Handled(report, None if mentor is None else mentor.state)


def _id_of(
    member_id: MemberId, reported_id: MemberId, community_id: CommunityId, reason: str, words: str
) -> ReportId:
    said = "\n".join((member_id, reported_id, community_id, reason, words))
    return ReportId(
        base64.b32encode(blake2b(said.encode(), digest_size=5).digest()).decode().lower()
    )


def _values(handled: Handled) -> dict[str, str | None]:
    """Return what the trail holds of a report: neither who nor what, only what became of it."""
    is_suspended = handled.mentor is MentorState.SUSPENDED
    return {
        "report": handled.report.state.value,
        "mentor_suspended": "yes" if is_suspended else "no",
    }
