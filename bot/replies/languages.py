"""What the bot says about the language of a community's posts."""

from __future__ import annotations

from bot.cards import Card, CommandRef, Note, Role, Strong, Text, inline
from bot.words import _, choose_language, language_name


def shown(chosen: str | None, followed: str | None, *, is_saved: bool = False) -> Card:
    """Say the language of posts: the ``chosen`` one, else that of the server (``followed``)."""
    name = Strong(language_name(choose_language(chosen, followed)))
    told = (
        _("Posts are written in {language}, the language of this server.")
        if chosen is None
        else _("Posts are written in {language}.")
    )
    return Card(
        title=_("Saved") if is_saved else _("Language of posts"),
        summary=told.format(language=name.text),
        blocks=(
            Text(inline(told, language=name)),
            Note(
                (
                    _(
                        "What the catalogue holds (nudges, tips, facts) stays in English. What "
                        "only you see is in the language of your own Discord."
                    ),
                )
            ),
            Note(
                inline(
                    _("Change it with {command}."),
                    command=CommandRef("config language"),
                )
            ),
        ),
        role=Role.GOOD if is_saved else Role.INFO,
    )
