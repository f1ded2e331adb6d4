"""What `/help` says: the shortest way from here to the first useful answer."""

from __future__ import annotations

from bot.cards import Card, CommandRef, Facts, Inline, Note, Role, Text

MEMBER_COMMANDS: tuple[tuple[str, str], ...] = (
    ("find", "search everything: certifications, roles, steps, questions, resources"),
    ("cert info", "one certification: requirements, exam, fees, renewal"),
    ("cert list", "certifications by focus and level"),
    ("career role", "one job role: what you do, need and earn"),
    ("career path", "the six stages to Technical Project Manager"),
    ("goal add", "keep a goal (private)"),
    ("goal list", "your goals, with a Done button"),
    ("remind me", "a reminder, once or repeating"),
    ("nudge settings", "a weekly check-in about your goals"),
    ("me profile", "your stage, role, skills and certifications (optional)"),
    ("me settings", "when and where I reach you"),
    ("me inbox", "what could not be sent to you"),
    ("privacy info", "what is stored about you"),
)
MODERATOR_COMMANDS: tuple[tuple[str, str], ...] = (
    ("config setup", "choose channel, day and time of the weekly posts"),
    ("config show", "what is set now"),
    ("config check", "what is wrong and how to mend it"),
)


def _rows(commands: tuple[tuple[str, str], ...]) -> tuple[tuple[str, Inline], ...]:
    return tuple((what[0].upper() + what[1:], (CommandRef(path),)) for path, what in commands)


def overview(is_moderator: bool) -> Card:
    """Show the commands that the asker can use, most useful first."""
    blocks = [
        Text(
            (
                "I look things up, keep your goals private, and post a weekly learning nudge and "
                "a trend tip where moderators want them. Every fact shows its source and when it "
                "was checked.",
            )
        ),
        Facts(_rows(MEMBER_COMMANDS), heading="For you"),
    ]
    if is_moderator:
        blocks.append(Facts(_rows(MODERATOR_COMMANDS), heading="For moderators"))
    return Card(
        title="Your way to Technical Project Manager",
        summary="What this bot can do and how to start.",
        blocks=(
            *blocks,
            Note(("Answers are private to you. Type / to see every command.",)),
        ),
        role=Role.BRAND,
    )
