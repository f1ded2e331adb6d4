"""Cards about a member's own goals and data, and the ones everybody gets."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.model import Goal, GoalId, GoalState, MemberId
from bot.platforms.discord.renderer import Renderer
from bot.replies import goals, guide, privacy

TODAY = date(2026, 3, 1)
MOMENT = datetime(2026, 3, 1, tzinfo=UTC)


def goal(number: int) -> Goal:
    title = f"Goal number {number}!"
    owner = MemberId("discord:1")
    return Goal(
        GoalId(f"goal{number:04}"), owner, title, None, None, GoalState.OPEN, MOMENT, MOMENT
    )


def test_a_due_date_is_said_in_words():
    assert goals.due_words(None, TODAY) == "no due date"
    assert goals.due_words(date(2026, 3, 1), TODAY).endswith("(today)")
    assert goals.due_words(date(2026, 3, 2), TODAY).endswith("(tomorrow)")
    assert goals.due_words(date(2026, 2, 28), TODAY).endswith("(yesterday)")
    assert goals.due_words(date(2026, 2, 27), TODAY).endswith("(2 days ago)")


def test_a_hundred_goals_are_paged_and_none_is_lost():
    card = goals.listing(tuple(goal(number) for number in range(100)), "open", TODAY)
    renderer = Renderer({})
    pages = renderer.render(card).pages
    drawn = [renderer.render(card, page).view.to_components() for page in range(1, pages + 1)]
    assert all(f"Goal number {number}!" in str(drawn) for number in range(100))


def test_help_and_privacy_cards_fit_one_page():
    for card in (
        guide.overview(is_moderator=True),
        privacy.preview({"goal": 0}),
        privacy.preview({"goal": 2}),
        privacy.deleted({"goal": 2, "goal_event": 5}),
    ):
        assert Renderer({}).render(card).pages == 1
