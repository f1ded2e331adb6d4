"""People who read Italian: answers, forms, refusals and posts in their language."""

from __future__ import annotations

from playground.reply import until
from tests.e2e.stage import Stage


async def test_a_member_is_answered_in_the_language_of_their_discord(stage: Stage):
    locales = stage.server.world.locales
    locales[stage.ana.id] = "it"
    found = await stage.ana.slash("cert info", name="pmp")
    assert "Verificato il" in found.text
    assert "35 ore di formazione" in found.text
    assert "Project Management Professional" in found.text
    assert "Checked" not in found.text
    added = await stage.ana.slash("goal add", title="Leggere {title} **tutto**", due="tra 3 giorni")
    assert "Obiettivo aggiunto" in added.text
    assert "tra 3 giorni" in added.text
    assert "Leggere {title}" in added.plain_text
    form = await stage.ana.click(added, "Niente avvisi")
    assert "Gli altri obiettivi mantengono i loro avvisi." in form.text
    refused = await stage.ana.slash("goal add", title="Altro", due="presto")
    assert "Non capisco “presto”" in refused.text
    assert "tra 2 settimane" in refused.text
    modal = await stage.ana.slash("goal add")
    assert modal.modal is not None
    assert modal.modal["title"] == "Aggiungi un obiettivo"
    saved = await stage.ana.submit(modal, **{"Che cosa vuoi raggiungere?": "Dal modulo"})
    assert "Obiettivo aggiunto" in saved.text
    # Nobody else hears it, and who changes their mind is heard.
    assert "Goal added" in (await stage.ben.slash("goal add", title="Read")).text
    locales[stage.ana.id] = "en-GB"
    assert "2 goals" in (await stage.ana.slash("goal list")).text


async def test_the_language_of_the_server_is_next_best(stage: Stage):
    stage.server.world.locales[stage.ana.id] = "fi"
    assert "Your inbox is empty" in (await stage.ana.slash("me inbox")).text
    guild = next(iter(stage.server.world.guilds.values()))
    guild.data["preferred_locale"] = "it"
    assert "La tua casella è vuota" in (await stage.ana.slash("me inbox")).text


async def test_a_community_reads_its_posts_in_the_language_it_chose(stage: Stage):
    # Who sets it up reads English all the while.
    refused = await stage.ana.slash("config language", language="it", force=True)
    assert "Manage Server" in refused.text
    now = await stage.mia.slash("config language")
    assert "English, the language of this server" in now.plain_text
    saved = await stage.mia.slash("config language", language="it")
    assert "Posts are written in Italiano." in saved.plain_text
    place = stage.channel("weekly-nudges")
    await stage.mia.slash("config channel set", purpose="weekly-nudge", channel=place)
    previewed = await stage.mia.slash("config schedule test", purpose="weekly-nudge")
    [preview] = await until(previewed.world, lambda: previewed.followups or None, 5) or []
    assert "Lo spunto di questa settimana" in preview.text
    await stage.move(days=7)
    [post] = await stage.posts("weekly-nudges", count=1)
    assert "Lo spunto di questa settimana" in post.text
    assert "Verificato il" in post.text
    assert "Aggiungi ai miei obiettivi" in post.buttons
    # Who presses it is answered in their own language; the idea stays as the catalogue has it.
    form = await stage.ben.click(post, "Aggiungi ai miei obiettivi")
    assert form.modal is not None
    assert form.modal["title"] == "Add a goal"
    followed = await stage.mia.slash("config language", language="server")
    assert "English, the language of this server" in followed.plain_text
    await stage.move(days=7)
    assert "This week's nudge" in (await stage.posts("weekly-nudges", count=2))[-1].text


async def test_a_member_is_written_to_in_the_language_they_used_last(stage: Stage):
    stage.server.world.locales[stage.ana.id] = "it"
    await stage.ana.slash("goal add", title="Leggere", due=stage.day(1))
    [hello] = await stage.ana.dms(count=1)
    assert "I messaggi diretti sono attivi" in hello.text
    await stage.move(days=1)
    alert = (await stage.ana.dms(count=2))[-1]
    assert "Scade" in alert.text
    assert "Sposta la data" in alert.buttons
