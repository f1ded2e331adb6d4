"""The workspace that a fresh local Slack starts with; its ids never change."""

from __future__ import annotations

from playground.slack.workspace import Workspace
from playground.wire import Json


def academy(manifest: Json | None = None) -> Workspace:
    """Return "TPM Academy": Olu (owner), Ana, Ben (in @mentors), Mia (admin), Noor and the app.

    The app is in #general, #weekly-nudges and #trend-tips; #mods-only is private and without it.
    """
    workspace = Workspace(manifest=manifest)
    olu = workspace.add_user("Olu", is_owner=True, is_primary_owner=True, is_admin=True)
    ana = workspace.add_user("Ana")
    ben = workspace.add_user("Ben", tz="Europe/London")
    mia = workspace.add_user("Mia", is_admin=True)
    noor = workspace.add_user("Noor", tz="Asia/Dubai", locale="it-IT")
    everybody = [olu, ana, ben, mia, noor]
    workspace.add_channel("general", [*everybody, workspace.bot], is_general=True)
    workspace.add_channel("weekly-nudges", [*everybody, workspace.bot])
    workspace.add_channel("trend-tips", [*everybody, workspace.bot])
    workspace.add_channel("mods-only", [olu, mia], private=True)
    workspace.add_group("mentors", [ben])
    return workspace
