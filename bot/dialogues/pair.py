"""The buttons of a mentorship, the same for both of its sides."""

from __future__ import annotations

from bot.dialogues.seam import Answer, Ask, Noun, Replace
from bot.model_mentoring import MentorshipEventKind as Kind
from bot.replies import mentor_requests as requests
from bot.replies import mentorships as replies

pair = Noun()


@pair.button("pair.show")
async def press_show(ask: Ask, mentorship: str) -> Answer:
    """Open a mentorship."""
    return Replace(replies.shown(*await ask.services.mentorships.load(ask.member, mentorship)))


@pair.button("pair.agree")
async def press_agree(ask: Ask, mentorship: str) -> Answer:
    """Agree to how it begins; pressing twice is the same as once."""
    return Replace(replies.agreed(*await ask.services.mentorships.agree(ask.member, mentorship)))


@pair.button("pair.met")
async def press_met(ask: Ask, mentorship: str) -> Answer:
    """Say that the two met."""
    found = await ask.services.mentorships.note(ask.member, mentorship, Kind.MET)
    return Replace(replies.met(*found))


@pair.button("pair.planned")
async def press_planned(ask: Ask, mentorship: str) -> Answer:
    """Say that there is a date."""
    found = await ask.services.mentorships.note(ask.member, mentorship, Kind.PLANNED)
    return Replace(replies.noted(*found))


@pair.button("pair.notyet")
async def press_not_yet(ask: Ask, mentorship: str) -> Answer:
    """Say that they did not meet yet."""
    found = await ask.services.mentorships.note(ask.member, mentorship, Kind.NOT_MET)
    return Replace(replies.noted(*found))


@pair.button("pair.still")
async def press_still(ask: Ask, mentorship: str) -> Answer:
    """Say that it goes on."""
    found = await ask.services.mentorships.note(ask.member, mentorship, Kind.STILL_ON)
    return Replace(replies.shown(*found))


@pair.button("pair.ask")
async def press_ask(ask: Ask, mentorship: str) -> Answer:
    """Say what ending means."""
    return Replace(replies.ask_end(*await ask.services.mentorships.load(ask.member, mentorship)))


@pair.button("pair.end")
async def press_end(ask: Ask, mentorship: str) -> Answer:
    """End a mentorship; pressing twice is the same as once."""
    found = await ask.services.mentorships.end(ask.member, mentorship)
    return Replace(replies.ended(*found, can_undo=True))


@pair.button("pair.block")
async def press_block(ask: Ask, mentorship: str) -> Answer:
    """End a mentorship and keep the two apart."""
    found = await ask.services.mentorships.end(ask.member, mentorship, block=True)
    return Replace(replies.ended(*found, can_undo=False))


@pair.button("pair.undo")
async def press_undo(ask: Ask, mentorship: str) -> Answer:
    """Undo an end."""
    return Replace(replies.shown(*await ask.services.mentorships.restore(ask.member, mentorship)))


@pair.button("pair.again")
async def press_again(ask: Ask, mentorship: str) -> Answer:
    """Look for another mentor with the place one had."""
    return Replace(requests.sent(await ask.services.mentorships.look_again(ask.member, mentorship)))
