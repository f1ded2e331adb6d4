"""Settings: the only reader of the environment (``MENTOR_*`` variables or a ``.env`` file)."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import StartupError

PREFIX = "MENTOR_"


class Settings(BaseSettings):
    """Everything an operator can set; the field's description is its documentation."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    discord_token: SecretStr | None = Field(
        default=None,
        description="The bot's token from Discord's developer portal (needed for Discord).",
    )
    slack_app_token: SecretStr | None = Field(
        default=None,
        description="The app-level token from Slack's app settings (needed for Slack).",
    )
    slack_bot_token: SecretStr | None = Field(
        default=None,
        description="The bot token from Slack's app settings (needed for Slack).",
    )
    slack_api_url: str | None = Field(
        default=None, description="Another Web API address, such as a proxy or the local Slack."
    )
    database_url: str = Field(
        default="sqlite+aiosqlite:///var/mentor.db", description="Where the data lives."
    )
    discord_api_url: str | None = Field(
        default=None, description="Another REST address, such as a proxy or the local playground."
    )
    discord_gateway_url: str | None = Field(
        default=None, description="Another gateway address, such as the local playground."
    )
    discord_ready_seconds: Annotated[float, Field(gt=0, le=60)] = Field(
        default=2.0, description="How long to wait for the last server after connecting."
    )
    clock_url: str | None = Field(
        default=None,
        description="A clock that people can move; demo and tests only, loopback only.",
    )
    tick_seconds: Annotated[float, Field(gt=0, le=60)] = Field(
        default=5.0, description="How often to look for due posts."
    )
    posts_per_second: Annotated[float, Field(gt=0, le=1000)] = Field(
        default=40.0, description="How fast to post; Discord allows 50 a second unless it says so."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="How much to log."
    )
    log_format: Literal["console", "json"] = Field(
        default="console", description="Logs for people or for machines."
    )
    health_host: str = Field(
        default="127.0.0.1", description="Where `/healthz` and `/metrics` listen."
    )
    health_port: Annotated[int, Field(ge=1, le=65535)] | None = Field(
        default=None, description="The port of `/healthz` and `/metrics`; empty: off."
    )
    operator_contact: str = Field(
        default="",
        description="How members reach you: an address or a link, shown by `/privacy info`.",
    )

    @field_validator("clock_url")
    @classmethod
    def _refuse_foreign_clock(cls, value: str | None) -> str | None:
        """Refuse a clock on another machine: whoever moves it decides when posts go out."""
        if value is not None and not _is_loopback(urlsplit(value).hostname or ""):
            raise ValueError("only a loopback address is accepted; remove it outside a demo")
        return value

    @field_validator("discord_api_url", "slack_api_url", "clock_url")
    @classmethod
    def _check_http(cls, value: str | None) -> str | None:
        return _check_scheme(value, "http", "https")

    @field_validator("discord_gateway_url")
    @classmethod
    def _check_websocket(cls, value: str | None) -> str | None:
        return _check_scheme(value, "ws", "wss")


def _check_scheme(value: str | None, *schemes: str) -> str | None:
    if value is not None:
        parts = urlsplit(value)
        if parts.scheme not in schemes or not parts.hostname:
            raise ValueError(f"must start with {' or '.join(f'{s}://' for s in schemes)}")
    return value


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def load_settings() -> Settings:
    """Read the settings.

    Raises
    ------
    StartupError
        One report of everything that cannot be used, by variable.
    """
    try:
        return Settings.model_validate({})
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        lines = [_explain(detail["loc"], detail["msg"]) for detail in details]
        raise StartupError(
            "These settings cannot be used:\n"
            + "\n".join(lines)
            + "\nCorrect them in the environment or in .env; .env.example explains each."
        ) from None


def environment_for(settings: Mapping[str, str]) -> dict[str, str]:
    """Return an environment for another bot: ours without our settings, plus ``settings``.

    Their keys are field names in upper case. None of the operator's own settings leak into a demo.
    """
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(PREFIX)}
    return inherited | {PREFIX + key: value for key, value in settings.items()}


def _explain(place: tuple[int | str, ...], reason: str) -> str:
    variable = PREFIX + ".".join(str(part) for part in place).upper()
    return f"  {variable}: {reason.removeprefix('Value error, ')}"
