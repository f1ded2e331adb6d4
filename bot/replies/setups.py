"""The set-up of a community's weekly posts, once its form is saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.cards import (
    Button,
    Card,
    ChannelRef,
    CommandRef,
    Facts,
    Inline,
    Note,
    Role,
    RoleRef,
    Text,
    inline,
)
from bot.model import ChannelId, MessageId, RoleId, Schedule
from bot.replies import communities
from bot.replies.forms import POST_TITLES
from bot.replies.times import recurrence_words
from bot.words import _


def saved(
    posts: Sequence[Schedule],
    mentors: RoleId | None,
    upcoming: Sequence[tuple[Schedule, datetime]],
    first: Schedule | None,
) -> Card:
    """Say what is posted where and when, and offer a test of the post that comes ``first``."""
    told = _("A test uses nothing up and moves nothing. {check} says whether everything works.")
    test = (
        ()
        if first is None
        else (Button(_("Send a test post"), "config.test", (first.kind,), style="primary"),)
    )
    role: Inline = (RoleRef(mentors),) if mentors else (_("no role"),)
    rows = tuple((_(POST_TITLES[post.kind]), _place_and_time(post)) for post in posts)
    return Card(
        title=_("All set"),
        summary=_("The weekly posts are set up."),
        blocks=(
            Facts((*rows, (_("Mentors"), role))),
            communities.next_posts(upcoming),
            Note(inline(told, check=CommandRef("config check"))),
            Text((_("A start card in a channel lets members begin with one press."),)),
        ),
        actions=(
            *test,
            Button(_("Post a start card"), "setup.card"),
            Button(_("Change"), "setup.open"),
        ),
        role=Role.GOOD,
    )


def card_posted(channel: ChannelId, message: MessageId) -> Card:
    """Say that the start card is in a channel, and how to take it back."""
    told = _("The start card is in {channel}. Pin it, so that everybody finds it.")
    return Card(
        title=_("Start card posted"),
        summary=_("The start card is in its channel. Pin it, so that everybody finds it."),
        blocks=(Text(inline(told, channel=ChannelRef(channel))),),
        actions=(Button(_("Take it back"), "setup.uncard", (channel, message)),),
        role=Role.GOOD,
    )


def _place_and_time(post: Schedule) -> Inline:
    if post.channel_id is None:
        return (_("not posted"),)
    told: Inline = (ChannelRef(post.channel_id), " · ", recurrence_words(post.recurrence))
    paused = communities.pause(post)
    return (*told, " · ", *paused) if paused else told
