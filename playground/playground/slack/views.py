"""Modals, up to three on top of each other, and Home tabs."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any, Final

from playground.slack.block_kit.blocks import completed, elements_in
from playground.slack.block_kit.surfaces import is_too_large, surface_problems
from playground.slack.errors import SlackError, refused_arguments
from playground.slack.workspace import Workspace
from playground.wire import Json

MAX_DEPTH: Final = 3


@dataclass(slots=True)
class View:
    """Hold a view with what its person typed and chose so far: block, action, value.

    ``opened_by`` is the deed that opened it.
    """

    id: str
    user: str
    definition: Json
    hash: str
    root: str
    previous: str | None
    typed: dict[str, dict[str, Json]] = field(default_factory=dict[str, dict[str, Json]])
    opened_by: str | None = None

    @property
    def kind(self) -> str:
        """Return "modal" or "home"."""
        return self.definition["type"]


class Views:
    """Open, stack, change and close views; check them as Slack does."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def open(self, user: str, definition: Any, by: str | None = None) -> View:
        """Open a modal in place of whatever modals the person has open."""
        view = self._new(user, self._checked(definition, "modal"), None)
        view.opened_by = by
        self.stacks[user] = [view]
        self._tell(view, by)
        return view

    def push(self, user: str, definition: Any, by: str | None = None) -> View:
        """Put a modal on top of the one the person has open.

        Raises
        ------
        SlackError
            not_found without an open modal, push_limit_reached on top of three.
        """
        stack = self.stacks.get(user)
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= MAX_DEPTH:
            raise SlackError("push_limit_reached")
        view = self._new(user, self._checked(definition, "modal"), stack[-1])
        view.opened_by = by
        stack.append(view)
        self._tell(view, by)
        return view

    def update(
        self, view: View, definition: Any, given_hash: object, by: str | None = None
    ) -> View:
        """Change a view that is open; what was typed stays where its field does.

        Raises
        ------
        SlackError
            hash_conflict if the view was changed since the given hash.
        """
        checked = self._checked(definition, view.kind, besides=view)
        if given_hash is not None and given_hash != view.hash:
            raise SlackError("hash_conflict")
        view.definition, view.hash = checked, self._hash()
        fields = {block["block_id"]: _actions(block) for block in checked["blocks"]}
        view.typed = {
            block: {name: value for name, value in typed.items() if name in fields[block]}
            for block, typed in view.typed.items()
            if block in fields
        }
        self._tell(view, by)
        return view

    def publish(self, user: str, definition: Any, given_hash: object) -> View:
        """Set the Home tab of a person.

        Raises
        ------
        SlackError
            not_enabled without a Home tab, hash_conflict as in ``update``.
        """
        if not self._workspace.manifest.home_tab:
            raise SlackError("not_enabled")
        home = self.homes.get(user)
        if home is not None:
            return self.update(home, definition, given_hash)
        if given_hash is not None:
            raise SlackError("hash_conflict")
        view = self.homes[user] = self._new(user, self._checked(definition, "home"), None)
        self._tell(view, None)
        return view

    def find(self, view_id: object, external_id: object = None) -> View:
        """Return an open view; raise not_found if there is none."""
        for view in self._open():
            if view_id is not None and view.id == view_id:
                return view
            if view_id is None and external_id and view.definition["external_id"] == external_id:
                return view
        raise SlackError("not_found")

    def top(self, user: str) -> View | None:
        """Return the modal that a person sees."""
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def close(self, view: View, *, everything: bool = False) -> list[View]:
        """Close a modal, or all of the person's; return them, topmost first."""
        stack = self.stacks.get(view.user, [])
        count = len(stack) if everything else min(1, len(stack))
        gone = [stack.pop() for _ in range(count)]
        if not stack:
            self.stacks.pop(view.user, None)
        self._workspace.tell("view", user=view.user)
        return gone

    def told(self, view: View) -> Json:
        """Return the view object as Slack sends it."""
        definition = view.definition
        modal = view.kind == "modal"
        told: Json = {
            "id": view.id,
            "team_id": self._workspace.team_id,
            "type": view.kind,
            "blocks": definition["blocks"],
            "private_metadata": definition["private_metadata"],
            "callback_id": definition["callback_id"],
            "state": {"values": values_of(view)},
            "hash": view.hash,
            "title": definition.get("title")
            or {"type": "plain_text", "text": "View Title", "emoji": True},
            "clear_on_close": bool(definition.get("clear_on_close")),
            "notify_on_close": bool(definition.get("notify_on_close")),
            "close": definition.get("close"),
            "submit": definition.get("submit"),
            "previous_view_id": view.previous,
            "root_view_id": view.root,
            "app_id": self._workspace.app_id,
            "external_id": definition["external_id"],
            "app_installed_team_id": self._workspace.team_id,
            "bot_id": self._workspace.bot_id,
        }
        return told | ({"submit_disabled": False} if modal and definition.get("submit") else {})

    def _open(self) -> list[View]:
        return [*(v for stack in self.stacks.values() for v in stack), *self.homes.values()]

    def _new(self, user: str, definition: Json, below: View | None) -> View:
        name = self._workspace.ids.next("V")
        root, previous = (below.root, below.id) if below else (name, None)
        return View(name, user, definition, self._hash(), root, previous)

    def _checked(self, definition: Any, kind: str, besides: View | None = None) -> Json:
        """Return a view as Slack keeps it; raise SlackError if Slack would not take it."""
        if definition is None:
            raise refused_arguments("missing required field: view")
        if problems := surface_problems(definition, kind):
            raise refused_arguments(*problems)
        if is_too_large(definition):
            raise SlackError("view_too_large")
        external_id = definition.get("external_id")
        for other in self._open():
            same = other.definition["external_id"] == external_id
            if external_id and same and other is not besides:
                raise SlackError("duplicate_external_id")
        defaults = {"private_metadata": "", "callback_id": "", "external_id": ""}
        given = {key: value for key, value in definition.items() if value is not None}
        return {**defaults, **given, "blocks": completed(definition["blocks"])}

    def _hash(self) -> str:
        return f"{int(self._workspace.windows.now())}.{secrets.token_hex(4)}"

    def _tell(self, view: View, by: str | None) -> None:
        self._workspace.tell("view" if view.kind == "modal" else "home", user=view.user, by=by)


def values_of(view: View) -> Json:
    """Return ``state.values``: every input with what is in it, null where nobody touched it."""
    return state_of(view.definition["blocks"], view.typed)


def state_of(blocks: list[Json], typed: dict[str, dict[str, Json]]) -> Json:
    """Return the state of the inputs in blocks, from what was typed or chosen in them."""
    values: Json = {}
    for block in blocks:
        for element in elements_in(block):
            blank = _blank(element)
            if blank is not None:
                own = typed.get(block["block_id"], {})
                name = element["action_id"]
                values.setdefault(block["block_id"], {})[name] = own.get(name, blank)
    return values


def _actions(block: Json) -> set[str]:
    return {each["action_id"] for each in elements_in(block) if "action_id" in each}


_RESULTS: Final = {
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "checkboxes": ("selected_options", "initial_options"),
    "radio_buttons": ("selected_option", "initial_option"),
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "file_input": ("files", "initial_files"),
}


def result_key(kind: str) -> str:
    """Return the key under which an element tells what is chosen in it."""
    return _RESULTS[kind][0]


def _blank(element: Json) -> Json | None:
    """Return what an untouched element tells; None for what tells nothing, such as a button."""
    keys = _RESULTS.get(element["type"])
    if keys is None:
        return None
    result, initial = keys
    empty: Any = [] if result in _LISTS else None
    return {"type": element["type"], result: element.get(initial, empty)}


_LISTS: Final = {
    "selected_options",
    "selected_users",
    "selected_conversations",
    "selected_channels",
    "files",
}
