"""Scheduled posts: when they recur, what is due, and how it reaches the channel exactly once."""
