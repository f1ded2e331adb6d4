"""What the bot says to moderators about their community's posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

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
from bot.model import ChannelId, Community, EntryKind, PostKind, Schedule
from bot.ports import ChannelAccess
from bot.replies.commands import tappable
from bot.replies.forms import ENTRY_KINDS, POST_TITLES, WEEKDAYS
from bot.replies.reasons import refusal
from bot.replies.times import day_words, local_day, local_words, recurrence_words
from bot.replies.topics import name
from bot.words import _, language_name, plural, stored


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
        return (Alert(tappable(stored(schedule.pause_reason))),)
    if schedule.paused_until is not None:
        return (Note(inline(_("Paused until {day}."), day=day_words(schedule.paused_until))),)
    return ()


def pause(schedule: Schedule) -> Inline:
    """Say in a few words that moderators paused a post and until when; nothing if it runs."""
    if schedule.paused_until is not None:
        return inline(_("paused until {day}"), day=day_words(schedule.paused_until))
    return (_("paused"),) if schedule.paused_at is not None else ()


def _facts(schedule: Schedule, topics: Sequence[str] = ()) -> tuple[Block, ...]:
    return (
        Facts(
            (
                (_("Channel"), where(schedule)),
                (_("When"), (recurrence_words(schedule.recurrence),)),
                (_("Next one"), _next(schedule)),
                *_about(topics),
            ),
            heading=_(POST_TITLES[schedule.kind]),
        ),
        *_state(schedule),
    )


def _about(topics: Sequence[str]) -> tuple[tuple[str, Inline], ...]:
    return ((_("Topics"), (name(topics),)),) if topics else ()


def saved(schedule: Schedule, left_out: datetime | None = None) -> Card:
    """Confirm what is now set for one kind of post; ``left_out``: its day is this week, too."""
    post, when = _(POST_TITLES[schedule.kind]), recurrence_words(schedule.recurrence)
    choose = inline(_("Choose a channel with {command}."), command=CommandRef("config channel set"))
    return Card(
        title=_("{post}: saved", post=post),
        summary=_("{post} saved: {when}", post=post, when=when),
        blocks=(
            *_facts(schedule),
            *((Note(choose),) if schedule.channel_id is None else ()),
            *((Note((_("This week's has come already."),)),) if left_out else ()),
        ),
        actions=(*_this_week(schedule, left_out), *_offers(schedule)),
        role=Role.GOOD,
    )


def _this_week(schedule: Schedule, left_out: datetime | None) -> tuple[Action, ...]:
    if left_out is None:
        return ()
    day = _(WEEKDAYS[local_day(left_out, schedule.recurrence.zone).weekday()])
    return (Button(_("Post on {day} this week, too", day=day), "config.week", (schedule.kind,)),)


def paused(schedule: Schedule) -> Card:
    """Confirm that a kind of post is paused."""
    post = _(POST_TITLES[schedule.kind])
    return replace(
        saved(schedule),
        title=_("{post}: paused", post=post),
        summary=_("{post} is paused.", post=post),
    )


def stopped(schedule: Schedule, was: Schedule) -> Card:
    """Confirm that a kind of post has no channel any more; what ``was`` posted can be undone."""
    post = _(POST_TITLES[schedule.kind])
    undo: tuple[Action, ...] = ()
    if was.channel_id is not None:
        undo = (Button(_("Undo"), "config.undo", (schedule.kind, was.channel_id)),)
    return replace(
        saved(schedule),
        title=_("{post}: stopped", post=post),
        summary=_("{post} is not posted any more.", post=post),
        actions=(*undo, *_offers(schedule)),
    )


def undone(schedule: Schedule, place: ChannelId) -> Card:
    """Confirm that a post is in ``place`` again, or say that it is elsewhere meanwhile."""
    card = saved(schedule)
    if schedule.channel_id == place:
        return card
    told = Alert((_("Nothing was undone: somebody chose a channel meanwhile."),))
    return replace(card, blocks=(told, *card.blocks), role=Role.WARN)


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
    own: Mapping[EntryKind, int],
) -> Card:
    """Show everything that is set, and the next posts; ``own`` counts the content of their own."""
    blocks: list[Block] = []
    for schedule in schedules:
        blocks += [*_facts(schedule, topics.get(schedule.kind, ())), Divider()]
    role = community.mentors_role_id
    language = language_name(community.locale) if community.locale else _("the server's own")
    settings: tuple[tuple[str, Inline], ...] = (
        (_("Mentors"), (RoleRef(role),) if role else (_("no role"),)),
        (_("Language of posts"), (language,)),
        (_("Own content"), (_own(own),)),
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


def _own(own: Mapping[EntryKind, int]) -> str:
    parts = (f"{_(ENTRY_KINDS[kind])}: {count}" for kind, count in own.items() if count)
    return ", ".join(parts) or _("none yet")


def next_posts(upcoming: Sequence[tuple[Schedule, datetime]]) -> Block:
    """List the next posts in their own local time."""
    if not upcoming:
        return Note((_("Nothing is planned: no post has a channel, or they are paused."),))
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
    if access.silenced_until is not None:
        return stored(refusal(access) or "")
    if access.missing:
        return _(
            "In this channel the bot lacks: {permissions}. Give it these in the channel's settings "
            "under Permissions, then try again.",
            permissions=", ".join(map(_, access.missing)),
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
            Facts(
                ((_("Channel"), where(schedule)), (_("Next one"), _next(schedule)), *_about(topics))
            ),
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
