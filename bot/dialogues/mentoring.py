"""/config mentors: who may mentor, by which rules, and how it goes; for moderators."""

from __future__ import annotations

from typing import Literal

from bot.cards import Card
from bot.dialogues.config import config_noun, given_role, mentors_role, postable
from bot.dialogues.forms import ChannelChoice, Choice, Form, RoleChoice
from bot.dialogues.seam import Answer, Ask, OpenForm, Replace
from bot.model import ChannelId
from bot.model_moderation import ANSWER_DAYS, MONTHS, MOST_LEARNERS, MentorRules
from bot.replies import forms as words
from bot.replies import mentor_health as health
from bot.replies import mentor_rounds as rounds
from bot.replies import moderation as replies
from bot.replies import reports

_MATCHED = ((words.RULES_AT_ONCE, "at-once"), (words.RULES_IN_ROUNDS, "rounds"))

mentoring = config_noun({"mentors": "Who may mentor, and how it goes"})


@mentoring.command("mentors rules")
async def rules(ask: Ask) -> Answer:
    """Choose how long mentors have to answer, and where reports appear."""
    return OpenForm("mentoring.rules")


@mentoring.command("mentors role")
async def role(ask: Ask) -> Answer:
    """Choose who may mentor."""
    return OpenForm("mentoring.role")


@mentoring.command("mentors queue")
async def queue(ask: Ask) -> Answer:
    """See how mentoring goes, in anonymous figures."""
    return health.shown(await ask.services.mentor_health.measure(ask.here))


@mentoring.command("mentors reports")
async def list_reports(ask: Ask) -> Answer:
    """See open reports, and lift suspensions."""
    return reports.listing(await ask.services.reports.list_undone(ask.here, ask.member))


@mentoring.command("mentors round")
async def prepare_round(ask: Ask) -> Answer:
    """Match those who wait, after a preview."""
    return await _prepare(ask)


@mentoring.button("mentoring.round")
async def press_round(ask: Ask) -> Answer:
    """Look who fits whom once more."""
    return Replace(await _prepare(ask))


async def _prepare(ask: Ask) -> Card:
    return rounds.preview(await ask.services.mentor_rounds.prepare(ask.here, ask.member))


@mentoring.button("mentoring.pairs")
async def press_pairs(ask: Ask, draft: str, page: int) -> Answer:
    """Turn a page of the pairs of a round."""
    return Replace(rounds.preview(ask.services.mentor_rounds.recall(ask.here, draft), page))


@mentoring.button("mentoring.send", is_slow=True)
async def press_send(ask: Ask, draft: str) -> Answer:
    """Ask the mentors of a round, each only where that is still possible."""
    return Replace(rounds.sent(await ask.services.mentor_rounds.send(ask.here, draft)))


@mentoring.form("mentoring.rules")
async def ask_rules(ask: Ask) -> Form:
    """Ask how mentoring goes, with how it goes now."""
    now = await ask.services.rule_book.load(ask.here)
    return Form(
        words.RULES_TITLE,
        (
            _number("answer_days", words.RULES_ANSWER, ANSWER_DAYS),
            _number("most_learners", words.RULES_MOST, MOST_LEARNERS),
            _number("months", words.RULES_MONTHS, MONTHS),
            Choice("matched", words.RULES_MATCHED, _MATCHED, is_required=True),
            ChannelChoice("reports", words.RULES_REPORTS, words.RULES_REPORTS_HINT),
        ),
        {
            "answer_days": str(now.answer_days),
            "most_learners": str(now.most_learners),
            "months": str(now.months),
            "matched": "rounds" if now.in_rounds else "at-once",
            "reports": now.reports_channel_id or "",
        },
    )


@mentoring.submit("mentoring.rules")
async def save_rules(
    ask: Ask,
    answer_days: int,
    most_learners: int,
    months: int,
    matched: Literal["at-once", "rounds"],
    reports: str,
) -> Answer:
    """Store how mentoring goes; a channel for reports must be one where they would arrive."""
    place = postable(ask, ChannelId(reports)) if reports else None
    wanted = MentorRules(
        ask.here, answer_days, most_learners, months, place, in_rounds=matched == "rounds"
    )
    return replies.rules_saved(await ask.services.rule_book.change(wanted))


@mentoring.form("mentoring.role")
async def ask_role(ask: Ask) -> Form:
    """Ask who may mentor."""
    chosen = RoleChoice("mentors", words.SETUP_MENTORS_ROLE, words.RULES_ROLE_HINT)
    return Form(words.RULES_ROLE_TITLE, (chosen,), {"mentors": await mentors_role(ask) or ""})


@mentoring.submit("mentoring.role")
async def save_role(ask: Ask, mentors: str) -> Answer:
    """Store who may mentor."""
    wanted = given_role(ask, mentors)
    changed = await ask.services.communities.set_mentors_role(ask.here, wanted)
    return replies.role_saved(changed.mentors_role_id)


def _number(key: str, label: str, allowed: range) -> Choice:
    return Choice(key, label, tuple((str(one), str(one)) for one in allowed), is_required=True)
