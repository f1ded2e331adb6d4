"""/config setup: from nothing to a test post, in one form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2s

from bot.dialogues import fields
from bot.dialogues.config import config_noun, given_role, mentors_role, postable, preview
from bot.dialogues.forms import ChannelChoice, Form, RoleChoice
from bot.dialogues.seam import Answer, Ask, OpenForm, TakeBack
from bot.model import COMMUNITY_KINDS, ChannelId, MessageId, Schedule
from bot.replies import forms as words
from bot.replies import guide
from bot.replies import setups as replies
from bot.words import speak

set_up = config_noun()


@set_up.command("setup")
async def begin(ask: Ask) -> Answer:
    """Set up the weekly posts in one form."""
    posts = await ask.services.communities.overview(ask.here)
    if any(post.channel_id for post in posts):
        return OpenForm("setup.open")
    zone = (await ask.services.members.load(ask.member)).zone or ""
    return OpenForm("setup.open", typed={"zone": zone, "time": _shared(map(_time, posts))})


@set_up.form("setup.open")
async def ask_all(ask: Ask) -> Form:
    """Ask where and when the weekly posts appear, and who the mentors are."""
    posts = await ask.services.communities.overview(ask.here)
    mentors = await mentors_role(ask)
    is_new = not any(post.channel_id for post in posts)
    zone = "" if is_new else _shared(post.recurrence.zone for post in posts)
    channels = tuple(
        ChannelChoice(post.kind.value, words.POST_TITLES[post.kind], words.SETUP_CHANNEL_HINT)
        for post in posts
    )
    return Form(
        words.SETUP_TITLE,
        (
            *channels,
            replace(
                fields.ZONE,
                hint=fields.ZONE.hint if zone or is_new else words.SETUP_KEPT_HINT,
                is_required=is_new,
            ),
            replace(
                fields.TIME,
                hint=fields.TIME.hint if _shared(map(_time, posts)) else words.SETUP_KEPT_HINT,
                is_required=False,
            ),
            RoleChoice("mentors", words.SETUP_MENTORS_ROLE, words.OPTIONAL),
        ),
        {
            **{post.kind.value: post.channel_id or "" for post in posts},
            "zone": zone,
            "time": "" if is_new else _shared(map(_time, posts)),
            "mentors": mentors or "",
        },
    )


@set_up.submit("setup.open")
async def save(ask: Ask, zone: str, time: str, mentors: str, **channels: str) -> Answer:
    """Save all at once, and show the first post as it will be."""
    chosen = {
        kind: postable(ask, ChannelId(place), kind)
        for kind in COMMUNITY_KINDS
        if (place := channels.get(kind.value))
    }
    role = given_role(ask, mentors)
    posts = await ask.services.communities.set_up(
        ask.here, chosen, zone or None, time or None, role
    )
    upcoming = await ask.services.communities.upcoming(ask.here)
    first = min(filter(_is_posted, posts), key=lambda post: str(post.next_run_at), default=None)
    card = replies.saved(posts, role, upcoming, first)
    return card if first is None else (card, await preview(ask, first))


@set_up.form("setup.card")
async def ask_place(ask: Ask) -> Form:
    """Ask where the start card should stand."""
    hint = words.POST_CHANNEL_HINT
    channel = ChannelChoice("channel", words.POST_CHANNEL, hint, is_required=True)
    return Form(words.CARD_TITLE, (channel,))


@set_up.submit("setup.card", is_slow=True)
async def post_card(ask: Ask, channel: ChannelId) -> Answer:
    """Post the start card; sent twice from the same place it is posted once."""
    place = postable(ask, channel)
    community = await ask.services.communities.community(ask.here)
    nonce = blake2s(f"start/{ask.key}/{place}".encode(), digest_size=12).hexdigest()
    with speak(community.locale, ask.community_language):
        card = guide.start_card()
    return replies.card_posted(place, await ask.services.messenger.post(place, card, nonce))


@set_up.button("setup.uncard", is_slow=True)
async def take_card_back(ask: Ask, channel: ChannelId, message: MessageId) -> Answer:
    """Delete a start card; it may be gone already."""
    return TakeBack(channel, message, is_of_community=True)


def _is_posted(post: Schedule) -> bool:
    return post.channel_id is not None and bool(post.next_run_at or post.paused_at)


def _time(post: Schedule) -> str:
    return f"{post.recurrence.at:%H:%M}"


def _shared(values: Iterable[str]) -> str:
    """Return what all posts have in common; nothing where they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else ""
