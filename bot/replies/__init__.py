"""Every sentence the bot says: pure functions from results to cards."""
