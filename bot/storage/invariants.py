"""What always holds of schedules, deliveries and mentoring: each rule a query for what breaks it.

A row that breaks one was written by a fault of ours, or by somebody's hand. Tests ask after
everything they do, `mentor check` asks in the file of an operator.

No rule compares a moment with another: clocks go back, and a series may be moved to before what it
sent last.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from bot.model import COMMUNITY_KINDS
from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Invariant:
    """A rule; ``query`` returns the id of each row that breaks it: none, as long as it holds."""

    name: str
    why: str
    query: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that does not hold, and for which rows; ids only, never what a member wrote."""

    name: str
    ids: tuple[str, ...]


_KINDS = ", ".join(f"'{kind.value}'" for kind in COMMUNITY_KINDS)
_ABOUT = (
    "SELECT id, kind, member_id, substr(subject_id, 1, instr(subject_id, '.') - 1) AS about, "
    "substr(subject_id, instr(subject_id, '.') + 1) AS which FROM schedule "
    "WHERE kind IN ('mentor-offer', 'mentor-request', 'mentorship') AND next_run_at IS NOT NULL"
)

INVARIANTS = (
    Invariant(
        "merged into nothing",
        "What was to be told inside another message is told by nobody when that one is gone or "
        "ended otherwise: whoever ends it has to hand on what it carried.",
        "SELECT m.id FROM delivery m LEFT JOIN delivery c ON c.id = m.merged_into WHERE "
        "m.state = 'merged' AND (c.id IS NULL "
        "OR c.state NOT IN ('pending', 'sending', 'sent', 'merged'))",
    ),
    Invariant(
        "merged into what is merged",
        "Only the one message that is sent says what it carries; a chain would be cut.",
        "SELECT m.id FROM delivery m JOIN delivery c ON c.id = m.merged_into WHERE "
        "m.state = 'merged' AND c.state = 'merged'",
    ),
    Invariant(
        "merged across members",
        "What one member is told must never stand in another's message.",
        "SELECT m.id FROM delivery m JOIN delivery c ON c.id = m.merged_into WHERE "
        "m.state = 'merged' AND (m.member_id IS NULL OR c.member_id IS NULL "
        "OR m.member_id <> c.member_id)",
    ),
    Invariant(
        "merged after a try",
        "What was tried by itself may have arrived: inside another message it would come twice.",
        "SELECT id FROM delivery WHERE state = 'merged' AND (attempts <> 0 "
        "OR first_attempt_at IS NOT NULL OR message_id IS NOT NULL)",
    ),
    Invariant(
        "of no schedule",
        "Nobody knows what it was to say. (The database refuses it unless foreign keys are off.)",
        "SELECT d.id FROM delivery d LEFT JOIN schedule s ON s.id = d.schedule_id "
        "WHERE s.id IS NULL",
    ),
    Invariant(
        "of another's schedule",
        "A member's message belongs to the member of its schedule, a community's to nobody.",
        "SELECT d.id FROM delivery d JOIN schedule s ON s.id = d.schedule_id WHERE "
        "(d.member_id IS NULL) <> (s.member_id IS NULL) OR d.member_id <> s.member_id",
    ),
    Invariant(
        "ended without a reason",
        "Deliver or tell: a reason is all that is told of what was not sent.",
        "SELECT id FROM delivery WHERE state IN ('failed', 'skipped', 'in-doubt', 'inbox') "
        "AND coalesce(reason, '') = ''",
    ),
    Invariant(
        "sent without a message",
        "Sent means that the message is known, where it stands and since when.",
        "SELECT id FROM delivery WHERE state = 'sent' AND (message_id IS NULL OR sent_at IS NULL "
        "OR channel_id IS NULL)",
    ),
    Invariant(
        "a message that is not sent",
        "What has arrived must not wait or fail: it would be sent or told again.",
        "SELECT id FROM delivery WHERE state <> 'sent' AND (message_id IS NOT NULL "
        "OR sent_at IS NOT NULL)",
    ),
    Invariant(
        "sending without an attempt",
        "After a crash the attempt is looked for in its channel, since its first moment. What took "
        "over the message of another has chosen nothing itself.",
        "SELECT id FROM delivery WHERE state = 'sending' AND (attempts < 1 OR channel_id IS NULL "
        "OR first_attempt_at IS NULL OR last_attempt_at IS NULL "
        "OR (entry_id IS NULL AND mark = id))",
    ),
    Invariant(
        "tried without a moment",
        "An attempt nobody can date cannot be looked for; none at all has no date.",
        "SELECT id FROM delivery WHERE (attempts > 0) <> (first_attempt_at IS NOT NULL) "
        "OR attempts < 0",
    ),
    Invariant(
        "waits without a channel",
        "A community's post goes to the channel of its moment: without one it never can.",
        "SELECT id FROM delivery WHERE state IN ('pending', 'sending') AND member_id IS NULL "
        "AND channel_id IS NULL",
    ),
    Invariant(
        "kept for nobody",
        "Inbox and merging are a member's; of a community's post nobody would see it.",
        "SELECT id FROM delivery WHERE state IN ('inbox', 'merged') AND member_id IS NULL",
    ),
    Invariant(
        "waits for a deleted reminder",
        "What a member deleted has no words left; what is to come of it goes with it.",
        "SELECT d.id FROM delivery d JOIN schedule s ON s.id = d.schedule_id "
        "LEFT JOIN reminder r ON r.id = s.subject_id AND r.member_id = s.member_id "
        "WHERE s.kind = 'reminder' AND d.state IN ('pending', 'sending') AND r.id IS NULL",
    ),
    Invariant(
        "planned for a deleted reminder",
        "As above, before its moment.",
        "SELECT s.id FROM schedule s LEFT JOIN reminder r ON r.id = s.subject_id "
        "AND r.member_id = s.member_id WHERE s.kind = 'reminder' "
        "AND s.next_run_at IS NOT NULL AND r.id IS NULL",
    ),
    Invariant(
        "a reminder without a schedule",
        "A reminder that is kept says when it comes, or came; without that it is only words.",
        "SELECT r.id FROM reminder r LEFT JOIN schedule s ON s.subject_id = r.id "
        "AND s.member_id = r.member_id AND s.kind = 'reminder' WHERE s.id IS NULL",
    ),
    Invariant(
        "alerts for another day",
        "Alerts count down to the day of an open goal, and to no other.",
        "SELECT s.id FROM schedule s LEFT JOIN goal g ON g.id = s.subject_id "
        "AND g.member_id = s.member_id WHERE s.kind = 'goal-deadline' "
        "AND s.next_run_at IS NOT NULL AND (g.id IS NULL OR g.state <> 'open' "
        "OR g.deleted_at IS NOT NULL OR g.due_on IS NULL OR s.on_day IS NULL "
        "OR g.due_on <> s.on_day)",
    ),
    Invariant(
        "planned though it cannot arrive",
        "What the bot itself paused, with a reason, waits until that is mended.",
        "SELECT id FROM schedule WHERE next_run_at IS NOT NULL AND pause_reason IS NOT NULL",
    ),
    Invariant(
        "planned though paused",
        "What was paused for good comes when its owner resumes it.",
        "SELECT id FROM schedule WHERE next_run_at IS NOT NULL AND paused_at IS NOT NULL "
        "AND paused_until IS NULL",
    ),
    Invariant(
        "paused since never",
        "What fell due in a pause is told from its beginning on.",
        "SELECT id FROM schedule WHERE paused_at IS NULL AND (paused_until IS NOT NULL "
        "OR pause_reason IS NOT NULL)",
    ),
    Invariant(
        "planned without a channel",
        "A community's post goes where its moderators chose, a member's where the member did.",
        "SELECT id FROM schedule WHERE (community_id IS NOT NULL AND next_run_at IS NOT NULL "
        "AND channel_id IS NULL) OR (member_id IS NOT NULL AND channel_id IS NOT NULL)",
    ),
    Invariant(
        "planned without a day",
        "A moment follows from the weekday, or the day, that was chosen.",
        "SELECT id FROM schedule WHERE next_run_at IS NOT NULL AND "
        "((frequency = 'weekly' AND weekday IS NULL) "
        "OR (frequency IN ('once', 'countdown') AND on_day IS NULL))",
    ),
    Invariant(
        "another kind of owner",
        "Each kind is a community's or a member's.",
        f"SELECT id FROM schedule WHERE (community_id IS NOT NULL) <> (kind IN ({_KINDS}))",  # noqa: S608 - our own names
    ),
    Invariant(
        "offered to nobody",
        "Whose request was passed on waits for that answer: without one it waits for ever.",
        "SELECT r.id FROM mentor_request r LEFT JOIN mentor_offer o ON o.request_id = r.id "
        "AND o.state = 'sent' WHERE r.state = 'offered' AND o.id IS NULL",
    ),
    Invariant(
        "asked about what looks for nobody",
        "A mentor is asked only for somebody who still looks, in the community of both.",
        "SELECT o.id FROM mentor_offer o LEFT JOIN mentor_request r ON r.id = o.request_id "
        "WHERE o.state = 'sent' AND (r.id IS NULL OR r.state <> 'offered' "
        "OR r.community_id <> o.community_id OR r.member_id = o.member_id)",
    ),
    Invariant(
        "asked without being a mentor",
        "Whoever is asked said that they take on learners; their rows go together.",
        "SELECT o.id FROM mentor_offer o LEFT JOIN mentor m ON m.member_id = o.member_id "
        "AND m.community_id = o.community_id WHERE o.state = 'sent' AND m.member_id IS NULL",
    ),
    Invariant(
        "answered without a moment",
        "How long a mentor takes to answer follows from it.",
        "SELECT id FROM mentor_offer WHERE (state = 'sent') <> (answered_at IS NULL)",
    ),
    Invariant(
        "waits for no look",
        "A request that waits is looked at again at a moment, and no other is.",
        "SELECT id FROM mentor_request WHERE (state = 'open') <> (look_at IS NOT NULL)",
    ),
    Invariant(
        "away until never",
        "A break ends on a day, and nothing else does.",
        "SELECT member_id AS id FROM mentor WHERE (state = 'away') <> (away_until IS NOT NULL)",
    ),
    Invariant(
        "a mentorship of nobody",
        "What both sides deleted is of no use to anybody.",
        "SELECT m.id FROM mentorship m LEFT JOIN mentorship_side s ON s.mentorship_id = m.id "
        "WHERE s.side IS NULL",
    ),
    Invariant(
        "a mentorship with oneself",
        "It takes two to run; whoever is left alone is told that it ended.",
        "SELECT m.id FROM mentorship m LEFT JOIN mentorship_side s ON s.mentorship_id = m.id "
        "WHERE m.state <> 'ended' GROUP BY m.id HAVING count(DISTINCT s.member_id) <> 2",
    ),
    Invariant(
        "runs without a next step",
        "What runs is asked after at a moment, so that neither side waits for ever.",
        "SELECT id FROM mentorship WHERE (state = 'ended') <> (check_at IS NULL)",
    ),
    Invariant(
        "ended without an ending",
        "What ended says when and why, what runs neither.",
        "SELECT id FROM mentorship WHERE (state = 'ended') <> (ended_at IS NOT NULL) "
        "OR (state = 'ended') <> (ending IS NOT NULL)",
    ),
    Invariant(
        "agreed by one side",
        "It is active once both agreed, and not before.",
        "SELECT m.id FROM mentorship m JOIN mentorship_side s ON s.mentorship_id = m.id "
        "WHERE m.state IN ('starting', 'active') GROUP BY m.id, m.state "
        "HAVING (m.state = 'active') <> (count(s.agreed_at) = count(*))",
    ),
    Invariant(
        "a mentor for what is not matched",
        "One request leads to one mentor at a time: who has one looks for nobody else.",
        "SELECT m.id FROM mentorship m JOIN mentor_request r ON r.id = m.request_id "
        "WHERE m.state <> 'ended' AND (r.state <> 'matched' OR EXISTS (SELECT 1 FROM mentorship n "
        "WHERE n.request_id = m.request_id AND n.state <> 'ended' AND n.id <> m.id))",
    ),
    Invariant(
        "planned about what is not there",
        "A message about mentoring is to somebody who has a part in what it is about.",
        f"SELECT s.id FROM ({_ABOUT}) s LEFT JOIN mentor_offer o ON o.id = s.about "  # noqa: S608
        "AND o.member_id = s.member_id LEFT JOIN mentor_request r ON r.id = s.about "
        "AND r.member_id = s.member_id LEFT JOIN mentorship_side p ON p.mentorship_id = s.about "
        "AND p.member_id = s.member_id WHERE CASE s.kind WHEN 'mentor-offer' THEN o.id IS NULL "
        "WHEN 'mentor-request' THEN r.id IS NULL ELSE p.side IS NULL END",
    ),
    Invariant(
        "asked though answered",
        "Nobody is asked, or reminded of, what needs their answer no more.",
        f"SELECT s.id FROM ({_ABOUT}) s JOIN mentor_offer o ON o.id = s.about "  # noqa: S608
        "WHERE s.kind = 'mentor-offer' AND s.which IN ('new', 'again') AND o.state <> 'sent'",
    ),
)

_ALL = " UNION ALL ".join(
    f"SELECT {number} AS rule, CAST(id AS TEXT) AS id FROM ({one.query}) AS q{number}"  # noqa: S608 - ours
    for number, one in enumerate(INVARIANTS)
)


async def broken(tx: Transaction) -> list[Broken]:
    """Return the rules that do not hold, with the rows that break them."""
    return _collect((row.rule, row.id) for row in await tx.execute(text(_ALL)))


def inspect(connection: sqlite3.Connection) -> list[Broken]:
    """Return the same of a plain connection."""
    return _collect(connection.execute(_ALL))


def inspect_file(path: Path) -> list[Broken]:
    """Return the same of a file of the newest schema, which a bot may use; changes nothing.

    Raises
    ------
    sqlite3.Error
        It cannot be read.
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        return inspect(connection)


def _collect(rows: Iterable[tuple[int, str]]) -> list[Broken]:
    found: dict[int, list[str]] = {}
    for rule, own_id in rows:
        found.setdefault(rule, []).append(own_id)
    return [Broken(INVARIANTS[rule].name, tuple(ids)) for rule, ids in sorted(found.items())]
