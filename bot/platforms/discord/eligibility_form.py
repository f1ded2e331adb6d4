"""The form that asks what a certification's routes depend on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord

from bot.catalogue import Catalogue
from bot.catalogue.eligibility import Question
from bot.platforms.discord import limits
from bot.platforms.discord.forms import Form, Interaction, text_input
from bot.replies import eligibility as words

_LONGEST_NUMBER = 4
_LONGEST_LABEL = 45
Save = Callable[[Interaction, tuple[str, ...]], Awaitable[None]]
Field = discord.ui.TextInput[Any] | discord.ui.Select[Any]


class EligibilityForm(Form):
    """Ask each question once; ``answers`` are what was told before."""

    def __init__(
        self,
        save: Save,
        questions: Sequence[Question],
        answers: Sequence[str],
        catalogue: Catalogue,
    ) -> None:
        super().__init__(words.FORM_TITLE)
        self._save = save
        self._fields: list[Field] = []
        for position, question in enumerate(questions):
            field = _field(question, answers[position] if position < len(answers) else "")
            self._fields.append(field)
            label = limits.clip(words.label(question, catalogue), _LONGEST_LABEL)
            self.ask(label, words.hint(question), field)

    async def on_submit(self, interaction: Interaction, /) -> None:
        """Hand over the answers in the questions' order."""
        await self._save(interaction, tuple(_value(field) for field in self._fields))


def _field(question: Question, told: str) -> Field:
    if not question.choices:
        return text_input(told, _LONGEST_NUMBER, words.NUMBER_EXAMPLE, required=True)
    return discord.ui.Select(
        options=[
            discord.SelectOption(label=words.choice(value), value=value, default=value == told)
            for value in question.choices
        ]
    )


def _value(field: Field) -> str:
    return field.values[0] if isinstance(field, discord.ui.Select) else field.value
