"""Discord commands: parse the interaction, call one service, answer with one reply."""
