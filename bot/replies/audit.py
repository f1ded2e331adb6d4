"""What moderators read about who changed what."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from bot.cards import (
    Card,
    ChannelRef,
    Code,
    CommandRef,
    Inline,
    Item,
    Items,
    MemberRef,
    Node,
    Note,
    RoleRef,
    Text,
    When,
    inline,
)
from bot.model import ChannelId, PostKind, RoleId
from bot.model_moderation import ReportState
from bot.replies.forms import ENTRY_KINDS, POST_TITLES, WEEKDAYS
from bot.replies.reports import STATES
from bot.replies.times import day_words
from bot.trail import Entry, Values, Verb
from bot.words import N_, _, language_name, languages, plural

_VERBS = {
    Verb.CHANGE: N_("{subject}: changed"),
    Verb.PAUSE: N_("{subject}: paused"),
    Verb.RESUME: N_("{subject}: resumed"),
    Verb.SET_UP: N_("{subject}: set up"),
    Verb.ADD: N_("{subject}: added"),
    Verb.REMOVE: N_("{subject}: removed"),
    Verb.IMPORT: N_("{subject}: imported"),
    Verb.PURGE: N_("{subject}: purged"),
}
_SUBJECTS = {
    "community": N_("Community"),
    "data": N_("All settings"),
    "content": N_("Own content"),
    "mentor_rules": N_("Rules of mentoring"),
    "mentor_round": N_("Round of mentoring"),
}
_NAMES = {
    "channel": N_("Channel"),
    "weekday": N_("Day"),
    "time": N_("Local time"),
    "zone": N_("Time zone"),
    "paused": N_("Paused"),
    "language": N_("Language of posts"),
    "mentors_role": N_("Mentors"),
    "topics": N_("Topics"),
    **ENTRY_KINDS,
    "report": N_("Report"),
    "mentor_suspended": N_("Suspended as a mentor"),
    "answer_days": N_("Days to answer"),
    "most_learners": N_("Learners per mentor"),
    "months": N_("Months of a mentorship"),
    "reports_channel": N_("Channel of reports"),
    "in_rounds": N_("Matched in rounds"),
    "mentors_asked": N_("Mentors asked"),
    # What a purge deletes, by table.
    "community": N_("Language and mentors' role"),
    "community_entry": N_("Own content"),
    "import_draft": N_("A file that waits to be imported"),
    "post_topic": N_("Topics"),
    "mentor_rules": N_("Rules of mentoring"),
    "schedule": N_("Weekly posts"),
    "setup": N_("The guided set-up"),
}
_NOT_SET = N_("not set")
_PAUSES = {"yes": N_("yes"), "no": N_("no"), "bot": N_("by the bot")}
_DAYS = tuple(day.lower() for day in WEEKDAYS)


def log(entries: Sequence[Entry], kept: int) -> Card:
    """List who changed what and when, newest first; ``kept`` counts those not listed, too."""
    return Card(
        title=_("What moderators changed"),
        summary=plural("{n} change is kept.", "{n} changes are kept.", kept),
        subtitle=plural("{n} change", "{n} changes", kept),
        blocks=(
            _list(entries),
            *((_rest(len(entries), kept),) if kept > len(entries) else ()),
            Note((_("Changes are kept for 180 days. Only moderators can see this."),)),
        ),
        pager=("config.log",),
    )


def _list(entries: Sequence[Entry]) -> Items | Text:
    if not entries:
        return Text((_("Nobody changed anything in the last 180 days."),))
    return Items(tuple(Item(_title(one), _detail(one)) for one in entries))


def _rest(shown: int, kept: int) -> Note:
    told = _("The newest {shown} of {kept} are shown; {export} has more.")
    export = CommandRef("config data export")
    return Note(inline(told, shown=shown, kept=kept, export=export))


def _title(entry: Entry) -> str:
    return _(_VERBS[entry.verb], subject=subject_words(entry.subject))


def _detail(entry: Entry) -> Inline:
    actor: Node = MemberRef(entry.actor_id) if entry.actor_id else _("a former moderator")
    told = inline(_("{moment} by {actor}"), moment=When(entry.at), actor=actor)
    parts = _purged(entry.old) if entry.verb is Verb.PURGE else changes(entry.old, entry.new)
    return (*told, *(node for part in parts for node in ("\n", *part)))


def _purged(counts: Values) -> list[Inline]:
    """Say how much of each was there; nothing of it is "not set" now."""
    told = _("{name}: {count} deleted")
    return [inline(told, name=setting_words(one), count=n or "") for one, n in counts.items()]


def subject_words(subject: str) -> str:
    """Name what was changed."""
    if subject.startswith("report-"):
        return _("Report {id}", id=subject.removeprefix("report-"))
    if subject in _SUBJECTS:
        return _(_SUBJECTS[subject])
    with suppress(ValueError):
        return _(POST_TITLES[PostKind(subject)])
    return subject


def setting_words(name: str) -> str:
    """Name a setting, or what holds several of them."""
    return _(_NAMES[name]) if name in _NAMES else name.replace("_", " ").capitalize()


def changes(old: Values, new: Values) -> list[Inline]:
    """Say of each setting what it was and what it became."""
    return [
        inline(
            _("{name}: {old} → {new}"),
            name=setting_words(name),
            old=_value(name, old.get(name)),
            new=_value(name, new.get(name)),
        )
        for name in {**old, **new}
    ]


def _value(name: str, value: str | None) -> Node:
    match name:
        case "language" if value is None:
            return _("the server's own")
        case _ if value is None:
            return _(_NOT_SET)
        case "channel" | "reports_channel":
            return ChannelRef(ChannelId(value))
        case "mentors_role":
            return RoleRef(RoleId(value))
        case "weekday":
            return _(WEEKDAYS[_DAYS.index(value)])
        case "language":
            return language_name(value) if value in languages() else value
        case "report" if value in set(ReportState):
            return _(STATES[ReportState(value)])
        case "paused" | "mentor_suspended" | "in_rounds" if value in _PAUSES:
            return _(_PAUSES[value])
        case "paused":
            return day_words(date.fromisoformat(value[:10]))
        case _:
            return Code(value)
