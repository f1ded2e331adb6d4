"""A local Discord: REST, gateway and web page, so that the bot runs without the internet."""
