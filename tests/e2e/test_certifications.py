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
    assert "missing 6 months: leading projects: 36 months (3 y) needed, you have 30 months" in (
        told.text
    )
    assert "no official decision" in told.text
    assert "Checked 2026-" in told.text
    assert "Sources: " in told.text
    assert "Share" not in told.buttons
    assert stage.cells_with("30 months") == []

    back = await stage.ana.click(told, "Back to PMP")
    assert "Project Management Professional" in back.text

    nothing_to_ask = await stage.ana.slash("cert info", name="ccna", dm=True)
    told = await stage.ana.click(nothing_to_ask, "Am I eligible?")
    assert "Nothing is needed first" in told.text
    assert "Experience:** none needed" in told.text


async def test_list_by_focus_level_and_cost(stage: Stage):
    listed = await stage.ana.slash("cert list", focus="agile", level="entry", cost=500)
    assert "agile · entry · at most USD 500" in listed.text
    assert "CSM" not in listed.text
    assert "PSM I" in listed.text
    assert "Assessment attempt: USD 200, as of" in listed.text
    assert "Checked 2026-" in listed.text
    opened = await stage.ana.click(listed, "Open")
    assert "Add as goal" in opened.buttons
    assert "IT Project Manager" in opened.buttons
    role = await stage.ana.click(opened, "IT Project Manager")
    assert "What you do" in role.text

    paged = await stage.ana.slash("cert list", cost=400)
    assert "might fit" in (await stage.ana.click(paged, "Next")).text + paged.text
    await stage.ana.click(paged, "Share")
    [post] = await stage.ben.posts("general", count=1)
    assert "at most USD 400" in post.text

    none = await stage.ana.slash("cert list", level="expert", cost=0)
    assert "No certification is known to fit: expert · at most USD 0." in none.text
