"""Settings say everything that is wrong with them, at once, and never the token."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import pytest

from bot.config import environment_for, load_settings
from bot.errors import StartupError


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the developer's own .env out."""
    monkeypatch.chdir(tmp_path)


def test_all_that_is_wrong_is_told_in_one_report(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MENTOR_HEALTH_PORT", "99999")
    monkeypatch.setenv("MENTOR_LOG_LEVEL", "chatty")
    monkeypatch.setenv("MENTOR_DISCORD_GATEWAY_URL", "https://gateway.example")
    with pytest.raises(StartupError) as refused:
        load_settings()
    report = str(refused.value)
    assert "MENTOR_HEALTH_PORT: " in report
    assert "MENTOR_LOG_LEVEL: Input should be 'DEBUG'" in report
    assert "MENTOR_DISCORD_GATEWAY_URL: must start with ws:// or wss://" in report
    assert ".env.example" in report


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8765/playground/clock",
        "http://127.9.9.9/clock",
        "http://[::1]:80/clock",
        "http://localhost/clock",
    ],
)
def test_a_clock_on_this_machine_is_followed(monkeypatch: pytest.MonkeyPatch, url: str):
    monkeypatch.setenv("MENTOR_CLOCK_URL", url)
    assert load_settings().clock_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://clock.example/now",
        "http://10.0.0.7/now",
        "http://127.0.0.1.example/now",
        "http://localhost@clock.example/now",
        "http://[2001:db8::1]/now",
        "127.0.0.1:8765",
    ],
)
def test_a_clock_elsewhere_is_refused(monkeypatch: pytest.MonkeyPatch, url: str):
    monkeypatch.setenv("MENTOR_CLOCK_URL", url)
    with pytest.raises(StartupError, match="MENTOR_CLOCK_URL"):
        load_settings()


def test_an_empty_variable_means_the_default(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MENTOR_HEALTH_PORT", "")
    assert load_settings().health_port is None


def test_a_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / ".env").write_text("MENTOR_LOG_LEVEL=ERROR\nMENTOR_LOG_FORMAT=json\n")
    monkeypatch.setenv("MENTOR_LOG_LEVEL", "DEBUG")
    settings = load_settings()
    assert (settings.log_level, settings.log_format) == ("DEBUG", "json")


def test_the_token_is_never_shown(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MENTOR_DISCORD_TOKEN", "very-secret")
    monkeypatch.setenv("MENTOR_LOG_LEVEL", "chatty")
    with pytest.raises(StartupError) as refused:
        load_settings()
    assert "very-secret" not in str(refused.value)
    monkeypatch.delenv("MENTOR_LOG_LEVEL")
    assert "very-secret" not in repr(load_settings())


def test_another_bot_inherits_none_of_our_settings(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MENTOR_DISCORD_TOKEN", "the-operators-own")
    monkeypatch.setenv("UNRELATED", "kept")
    given = environment_for({"TICK_SECONDS": "1"})
    assert given["UNRELATED"] == "kept"
    assert {k: v for k, v in given.items() if k.startswith("MENTOR_")} == {
        "MENTOR_TICK_SECONDS": "1"
    }


def test_health_and_metrics_are_answered_on_loopback_unless_asked(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("MENTOR_HEALTH_PORT", "8080")
    assert ipaddress.ip_address(load_settings().health_host).is_loopback
    monkeypatch.setenv("MENTOR_HEALTH_HOST", "0.0.0.0")
    assert load_settings().health_host == "0.0.0.0"
