"""What people look up on Slack, through the real bot."""

from __future__ import annotations

from tests.e2e.slack.stage import SlackStage


async def test_a_certification_by_words(stage: SlackStage):
    found = await stage.ana.slash("/cert", "info PMP")
    assert found.ephemeral
    assert "Project Management Professional" in found.text
    assert "Project Management Professional" in found.spoken
    assert "Share" in found.buttons


async def test_the_same_through_the_command_for_everything(stage: SlackStage):
    direct = await stage.ana.slash("/cert", "info PMP")
    through = await stage.ana.slash("/tpm", "cert info PMP")
    assert through.text.splitlines()[0] == direct.text.splitlines()[0]
