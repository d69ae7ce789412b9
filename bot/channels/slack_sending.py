"""Sends to Slack: posts, answers that only one person sees, and a look whether Slack is there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.channels.slack_reading import DIRECT, MOMENT, Place
from bot.errors import AssistantError
from bot.settings import SlackSettings, is_safe_address

logger = logging.getLogger(__name__)

TIMEOUT = 10
CHECK_TIMEOUT = 3
UNFIT = ("invalid_blocks", "msg_blocks_too_long", "invalid_blocks_format", "msg_too_long")
"""What Slack says of blocks that it will not show: then the text is sent alone."""

LOOKED_AT = 200
"""Posts that are looked at for an answer, where a process ended that may have posted it."""

MARK = "answer-"
"""Begins the id of the first block of an answer, before the id of the message answered."""

Message = dict[str, Any]


class SlackError(AssistantError):
    """Slack did not take a message; `reason` is Slack's own word for it, or `unreachable`.

    Attributes:
        may_have_arrived: whether Slack perhaps took it, and only its reply was lost.
    """

    def __init__(self, reason: str, may_have_arrived: bool = False) -> None:
        self.reason = reason
        self.may_have_arrived = may_have_arrived
        super().__init__(f"slack: {reason}: see docs/connect-slack.md")

    @property
    def is_passing(self) -> bool:
        """Whether trying again later may help."""
        return self.reason.startswith(("unreachable", "http_5", "ratelimited"))


class SlackSender:
    """Slack's side of a conversation; it waits where Slack asks for it, and tries again."""

    def __init__(self, settings: SlackSettings) -> None:
        self._host = urlsplit(settings.api_url).hostname or ""
        self._client = AsyncWebClient(
            token=settings.bot_token,
            base_url=settings.api_url,
            timeout=TIMEOUT,
            retry_handlers=_retries(),
        )
        self._looking = AsyncWebClient(
            token=settings.bot_token,
            base_url=settings.api_url,
            timeout=CHECK_TIMEOUT,
            retry_handlers=[],
        )

    async def post(self, place: Place, message: Message) -> None:
        """Say something where a person asked: to them alone, in their thread, or directly.

        Raises:
            SlackError: Slack did not take it.
        """
        if place.is_private:
            await self._respond(place, {"response_type": "ephemeral", **message})
            return
        thread = {} if place.thread == DIRECT else {"thread_ts": place.thread}
        to = {"channel": place.channel, **thread, "unfurl_links": False, "unfurl_media": False}
        await self._call(self._client.chat_postMessage, to, message)

    async def has_posted(self, place: Place, message_id: str) -> bool:
        """Whether an answer marked with an id is where a person asked; what only they see is not.

        Raises:
            SlackError: Slack is not there to be asked.
        """
        if place.is_private:
            return False
        since = {"oldest": message_id} if MOMENT.fullmatch(message_id) else {}
        try:
            if place.thread == DIRECT:
                sought = self._client.conversations_history(
                    channel=place.channel, limit=LOOKED_AT, **since
                )
            else:
                sought = self._client.conversations_replies(
                    channel=place.channel, ts=place.thread, limit=LOOKED_AT, **since
                )
            found = (await _reached(sought)).data
        except SlackError as error:
            if error.is_passing:
                raise
            # Better to say it twice than never.
            logger.warning("slack: posts could not be looked at: %s", error.reason)
            return False
        return _has_mark(found.get("messages"), message_id)

    async def whisper(self, place: Place, message: Message) -> None:
        """Say something that only this person sees.

        Raises:
            SlackError: Slack did not take it.
        """
        if place.is_private:
            await self._respond(place, {"response_type": "ephemeral", **message})
            return
        thread = {} if place.thread == DIRECT else {"thread_ts": place.thread}
        to = {"channel": place.channel, "user": place.user, **thread}
        await self._call(self._client.chat_postEphemeral, to, message)

    async def share(self, place: Place, message: Message) -> None:
        """Show to the channel what only this person saw.

        Raises:
            SlackError: Slack did not take it.
        """
        await self._respond(place, {"response_type": "in_channel", **message})

    async def take_back(self, place: Place) -> None:
        """Take from this person what only they saw.

        Raises:
            SlackError: Slack did not do it.
        """
        await self._respond(place, {"delete_original": True, "replace_original": True})

    async def look(self) -> str:
        """Whether Slack is there and knows the assistant: `ok`, or what is wrong."""
        try:
            await self._call(self._looking.auth_test, {}, {})
        except SlackError as error:
            return error.reason
        return "ok"

    async def _respond(self, place: Place, message: Message) -> None:
        """Use the address that came with a command or a click.

        What only this person shall see finds another way where that does not serve.
        """
        is_private = message.get("response_type") == "ephemeral"
        if self._is_slacks(place.response_url):
            client = AsyncWebhookClient(
                place.response_url, timeout=TIMEOUT, retry_handlers=_retries()
            )
            sent = client.send_dict({"replace_original": False, **message})
            status = (await _reached(sent)).status_code
            if status == 200:
                return
            if status >= 500 or not is_private:
                raise SlackError(f"http_{status}")
        if not is_private:
            raise SlackError("no_response_url")
        to = {"channel": place.channel, "user": place.user}
        parts = {name: message[name] for name in ("text", "blocks") if name in message}
        await self._call(self._client.chat_postEphemeral, to, parts)

    def _is_slacks(self, url: str) -> bool:
        """Whether an address lies with the API, or beside it, as hooks.slack.com by slack.com."""
        if not is_safe_address(url):
            return False
        host = urlsplit(url).hostname or ""
        return host == self._host or host.endswith("." + self._host)

    async def _call(
        self, method: Callable[..., Awaitable[Any]], to: dict[str, Any], message: Message
    ) -> None:
        try:
            await _reached(method(**to, **message))
        except SlackError as error:
            if error.reason not in UNFIT or "blocks" not in message:
                raise
            await _reached(method(**to, text=message["text"]))


async def _reached(call: Awaitable[Any]) -> Any:
    """The result of a call to Slack.

    Raises:
        SlackError: it was refused, or nobody answered.
    """
    try:
        return await call
    except SlackApiError as error:
        data = error.response.data if hasattr(error.response, "data") else None
        reason = data.get("error") if isinstance(data, dict) else None
        status = getattr(error.response, "status_code", getattr(error.response, "status", ""))
        raise SlackError(str(reason or f"http_{status}")) from error
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
        was_reached = not isinstance(error, aiohttp.ClientConnectorError)
        raise SlackError("unreachable", was_reached) from error


def marked(message: Message, message_id: str) -> Message:
    """A message by which Slack can be asked later whether it has the answer to another."""
    first, *others = message.get("blocks") or [{}]
    return {**message, "blocks": [{**first, "block_id": MARK + message_id}, *others]}


def _has_mark(messages: Any, message_id: str) -> bool:
    blocks = [each.get("blocks") or () for each in messages or ()]
    return any(one.get("block_id") == MARK + message_id for each in blocks for one in each)


def _retries() -> list[Any]:
    """Again after a broken connection and Slack's own faults; after 429, as often as it asks."""
    return [
        AsyncConnectionErrorRetryHandler(max_retry_count=2),
        AsyncRateLimitErrorRetryHandler(max_retry_count=10),
        AsyncServerErrorRetryHandler(max_retry_count=2),
    ]
