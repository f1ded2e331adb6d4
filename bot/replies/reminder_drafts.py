"""A reminder before and after it is saved, as its cards show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.errors import MentorError
from bot.model import MemberId, Reading, Reminder, ReminderId, Schedule
from bot.replies.times import rule_words, zone_words


@dataclass(frozen=True, slots=True)
class Wish:
    """What was typed; an empty ``zone`` is the member's own."""

    text: str
    when: str
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A wish as it was understood, not saved yet; ``problem`` says why it was not.

    ``readings`` are what its words can mean: one is saved. ``unchanged`` is the reminder whose
    times stay as they are. ``zone`` is the one in which a member without one is told times, which
    is theirs once they save it; ``is_assumed``: it is the community's.
    """

    id: ReminderId
    member_id: MemberId
    wish: Wish
    readings: tuple[Reading, ...] = ()
    unchanged: Kept | None = None
    is_paused: bool = False
    zone: str | None = None
    is_assumed: bool = False
    problem: MentorError | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A reminder with its series, which is None once it has ended and was cleared."""

    reminder: Reminder
    schedules: tuple[Schedule, ...]

    @property
    def series(self) -> Schedule | None:
        """Return what recurs, or the only time of one that does not."""
        found = sorted(self.schedules, key=lambda one: one.is_snooze)
        return found[0] if found else None

    @property
    def is_paused(self) -> bool:
        """Tell whether its member stopped it for now."""
        return self.series is not None and self.series.paused_at is not None

    @property
    def is_over(self) -> bool:
        """Tell whether it has come for the last time."""
        return self.next_at is None and not self.is_paused

    @property
    def next_at(self) -> datetime | None:
        """Return when it comes next (aware UTC), or None."""
        return min((one.next_run_at for one in self.schedules if one.next_run_at), default=None)

    def as_wish(self) -> Wish:
        """Return what would have to be typed for it."""
        series = self.series
        if series is None:
            return Wish(self.reminder.text, "")
        rule = series.recurrence
        return Wish(
            self.reminder.text,
            rule_words(rule, is_begun=series.last_run_at is not None),
            zone_words(rule.zone),
        )
