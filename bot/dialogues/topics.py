"""/config topics: what the weekly posts of a community are about."""

from __future__ import annotations

from typing import Annotated

from bot.cards import Card
from bot.catalogue.topics import FEWEST
from bot.dialogues import options
from bot.dialogues.config import CommunityKind, config_noun
from bot.dialogues.forms import Choice, Form
from bot.dialogues.seam import Answer, Ask, OpenForm, Replace
from bot.replies import facts
from bot.replies import forms as words
from bot.replies import topics as replies
from bot.services.topics import TopicChoice

topics = config_noun()


@topics.command("topics")
async def choose(ask: Ask, purpose: Annotated[CommunityKind, options.PURPOSE]) -> Answer:
    """Choose what the nudges or tips of a channel are about."""
    return OpenForm("topics.choose", (purpose.value,))


@topics.form("topics.choose")
async def ask_topics(ask: Ask, kind: CommunityKind) -> Form:
    """Ask for topics; nothing chosen is all of them."""
    offered = ask.services.topics.offered(kind)
    chosen = (await ask.services.topics.load(ask.here, kind)).chosen
    choice = Choice(
        "topics",
        words.TOPICS_WHICH,
        tuple((facts.words(topic), topic) for topic in offered),
        words.TOPICS_HINT,
        most=len(offered),
    )
    return Form(words.TOPICS_TITLE, (choice,), {"topics": tuple(chosen)})


@topics.submit("topics.choose")
async def save(ask: Ask, kind: CommunityKind, topics: tuple[str, ...]) -> Answer:
    """Store what is chosen."""
    return _card(ask, await ask.services.topics.choose(ask.here, kind, topics))


@topics.button("topics.edit")
async def press_edit(ask: Ask, kind: CommunityKind, picked: int = 0) -> Answer:
    """Open the form with what is chosen, or was picked and refused."""
    chosen = _read(picked, ask.services.topics.offered(kind))
    return OpenForm("topics.choose", (kind.value,), {"topics": chosen} if chosen else {})


@topics.button("topics.all")
async def press_all(ask: Ask, kind: CommunityKind) -> Answer:
    """Draw from all topics again."""
    return Replace(_card(ask, await ask.services.topics.choose(ask.here, kind, ())))


def _card(ask: Ask, choice: TopicChoice) -> Card:
    if choice.is_enough:
        return replies.saved(choice.kind, choice.chosen, choice.entries)
    picked = _write(choice.chosen, ask.services.topics.offered(choice.kind))
    return replies.too_few(choice.kind, choice.chosen, choice.entries, FEWEST, picked)


def _write(chosen: tuple[str, ...], offered: tuple[str, ...]) -> str:
    """Return a choice as one number, which a button can hold: a bit for each topic."""
    return str(sum(1 << at for at, topic in enumerate(offered) if topic in chosen))


def _read(picked: int, offered: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(topic for at, topic in enumerate(offered) if picked >> at & 1)
