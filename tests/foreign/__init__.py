"""Bots that know nothing of the playground, run on it as they are."""
