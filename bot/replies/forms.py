"""The words of forms."""

from __future__ import annotations

from bot.model import PostKind

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

OPTIONAL = "Optional"
GOAL_TITLE = "Add a goal"
GOAL_WHAT = "What do you want to reach?"
GOAL_WHAT_HINT = "One sentence, at most 200 characters. Only you will see it."
GOAL_EXAMPLE = "Finish the first mock exam"
GOAL_CERTIFICATION = "For which certification?"
GOAL_DUE = "By when?"
GOAL_DUE_HINT = "Optional, as YYYY-MM-DD"

POST_TITLES = {
    PostKind.WEEKLY_NUDGE: "Weekly nudge",
    PostKind.TREND_TIP: "Trend tip",
    PostKind.REMINDER: "Reminder",
    PostKind.GOAL_DEADLINE: "Goal deadline",
    PostKind.CHECK_IN: "Weekly check-in",
}
POST_CHANNEL = "In which channel?"
POST_CHANNEL_HINT = "The bot must be able to see it and post there."
POST_DAY = "On which day?"
POST_TIME = "At what local time?"
POST_TIME_HINT = "24-hour clock, such as 09:00"
POST_ZONE = "In which time zone?"
POST_ZONE_HINT = "An IANA name, such as Europe/Rome"
