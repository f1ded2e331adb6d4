"""/mentor: a learner looks for a mentor, asks, and sees where the request stands."""

from __future__ import annotations

from typing import Annotated

from bot.cards import Card
from bot.dialogues import options
from bot.dialogues.forms import Choice, Field, Form, Line
from bot.dialogues.me import send_by_dm
from bot.dialogues.seam import Answer, Ask, Noun, OpenForm, Replace, Value
from bot.model import CommunityId
from bot.model_mentoring import SLOTS, MentorRequest, SideName
from bot.replies import facts
from bot.replies import forms as words
from bot.replies import mentor_requests as replies
from bot.replies.mentoring import LANGUAGE_NAMES, SLOT_NAMES, looked_for
from bot.replies.refusals import mentoring as refusals
from bot.services.mentor_requests import MAX_GOAL, MAX_TRIED, Wish
from bot.words import current_language

mentor = Noun("mentor", "Find a mentor, privately")
_MOST_TOPICS = 10
_LANGUAGES = tuple((name, code) for code, name in LANGUAGE_NAMES.items())
_SLOTS = tuple((name, slot) for slot, name in SLOT_NAMES.items())


def choices(ask: Ask) -> tuple[Field, Field, Field]:
    """Return the fields in which mentors and learners say topics, languages and times."""
    topics = tuple((facts.title(one), one) for one in ask.services.mentors.topics)
    return (
        Choice("topics", words.MENTOR_TOPICS, topics, words.OPTIONAL, most=_MOST_TOPICS),
        Choice(
            "languages",
            words.MENTOR_LANGUAGES,
            _LANGUAGES,
            most=len(_LANGUAGES),
            is_required=True,
        ),
        Choice(
            "slots",
            words.MENTOR_SLOTS,
            _SLOTS,
            words.MENTOR_SLOTS_HINT,
            most=len(_SLOTS),
            is_required=True,
        ),
    )


def spoken() -> tuple[str, ...]:
    """Return what whoever asks surely speaks."""
    code = current_language().partition("-")[0]
    return (code,) if code in LANGUAGE_NAMES else ()


@mentor.command("find")
async def find(
    ask: Ask,
    topic: Annotated[str | None, options.topic("The topic you want help with")] = None,
    certification: Annotated[
        str | None, options.certification("A certification the mentor should hold")
    ] = None,
) -> Answer:
    """See mentors who have room, and ask one."""
    community = _community(ask)
    wish = Wish((topic,) if topic else (), certification)
    found, waiting = await ask.services.mentor_requests.find(community, ask.member, wish)
    name = certification and ask.services.search.certification_name(certification)
    return replies.found(found, looked_for(topic, name), waiting)


@mentor.command("status")
async def status(ask: Ask) -> Answer:
    """See your mentors and requests, or withdraw one."""
    requests, blocks = await ask.services.mentor_requests.mine(ask.member)
    pairs = await ask.services.mentorships.list_of(ask.member, SideName.LEARNER)
    return replies.mine(requests, pairs, blocks)


@mentor.button("mentor.find")
async def press_find(ask: Ask) -> Answer:
    """Look for a mentor."""
    return Replace(_card(await find(ask)))


@mentor.button("mentor.mine")
async def press_mine(ask: Ask) -> Answer:
    """Open what was asked for."""
    return Replace(_card(await status(ask)))


@mentor.button("mentor.ask")
async def press_ask(ask: Ask, mentor: str) -> Answer:
    """Open the form for a request to a mentor, or to the next who fits."""
    wish = ask.services.mentor_requests.wish_of(ask.member)
    typed: dict[str, Value] = {"topics": wish.topics, "languages": spoken()}
    return OpenForm("mentor.write", (mentor,), typed)


@mentor.form("mentor.write")
async def ask_request(ask: Ask, mentor: str) -> Form:
    """Ask for the goal, what was tried, topics, languages and times."""
    return Form(
        words.MENTOR_ASK_TITLE,
        (
            Line(
                "goal",
                words.MENTOR_GOAL,
                words.MENTOR_GOAL_HINT,
                MAX_GOAL,
                words.MENTOR_GOAL_EXAMPLE,
                is_required=True,
                is_long=True,
            ),
            Line("tried", words.MENTOR_TRIED, words.OPTIONAL, MAX_TRIED, is_long=True),
            *choices(ask),
        ),
    )


@mentor.submit("mentor.write")
async def write(
    ask: Ask,
    mentor: str,
    goal: str,
    tried: str,
    topics: tuple[str, ...],
    languages: tuple[str, ...],
    slots: tuple[str, ...],
) -> Answer:
    """Show what the mentor will read; nothing is sent yet."""
    await ask.services.members.adopt_zone(ask.member, ask.zone)
    draft = await ask.services.mentor_requests.write(
        _community(ask),
        ask.member,
        mentor,
        goal=goal,
        tried=tried,
        topics=topics,
        languages=languages,
        slots=slots,
    )
    rules = await ask.services.rule_book.load(draft.request.community_id)
    return replies.preview(draft.id, draft.request, draft.mentor, rules.answer_days)


@mentor.button("mentor.change")
async def press_change(ask: Ask, draft: str) -> Answer:
    """Correct a request before it is sent."""
    found = ask.services.mentor_requests.recall(ask.member, draft)
    whom = "" if found.mentor is None else found.mentor.member_id
    return OpenForm("mentor.write", (whom,), _typed(found.request))


def _typed(request: MentorRequest) -> dict[str, Value]:
    return {
        "goal": request.goal,
        "tried": request.tried,
        "topics": request.topics,
        "languages": request.languages,
        "slots": tuple(one for one in SLOTS if one in request.slots),
    }


@mentor.button("mentor.cancel")
async def press_cancel(ask: Ask, draft: str) -> Answer:
    """Forget a request that was not sent."""
    ask.services.mentor_requests.forget(ask.member, draft)
    return Replace(replies.cancelled())


@mentor.button("mentor.send", is_slow=True)
async def press_send(ask: Ask, draft: str) -> Answer:
    """Send a request; pressing twice sends once. The press is the consent to direct messages."""
    standing = await ask.services.mentor_requests.send(ask.member, draft)
    return Replace(await send_by_dm(ask, replies.sent(standing)))


@mentor.button("mentor.show")
async def press_show(ask: Ask, request: str) -> Answer:
    """Open one request."""
    return Replace(replies.shown(await ask.services.mentor_requests.load(ask.member, request)))


@mentor.button("mentor.withdraw")
async def press_withdraw(ask: Ask, request: str) -> Answer:
    """Take a request back; pressing twice is the same as once."""
    return Replace(
        replies.withdrawn(await ask.services.mentor_requests.withdraw(ask.member, request))
    )


@mentor.button("mentor.undo")
async def press_undo(ask: Ask, request: str) -> Answer:
    """Undo a withdrawal."""
    return Replace(replies.sent(await ask.services.mentor_requests.restore(ask.member, request)))


@mentor.button("mentor.lift")
async def press_lift(ask: Ask) -> Answer:
    """Ask before nobody is blocked any more."""
    _requests, blocks = await ask.services.mentor_requests.mine(ask.member)
    return Replace(replies.ask_lift(blocks))


@mentor.button("mentor.unblock")
async def press_unblock(ask: Ask) -> Answer:
    """Block nobody any more."""
    return Replace(replies.lifted(await ask.services.mentor_requests.lift_blocks(ask.member)))


def _community(ask: Ask) -> CommunityId:
    if ask.community is None:
        raise refusals.outside()
    return ask.community


def _card(said: Answer) -> Card:
    if not isinstance(said, Card):
        raise TypeError("one card was to be shown")
    return said
