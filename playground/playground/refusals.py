"""How Discord says no: error bodies with its own codes (docs, topics/opcodes-and-status-codes)."""

from __future__ import annotations

from typing import Any, Final

from playground.events import Json


class RefusalError(Exception):
    """Answer a request with an error: HTTP status, Discord's code and message."""

    def __init__(self, status: int, code: int, message: str, *, errors: Json | None = None) -> None:
        super().__init__(f"{status} {code}: {message} {errors or ''}".strip())
        self.status = status
        self.body: Json = {"message": message, "code": code}
        if errors:
            self.body["errors"] = errors

    @property
    def code(self) -> int:
        """Return Discord's own error code."""
        return self.body["code"]


_KNOWN: Final[dict[int, tuple[int, str]]] = {
    0: (401, "401: Unauthorized"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10006: (404, "Unknown Invite"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10009: (404, "Unknown Overwrite"),
    10011: (404, "Unknown Role"),
    10013: (404, "Unknown User"),
    10014: (400, "Unknown Emoji"),
    10015: (404, "Unknown Webhook"),
    10026: (404, "Unknown Ban"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    10066: (404, "Unknown application command permissions"),
    20001: (403, "Bots cannot use this endpoint"),
    30003: (400, "Maximum number of pins reached for the channel (250)"),
    30005: (400, "Maximum number of guild roles reached (250)"),
    30007: (400, "Maximum number of webhooks reached (15)"),
    30010: (400, "Maximum number of reactions reached (20)"),
    30013: (400, "Maximum number of guild channels reached (500)"),
    30015: (400, "Maximum number of attachments in a message reached (10)"),
    30033: (400, "Maximum number of thread participants has been reached (1000)"),
    40003: (400, "You are opening direct messages too fast"),
    40005: (413, "Request entity too large"),
    40032: (400, "Target user is not connected to voice."),
    40058: (400, "Cannot send a message in a forum channel"),
    40060: (400, "Interaction has already been acknowledged."),
    40067: (400, "A tag is required to create a forum post in this channel"),
    40094: (400, "This interaction has hit the maximum number of follow up messages"),
    50001: (403, "Missing Access"),
    50003: (400, "Cannot execute action on a DM channel"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50008: (400, "Cannot send messages in a non-text channel"),
    50013: (403, "Missing Permissions"),
    50016: (400, "Provided too few or too many messages to delete: 2 to 100 are possible"),
    50021: (403, "Cannot execute action on a system message"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50028: (400, "Invalid Role"),
    50034: (400, "A message provided was too old to bulk delete"),
    50041: (400, "Invalid API version provided"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    50278: (403, "Cannot send messages to this user due to having no mutual guilds"),
    160002: (403, "Cannot reply without permission to read message history"),
    160004: (400, "A thread has already been created for this message"),
    160005: (403, "Thread is locked"),
    220001: (400, "Webhooks posted to forum channels must have a thread_name or thread_id"),
    220003: (400, "Webhooks can only create threads in forum channels"),
    520003: (400, "Cannot edit a poll message"),
    520006: (400, "Cannot expire a non-poll message"),
    200000: (400, "Message was blocked by automatic moderation"),
    240000: (400, "Message blocked by harmful links filter"),
}


def refusal(code: int) -> RefusalError:
    """Return the error Discord answers with for one of its codes."""
    status, message = _KNOWN[code]
    return RefusalError(status, code, message)


class Form:
    """Check one request body and collect every fault at its place (code 50035).

    A body has hundreds of places and hardly ever a fault: a place only knows the one above it.
    """

    __slots__ = ("_above", "_keys", "_tree", "depth")

    def __init__(self, keys: tuple[str | int, ...] = (), above: Form | None = None) -> None:
        self._keys = keys
        self._above = above
        self._tree: Json = above._tree if above else {}
        self.depth: int = (above.depth if above else 0) + len(keys)

    def at(self, *keys: str | int) -> Form:
        """Return the form of a field or list item below this one."""
        return Form(keys, self)

    def fault(self, code: str, message: str) -> None:
        """Note a fault at this place."""
        place = self._tree
        for key in self._path():
            place = place.setdefault(key, {})
        place.setdefault("_errors", []).append({"code": code, "message": message})

    def text(self, value: Any, low: int, high: int, *, needed: bool = True) -> bool:
        """Check a string's length in the stricter of code points and UTF-16 units."""
        if value is None or value == "":
            if needed and low > 0:
                self.fault("BASE_TYPE_REQUIRED", "This field is required")
                return False
            return True
        if not isinstance(value, str):
            self.fault("STRING_TYPE_CONVERT", f'Could not interpret "{value}" as string.')
            return False
        if not low <= size(value) <= high:
            if low:
                self.fault("BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
            else:
                self.fault("BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
            return False
        return True

    def number(self, value: Any, low: int, high: int) -> bool:
        """Check a whole number's range; None passes."""
        if value is None:
            return True
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.fault("NUMBER_TYPE_MAX", f"int value should be between {low} and {high}.")
            return False
        return True

    def count(self, items: Any, low: int, high: int) -> bool:
        """Check a list's length; None counts as empty."""
        if not isinstance(items or [], list):
            self.fault("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return False
        if not low <= len(items or []) <= high:
            self.fault("BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
            return False
        return True

    def _path(self) -> list[str]:
        above = self._above._path() if self._above else []
        return [*above, *map(str, self._keys)]

    def refuse(self) -> None:
        """Raise the collected faults as one 400; do nothing if there are none."""
        if self._tree:
            raise RefusalError(400, 50035, "Invalid Form Body", errors=self._tree)


def size(text: str) -> int:
    """Return the length of a text; Discord does not say which unit, so the larger one counts."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
