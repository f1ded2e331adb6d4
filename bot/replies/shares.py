"""What the Share button says."""

from __future__ import annotations

from bot.cards import Button, Card, LinkButton, Role, Text
from bot.errors import PermissionDeniedError
from bot.model import ChannelId, MessageId
from bot.words import _, stored


def button(args: tuple[str, ...]) -> Button:
    """Return the button that shares the card which ``args`` reopen: verb, arguments, page."""
    return Button(_("Share"), "card.share", args)


def nobody_here() -> PermissionDeniedError:
    """Say that a direct message has no audience."""
    return PermissionDeniedError(
        _("There is nobody to share this with in a direct message."),
        _("Look it up in a channel of your server and press Share there."),
    )


def not_yours() -> PermissionDeniedError:
    """Say that the member may not write in the channel."""
    return PermissionDeniedError(
        _("You may not write in this channel, so you cannot share here."),
        _("Look it up in a channel where you may write and press Share there."),
    )


def not_ours(permission: str) -> PermissionDeniedError:
    """Say that the bot may not write in the channel."""
    return PermissionDeniedError(
        _("The bot may not post in this channel: it lacks {permission}.", permission=_(permission)),
        _("Share in another channel, or ask a moderator to give the bot this permission here."),
    )


def not_your_share() -> PermissionDeniedError:
    """Say that only what the member shared in this channel is theirs to take back."""
    return PermissionDeniedError(
        _("You can take back only what you shared here."),
        _("Whoever shared this can do it, or ask a moderator to delete the message."),
    )


def refused(reason: str) -> PermissionDeniedError:
    """Say why the platform took no post."""
    return PermissionDeniedError(
        stored(reason), _("Nothing was shared. Try again later or elsewhere.")
    )


def done(channel: ChannelId, message: MessageId, url: str) -> Card:
    """Say that a copy is in the channel, and how to take it back."""
    return Card(
        title=_("Shared"),
        summary=_("Everybody in this channel can see it now, with your name."),
        blocks=(Text((_("Everybody in this channel can see it now, with your name."),)),),
        actions=(
            LinkButton(_("Go to it"), url),
            Button(_("Take it back"), "share.undo", (channel, message)),
        ),
        role=Role.GOOD,
    )


def undone() -> Card:
    """Say that the copy is gone."""
    return Card(
        title=_("Taken back"),
        summary=_("What you shared is no longer in the channel."),
        blocks=(Text((_("What you shared is no longer in the channel."),)),),
    )
