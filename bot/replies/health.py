"""What `/config check` says: the health of a community's posts, and what mends it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.cards import (
    Action,
    Alert,
    Block,
    Button,
    Card,
    Facts,
    Inline,
    Note,
    Role,
    Text,
    When,
    inline,
)
from bot.model import ChannelId, Delivery, DeliveryState, Schedule
from bot.ports import ChannelAccess
from bot.replies.commands import tappable
from bot.replies.communities import cannot_post
from bot.replies.forms import POST_TITLES
from bot.replies.times import day_words, recurrence_words
from bot.words import N_, _, plural, stored

_WHAT_WENT_WRONG = {
    DeliveryState.FAILED: N_("due {moment} was not posted (tries: {tries}): {reason}"),
    DeliveryState.SKIPPED: N_("due {moment} was left out: {reason}"),
    DeliveryState.IN_DOUBT: N_("due {moment} may or may not have been posted: {reason}"),
}
_WAITS = N_("due {moment} is waiting: {reason}")


@dataclass(frozen=True, slots=True)
class Content:
    """How fresh the content is: ``stale`` counts the entries that were checked too long ago."""

    stale: int
    oldest: date
    version: str


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of a community's posts.

    ``is_role_gone``: the mentors' role that was chosen is not there any more.
    """

    schedules: Sequence[Schedule]
    access: Mapping[ChannelId, ChannelAccess]
    on_their_way: Sequence[Delivery]
    problems: Sequence[Delivery]
    content: Content
    is_role_gone: bool


def check(health: Health) -> Card:
    """Say in words what works, what does not, and what mends it."""
    blocks: list[Block] = []
    troubled: list[Schedule] = []
    is_anything_posted = any(schedule.channel_id for schedule in health.schedules)
    for schedule in health.schedules:
        wrong, paused = _wrong(schedule, health.access), _paused(schedule)
        # Where one kind is posted, to leave out the other is a choice.
        is_left_out = schedule.channel_id is None and is_anything_posted
        if wrong is not None and not is_left_out:
            troubled.append(schedule)
        works = _("Works: {when}.", when=recurrence_words(schedule.recurrence))
        told = tappable(wrong) if wrong else paused or (works,)
        blocks.append(Text(told, heading=_(POST_TITLES[schedule.kind])))
    return Card(
        title=_title(len(troubled), health),
        summary=_("Health of the posts in this community."),
        blocks=(*blocks, *_settings(health), *_deliveries(health), *_content(health.content)),
        actions=tuple(_mends(troubled, health)),
        role=Role.WARN if _needs_a_look(troubled, health) else Role.GOOD,
    )


def _needs_a_look(troubled: Sequence[Schedule], health: Health) -> bool:
    is_waiting = any(map(_is_retried, health.on_their_way))
    return bool(troubled or health.is_role_gone or health.problems or is_waiting)


def _title(troubles: int, health: Health) -> str:
    if troubles:
        return plural(
            "{n} of {of} posts needs attention",
            "{n} of {of} posts need attention",
            troubles,
            of=len(health.schedules),
        )
    if health.is_role_gone:
        return _("Posts are fine, but the mentors' role was deleted")
    if retried := sum(_is_retried(one) for one in health.on_their_way):
        return plural(
            "{n} post could not be posted yet", "{n} posts could not be posted yet", retried
        )
    if missed := len(health.problems):
        return plural(
            "The posts are set up well; {n} had a problem",
            "The posts are set up well; {n} had a problem",
            missed,
        )
    if health.content.stale:
        return _("The posts are well; some content is old")
    return _("Everything is working")


def _wrong(schedule: Schedule, access: Mapping[ChannelId, ChannelAccess]) -> str | None:
    if schedule.channel_id is None:
        return _("No channel is set. Choose one with /config setup.")
    if (missing := cannot_post(access[schedule.channel_id])) is not None:
        return missing
    if schedule.pause_reason:
        return _("Paused: {reason}", reason=stored(schedule.pause_reason))
    if schedule.next_run_at is None:
        return _("Paused by a moderator. Resume it with /config schedule set.")
    return None


def _paused(schedule: Schedule) -> Inline:
    """Say until when moderators paused a post; for that day it is nothing wrong."""
    if schedule.paused_until is None:
        return ()
    return inline(_("Paused until {day}."), day=day_words(schedule.paused_until))


def _settings(health: Health) -> Iterator[Block]:
    if health.is_role_gone:
        told = _("The role of your mentors was deleted. Choose another with /config setup.")
        yield Alert(tappable(told))


def _deliveries(health: Health) -> Iterator[Block]:
    if health.on_their_way:
        waiting = tuple((_(POST_TITLES[one.kind]), _progress(one)) for one in health.on_their_way)
        yield Facts(waiting, heading=_("Waiting to be posted"))
    if health.problems:
        rows = tuple((_(POST_TITLES[one.kind]), _problem(one)) for one in health.problems)
        yield Facts(rows, heading=_("Posts with a problem, last 30 days"))
    else:
        yield Note((_("No post had a problem in the last 30 days."),))


def _problem(delivery: Delivery) -> Inline:
    return inline(
        _(_WHAT_WENT_WRONG.get(delivery.state, _WAITS)),
        moment=When(delivery.due_at),
        tries=delivery.attempts,
        reason=_reason(delivery),
    )


def _is_retried(delivery: Delivery) -> bool:
    return delivery.state is not DeliveryState.SENDING and bool(delivery.reason)


def _progress(delivery: Delivery) -> Inline:
    due = When(delivery.due_at)
    if not _is_retried(delivery):
        return inline(_("due {moment}, is posted in its turn"), moment=due)
    return inline(
        _("due {moment}, next try {again}: {reason}"),
        moment=due,
        again=When(delivery.next_try_at, "relative"),
        reason=_reason(delivery),
    )


def _reason(delivery: Delivery) -> Inline:
    told = stored(delivery.reason) if delivery.reason else _("no reason was recorded")
    return tappable(told)


def _content(content: Content) -> tuple[Block, ...]:
    """Say how fresh the content is and what version tells it."""
    told = _("Everything was checked within a year; the oldest entry on {day}.", day=content.oldest)
    if content.stale:
        told = plural(
            "{n} entry was last checked more than a year ago, the oldest on {day}; an update of "
            "the bot brings newer ones.",
            "{n} entries were last checked more than a year ago, the oldest on {day}; an update of "
            "the bot brings newer ones.",
            content.stale,
            day=content.oldest,
        )
    return (
        Text((told,), heading=_("Content")),
        Note((_("Version {version} of the bot.", version=content.version),)),
    )


def _mends(troubled: Sequence[Schedule], health: Health) -> Iterator[Action]:
    """Yield what mends each trouble, where a button can, and a way to look again."""
    if health.is_role_gone or not any(one.channel_id for one in health.schedules):
        yield Button(_("Set up"), "setup.open", style="primary")
    for schedule in health.schedules:
        if schedule.channel_id is None or not (schedule in troubled or schedule.paused_until):
            continue
        post, access = _(POST_TITLES[schedule.kind]), health.access[schedule.channel_id]
        if not access.exists:
            yield Button(_("Change: {post}", post=post), "config.edit", (schedule.kind,))
        elif access.is_postable:
            yield Button(_("Resume: {post}", post=post), "config.resume", (schedule.kind,))
    yield Button(_("Check again"), "config.check")
