"""Slack: what people do there as asks, and answers as Block Kit."""
