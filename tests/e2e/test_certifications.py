"""Certifications as dialogues: side by side, whether one may sit them, and lists."""

from __future__ import annotations

from tests.e2e.stage import Stage


async def test_certifications_side_by_side(stage: Stage):
    assert "capm" in [v for _, v in await stage.ana.type("cert compare", first="pmp", second="cap")]
    card = await stage.ana.slash("cert compare", first="pmp", second="capm", third="csm")
    assert card.ephemeral
    assert "PMP or CAPM or CSM" in card.text
    assert "### Cost\n**PMP:** " in card.text
    assert "not verified" in card.text
    assert "Checked 2026-11-" in card.text
    turned = await stage.ana.click(card, "Next")
    assert "Page 2 of" in turned.text
    await stage.ana.click(turned, "Share")
    [post] = await stage.ben.posts("general", count=1)
    assert "PMP or CAPM or CSM" in post.text
    opened = await stage.ben.click(post, "CAPM")
    assert "Certified Associate in Project Management" in opened.text

    twice = await stage.ana.slash("cert compare", first="pmp", second="PMP exam")
    assert twice.ephemeral
    assert "is there twice" in twice.text
    unknown = await stage.ana.slash("cert compare", first="pmp", second="zzqx unheard of")
    assert "Did you mean" in unknown.text
