"""What the app under test is allowed and configured to do, as its Slack manifest says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.wire import Json, part, parts


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Name a shortcut: ``kind`` is "global" or "message"."""

    kind: str
    name: str
    callback_id: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Hold an app's configuration; None where everything is allowed.

    ``commands`` maps a slash command to whether its text is escaped (``<@U…>`` for mentions);
    ``scopes`` are the bot token's; ``events`` are the subscriptions.
    """

    name: str = "Mentor"
    commands: dict[str, bool] | None = None
    shortcuts: tuple[Shortcut, ...] | None = None
    scopes: frozenset[str] | None = None
    events: frozenset[str] | None = None
    home_tab: bool = True
    messages_tab: bool = True
    messages_tab_read_only: bool = False
    interactive: bool = True
    socket_mode: bool = True

    @classmethod
    def read(cls, manifest: Json) -> Manifest:
        """Read an app manifest, the object that ``apps.manifest.create`` takes.

        Raises
        ------
        ValueError
            A command does not start with a slash, or a part of the manifest is none.
        """
        features, settings = part(manifest, "features"), part(manifest, "settings")
        home = part(features, "app_home")
        commands = {
            str(each["command"]): bool(each.get("should_escape"))
            for each in parts(features, "slash_commands")
        }
        if wrong := [name for name in commands if not name.startswith("/")]:
            raise ValueError(f"A slash command starts with a slash: {wrong}")
        scopes: list[Any] = part(part(manifest, "oauth_config"), "scopes").get("bot") or []
        events: list[Any] = part(settings, "event_subscriptions").get("bot_events") or []
        display = part(features, "bot_user").get("display_name")
        return cls(
            name=str(display or part(manifest, "display_information").get("name") or "App"),
            commands=commands,
            shortcuts=tuple(
                Shortcut(str(each["type"]), str(each["name"]), str(each["callback_id"]))
                for each in parts(features, "shortcuts")
            ),
            scopes=frozenset(map(str, scopes)),
            events=frozenset(map(str, events)),
            home_tab=bool(home.get("home_tab_enabled")),
            messages_tab=bool(home.get("messages_tab_enabled")),
            messages_tab_read_only=bool(home.get("messages_tab_read_only_enabled")),
            interactive=bool(part(settings, "interactivity").get("is_enabled")),
            socket_mode=bool(settings.get("socket_mode_enabled")),
        )
