"""Certifications as dialogues: side by side, whether one may sit them, and lists."""

from __future__ import annotations

from tests.e2e.stage import Stage


async def test_certifications_side_by_side(stage: Stage):
    assert "capm" in [v for _, v in await stage.ana.type("cert compare", first="pmp", second="cap")]
    card = await stage.ana.slash("cert compare", first="pmp", second="capm", third="csm")
    assert card.ephemeral
    assert "PMP vs CAPM vs CSM" in card.text
    assert "**Cost**\nPMP: USD 675" in card.text
    assert "Choose CAPM if this is you: " in card.text
    assert "Checked 22 Nov 2026" in card.text
    aspects = await stage.ana.click(card, "All aspects")
    assert "### Cost\n**PMP:** " in aspects.text
    assert "unknown" in aspects.text
    turned = await stage.ana.click(aspects, "Next")
    assert "Page 2 of" in turned.text
    await stage.ana.click(turned, "Share")
    [post] = await stage.ben.posts("general", count=1)
    assert "PMP vs CAPM vs CSM" in post.text
    opened = await stage.ben.choose(post, "Related", "v1:cert.show:capm")
    assert "Certified Associate in Project Management" in opened.text

    twice = await stage.ana.slash("cert compare", first="pmp", second="PMP exam")
    assert twice.ephemeral
    assert "You chose" in twice.text
    unknown = await stage.ana.slash("cert compare", first="pmp", second="zzqx unheard of")
    assert "I know no certification called “zzqx unheard of”" in unknown.text


async def test_can_i_sit_it(stage: Stage):
    card = await stage.ana.slash("cert info", name="pmp")
    form = await stage.ana.click(card, "Am I eligible?")
    refused = await stage.ana.submit(
        form,
        **{"Your education": "degree", "Months: leading projects": "x3", "Hours of training": "35"},
    )
    assert refused.ephemeral
    assert "“x3” is not a whole number of months" in refused.text

    # Nothing is lost: the form opens as it was left.
    again = await stage.ana.click(refused, "Correct it")
    assert again.modal is not None
    assert "'value': 'x3'" in str(again.modal)
    assert "'value': '35'" in str(again.modal)
    told = await stage.ana.submit(again, **{"Months: leading projects": "30"})
    assert told.ephemeral
    missing = "missing 6 months: leading projects: 3 years needed, you have 30 months"
    assert missing in told.text
    assert "isn't an official decision" in told.text
    assert "Checked 22 Nov 2026 · 3 sources" in told.text
    assert "Share" not in told.buttons
    assert stage.cells_with("30 months") == []

    needed = await stage.ana.click(told, "Requirements")
    assert "A CAPM certification replaces the 35 training hours" in needed.text
    back = await stage.ana.click(needed, "Back to PMP")
    assert "Project Management Professional" in back.text

    nothing_to_ask = await stage.ana.slash("cert info", name="ccna", dm=True)
    told = await stage.ana.click(nothing_to_ask, "Am I eligible?")
    assert "Nothing is needed beforehand" in told.text
    assert "Experience:** none needed" in told.text


async def test_list_by_focus_level_and_cost(stage: Stage):
    listed = await stage.ana.slash("cert list", focus="agile", level="entry", cost=500)
    assert "agile · entry · at most USD 500" in listed.text
    assert "CSM" not in listed.text
    assert "PSM I" in listed.text
    assert "Assessment attempt: USD 200, as of" in listed.text
    assert "Checked 22 Nov 2026" in listed.text
    opened = await stage.ana.choose(listed, "Open one", "v1:cert.show:psm-i")
    assert "Professional Scrum Master I (PSM I)" in opened.text
    assert "Add as goal" in opened.buttons
    role = await stage.ana.choose(
        opened, "Related", "v1:role.show:agile-project-manager-scrum-master"
    )
    assert "What you do" in role.buttons

    paged = await stage.ana.slash("cert list", cost=400)
    while "might fit" not in paged.text:
        paged = await stage.ana.click(paged, "Next")
    await stage.ana.click(paged, "Share")
    [post] = await stage.ben.posts("general", count=1)
    assert "at most USD 400" in post.text

    none = await stage.ana.slash("cert list", level="expert", cost=0)
    assert "No certification is known to fit: expert · at most USD 0." in none.text
