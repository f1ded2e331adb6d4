"""The buttons of a mentorship, the same for both of its sides."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from bot.dialogues import fields
from bot.dialogues.forms import Choice, Form, Line
from bot.dialogues.goal import confirm_taken
from bot.dialogues.seam import Answer, Ask, Noun, OpenForm, Replace
from bot.model_mentoring import MentorshipEventKind as Kind
from bot.replies import forms as words
from bot.replies import mentor_endings as endings
from bot.replies import mentor_requests as requests
from bot.replies import mentor_sessions as sessions
from bot.replies import mentorships as replies
from bot.services.mentor_endings import MAX_REVIEW, MAX_THANKS
from bot.services.mentor_sessions import LONGEST_MINUTES, MAX_STEP

pair = Noun()
_USUAL_MINUTES = "45"
_REACHED = tuple(
    (label, str(number)) for number, label in enumerate(words.REVIEW_REACHED_OPTIONS, start=1)
)
_YES_OR_NO = ((words.YES, "yes"), (words.NO, "no"))


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


@pair.button("pair.goal", is_slow=True)
async def press_goal(ask: Ask, session: str) -> Answer:
    """Make the next step a goal; pressing twice is the same as once."""
    return await confirm_taken(ask, *await ask.services.mentor_sessions.take(ask.member, session))


@pair.button("pair.longer")
async def press_longer(ask: Ask, mentorship: str) -> Answer:
    """Say whether it goes on, once it is time for that."""
    found, own, is_time = await ask.services.mentor_endings.look(ask.member, mentorship)
    return Replace(endings.ending(found, own) if is_time else endings.not_yet(found, own))


@pair.button("pair.renew")
async def press_renew(ask: Ask, mentorship: str, months: Literal["1", "2", "3"]) -> Answer:
    """Say that it should go on; pressing twice is the same as once."""
    found, own, is_renewed = await ask.services.mentor_endings.renew(
        ask.member, mentorship, int(months)
    )
    return Replace(endings.renewed(found, own) if is_renewed else endings.wished(found, own))


@pair.button("pair.stay")
async def press_stay(ask: Ask, mentorship: str) -> Answer:
    """Let it end on its day."""
    return Replace(
        endings.staying(*await ask.services.mentor_endings.let_end(ask.member, mentorship))
    )


@pair.form("pair.review")
async def ask_review(ask: Ask, mentorship: str) -> Form:
    """Ask how it went, with what was said before."""
    said = await ask.services.mentor_endings.find_review(ask.member, mentorship)
    return Form(
        words.REVIEW_TITLE,
        (
            Choice("reached", words.REVIEW_REACHED, _REACHED, is_required=True),
            Choice("repeat", words.REVIEW_REPEAT, _YES_OR_NO, is_required=True),
            Line("said", words.REVIEW_WORDS, words.REVIEW_HINT, MAX_REVIEW, is_long=True),
        ),
        said
        and {
            "reached": str(said.reached),
            "repeat": "yes" if said.would_repeat else "no",
            "said": said.words,
        },
    )


@pair.submit("pair.review")
async def review(
    ask: Ask,
    mentorship: str,
    reached: Literal["1", "2", "3", "4", "5"],
    repeat: Literal["yes", "no"],
    said: str,
) -> Answer:
    """Keep how it went."""
    found = await ask.services.mentor_endings.review(
        ask.member, mentorship, int(reached), repeat == "yes", said
    )
    return endings.reviewed(*found)


@pair.form("pair.thanks")
async def ask_thanks(ask: Ask, mentorship: str) -> Form:
    """Ask for thanks, with what was written and not sent."""
    known = await ask.services.mentor_endings.find_thanks(ask.member, mentorship)
    line = Line(
        "thanks",
        words.THANKS_WORDS,
        words.THANKS_HINT,
        MAX_THANKS,
        words.THANKS_EXAMPLE,
        is_required=True,
        is_long=True,
    )
    return Form(words.THANKS_TITLE, (line,), known and {"thanks": known.words})


@pair.submit("pair.thanks")
async def write_thanks(ask: Ask, mentorship: str, thanks: str) -> Answer:
    """Show thanks before they are sent."""
    return endings.preview(
        *await ask.services.mentor_endings.write_thanks(ask.member, mentorship, thanks)
    )


@pair.button("pair.sendthanks")
async def press_send_thanks(ask: Ask, mentorship: str) -> Answer:
    """Send thanks; pressing twice sends them once."""
    return Replace(
        endings.thanks_sent(await ask.services.mentor_endings.send_thanks(ask.member, mentorship))
    )


@pair.button("pair.nothanks")
async def press_no_thanks(ask: Ask, mentorship: str) -> Answer:
    """Forget thanks that were not sent."""
    found = await ask.services.mentor_endings.forget_thanks(ask.member, mentorship)
    return Replace(replies.shown(*found))
