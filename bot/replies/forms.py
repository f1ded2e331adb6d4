"""The words of forms."""

from __future__ import annotations

from bot.model import PostKind

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

OPTIONAL = "Optional"
GOAL_TITLE = "Add a goal"
GOAL_EDIT_TITLE = "Change a goal"
GOAL_WHAT = "What do you want to reach?"
GOAL_WHAT_HINT = "One sentence, at most 200 characters. Only you will see it."
GOAL_EXAMPLE = "Finish the first mock exam"
GOAL_CERTIFICATION = "For which certification?"
GOAL_DUE = "By when?"
GOAL_DUE_HINT = "Optional, as YYYY-MM-DD"
STEP_TITLE = "A step towards your goal"
STEP_WHAT = "What did you do?"
STEP_HINT = "Optional, a sentence or two. Only you will see it."
STEP_EXAMPLE = "Read chapter 1"

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

SETTINGS_TITLE = "When may I write to you?"
SETTINGS_ZONE = "Your time zone"
SETTINGS_QUIET_FROM = "Quiet from (local time)"
SETTINGS_QUIET_UNTIL = "Quiet until (local time)"
SETTINGS_QUIET_HINT = "Optional, 24-hour clock; what is due then comes after"
SETTINGS_CAP = "At most how many messages in seven days?"
SETTINGS_CAP_HINT = "Optional, 1 to 50; reminders do not count as too many"
SETTINGS_PAUSE = "Pause all messages until"
SETTINGS_PAUSE_HINT = "Optional, as YYYY-MM-DD; what is due before waits in your inbox"

CHECK_IN_TITLE = "Your weekly check-in"

AIMS_TITLE = "Where are you heading?"
AIMS_STAGE = "Your stage of the path"
AIMS_ROLE = "The role you want"
SKILLS_TITLE = "What can you do?"
SKILLS_GROUP = "Skills {first} to {last}"
HELD_TITLE = "A certification you hold"
HELD_NAME = "Which certification?"
HELD_EDIT_HINT = "Empty it to remove this certification from your profile"
HELD_EARNED = "Earned on"
HELD_CYCLE = "Renewal cycle began on"
HELD_DAY_HINT = "Optional, as YYYY-MM-DD"

REMIND_TITLE = "A reminder"
REMIND_WHAT = "What shall I remind you of?"
REMIND_WHEN = "When?"
REMIND_WHEN_HINT = "Such as tomorrow 9am, in 2 hours, friday 18:30, 2026-12-05 08:00"
REMIND_REPEAT = "How often?"
REMIND_AS_WRITTEN = "As I wrote it, else once"
REMIND_UNTIL = "Until which day?"
