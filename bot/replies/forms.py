"""The words of forms."""

from __future__ import annotations

from bot.model import EntryKind, PostKind
from bot.words import N_

WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)

OPTIONAL = N_("Optional")
START_TITLE = N_("I'm new here")
START_TODAY = N_("What do you do today?")
START_ROLE = N_("Which job do you want?")
START_HOURS = N_("How much time do you have?")
START_PLACE = N_("Where do you live?")
START_PLACE_HINT = N_("Optional: a city or country, for your time zone")
HOURS_2 = N_("2 hours a week")
HOURS_4 = N_("4 hours a week")
HOURS_7 = N_("An hour a day")
HOURS_10 = N_("10 hours a week")
HOURS_20 = N_("20 hours a week or more")
ASK_TITLE = N_("Ask a question")
ASK_WHAT = N_("What would you like to know?")
ASK_EXAMPLE = N_("Which certification first with no experience?")
DAY_EXAMPLE = N_("31 december")
ZONE_EXAMPLE = N_("Rome")
GOAL_TITLE = N_("Add a goal")
GOAL_EDIT_TITLE = N_("Change a goal")
GOAL_WHAT = N_("What do you want to reach?")
GOAL_WHAT_HINT = N_("One sentence, at most 200 characters. Only you will see it.")
GOAL_EXAMPLE = N_("Finish the first mock exam")
GOAL_CERTIFICATION = N_("For which certification?")
GOAL_DUE = N_("By when?")
GOAL_DUE_HINT = N_("Optional, such as: in 2 weeks, 31 december, 2026-12-31")
SAVE_MESSAGE = N_("Save as goal")
STEP_TITLE = N_("A step towards your goal")
STEP_WHAT = N_("What did you do?")
STEP_HINT = N_("Optional, a sentence or two. Only you will see it.")
STEP_EXAMPLE = N_("Read chapter 1")
DROP_TITLE = N_("Drop a goal")
DROP_WHY = N_("Why are you dropping it?")
DROP_EXAMPLE = N_("My plans have changed")

POST_TITLES = {
    PostKind.WEEKLY_NUDGE: N_("Weekly nudge"),
    PostKind.TREND_TIP: N_("Trend tip"),
    PostKind.REMINDER: N_("Reminder"),
    PostKind.GOAL_DEADLINE: N_("Goal deadline"),
    PostKind.CHECK_IN: N_("Weekly check-in"),
    PostKind.MENTOR_OFFER: N_("Someone would like your help"),
    PostKind.MENTOR_REQUEST: N_("Your request for a mentor"),
    PostKind.MENTORSHIP: N_("Your mentorship"),
}
POST_CHANNEL = N_("In which channel?")
POST_CHANNEL_HINT = N_("The bot must be able to see it and post there.")
POST_DAY = N_("On which day?")
POST_TIME = N_("At what local time?")
POST_TIME_HINT = N_("Such as 09:00, 9am or 18:30")
POST_ZONE = N_("In which time zone?")
POST_ZONE_HINT = N_("A city or country, such as Rome")

SETUP_TITLE = N_("Set up the weekly posts")
SETUP_CHANNEL_HINT = N_("Leave it empty to not post this one")
SETUP_KEPT_HINT = N_("The posts differ; empty leaves each as it is")
SETUP_MENTORS_ROLE = N_("The role of your mentors")

CARD_TITLE = N_("Post a start card")
SETTINGS_TITLE = N_("When can I message you?")
SETTINGS_ZONE = N_("Your time zone")
SETTINGS_QUIET_FROM = N_("Quiet from (local time)")
SETTINGS_QUIET_UNTIL = N_("Quiet until (local time)")
SETTINGS_QUIET_HINT = N_("Optional, such as 22:00 or 10pm; what is due then comes after")
SETTINGS_CAP = N_("At most how many messages in seven days?")
SETTINGS_CAP_HINT = N_("Optional, 1 to 50; reminders are always sent")
SETTINGS_PAUSE = N_("Pause all messages until")
SETTINGS_PAUSE_HINT = N_("Optional, such as: in 2 weeks; what is due before waits in your inbox")

CHECK_IN_TITLE = N_("Your weekly check-in")

AIMS_TITLE = N_("Where are you heading?")
AIMS_STAGE = N_("Your stage of the path")
AIMS_ROLE = N_("The role you want")
GAP_TITLE = N_("Which job do you want?")
GAP_KEPT = N_("Kept in your profile; only you see it")
HAVE_TITLE = N_("What do you have already?")
HAVE_SKILLS = N_("Which of these can you do?")
HAVE_CERTIFICATIONS = N_("Which of these do you hold?")
SKILLS_TITLE = N_("What can you do?")
SKILLS_GROUP = N_("Skills {first} to {last}")
HELD_TITLE = N_("A certification you hold")
HELD_NAME = N_("Which certification?")
HELD_EDIT_HINT = N_("Empty it to remove this certification from your profile")
HELD_EARNED = N_("Earned on")
HELD_CYCLE = N_("Renewal cycle began on")
HELD_DAY_HINT = N_("Optional, such as: 5 march 2024")

ZONE_TITLE = N_("Where are you?")

REMIND_TITLE = N_("A reminder")
REMIND_WHAT = N_("What should I remind you about?")
REMIND_WHEN = N_("When?")
REMIND_WHEN_HINT = N_("A day, a time, how long from now, or how often")
REMIND_WHEN_EXAMPLE = N_("tomorrow 9am, in 2 hours, every friday at 18:30")
REMIND_ZONE_HINT = N_("Optional: a city, such as Rome. Empty is yours.")

MENTOR_TITLE = N_("What you offer as a mentor")
MENTOR_TOPICS = N_("Topics")
MENTOR_LANGUAGES = N_("Languages")
MENTOR_SLOTS = N_("When are you usually free?")
MENTOR_SLOTS_HINT = N_("In your own time zone; choose every time that could work")
MENTOR_CAPACITY = N_("How many learners at once?")
MENTOR_INTRO = N_("About you")
MENTOR_INTRO_HINT = N_("Optional, one or two sentences. No links.")
MENTOR_BREAK_TITLE = N_("Take a break")
MENTOR_BREAK = N_("Until when?")
MENTOR_BREAK_HINT = N_("Such as: in 2 weeks, 7 january")
SESSION_TITLE = N_("Log a session")
SESSION_DAY = N_("When did you meet?")
SESSION_DAY_HINT = N_("Such as: today, yesterday, last tuesday")
SESSION_MINUTES = N_("How many minutes?")
SESSION_STEP = N_("One next step")
SESSION_STEP_HINT = N_("Optional, no links; you both see it, and the learner can make it a goal")
SESSION_STEP_EXAMPLE = N_("Write the first risk list")
REVIEW_TITLE = N_("How did it go?")
REVIEW_REACHED = N_("Did you get where you wanted?")
REVIEW_REACHED_OPTIONS = (
    N_("1: not at all"),
    N_("2: a little"),
    N_("3: halfway"),
    N_("4: mostly"),
    N_("5: fully"),
)
REVIEW_REPEAT = N_("Would you do it again?")
REVIEW_WORDS = N_("What would you do differently?")
REVIEW_HINT = N_("Optional. Only you can read it.")
YES, NO = N_("Yes"), N_("No")
THANKS_TITLE = N_("Say thank you")
THANKS_WORDS = N_("Your thanks to your mentor")
THANKS_HINT = N_("You see it once more before it is sent. No links.")
THANKS_EXAMPLE = N_("Your advice on planning got me through my first project. Thank you!")
PAIR_PAUSE_TITLE = N_("Pause your mentorship")
MENTOR_ASK_TITLE = N_("Ask for a mentor")
MENTOR_GOAL = N_("What would you like help with?")
MENTOR_GOAL_HINT = N_(
    "One or two sentences. No links or names: you're anonymous until someone accepts."
)
MENTOR_GOAL_EXAMPLE = N_("I would like to lead my first project and don't know how to plan it")
MENTOR_TRIED = N_("What have you tried so far?")

RULES_TITLE = N_("The rules of mentoring")
RULES_ANSWER = N_("How many days to answer a request?")
RULES_MOST = N_("How many learners may a mentor have?")
RULES_MONTHS = N_("How many months does a mentorship last?")
RULES_MATCHED = N_("When is a mentor asked for whoever waits?")
RULES_AT_ONCE = N_("At once, as soon as one has room")
RULES_IN_ROUNDS = N_("In rounds that a moderator starts")
RULES_REPORTS = N_("Where should reports appear?")
RULES_REPORTS_HINT = N_("Optional; choose one that only moderators can read")
REPORT_TITLE = N_("Report to the moderators")
REPORT_REASON = N_("What is it about?")
REPORT_TEXT = N_("What happened?")
REPORT_HINT = N_("Every moderator of the server reads it, with your name")
RULES_ROLE_TITLE = N_("Who may mentor?")
RULES_ROLE_HINT = N_("Leave it empty to allow everyone")

ENTRY_KINDS = {
    EntryKind.NUDGE: N_("Nudge"),
    EntryKind.TIP: N_("Tip"),
    EntryKind.LINK: N_("Link"),
}
ENTRY_TITLES = {
    EntryKind.NUDGE: N_("A nudge of this community"),
    EntryKind.TIP: N_("A tip of this community"),
    EntryKind.LINK: N_("A link of this community"),
}
ENTRY_TEXTS = {
    EntryKind.NUDGE: N_("What should people do this week?"),
    EntryKind.TIP: N_("What do you advise?"),
    EntryKind.LINK: N_("What is it good for?"),
}
ENTRY_TEXT_HINT = N_("Everyone in this community can read it; no author is shown")
ENTRY_TITLE = N_("Title")
ENTRY_URL = N_("Link")
ENTRY_URL_HINT = N_("Optional; it begins with https://")
ENTRY_URL_NEEDED = N_("It begins with https://")

TOPICS_TITLE = N_("Topics of this post")
TOPICS_WHICH = N_("What should it be about?")
TOPICS_HINT = N_("Nothing chosen: about everything")
