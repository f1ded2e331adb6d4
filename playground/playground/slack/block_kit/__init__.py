"""Block Kit as strictly as Slack takes it.

Sources: docs.slack.dev, reference/block-kit, and the published types of ``@slack/types``. The words
of a complaint are Slack's own, as it answers them.
"""
