"""Holds what the playground puts on the wire to Discord's published schemas."""
