"""A local, wire-true Discord to try and test bots without account, token or network."""
