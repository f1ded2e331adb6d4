"""Gather what people read from the code into the catalogues of ``bot/locales``."""
