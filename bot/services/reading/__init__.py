"""Reads days, times of day, moments, repetitions and zones as people type them.

Every sign of what was typed is used, or refused by name; what can mean two things is handed back
as both. The rest of the bot knows nothing about how it is done.
"""
