"""What a person does to the app, from the click to the answer; triggers and answer addresses."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from playground.slack.errors import SlackError
from playground.slack.identity import Windows
from playground.wire import Json

TRIGGER_SECONDS: Final = 3.0
ANSWER_SECONDS: Final = 30 * 60.0
MOST_ANSWERS: Final = 5
_MOST_KEPT: Final = 20_000


class State(StrEnum):
    """Say how far a deed has come."""

    SENT = "sent"
    ACKED = "acknowledged"
    FAILED = "failed"


@dataclass(slots=True)
class Deed:
    """Hold one interaction; ``why`` says what the client shows when it failed.

    ``payload`` is what the app acknowledged it with. ``source`` is the ``ts`` of the message that
    was used; answers through the response URL may replace it. ``after`` is the deed that opened the
    form which this one sends: what is said there answers this one, too.
    """

    id: str
    kind: str
    user: str
    channel: str | None = None
    source: str | None = None
    ephemeral: bool = False
    view: str | None = None
    state: State = State.SENT
    why: str = ""
    payload: Any = None
    errors: dict[str, str] = field(default_factory=dict[str, str])
    opened: str | None = None
    after: str | None = None


@dataclass(slots=True)
class _Trigger:
    deed: Deed
    issued: float
    exchanged: bool = False


@dataclass(slots=True)
class AnswerAddress:
    """Hold a response URL: good for five answers within thirty minutes."""

    deed: Deed
    issued: float
    used: int = 0
    last: str | None = None


class Deeds:
    """Issue triggers and answer addresses; the oldest are forgotten when there are too many."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows
        self._triggers: OrderedDict[str, _Trigger] = OrderedDict()
        self._addresses: OrderedDict[str, AnswerAddress] = OrderedDict()

    def trigger(self, deed: Deed) -> str:
        """Return a new trigger_id, which opens one view within three seconds."""
        name = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**13)}.{secrets.token_hex(16)}"
        self._triggers[name] = _Trigger(deed, self._windows.now())
        if len(self._triggers) > _MOST_KEPT:
            self._triggers.popitem(last=False)
        return name

    def exchange(self, trigger_id: object) -> Deed:
        """Use a trigger up and return what it came from.

        Raises
        ------
        SlackError
            invalid_trigger_id, expired_trigger_id or exchanged_trigger_id.
        """
        trigger = self._triggers.get(trigger_id) if isinstance(trigger_id, str) else None
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.exchanged:
            raise SlackError("exchanged_trigger_id")
        if self._windows.now() - trigger.issued > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        trigger.exchanged = True
        return trigger.deed

    def address(self, deed: Deed) -> str:
        """Return the secret part of a new response URL."""
        secret = secrets.token_urlsafe(18)
        self._addresses[secret] = AnswerAddress(deed, self._windows.now())
        if len(self._addresses) > _MOST_KEPT:
            self._addresses.popitem(last=False)
        return secret

    def use(self, secret: str) -> AnswerAddress:
        """Count one use of a response URL.

        Raises
        ------
        SlackError
            used_url after five answers, expired_url after thirty minutes or if there is none.
        """
        address = self._addresses.get(secret)
        if address is None or self._windows.now() - address.issued > ANSWER_SECONDS:
            raise SlackError("expired_url", status=404)
        if address.used >= MOST_ANSWERS:
            raise SlackError("used_url", status=404)
        address.used += 1
        return address

    def forget(self) -> None:
        """Forget all triggers and addresses."""
        self._triggers.clear()
        self._addresses.clear()


def deed_error(why: str) -> Json:
    """Return what a failed deed tells over HTTP."""
    return {"ok": False, "error": why}
