"""What the bot says to moderators about their community's posts."""

from __future__ import annotations

from collections.abc import Sequence
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
    Steps,
    Text,
    When,
)
from bot.model import ChannelId, Delivery, DeliveryState, PostKind, Schedule
from bot.ports import ChannelAccess
from bot.replies.forms import POST_TITLES
from bot.replies.times import local_words, recurrence_words

_WHAT_WENT_WRONG = {
    DeliveryState.FAILED: "was not posted",
    DeliveryState.SKIPPED: "was left out",
    DeliveryState.IN_DOUBT: "may or may not have been posted",
}


def _where(schedule: Schedule) -> Inline:
    if schedule.channel_id is None:
        return ("no channel yet",)
    return (ChannelRef(schedule.channel_id),)


def _next(schedule: Schedule) -> Inline:
    if schedule.channel_id is None:
        return ("nothing until a channel is set",)
    if schedule.next_run_at is None:
        return ("paused",)
    return (When(schedule.next_run_at), " · ", When(schedule.next_run_at, "relative"))


def _state(schedule: Schedule) -> tuple[Block, ...]:
    if schedule.pause_reason:
        return (Alert((schedule.pause_reason,)),)
    if schedule.paused_until is not None:
        return (
            Note(
                ("Paused until ", When(schedule.paused_until), "."),
            ),
        )
    return ()


def _facts(schedule: Schedule) -> tuple[Block, ...]:
    return (
        Facts(
            (
                ("Channel", _where(schedule)),
                ("When", (recurrence_words(schedule.recurrence),)),
                ("Next", _next(schedule)),
            ),
            heading=POST_TITLES[schedule.kind],
        ),
        *_state(schedule),
    )


def saved(schedule: Schedule) -> Card:
    """Confirm what is now set for one kind of post."""
    title = POST_TITLES[schedule.kind]
    return Card(
        title=f"{title}: saved",
        summary=f"{title} saved: {recurrence_words(schedule.recurrence)}",
        blocks=(
            *_facts(schedule),
            *(
                (Note(("Choose a channel with ", CommandRef("config channel set"), ".")),)
                if schedule.channel_id is None
                else ()
            ),
        ),
        actions=_offers(schedule),
        role=Role.GOOD,
    )


def _offers(schedule: Schedule) -> tuple[Action, ...]:
    edit = Button("Change", "config.edit", (schedule.kind,))
    if schedule.channel_id is None:
        return (edit,)
    if schedule.paused_at is not None or schedule.pause_reason:
        return (Button("Resume", "config.resume", (schedule.kind,), style="primary"), edit)
    return (Button("Preview", "config.preview", (schedule.kind,), style="primary"), edit)


def overview(schedules: Sequence[Schedule], upcoming: Sequence[tuple[Schedule, datetime]]) -> Card:
    """Show everything that is set, and the next posts."""
    blocks: list[Block] = []
    for schedule in schedules:
        blocks += [*_facts(schedule), Divider()]
    blocks.append(_upcoming(upcoming))
    return Card(
        title="Posts in this community",
        summary="What is posted where and when.",
        blocks=tuple(blocks),
        actions=tuple(
            Button(f"Change {POST_TITLES[s.kind].lower()}", "config.edit", (s.kind,))
            for s in schedules
        ),
    )


def _upcoming(upcoming: Sequence[tuple[Schedule, datetime]]) -> Block:
    if not upcoming:
        return Note(("Nothing will be posted until a channel is set.",))
    rows: tuple[tuple[str, Inline], ...] = tuple(
        (
            POST_TITLES[schedule.kind],
            (local_words(due_at, schedule.recurrence.zone), " · ", When(due_at, "relative")),
        )
        for schedule, due_at in upcoming
    )
    return Facts(rows, heading=f"Next {len(rows)} posts")


def following(upcoming: Sequence[tuple[Schedule, datetime]]) -> Card:
    """Show the next posts."""
    return Card(
        title="What comes next",
        summary=f"The next {len(upcoming)} posts.",
        blocks=(_upcoming(upcoming),),
    )


def setup(schedules: Sequence[Schedule]) -> Card:
    """Guide a moderator from nothing to a first post."""
    steps: tuple[tuple[bool, Inline], ...] = tuple(
        (
            schedule.channel_id is not None,
            (
                f"{POST_TITLES[schedule.kind]}: ",
                *(
                    (recurrence_words(schedule.recurrence), " in ", *_where(schedule))
                    if schedule.channel_id
                    else ("choose channel, day and time",)
                ),
            ),
        )
        for schedule in schedules
    )
    is_complete = all(done for done, _ in steps)
    return Card(
        title="Set up the weekly posts",
        summary="Choose where and when the weekly posts appear.",
        blocks=(
            Text(
                (
                    "Two posts help people keep learning: a small nudge to act on and a tip about "
                    "a trend. Each appears once a week, only where you want it.",
                )
            ),
            Steps(steps),
            Note(
                (
                    "All set. See a preview or send a test post with ",
                    CommandRef("config schedule test"),
                    ".",
                )
                if is_complete
                else ("Press a button; a form asks for channel, day, time and zone.",)
            ),
        ),
        actions=tuple(
            Button(
                f"{'Change' if schedule.channel_id else 'Set up'} "
                f"{POST_TITLES[schedule.kind].lower()}",
                "config.edit",
                (schedule.kind,),
                style="secondary" if schedule.channel_id else "primary",
            )
            for schedule in schedules
        ),
        role=Role.GOOD if is_complete else Role.BRAND,
    )


def check(
    schedules: Sequence[Schedule],
    access: dict[ChannelId, ChannelAccess],
    on_their_way: Sequence[Delivery],
    problems: Sequence[Delivery],
) -> Card:
    """Say in words what works, what does not, and what mends it."""
    blocks: list[Block] = []
    troubles = 0
    for schedule in schedules:
        wrong = _wrong(schedule, access)
        troubles += wrong is not None
        blocks.append(Text((wrong or _right(schedule),), heading=POST_TITLES[schedule.kind]))
    if on_their_way:
        waiting = tuple((POST_TITLES[one.kind], _progress(one)) for one in on_their_way)
        blocks.append(Facts(waiting, heading="Waiting to be posted"))
    if problems:
        rows: tuple[tuple[str, Inline], ...] = tuple(
            (
                POST_TITLES[delivery.kind],
                (
                    "due ",
                    When(delivery.due_at),
                    f" {_WHAT_WENT_WRONG.get(delivery.state, 'is waiting')}: ",
                    delivery.reason or "no reason was recorded",
                ),
            )
            for delivery in problems
        )
        blocks.append(Facts(rows, heading="Posts with a problem, last 30 days"))
    else:
        blocks.append(Note(("No post had a problem in the last 30 days.",)))
    return Card(
        title="All well" if not troubles else f"{troubles} of {len(schedules)} need attention",
        summary="Health of the posts in this community.",
        blocks=tuple(blocks),
        role=Role.WARN if troubles else Role.GOOD,
    )


def _progress(delivery: Delivery) -> Inline:
    due: Inline = ("due ", When(delivery.due_at))
    if delivery.state is DeliveryState.SENDING or not delivery.reason:
        return (*due, ", is posted in its turn")
    return (*due, ", next try ", When(delivery.next_try_at, "relative"), f": {delivery.reason}")


def _right(schedule: Schedule) -> str:
    return f"Works: {recurrence_words(schedule.recurrence)}."


def _wrong(schedule: Schedule, access: dict[ChannelId, ChannelAccess]) -> str | None:
    if schedule.channel_id is None:
        return "No channel is set. Choose one with /config setup."
    reach = access[schedule.channel_id]
    if (missing := cannot_post(reach)) is not None:
        return missing
    if schedule.pause_reason:
        return f"Paused: {schedule.pause_reason}"
    if schedule.next_run_at is None:
        return "Paused by a moderator. Resume it with /config schedule set."
    return None


def cannot_post(access: ChannelAccess) -> str | None:
    """Say why a channel cannot be posted in and what mends it, or None when it can."""
    if not access.is_known:
        return (
            "Discord does not say anything about this channel just now; the bot waits. Look again "
            "in some minutes."
        )
    if not access.exists:
        return (
            "The channel is gone or hidden from the bot. Choose another with /config channel set."
        )
    if access.missing:
        return (
            f"In this channel the bot lacks: {', '.join(access.missing)}. Give it these in the "
            "channel's settings under Permissions, then try again."
        )
    return None


def preview(kind: PostKind, schedule: Schedule) -> Card:
    """Offer to send the post that is shown right below."""
    return Card(
        title=f"Preview: {POST_TITLES[kind].lower()}",
        summary="This is how the next post will look.",
        blocks=(
            Text(("The next post looks like the card below. Only you can see it now.",)),
            Facts((("Channel", _where(schedule)), ("Next", _next(schedule)))),
        ),
        actions=(Button("Post it now as a test", "config.test", (kind,), style="primary"),)
        if schedule.channel_id
        else (Button("Choose a channel", "config.edit", (kind,), style="primary"),),
    )


def tested(channel_id: ChannelId) -> Card:
    """Confirm a test post."""
    return Card(
        title="Test post sent",
        summary="The test post is in the channel.",
        blocks=(
            Text(("Look in ", ChannelRef(channel_id), ".")),
            Note(("A test does not use up an entry and does not move the schedule.",)),
        ),
        role=Role.GOOD,
    )
