"""What is stored, why and for how long: the one text behind `/privacy info` and docs/privacy.md."""

from __future__ import annotations

from bot.cards import Button, Card, Code, Link, Node, Text
from bot.words import N_, _

NO_CONTACT = N_("not set by the operator (setting MENTOR_OPERATOR_CONTACT)")

SECTIONS: tuple[tuple[str, str], ...] = (
    (
        N_("What is stored"),
        N_(
            "Your id on Discord or Slack, with the goals you add: title, certification, due "
            "date, and when each was created, changed, done or dropped, what you noted about "
            "it or why you dropped it, and when its due date alerts you or that you turned "
            "this off. If you ask for messages: what and when (a reminder in your own words), "
            "how they reach you (the id of the direct message channel or of the channel you "
            "chose, and since when you wanted it), your language, time zone (on Slack, that of "
            "your profile there), quiet hours, limit and pause, and which messages were sent, "
            "waited or were answered. If you fill in a profile: your stage of the path, target "
            "role, skills, and certifications with the days you give. If you look for a "
            "mentor: what you ask for, your topics, languages, time zone and usual hours, and "
            "which mentors were asked. If you mentor: what you offer, what you say about "
            "yourself, and how you answered each request. Of a mentorship: its two sides, the "
            "goal, when each agreed, met or answered, pauses, for how long you would like to "
            "go on, and its end, without a reason in words; the sessions you log (day, "
            "minutes, next step), how it went if you say so, and thanks that you write in my "
            "form; nothing else that you write to each other. If you block somebody: a code "
            "made from both your ids that names nobody. If you report somebody: whom, what you "
            "wrote, and where it stands. If moderators pause you as a mentor: that they did. "
            "For a community: its id, the channels, "
            "times, zone and language its moderators chose, the id of who changed which of "
            "these when, the topics they chose, the nudges, tips and links they added, and "
            "which posts went out. Nothing else: no names, no messages but what you save as a "
            "goal, no presence, no joins."
        ),
    ),
    (
        N_("Why"),
        N_(
            "To show you your goals again, to send you what you asked for where and when you want "
            "it, to choose what fits you, and to post what moderators scheduled. Your data is "
            "never used to rank people, to judge anybody for a job, to train a model or for "
            "advertising."
        ),
    ),
    (
        N_("Who sees it"),
        N_(
            "Your goals are answered to you alone. So are your messages: in a channel I only say "
            "that there is something for you, and others cannot open it. What you change of a "
            "community as its moderator, its other moderators see. Moderators see how many members "
            "of their community use goals and check-ins, and how much, never who: rounded down to "
            "fives, counted once a day, and not told where fewer than five members are behind it. "
            "Nobody learns who is asking for a mentor until a mentor accepts; then both know each "
            "other. What a mentor offers is shown to those who look for one in the same community. "
            "Nobody is told who passed, blocked or ended, or why. The other side sees sessions you "
            "log, that you pause and until when, and for how long you would like to go on. How it "
            "went is read by you alone, thanks by your mentor once you send them. A report is read "
            "by the moderators of its community, with your name; the other person isn't told. "
            "Whoever runs this bot can read its database, as with any self-hosted service. There "
            "is no telemetry and no third party."
        ),
    ),
    (
        N_("How long"),
        N_(
            "Until you delete it; which messages were sent, waited or were answered, for a "
            "year (the last 5,000). A goal you delete leaves every list at once and sends "
            "nothing more. It is kept, with its history and alerts, for a day so that you can "
            "undo this; until it is erased, within two days, your export shows it as deleted. "
            "Ended mentorships and requests are kept for a year, so that nobody is suggested "
            "to you again too soon. If you delete your data, your mentorships end at once, and "
            "the other side is told only that they ended. A report is kept for a year after it "
            "was closed, or until its pause of a mentor is lifted; without your id once you "
            "delete. What you have not saved yet is only "
            "in memory, for a day; so are, until I restart, that I have answered you before, "
            "what your Slack profile says of your name, language, time zone and whether you "
            "are an admin, and the wording of the last 500 longer questions to /find, without "
            "who asked. When the bot is removed from a community, posts stop at once; 30 days "
            "later everything of that community is deleted, unless the bot was invited again. "
            "Who changed what there is kept for 180 days, without your id once you delete."
        ),
    ),
    (
        N_("Backups"),
        N_(
            "A backup made before you delete something still holds it. Operators are told to keep "
            "backups for at most 30 days, so deleted data is gone everywhere after that."
        ),
    ),
    (
        N_("Your rights"),
        N_(
            "/privacy export gives you everything stored about you as a file. /privacy delete "
            "shows what would go, asks once, deletes it all, what you have not saved yet, too, and "
            "gives you a receipt."
        ),
    ),
    (
        N_("Logs"),
        N_("Logs hold ids and events for finding faults, never what you typed."),
    ),
)


def as_markdown() -> str:
    """Return docs/privacy.md; a house test keeps the file equal to this."""
    parts = ["# Privacy", ""]
    parts += ["This is the text that `/privacy info` shows to members.", ""]
    for heading, text in SECTIONS:
        parts += [f"## {heading}", "", text, ""]
    parts += [
        "## Contact",
        "",
        "Each self-hosted bot has its own operator, who sets `MENTOR_OPERATOR_CONTACT`; "
        "`/privacy info` shows it.",
        "",
    ]
    return "\n".join(parts)


def info(contact: str) -> Card:
    """Tell members what is stored about them and how to get or delete it."""
    return Card(
        title=_("Your data is yours"),
        summary=_("What this bot stores about you, why, for how long, and how to delete it."),
        blocks=(
            *(Text((_(text),), heading=_(heading)) for heading, text in SECTIONS),
            Text((_contact(contact),), heading=_("Contact")),
        ),
        actions=(
            Button(_("Export my data"), "privacy.export"),
            Button(_("Delete my data…"), "privacy.preview", style="danger"),
        ),
        pager=("privacy.read",),
    )


def _contact(contact: str) -> Node:
    if contact.startswith(("https://", "http://")):
        return Link(_("Whoever runs this bot"), contact)
    return Code(contact) if contact else _(NO_CONTACT)
