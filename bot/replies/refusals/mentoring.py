"""What is refused about mentoring, and what to do next."""

from __future__ import annotations

from datetime import date

from bot.errors import (
    InvalidInputError,
    NotFoundError,
    PermissionDeniedError,
    StaleActionError,
    ZoneNeededError,
)
from bot.replies.times import day_words
from bot.words import _, plural


def outside() -> InvalidInputError:
    """Say that mentoring happens in a community."""
    return InvalidInputError(
        _("Mentors and learners meet in a server, not here."),
        _("Use this command in the server whose mentors you want to reach."),
    )


def no_mentors_role() -> PermissionDeniedError:
    """Say that only members with the mentors' role may be mentors."""
    return PermissionDeniedError(
        _("In this server, mentors have a role that you don't have."),
        _("Ask a moderator to give it to you, then try again."),
    )


def zone_needed() -> ZoneNeededError:
    """Say that hours mean nothing without a time zone."""
    return ZoneNeededError(
        _("I don't know your time zone yet."),
        _("Set it with /me settings, then choose your hours again."),
    )


def text_with_links(name: str) -> InvalidInputError:
    """Refuse links and mentions in what a stranger will read."""
    return InvalidInputError(
        _("{name} contains a link or a mention.", name=name),
        _("Put it in your own words: strangers will read it."),
    )


def text_missing(name: str) -> InvalidInputError:
    """Refuse words that nobody could see."""
    return InvalidInputError(
        _("{name} is empty.", name=name), _("One or two sentences are enough.")
    )


def text_too_long(name: str, length: int, most: int) -> InvalidInputError:
    """Refuse words that are too long to be read on a phone."""
    return InvalidInputError(
        _("{name} has {n} characters; {most} is the most.", name=name, n=length, most=most),
        _("Shorten it."),
    )


def nothing_chosen() -> InvalidInputError:
    """Say that nobody can be found without a language and a time."""
    return InvalidInputError(
        _("Choose at least one language and one time of the week."),
        _("I need them to match you."),
    )


def too_many_requests(most: int) -> InvalidInputError:
    """Say how many requests may wait at once."""
    return InvalidInputError(
        _("You have {most} open requests, which is the limit.", most=most),
        _("Withdraw one with /mentor status first."),
    )


def too_many_lately(most: int, days: int) -> InvalidInputError:
    """Say how many requests may be sent in a while."""
    return InvalidInputError(
        _("You sent {most} requests in {days} days, which is the limit.", most=most, days=days),
        _("The open ones stay open; ask again later."),
    )


def not_free() -> StaleActionError:
    """Say that a mentor cannot be asked now; the same words whatever the reason."""
    return StaleActionError(
        _("This mentor can't be asked just now."),
        _("Look again with /mentor find, or join the waiting list."),
    )


def no_draft() -> StaleActionError:
    """Say that a request that was written and not sent is gone."""
    return StaleActionError(
        _("This draft is gone; nothing was sent."), _("Write it again with /mentor find.")
    )


def no_request() -> NotFoundError:
    """Say that a request is gone or somebody else's."""
    return NotFoundError(
        _("I can't find that request."), _("See what you have with /mentor status.")
    )


def no_offer() -> StaleActionError:
    """Say that a request waits for this mentor no more; the same words whatever the reason."""
    return StaleActionError(
        _("This request doesn't need your answer any more."),
        _("See what waits for you with /mentees queue."),
    )


def no_room(capacity: int) -> InvalidInputError:
    """Say that a mentor has all the learners they wanted."""
    return InvalidInputError(
        plural(
            "You already have {n} learner, your limit.",
            "You already have {n} learners, your limit.",
            capacity,
        ),
        _("Raise the number with /mentees availability, or end a mentorship first."),
    )


def no_mentorship() -> NotFoundError:
    """Say that a mentorship is gone or not theirs."""
    return NotFoundError(
        _("I can't find that mentorship."), _("See yours with /mentor status or /mentees list.")
    )


def ended() -> StaleActionError:
    """Say that a mentorship has ended meanwhile."""
    return StaleActionError(
        _("This mentorship has ended."),
        _("See what you have with /mentor status or /mentees list."),
    )


def accepted() -> StaleActionError:
    """Say that a request was accepted meanwhile and is a mentorship now."""
    return StaleActionError(
        _("A mentor has already accepted."), _("You can end it with /mentor status.")
    )


def pause_too_long(ends_on: date) -> InvalidInputError:
    """Say that a pause has to end before the last week."""
    return InvalidInputError(
        _("Your mentorship runs until {day}; a pause ends a week before.", day=day_words(ends_on)),
        _("Choose an earlier day, or end it."),
    )


def session_too_early(began_on: date) -> InvalidInputError:
    """Say that the two did not know each other then."""
    return InvalidInputError(
        _("Your mentorship began on {day}.", day=day_words(began_on)),
        _("Give the day of a session since then."),
    )


def unusable_minutes(typed: str, most: int) -> InvalidInputError:
    """Say what minutes can be."""
    return InvalidInputError(
        _("“{typed}” is no number of minutes from 1 to {most}.", typed=typed, most=most),
        _("Give the whole session in minutes, such as 45."),
    )


def no_session() -> NotFoundError:
    """Say that a session was removed or is somebody else's."""
    return NotFoundError(
        _("There is no such session any more."), _("Open your mentorship and log it anew.")
    )


def not_ended() -> InvalidInputError:
    """Say that there is nothing to look back on yet."""
    return InvalidInputError(
        _("This mentorship hasn't ended yet."), _("Look back on it once it has.")
    )


def thanks_sent() -> InvalidInputError:
    """Say that thanks are sent once."""
    return InvalidInputError(
        _("You have sent your thanks already."), _("Write to your mentor yourself if you like.")
    )


def no_thanks() -> NotFoundError:
    """Say that there are no thanks to be sent."""
    return NotFoundError(_("There is nothing to send any more."), _("Nothing was sent."))


def mentor_left() -> InvalidInputError:
    """Say that there is nobody to read it."""
    return InvalidInputError(
        _("Your mentor isn't here any more."), _("Nobody would read it, so it wasn't sent.")
    )


def undo_over() -> StaleActionError:
    """Say that ten minutes are over."""
    return StaleActionError(
        _("This can't be undone any more."), _("Undo is there for ten minutes.")
    )


def gone_on() -> StaleActionError:
    """Say that an end cannot be undone; the same words whatever the reason."""
    return StaleActionError(
        _("This can't be undone any more: something has changed since."),
        _("Look again with /mentor find, or see who waits with /mentees queue."),
    )


def has_a_mentor() -> InvalidInputError:
    """Say that a request has a mentor already."""
    return InvalidInputError(
        _("You have a mentor for this request already."), _("See it with /mentor status.")
    )


def not_a_mentor() -> NotFoundError:
    """Say that somebody is no mentor here."""
    return NotFoundError(
        _("You aren't a mentor in this server yet."), _("Become one with /mentees availability.")
    )
