"""Why something was not sent: stored in English, told with ``bot.words.stored``."""

from __future__ import annotations

from bot.ports import ChannelAccess
from bot.words import N_

IN_DOUBT = N_(
    "The bot stopped while posting and cannot read the channel's history to see if it is there. "
    "Look in the channel, and give the bot Read Message History there."
)
BROKEN = N_("The bot failed to make or record this post; its log says why.")
POST_STOPPED = N_("A moderator stopped this post while it waited to be sent.")
POST_CHANNEL_GONE = N_("The channel is gone. Choose another with /config channel set.")
LACKING = N_("The bot may not post in the channel. Give it these permissions there.")
TIMED_OUT = N_(
    "The bot is timed out in this server. It goes on by itself at the end; a moderator can end the "
    "time-out before."
)
BOT_REMOVED = N_("The bot was removed.")
NOT_CONNECTED = N_("The bot is not connected to this platform.")
NOT_IN_TIME = N_("It could not be sent in time.")
NOTHING_LEFT = N_("Not sent: it was already done, dropped or deleted.")

MISSED = N_("The bot was not running then; only the newest missed one was sent.")
USELESS_LATER = N_("The bot was offline, and this is only useful on the day.")
UNKNOWN_ZONE = N_("Its time zone is not known here (any more). Choose another time zone.")

UNKNOWN_MEMBER_ZONE = N_(
    "Your time zone is not known here (any more). Without it the bot does not know your quiet "
    "hours."
)
CHOSE_INBOX = N_("You chose to read messages in your inbox.")
NOT_CHOSEN = N_("You haven't chosen where I should reach you. Choose with /me settings.")
PAUSED = N_("You had paused all messages.")
NO_WAY = N_(
    "There was no way to reach you: no direct message channel and no channel of your choice."
)
CHANNEL_GONE = N_("The bot cannot post in the channel you chose.")

GOAL_CHANGED = N_("The goal was done, changed, or its alerts were turned off.")
GOAL_DROPPED = N_("You dropped the goal before it came.")
GOAL_DELETED = N_("You deleted the goal before it came.")
CHECK_IN_STOPPED = N_("You stopped the check-in.")
MENTORING_CHANGED = N_("This was settled before I could send it.")
REMINDER_PAUSED = N_("You paused the reminder before it came.")


def refusal(access: ChannelAccess) -> str | None:
    """Return why a community's post would be refused in a channel now, to be stored, or None."""
    if access.invitation is not None:
        return BOT_REMOVED
    if not access.exists:
        return POST_CHANNEL_GONE
    if access.silenced_until is not None:
        return f"{TIMED_OUT} [{access.silenced_until:%Y-%m-%d %H:%M} UTC]"
    return f"{LACKING} [{', '.join(access.refused)}]" if access.refused else None
