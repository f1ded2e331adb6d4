"""The words of the field: looked up, followed, asked for in a question, shared and made a goal."""

from __future__ import annotations

from tests.e2e.stage import Stage


async def test_a_term_is_looked_up_followed_and_shared(stage: Stage):
    shown = await stage.ana.slash("term", name="RACI")
    assert shown.ephemeral
    said = shown.text
    assert said.index("Responsible") < said.index("Why you need it") < said.index("For example")
    assert "Also called RACI matrix" in said
    assert "atlassian.com" in said
    assert "2026-11-28" in said
    assert "Checked 28 Nov 2026" in said
    related = await stage.ana.choose(shown, "Related", "v1:term.show:daci")
    assert "Approver" in related.text
    assert "Written by the TPM Mentor team" in related.text
    form = await stage.ana.click(related, "Add as goal")
    assert "Explain DACI in my own words" in (await stage.ana.submit(form)).text

    await stage.ana.click(shown, "Share")
    [post] = await stage.ben.posts("general", count=1)
    assert f"Shared by {stage.ana.mention}" in post.text
    # Who reads a shared term follows what belongs to it, alone.
    followed = await stage.ben.choose(post, "Related", "v1:term.show:daci")
    assert followed.ephemeral


async def test_a_term_is_named_in_many_ways(stage: Stage):
    ana = stage.ana
    assert ("Work breakdown structure", "wbs") in await ana.type("term", name="work bre")
    for typed, title in (
        ("wbs", "Work breakdown structure"),
        ("post mortem", "Post-mortem"),
        ("Techncal debt", "Technical debt"),
    ):
        assert title in (await ana.slash("term", name=typed)).text
    asked = await ana.slash("term", name="rag")
    assert "Several terms fit “rag”." in asked.text
    shown = await ana.click(asked, "Status report")
    assert "red, amber or green" in shown.text
    unknown = await ana.slash("term", name="zzqx unheard of")
    assert unknown.ephemeral
    assert "I know no term called “zzqx unheard of”" in unknown.text
    assert "/find" in unknown.text


async def test_a_page_that_nobody_read_is_said_to_be_so(stage: Stage):
    shown = await stage.ana.slash("term", name="OKR")
    assert "whatmatters" in shown.text
    assert "unknown" in shown.text


async def test_what_is_asked_for_by_its_meaning_is_answered_by_the_term(stage: Stage):
    found = await stage.ana.slash("find", query="what is a RACI")
    assert found.text.startswith("## RACI")
    shown = await stage.ana.click(found, "More about this")
    assert "Why you need it" in shown.text
    narrowed = await stage.ana.slash("find", query="deployment", kind="term")
    assert narrowed.text.startswith("## Deployment")
    assert "Search everything" in narrowed.buttons
