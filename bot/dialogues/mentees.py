"""/mentees: what a mentor offers, who asks for them, and whom they mentor."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.dialogues import fields
from bot.dialogues.forms import Choice, Form, Line
from bot.dialogues.me import send_by_dm
from bot.dialogues.mentor import choices, spoken
from bot.dialogues.seam import Answer, Ask, Noun, Replace
from bot.model import CommunityId
from bot.model_mentoring import SLOTS, SideName
from bot.replies import forms as words
from bot.replies import mentor_sessions as sessions
from bot.replies import mentors as replies
from bot.replies import mentorships as pairs
from bot.replies.refusals import mentoring as refusals
from bot.services.mentors import MAX_INTRO
from bot.services.reading import answers

mentees = Noun("mentees", "For mentors: what you offer and whom you help")


@mentees.command("availability")
async def availability(ask: Ask) -> Answer:
    """Become a mentor, change what you offer, or take a break."""
    community = await _permitted(ask)
    found = await ask.services.mentors.find(community, ask.member)
    if found is None:
        return replies.invite((await ask.services.rule_book.load(community)).answer_days)
    return replies.availability(found.mentor, found.learners)


@mentees.command("queue")
async def queue(ask: Ask) -> Answer:
    """See who waits for your answer."""
    return replies.queue(await ask.services.mentor_offers.queue(ask.member))


@mentees.command("list")
async def list_learners(ask: Ask) -> Answer:
    """See the people you mentor."""
    return replies.learners(await ask.services.mentorships.list_of(ask.member, SideName.MENTOR))


@mentees.command("log")
async def log(ask: Ask) -> Answer:
    """See your sessions and how long they were in all."""
    return sessions.log(await ask.services.mentor_sessions.list_of_mentor(ask.member))


@mentees.button("mentees.show")
async def press_show(ask: Ask) -> Answer:
    """Open what a mentor offers."""
    found = await ask.services.mentors.load(_community(ask), ask.member)
    return Replace(replies.availability(found.mentor, found.learners))


@mentees.button("mentees.queue")
async def press_queue(ask: Ask) -> Answer:
    """Open who waits for an answer."""
    return Replace(replies.queue(await ask.services.mentor_offers.queue(ask.member)))


@mentees.button("mentees.list")
async def press_list(ask: Ask) -> Answer:
    """Open whom a mentor has."""
    found = await ask.services.mentorships.list_of(ask.member, SideName.MENTOR)
    return Replace(replies.learners(found))


@mentees.form("mentees.edit")
async def ask_offer(ask: Ask) -> Form:
    """Ask what a mentor offers, with what it is now."""
    community = await _permitted(ask)
    found = await ask.services.mentors.find(community, ask.member)
    most = (await ask.services.rule_book.load(community)).most_learners
    capacities = tuple((str(number), str(number)) for number in range(1, most + 1))
    now = found and {
        "topics": found.mentor.topics,
        "languages": found.mentor.languages,
        "slots": tuple(one for one in SLOTS if one in found.mentor.slots),
        "capacity": str(found.mentor.capacity),
        "intro": found.mentor.intro,
    }
    return Form(
        words.MENTOR_TITLE,
        (
            *choices(ask),
            Choice("capacity", words.MENTOR_CAPACITY, capacities, is_required=True),
            Line("intro", words.MENTOR_INTRO, words.MENTOR_INTRO_HINT, MAX_INTRO, is_long=True),
        ),
        now or {"topics": (), "languages": spoken(), "slots": (), "capacity": "1", "intro": ""},
    )


@mentees.submit("mentees.edit", is_slow=True)
async def save_offer(
    ask: Ask,
    topics: tuple[str, ...],
    languages: tuple[str, ...],
    slots: tuple[str, ...],
    capacity: int,
    intro: str,
) -> Answer:
    """Store what a mentor offers; sending the form is the consent to be found."""
    await ask.services.members.adopt_zone(ask.member, ask.zone)
    found = await ask.services.mentors.offer(
        await _permitted(ask),
        ask.member,
        topics=topics,
        languages=languages,
        slots=slots,
        capacity=capacity,
        intro=intro,
    )
    card = replies.availability(found.mentor, found.learners, is_saved=True)
    return await send_by_dm(ask, card)


@mentees.button("mentees.back")
async def press_back(ask: Ask) -> Answer:
    """Open to learners again."""
    found = await ask.services.mentors.come_back(await _permitted(ask), ask.member)
    return Replace(replies.availability(found.mentor, found.learners))


@mentees.button("mentees.stop")
async def press_stop(ask: Ask) -> Answer:
    """Take on nobody any more."""
    await ask.services.mentors.stop(_community(ask), ask.member)
    return Replace(replies.stopped())


@mentees.form("mentees.rest")
async def ask_rest(ask: Ask) -> Form:
    """Ask until when a mentor takes a break."""
    return _break_form()


@mentees.submit("mentees.rest")
async def rest(ask: Ask, until: str) -> Answer:
    """Send a mentor nobody until a day."""
    day = await _day(ask, until)
    found = await ask.services.mentors.rest(_community(ask), ask.member, day)
    return replies.availability(found.mentor, found.learners)


@mentees.button("mentees.open")
async def press_open(ask: Ask, offer: str) -> Answer:
    """Open one request that waits for an answer."""
    return Replace(replies.asked(await ask.services.mentor_offers.open(ask.member, offer)))


@mentees.button("mentees.accept")
async def press_accept(ask: Ask, offer: str) -> Answer:
    """Take a learner on."""
    return Replace(pairs.started(*await ask.services.mentorships.accept(ask.member, offer)))


@mentees.button("mentees.pass")
async def press_pass(ask: Ask, offer: str) -> Answer:
    """Let somebody else be asked; pressing twice is the same as once."""
    await ask.services.mentor_offers.decline(ask.member, offer)
    return Replace(replies.passed())


@mentees.button("mentees.block")
async def press_block(ask: Ask, offer: str) -> Answer:
    """Pass, and never be asked about this person again."""
    await ask.services.mentorships.block_asker(ask.member, offer)
    return Replace(replies.blocked())


@mentees.form("mentees.busy")
async def ask_busy(ask: Ask, offer: str) -> Form:
    """Ask until when a mentor is busy."""
    await ask.services.mentor_offers.open(ask.member, offer)
    return _break_form()


@mentees.submit("mentees.busy")
async def be_busy(ask: Ask, offer: str, until: str) -> Answer:
    """Pass, and take a break until a day."""
    day = await _day(ask, until)
    asked = await ask.services.mentor_offers.open(ask.member, offer)
    await ask.services.mentor_offers.decline(ask.member, offer)
    await ask.services.mentors.rest(asked.offer.community_id, ask.member, day)
    return replies.busy(day)


def _break_form() -> Form:
    line = fields.date_line("until", words.MENTOR_BREAK, words.MENTOR_BREAK_HINT)
    return Form(words.MENTOR_BREAK_TITLE, (replace(line, is_required=True),))


async def _day(ask: Ask, typed: str) -> date:
    today = await ask.services.goals.today(ask.member)
    return answers.day_ahead(await answers.hear_day(typed), today)


async def _permitted(ask: Ask) -> CommunityId:
    """Return the community, once it is known that whoever asks may be a mentor there."""
    community = _community(ask)
    role = (await ask.services.communities.community(community)).mentors_role_id
    if role is not None and role not in ask.roles:
        raise refusals.no_mentors_role()
    return community


def _community(ask: Ask) -> CommunityId:
    if ask.community is None:
        raise refusals.outside()
    return ask.community
