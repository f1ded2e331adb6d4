"""Every REST route the playground serves; all others answer 501.

Of two that match, the first wins: fixed paths come before those with variables.
"""

from __future__ import annotations

from typing import Final

from playground.rest import Route
from playground.rest_answers import ANSWER_ROUTES
from playground.rest_application import APPLICATION_ROUTES
from playground.rest_channels import CHANNEL_ROUTES
from playground.rest_commands import COMMAND_ROUTES
from playground.rest_guilds import GUILD_ROUTES
from playground.rest_invites import INVITE_ROUTES
from playground.rest_members import MEMBER_ROUTES
from playground.rest_messages import MESSAGE_ROUTES
from playground.rest_polls import POLL_ROUTES
from playground.rest_reactions import REACTION_ROUTES
from playground.rest_roles import ROLE_ROUTES
from playground.rest_threads import THREAD_ROUTES
from playground.rest_webhooks import WEBHOOK_ROUTES

ROUTES: Final[list[Route]] = [
    *REACTION_ROUTES,
    *MESSAGE_ROUTES,
    *THREAD_ROUTES,
    *CHANNEL_ROUTES,
    *ANSWER_ROUTES,
    *WEBHOOK_ROUTES,
    *APPLICATION_ROUTES,
    *COMMAND_ROUTES,
    *GUILD_ROUTES,
    *INVITE_ROUTES,
    *MEMBER_ROUTES,
    *POLL_ROUTES,
    *ROLE_ROUTES,
]
