"""Platforms translate between their own wire and our cards, ids and errors."""
