"""The buttons of a mentorship, the same for both of its sides."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogues import fields
from bot.dialogues.forms import Form, Line
from bot.dialogues.goal import confirm_taken
from bot.dialogues.seam import Answer, Ask, Noun, OpenForm, Replace
from bot.model_mentoring import MentorshipEventKind as Kind
from bot.replies import forms as words
from bot.replies import mentor_requests as requests
from bot.replies import mentor_sessions as sessions
from bot.replies import mentorships as replies
from bot.services.mentor_sessions import LONGEST_MINUTES, MAX_STEP

pair = Noun()
_USUAL_MINUTES = "45"


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


@pair.form("pair.pause")
async def ask_pause(ask: Ask, mentorship: str) -> Form:
    """Ask until when a mentorship is paused."""
    await ask.services.mentorships.load(ask.member, mentorship)
    line = fields.date_line("until", words.MENTOR_BREAK, words.MENTOR_BREAK_HINT)
    return Form(words.PAIR_PAUSE_TITLE, (replace(line, is_required=True),))


@pair.submit("pair.pause")
async def pause(ask: Ask, mentorship: str, until: str) -> Answer:
    """Pause a mentorship."""
    found = await ask.services.mentor_pauses.pause(ask.member, mentorship, until)
    return Replace(replies.paused(*found, can_undo=True))


@pair.button("pair.resume")
async def press_resume(ask: Ask, mentorship: str) -> Answer:
    """Go on before a pause ends; pressing twice is the same as once."""
    return Replace(replies.shown(*await ask.services.mentor_pauses.resume(ask.member, mentorship)))


@pair.button("pair.log")
async def press_log(ask: Ask, mentorship: str) -> Answer:
    """Open the form for a session; it was most likely today."""
    today = await ask.services.goals.today(ask.member)
    typed = {"held": today.isoformat(), "minutes": _USUAL_MINUTES}
    return OpenForm("pair.session", (mentorship,), typed)


@pair.form("pair.session")
async def ask_session(ask: Ask, mentorship: str) -> Form:
    """Ask when the two met, for how long, and what comes next."""
    await ask.services.mentorships.load(ask.member, mentorship)
    day = fields.past_date_line("held", words.SESSION_DAY, words.SESSION_DAY_HINT)
    return Form(
        words.SESSION_TITLE,
        (
            replace(day, is_required=True),
            Line(
                "minutes",
                words.SESSION_MINUTES,
                longest=LONGEST_MINUTES,
                example=_USUAL_MINUTES,
                is_required=True,
            ),
            Line(
                "step",
                words.SESSION_STEP,
                words.SESSION_STEP_HINT,
                MAX_STEP,
                words.SESSION_STEP_EXAMPLE,
            ),
        ),
    )


@pair.submit("pair.session")
async def log(ask: Ask, mentorship: str, held: str, minutes: str, step: str) -> Answer:
    """Write a session down; sending the form twice is the same as once."""
    found = await ask.services.mentor_sessions.log(ask.member, mentorship, held, minutes, step)
    return sessions.logged(found.session, found.pair, found.own)


@pair.button("pair.unlog")
async def press_unlog(ask: Ask, session: str) -> Answer:
    """Delete a session that was written down."""
    return Replace(replies.shown(*await ask.services.mentor_sessions.remove(ask.member, session)))


@pair.button("pair.goal")
async def press_goal(ask: Ask, session: str) -> Answer:
    """Make the next step a goal; pressing twice is the same as once."""
    return await confirm_taken(ask, *await ask.services.mentor_sessions.take(ask.member, session))
