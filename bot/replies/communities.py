"""What the bot says to moderators about their community's posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.cards import (
    Action,
    Alert,
    Block,
    Button,
    Card,
    ChannelRef,
    CommandRef,
    Divider,
    Facts,
    Inline,
    Note,
    Role,
    RoleRef,
    Text,
    When,
    inline,
)
from bot.model import ChannelId, Community, Delivery, DeliveryState, PostKind, Schedule
from bot.ports import ChannelAccess
from bot.replies.forms import POST_TITLES
from bot.replies.times import local_words, recurrence_words
from bot.replies.topics import name
from bot.words import N_, _, language_name, plural

_WHAT_WENT_WRONG = {
    DeliveryState.FAILED: N_("due {moment} was not posted: {reason}"),
    DeliveryState.SKIPPED: N_("due {moment} was left out: {reason}"),
    DeliveryState.IN_DOUBT: N_("due {moment} may or may not have been posted: {reason}"),
}
_WAITS = N_("due {moment} is waiting: {reason}")


def where(schedule: Schedule) -> Inline:
    """Name the channel of a post."""
    if schedule.channel_id is None:
        return (_("no channel yet"),)
    return (ChannelRef(schedule.channel_id),)


def _next(schedule: Schedule) -> Inline:
    if schedule.channel_id is None:
        return (_("nothing until a channel is set"),)
    if schedule.next_run_at is None:
        return (_("paused"),)
    return (When(schedule.next_run_at), " · ", When(schedule.next_run_at, "relative"))


def _state(schedule: Schedule) -> tuple[Block, ...]:
    if schedule.pause_reason:
        return (Alert((schedule.pause_reason,)),)
    if schedule.paused_until is not None:
        return (Note(inline(_("Paused until {day}."), day=When(schedule.paused_until))),)
    return ()


def _facts(schedule: Schedule, topics: Sequence[str] = ()) -> tuple[Block, ...]:
    return (
        Facts(
            (
                (_("Channel"), where(schedule)),
                (_("When"), (recurrence_words(schedule.recurrence),)),
                (_("Next"), _next(schedule)),
                *_about(topics),
            ),
            heading=_(POST_TITLES[schedule.kind]),
        ),
        *_state(schedule),
    )


def _about(topics: Sequence[str]) -> tuple[tuple[str, Inline], ...]:
    return ((_("Topics"), (name(topics),)),) if topics else ()


def saved(schedule: Schedule) -> Card:
    """Confirm what is now set for one kind of post."""
    title = _(POST_TITLES[schedule.kind])
    when = recurrence_words(schedule.recurrence)
    choose = inline(_("Choose a channel with {command}."), command=CommandRef("config channel set"))
    return Card(
        title=_("{post}: saved", post=title),
        summary=_("{post} saved: {when}", post=title, when=when),
        blocks=(*_facts(schedule), *((Note(choose),) if schedule.channel_id is None else ())),
        actions=_offers(schedule),
        role=Role.GOOD,
    )


def _offers(schedule: Schedule) -> tuple[Action, ...]:
    edit = Button(_("Change"), "config.edit", (schedule.kind,))
    if schedule.channel_id is None:
        return (edit,)
    if schedule.paused_at is not None or schedule.pause_reason:
        return (Button(_("Resume"), "config.resume", (schedule.kind,), style="primary"), edit)
    return (Button(_("Preview"), "config.preview", (schedule.kind,), style="primary"), edit)


def overview(
    community: Community,
    schedules: Sequence[Schedule],
    upcoming: Sequence[tuple[Schedule, datetime]],
    topics: Mapping[PostKind, Sequence[str]],
) -> Card:
    """Show everything that is set, and the next posts."""
    blocks: list[Block] = []
    for schedule in schedules:
        blocks += [*_facts(schedule, topics.get(schedule.kind, ())), Divider()]
    role = community.mentors_role_id
    language = language_name(community.locale) if community.locale else _("the server's own")
    settings: tuple[tuple[str, Inline], ...] = (
        (_("Mentors"), (RoleRef(role),) if role else (_("no role"),)),
        (_("Language of posts"), (language,)),
    )
    return Card(
        title=_("Settings of this community"),
        summary=_("What is posted where and when."),
        blocks=(*blocks, Facts(settings, heading=_("Community")), next_posts(upcoming)),
        actions=(
            *(
                Button(_("Change: {post}", post=_(POST_TITLES[s.kind])), "config.edit", (s.kind,))
                for s in schedules
            ),
        ),
    )


def next_posts(upcoming: Sequence[tuple[Schedule, datetime]]) -> Block:
    """List the next posts in their own local time."""
    if not upcoming:
        return Note((_("Nothing will be posted until a channel is set."),))
    rows: tuple[tuple[str, Inline], ...] = tuple(
        (
            _(POST_TITLES[schedule.kind]),
            (local_words(due_at, schedule.recurrence.zone), " · ", When(due_at, "relative")),
        )
        for schedule, due_at in upcoming
    )
    return Facts(rows, heading=plural("Next post", "Next {n} posts", len(rows)))


def following(upcoming: Sequence[tuple[Schedule, datetime]]) -> Card:
    """Show the next posts."""
    return Card(
        title=_("What comes next"),
        summary=plural("The next post.", "The next {n} posts.", len(upcoming)),
        blocks=(next_posts(upcoming),),
    )


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of a community's posts; ``stale`` counts entries checked too long ago."""

    schedules: Sequence[Schedule]
    access: Mapping[ChannelId, ChannelAccess]
    on_their_way: Sequence[Delivery]
    problems: Sequence[Delivery]
    stale: int
    oldest: date
    version: str


def check(health: Health) -> Card:
    """Say in words what works, what does not, and what mends it."""
    blocks: list[Block] = []
    troubles = 0
    is_anything_posted = any(schedule.channel_id for schedule in health.schedules)
    for schedule in health.schedules:
        wrong = _wrong(schedule, health.access)
        # Where one kind is posted, to leave out the other is a choice.
        is_left_out = schedule.channel_id is None and is_anything_posted
        troubles += wrong is not None and not is_left_out
        heading = _(POST_TITLES[schedule.kind])
        blocks.append(Text((wrong or _right(schedule),), heading=heading))
    if health.on_their_way:
        waiting = tuple((_(POST_TITLES[one.kind]), _progress(one)) for one in health.on_their_way)
        blocks.append(Facts(waiting, heading=_("Waiting to be posted")))
    if health.problems:
        rows = tuple((_(POST_TITLES[one.kind]), _problem(one)) for one in health.problems)
        blocks.append(Facts(rows, heading=_("Posts with a problem, last 30 days")))
    else:
        blocks.append(Note((_("No post had a problem in the last 30 days."),)))
    title = plural(
        "{n} of {of} posts needs attention",
        "{n} of {of} posts need attention",
        troubles,
        of=len(health.schedules),
    )
    return Card(
        title=title if troubles else _("All well"),
        summary=_("Health of the posts in this community."),
        blocks=(*blocks, *_content(health)),
        role=Role.WARN if troubles else Role.GOOD,
    )


def _content(health: Health) -> tuple[Block, ...]:
    """Say how fresh the content is and what version tells it."""
    told = _("Everything was checked within a year; the oldest entry on {day}.", day=health.oldest)
    if health.stale:
        told = plural(
            "{n} entry was last checked more than a year ago, the oldest on {day}; an update of "
            "the bot brings newer ones.",
            "{n} entries were last checked more than a year ago, the oldest on {day}; an update of "
            "the bot brings newer ones.",
            health.stale,
            day=health.oldest,
        )
    return (
        Text((told,), heading=_("Content")),
        Note((_("Version {version} of the bot.", version=health.version),)),
    )


def _problem(delivery: Delivery) -> Inline:
    return inline(
        _(_WHAT_WENT_WRONG.get(delivery.state, _WAITS)),
        moment=When(delivery.due_at),
        reason=delivery.reason or _("no reason was recorded"),
    )


def _progress(delivery: Delivery) -> Inline:
    due = When(delivery.due_at)
    if delivery.state is DeliveryState.SENDING or not delivery.reason:
        return inline(_("due {moment}, is posted in its turn"), moment=due)
    return inline(
        _("due {moment}, next try {again}: {reason}"),
        moment=due,
        again=When(delivery.next_try_at, "relative"),
        reason=delivery.reason,
    )


def _right(schedule: Schedule) -> str:
    return _("Works: {when}.", when=recurrence_words(schedule.recurrence))


def _wrong(schedule: Schedule, access: Mapping[ChannelId, ChannelAccess]) -> str | None:
    if schedule.channel_id is None:
        return _("No channel is set. Choose one with /config setup.")
    if (missing := cannot_post(access[schedule.channel_id])) is not None:
        return missing
    if schedule.pause_reason:
        return _("Paused: {reason}", reason=schedule.pause_reason)
    if schedule.next_run_at is None:
        return _("Paused by a moderator. Resume it with /config schedule set.")
    return None


def cannot_post(access: ChannelAccess) -> str | None:
    """Say why a channel cannot be posted in and what mends it, or None when it can."""
    if not access.is_known:
        return _(
            "Discord does not say anything about this channel just now; the bot waits. Look again "
            "in some minutes."
        )
    if not access.exists:
        return _(
            "The channel is gone or hidden from the bot. Choose another with /config channel set."
        )
    if access.missing:
        return _(
            "In this channel the bot lacks: {permissions}. Give it these in the channel's settings "
            "under Permissions, then try again.",
            permissions=", ".join(access.missing),
        )
    return None


def preview(kind: PostKind, schedule: Schedule, topics: Sequence[str]) -> Card:
    """Offer to send the post that is shown right below."""
    test = Button(_("Post it now as a test"), "config.test", (kind,), style="primary")
    choose = Button(_("Choose a channel"), "config.edit", (kind,), style="primary")
    return Card(
        title=_("Preview: {post}", post=_(POST_TITLES[kind])),
        summary=_("This is how the next post will look."),
        blocks=(
            Text((_("The next post looks like the card below. Only you can see it now."),)),
            Facts(((_("Channel"), where(schedule)), (_("Next"), _next(schedule)), *_about(topics))),
        ),
        actions=(test if schedule.channel_id else choose,),
    )


def tested(channel_id: ChannelId) -> Card:
    """Confirm a test post."""
    return Card(
        title=_("Test post sent"),
        summary=_("The test post is in the channel."),
        blocks=(
            Text(inline(_("Look in {channel}."), channel=ChannelRef(channel_id))),
            Note((_("A test does not use up an entry and does not move the schedule."),)),
        ),
        role=Role.GOOD,
    )
