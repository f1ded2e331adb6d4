"""Alembic migrations, packaged with the bot."""
