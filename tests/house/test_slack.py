"""The Slack app's manifest says what the bot does there, and nothing of Slack is loaded unasked."""

from __future__ import annotations

import json
import re
import subprocess
import sys

from typer.testing import CliRunner

from bot.cli import app
from bot.platforms.slack.client import PLACES_CHANGED
from bot.platforms.slack.commands import NOT_OURS, ROOT, Table, nouns, typed
from bot.platforms.slack.manifest import EVENTS, manifest
from bot.replies.commands import PATHS
from playground.slack.manifest import Manifest
from tests.house.project import ROOT as PROJECT


def test_the_manifest_is_printed_as_slack_takes_it():
    printed = CliRunner().invoke(app, ["slack", "manifest"])
    assert printed.exit_code == 0
    assert json.loads(printed.output) == manifest()
    assert Manifest.read(manifest()).socket_mode


def test_the_manifest_has_every_command_there_is():
    table = Table(nouns())
    assert sorted(table.commands) == sorted(PATHS)
    told = {one["command"] for one in manifest()["features"]["slash_commands"]}
    assert told == {f"/{ROOT}"} | {f"/{noun}" for noun in table.nouns if noun not in NOT_OURS}
    # docs.slack.dev, reference/app-manifest: slash_commands, at most 50
    assert len(told) <= 50
    for path in PATHS:
        assert typed(path).split()[0] in told


def test_what_changes_is_heard_of():
    assert set(EVENTS) == PLACES_CHANGED | {"app_home_opened", "app_uninstalled", "user_change"}


def test_texts_of_the_manifest_keep_slacks_limits():
    features = manifest()["features"]
    for one in features["slash_commands"]:
        assert re.fullmatch(r"/[a-z0-9_-]{1,31}", one["command"])
        assert 0 < len(one["description"]) <= 2000
        assert len(one["usage_hint"]) <= 1000
    for one in features["shortcuts"]:
        assert len(one["name"]) <= 24
        assert len(one["description"]) <= 150


def test_nothing_of_slack_is_loaded_where_it_is_not_wanted():
    loaded = "print([name for name in sys.modules if 'slack' in name])"
    code = f"import sys, bot.app, bot.cli, bot.diagnosis; {loaded}"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"
