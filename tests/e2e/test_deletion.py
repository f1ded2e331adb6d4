"""After `/privacy delete`: old cards save nothing, forms that have ended give back their words."""

from __future__ import annotations

from tests.e2e.stage import Stage
from tests.e2e.test_reminders import ask

WISH = "Water my secret plan"


async def delete_all(stage: Stage) -> None:
    await stage.ana.slash("goal add", title="Soon gone")
    preview = await stage.ana.slash("privacy delete")
    assert "is deleted" in (await stage.ana.click(preview, "Delete it all")).plain_text


async def test_the_old_card_of_a_draft_stores_nothing_after_a_deletion(stage: Stage):
    draft = await ask(stage, WISH, "tomorrow 9am")
    await delete_all(stage)
    for button in ("Save", "Change"):
        refused = await stage.ana.click(draft, button)
        assert refused.ephemeral
        assert "draft is gone" in refused.plain_text
    assert stage.cells_with(stage.ana.id) == []
    assert stage.cells_with(WISH) == []


async def test_a_form_of_what_is_gone_gives_back_what_was_typed(stage: Stage):
    added = await stage.ana.slash("goal add", title="Read")
    form = await stage.ana.click(added, "Edit")
    await delete_all(stage)
    returned = await stage.ana.submit(form, **{"What do you want to reach?": "Read *all* of it"})
    assert returned.ephemeral
    assert "You have no such goal" in returned.plain_text
    assert "Read *all* of it" in returned.plain_text
    assert stage.cells_with(stage.ana.id) == []


async def test_a_form_of_another_version_gives_back_what_was_typed(stage: Stage):
    form = await stage.ana.slash("goal add")
    assert form.modal is not None
    form.modal["custom_id"] = "c0ffee"
    returned = await stage.ana.submit(form, **{"What do you want to reach?": "Read *all* of it"})
    assert "form had ended" in returned.plain_text
    assert "Read *all* of it" in returned.plain_text
    assert stage.cells_with(stage.ana.id) == []


async def test_nothing_is_kept_of_forms_that_nobody_sends(stage: Stage):
    for _ in range(7):
        await stage.ana.slash("goal add")
    assert stage.bot.client._connection._view_store._modals == {}
