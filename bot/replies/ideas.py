"""What goals are called that are made from entries of the catalogue."""

from __future__ import annotations

from bot.words import _


def certify(name: str) -> str:
    """Say the goal to hold a certification."""
    return _("Get certified: {name}", name=name)


def practise(role: str) -> str:
    """Say the goal to be ready for an interview."""
    return _("Practise for an interview as {role}", role=role)


def work_through(title: str) -> str:
    """Say the goal to use a resource."""
    return _("Work through: {title}", title=title)


def act_on(question: str) -> str:
    """Say the goal to do what an answer advises."""
    return _("Act on the answer: {question}", question=question)


def learn(skill: str) -> str:
    """Say the goal to have a skill."""
    return _("Learn and show this skill: {skill}", skill=skill)


def explain(term: str) -> str:
    """Say the goal to know a word of the field."""
    return _("Explain {term} in my own words, with an example of mine", term=term)
