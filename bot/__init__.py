"""The mentoring bot: everything but the chat commands (cogs/) and the content (data/)."""
