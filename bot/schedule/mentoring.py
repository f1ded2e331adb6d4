"""What mentors, learners and pairs are told: each once, at its moment, in the words of then.

A message's subject is what it is about and which of its messages it is, such as ``abcd2345.new``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.cards import Card
from bot.model import Delivery, Frequency, MemberId, PostKind, Recurrence, Schedule, ScheduleId
from bot.model_mentoring import (
    MentorRequest,
    MentorshipEventKind,
    MentorshipState,
    MentorState,
    Offer,
    OfferState,
    Pair,
    Side,
)
from bot.replies import (
    mentor_endings,
    mentor_requests,
    mentor_sessions,
    mentors,
    mentorships,
    reasons,
)
from bot.replies.mentor_requests import Queue, Standing
from bot.replies.mentors import Asked
from bot.schedule.kinds import LatePolicy
from bot.storage import endings, mentor_rules, schedules
from bot.storage import mentor_sessions as sessions
from bot.storage import mentors as queries
from bot.storage import mentorships as pairs
from bot.storage.database import Transaction

NEW, AGAIN, GONE, MOVED = "new", "again", "gone", "moved"
START, HELLO, MEET, STILL, ENDED = "start", "hello", "meet", "still", "ended"
PAUSED, RESUMED, ENDING, SESSION = "paused", "resumed", "ending", "session"
WISH, RENEWED, THANKS = "wish", "renewed", "thanks"
_UNSAVED: Final = ScheduleId(0)
# Somebody waits for the answer, so a weekly limit does not hold it back.
_LATE = LatePolicy(send_within=None, is_exact=True)
Compose = Callable[[Transaction, MemberId, str, str], Awaitable[Card | None]]


@dataclass(frozen=True, slots=True)
class MentoringKind:
    """One of the kinds of messages about mentoring; late is better than never."""

    kind: PostKind
    tell: Compose
    late: LatePolicy = _LATE

    async def choose(self, tx: Transaction, delivery: Delivery) -> str:
        """Return what the message is about."""
        return delivery.subject_id

    async def compose(self, tx: Transaction, delivery: Delivery, is_late: bool) -> Card | None:
        """Return the message, or None when what it was to say is no longer so."""
        if delivery.member_id is None:
            raise LookupError("a message about mentoring has no member")
        about, _dot, which = delivery.subject_id.partition(".")
        return await self.tell(tx, delivery.member_id, about, which.partition("-")[0])


async def notify(
    tx: Transaction, kind: PostKind, member_id: MemberId, about: str, which: str, at: datetime
) -> None:
    """Plan a message to a member for a moment (aware UTC); planned again it moves."""
    rule = Recurrence(
        Frequency.ONCE, at.time().replace(second=0, microsecond=0), "UTC", on=at.date()
    )
    wanted = Schedule(_UNSAVED, kind, rule, at, member_id=member_id, subject_id=f"{about}.{which}")
    await schedules.save_schedule(tx, wanted)


async def take_back(
    tx: Transaction, kind: PostKind, member_id: MemberId, about: str, which: str
) -> None:
    """Give up a message that was planned and is not true any more."""
    subject = f"{about}.{which}"
    for planned in await schedules.list_of_member(tx, member_id, kind, subject):
        if planned.next_run_at is not None:
            await schedules.plan(tx, planned.id, planned.last_run_at, None)
    await endings.withdraw(tx, member_id, kind, reasons.MENTORING_CHANGED, subject)


async def stand(tx: Transaction, request: MentorRequest) -> Standing:
    """Return where a request stands."""
    queue = Queue(*await queries.find_position(tx, request))
    rules = await mentor_rules.load(tx, request.community_id)
    offer = await queries.load_open_offer(tx, request.id)
    return Standing(request, queue, offer, in_rounds=rules.in_rounds)


async def see(tx: Transaction, offer: Offer) -> Asked | None:
    """Return an offer as its mentor sees it; None when the learner deleted what they asked."""
    request = await queries.load_request(tx, offer.request_id)
    mentor = await queries.load_mentor(tx, offer.community_id, offer.member_id)
    if request is None or mentor is None:
        return None
    shared = tuple(topic for topic in request.topics if topic in mentor.topics)
    return Asked(offer, request, shared)


async def compose_offer(
    tx: Transaction, member_id: MemberId, offer_id: str, which: str
) -> Card | None:
    """Ask a mentor, remind them, or tell them that it went on."""
    offer = await queries.load_offer(tx, offer_id)
    if offer is None or offer.member_id != member_id:
        return None
    if which == GONE:
        mentor = await queries.load_mentor(tx, offer.community_id, member_id)
        if mentor is None or offer.state is not OfferState.EXPIRED:
            return None
        return mentors.expired(offer, is_resting=mentor.state is MentorState.RESTING)
    if offer.state is not OfferState.SENT or (told := await see(tx, offer)) is None:
        return None
    return mentors.asked(told, is_again=which == AGAIN)


async def compose_request(
    tx: Transaction, member_id: MemberId, request_id: str, which: str
) -> Card | None:
    """Tell a learner where their request stands."""
    request = await queries.load_request(tx, request_id)
    if request is None or request.member_id != member_id or not request.is_looking:
        return None
    return mentor_requests.moved(await stand(tx, request))


async def compose_pair(
    tx: Transaction, member_id: MemberId, mentorship_id: str, which: str
) -> Card | None:
    """Tell one side of a mentorship what it is time for."""
    if which == SESSION:
        return await _compose_session(tx, member_id, mentorship_id)
    if which == THANKS:
        return await _compose_thanks(tx, member_id, mentorship_id)
    pair = await pairs.load(tx, mentorship_id)
    own = None if pair is None else pair.of(member_id)
    if pair is None or own is None:
        return None
    if which == ENDED:
        has_ended = pair.mentorship.state is MentorshipState.ENDED
        return mentorships.ended(pair, own, can_undo=False) if has_ended else None
    state = pair.mentorship.state
    if state is MentorshipState.ENDED or (state is MentorshipState.PAUSED) is not (which == PAUSED):
        return None
    if which in (ENDING, WISH) and not await _is_asked(tx, pair, own):
        return None
    draw = {
        START: mentorships.started,
        HELLO: mentorships.hello,
        MEET: mentorships.did_you_meet,
        STILL: mentorships.still_on,
        ENDING: mentor_endings.ending,
        WISH: mentor_endings.ending,
        RENEWED: mentor_endings.renewed,
        PAUSED: mentorships.paused_by_other,
        RESUMED: mentorships.resumed,
    }[which]
    return draw(pair, own)


async def _is_asked(tx: Transaction, pair: Pair, own: Side) -> bool:
    """Tell whether a side has still to say if it goes on."""
    kinds = [event.kind for event in await pairs.list_events(tx, pair.mentorship.id)]
    about = (MentorshipEventKind.ENDING, MentorshipEventKind.RENEWED)
    last = next((kind for kind in reversed(kinds) if kind in about), None)
    return last is MentorshipEventKind.ENDING and own.more_months is None


async def _compose_thanks(tx: Transaction, member_id: MemberId, mentorship_id: str) -> Card | None:
    thanks = await sessions.load_thanks(tx, mentorship_id)
    if thanks is None or thanks.sent_at is None:
        return None
    if await queries.list_apart(tx, member_id, [thanks.member_id]):
        return None
    return mentor_endings.thanked(thanks)


async def _compose_session(tx: Transaction, member_id: MemberId, session_id: str) -> Card | None:
    session = await sessions.load(tx, session_id)
    pair = None if session is None else await pairs.load(tx, session.mentorship_id)
    own = None if pair is None else pair.of(member_id)
    if session is None or pair is None or own is None:
        return None
    if pair.mentorship.state is MentorshipState.ENDED:
        return None
    return mentor_sessions.told(session, pair, own)
