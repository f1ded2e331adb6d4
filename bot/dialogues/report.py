"""Reports: begun on a card of mentoring, read and handled by moderators."""

from __future__ import annotations

from bot.dialogues.forms import Choice, Form, Line
from bot.dialogues.seam import Answer, Ask, May, Noun, Replace
from bot.model_moderation import About, ReportReason, ReportState
from bot.replies import forms as words
from bot.replies import mentors
from bot.replies import reports as replies
from bot.services.reports import MAX_TEXT, Subject

report = Noun()
_REASONS = tuple((name, reason.value) for reason, name in replies.REASONS.items())


@report.form("report.open")
async def ask_what(ask: Ask, about: About, own_id: str) -> Form:
    """Ask what happened, once it is known that there is somebody to report."""
    await ask.services.reports.check(ask.member, Subject(about, own_id, ask.community))
    return Form(
        words.REPORT_TITLE,
        (
            Choice("reason", words.REPORT_REASON, _REASONS, is_required=True),
            Line(
                "text",
                words.REPORT_TEXT,
                words.REPORT_HINT,
                MAX_TEXT,
                is_required=True,
                is_long=True,
            ),
        ),
    )


@report.submit("report.open", is_slow=True)
async def send(ask: Ask, about: About, own_id: str, reason: ReportReason, text: str) -> Answer:
    """Bring a report to the moderators, or say that it reached nobody."""
    subject = Subject(about, own_id, ask.community)
    if await ask.services.reports.send(ask.member, subject, reason, text):
        return replies.received(about, own_id)
    return replies.not_received(about, own_id, text)


@report.button("report.block")
async def press_block(ask: Ask, about: About, own_id: str) -> Answer:
    """Keep the two apart; pressing twice is the same as once."""
    await ask.services.reports.block(ask.member, Subject(about, own_id, ask.community))
    return Replace(mentors.blocked())


@report.button("report.show", may=May.MODERATOR)
async def press_show(ask: Ask, own_id: str) -> Answer:
    """Open a report."""
    return Replace(replies.shown(await ask.services.reports.show(ask.here, ask.member, own_id)))


@report.button("report.take", may=May.MODERATOR)
async def press_take(ask: Ask, own_id: str) -> Answer:
    """Say that somebody has taken a report up; pressing twice is the same as once."""
    return await _decide(ask, own_id, ReportState.TAKEN_UP)


@report.button("report.close", may=May.MODERATOR)
async def press_close(ask: Ask, own_id: str) -> Answer:
    """Close a report; a suspension stays."""
    return await _decide(ask, own_id, ReportState.CLOSED)


@report.button("report.suspend", may=May.MODERATOR)
async def press_suspend(ask: Ask, own_id: str) -> Answer:
    """Suspend whom a report is about as a mentor."""
    return Replace(replies.shown(await ask.services.reports.suspend(ask.here, ask.member, own_id)))


@report.button("report.lift", may=May.MODERATOR)
async def press_lift(ask: Ask, own_id: str) -> Answer:
    """Let a suspended mentor come back."""
    return Replace(replies.shown(await ask.services.reports.lift(ask.here, ask.member, own_id)))


async def _decide(ask: Ask, own_id: str, state: ReportState) -> Answer:
    reports = ask.services.reports
    return Replace(replies.shown(await reports.decide(ask.here, ask.member, own_id, state)))
