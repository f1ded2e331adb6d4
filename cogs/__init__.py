"""Discord commands: parse the interaction, call one service, answer with one reply."""

FIRST = ("help", "find", "career", "goal")
"""Loaded before the others, so that Discord lists first what a newcomer needs."""
