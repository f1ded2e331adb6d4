"""One thing that somebody did on Slack, and every answer to it.

An answer goes to the address that came with it, which Slack takes five times within half an hour
(docs.slack.dev, interactivity/handling-user-interaction, "Message responses"); where there is none,
or not any more, it is a direct message.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import structlog
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.cards import Audience, Card, Note
from bot.dialogues.copies import offer_share
from bot.dialogues.seam import (
    Answer,
    Ask,
    May,
    OpenForm,
    Page,
    Refusal,
    Replace,
    Share,
    TakeBack,
    Verb,
)
from bot.errors import StaleActionError, StorageUnavailableError
from bot.model import CommunityId
from bot.platforms.slack import limits, presses, sharing
from bot.platforms.slack.identity import name_on_slack
from bot.platforms.slack.modals import Kept, draw_modal
from bot.platforms.slack.refusals import FAILURES, error_of
from bot.platforms.slack.renderer import Rendered, render
from bot.platforms.slack.richtext import Reader
from bot.replies import failures, shares
from bot.replies import members as replies
from bot.replies import typed as words
from bot.replies.guide import START_FORM, leads_to_first_step, new_here, stops
from bot.words import _

if TYPE_CHECKING:
    from bot.platforms.slack.client import SlackClient

log = structlog.get_logger(__name__)

_MOST_USES = 5
_OK = 200
_TOO_LATE = frozenset({"expired_trigger_id", "trigger_expired", "exchanged_trigger_id"})
_NOBODY = Reader()
# More buttons than a message has.
_GREETING_ID = 1_000


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something was done: ``url`` answers it, ``trigger`` opens a form for three seconds.

    ``is_own``: it was done in a message that only this person has, so that it may be replaced.
    """

    user: str
    channel: str | None = None
    url: str | None = None
    trigger: str | None = None
    is_own: bool = False


class Interaction:
    """Answer what somebody did, in order."""

    def __init__(self, client: SlackClient, ask: Ask, origin: Origin) -> None:
        self.ask = ask
        self.origin = origin
        self._client = client
        self._uses = 0
        self._replaced = False
        self._moderates: CommunityId | None = None
        self._is_new = False

    async def admit(self, verb: Verb) -> None:
        """Refuse what somebody may not do.

        Raises
        ------
        PermissionDeniedError
            It is for moderators, and they are none here.
        """
        self._client.dialogues.permit(self.ask, verb)
        if verb.may is May.MODERATOR:
            # Whatever they are answered begins with what they have to know.
            self._moderates = self.ask.community
        else:
            self._is_new = await self.ask.services.newcomers.is_new(self.ask.member)

    async def deliver(self, said: Answer) -> None:
        """Draw each part of an answer, in order."""
        for part in said if isinstance(said, tuple) else (said,):
            if isinstance(part, Card):
                await self.answer(part)
            elif isinstance(part, Refusal):
                await self.answer(part.card)
            elif isinstance(part, Page):
                await self.answer(part.card, part.page)
            elif isinstance(part, Replace):
                await self.answer(part.card, part.page, in_place=True)
            elif isinstance(part, OpenForm):
                await self.open_form(part)
            elif isinstance(part, Share):
                card, page = self._client.dialogues.open_card(part.verb, part.args)
                await self.answer(await sharing.share(self._client, self, card, page))
            elif isinstance(part, TakeBack):
                await sharing.take_back(self._client, self, part)
                await self.answer(shares.undone(), in_place=True)
            else:
                await part.work()

    async def answer(self, card: Card, page: int = 1, *, in_place: bool = False) -> None:
        """Show a card to whoever asked and nobody else; ``in_place`` of the one that was used.

        A message that others see, too, is never replaced.
        """
        async with self._telling_stops(card) as told:
            files = await self._hand_over(told)
            drawn = await self._draw(replace(told, blocks=(*told.blocks, *files)), page)
            first, *following = self._greeted(told, [drawn, *drawn.following])
            may_replace = in_place and self.origin.is_own and not self._replaced
            self._replaced = self._replaced or may_replace
            await self._send(first, in_place=may_replace)
            for one in following:
                await self._send(one)
        await self._resume()

    async def open_form(self, wanted: OpenForm) -> None:
        """Open a form, which Slack lets an app do for three seconds.

        Raises
        ------
        StaleActionError
            It took too long, or what was used opens no form.
        """
        if wanted.verb == START_FORM:
            self.ask.services.newcomers.meet(self.ask.member)
        opened = await self._client.dialogues.open_form(self.ask, wanted)
        origin = self.origin
        kept = Kept(
            opened.verb, opened.args, opened.marks, origin.url, origin.channel, origin.is_own
        )
        view = draw_modal(opened, kept, self._client.places.name)
        too_late = StaleActionError(_(failures.FORM_TOO_LATE), _(failures.PRESS_AGAIN))
        if origin.trigger is None:
            raise too_late
        try:
            await self._client.web.views_open(trigger_id=origin.trigger, view=view)
        except FAILURES as error:
            if error_of(error) in _TOO_LATE:
                raise too_late from error
            raise

    async def _draw(self, card: Card, page: int) -> Rendered:
        offered = offer_share(card, page, self._client.dialogues.can_open, presses.fits)
        reader = await self._client.readers.of(offered, self.ask.zone)
        return render(offered, reader, page)

    async def _send(self, drawn: Rendered, *, in_place: bool = False) -> None:
        told: dict[str, Any] = drawn.told() | {"replace_original": in_place}
        if not in_place:
            told["response_type"] = "ephemeral"
        if self.origin.url is not None and self._uses < _MOST_USES:
            self._uses += 1
            hook = AsyncWebhookClient(self.origin.url, session=self._client.session)
            answer = await hook.send_dict(told)
            if answer.status_code == _OK:
                return
            log.warning("slack.answer_refused", status=answer.status_code, reason=answer.body[:200])
        place = await self._client.messenger.open_dm(self.ask.member)
        await self._client.web.chat_postMessage(channel=name_on_slack(place), **drawn.told())

    async def _hand_over(self, card: Card) -> tuple[Note, ...]:
        """Send the files of a card as direct messages: nothing that one person sees holds any."""
        files = render(card, await self._client.readers.of(card)).files
        if not files:
            return ()
        place = name_on_slack(await self._client.messenger.open_dm(self.ask.member))
        for file in files:
            await self._client.web.files_upload_v2(
                channel=place, filename=file.filename, content=file.content, title=file.filename
            )
        return (Note((_(words.FILES_BY_DM),)),)

    @asynccontextmanager
    async def _telling_stops(self, card: Card) -> AsyncGenerator[Card]:
        """Let a moderator's card begin with the posts that stopped and of which nobody was told."""
        # The pages of a long list would not fit together: told with the next answer.
        is_list = bool(card.pager) and (await self._draw(card, 1)).pages > 1
        if self._moderates is None or card.audience is Audience.SHARED or is_list:
            yield card
            return
        async with self.ask.services.stops.telling(self._moderates) as stopped:
            yield replace(card, blocks=(*stops(stopped), *card.blocks))

    def _greeted(self, card: Card, pages: list[Rendered]) -> list[Rendered]:
        """End the first answer to somebody new with the way to their first step."""
        if not self._is_new or card.audience is Audience.SHARED:
            return pages
        is_due = self.ask.services.newcomers.meet(self.ask.member)
        if not is_due or leads_to_first_step(card):
            return pages
        text, button = new_here()
        last_words = Card("", text, (Note((text,)),), (button,))
        end = render(last_words, _NOBODY, first_id=_GREETING_ID)
        *others, last = pages
        blocks = [*last.blocks, *end.blocks]
        if len(blocks) > limits.BLOCKS:
            return [*pages, end]
        return [*others, replace(last, blocks=blocks, text=f"{last.text}\n{end.text}")]

    async def _resume(self) -> None:
        """Tell a member who is back, once, what direct messages could not bring them."""
        services, member = self.ask.services, self.ask.member
        try:
            if await services.members.resume(member):
                kept = await services.inbox.list(member)
                await self._send(await self._draw(replies.returned(len(kept)), 1))
        except (*FAILURES, StorageUnavailableError) as error:
            # An aside: what was asked for is answered, and the inbox says the same.
            log.warning("slack.aside_failed", reason=type(error).__name__)
