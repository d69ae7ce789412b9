"""Does what people want in Slack: answers them, once each, and keeps what they think of it."""

from __future__ import annotations

from functools import partial
from typing import Optional

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.trackers import DialogueStateTracker

from bot.answers import Phrases, greet, plain_text
from bot.channels import conversations
from bot.channels.background import Room
from bot.channels.conversations import PATIENCE, Reply, find_turn, is_offered, log_failure
from bot.channels.delivery import (
    is_delivered,
    is_left_to_others,
    note_delivered,
    one_at_a_time,
    post_once,
)
from bot.channels.refusals import Refusal, read_text
from bot.channels.rendering.slack import HELPFUL, SHARE, SUGGESTION, Frame, asked_line, lay_out
from bot.channels.slack_health import Health
from bot.channels.slack_reading import NAME, Arrival, Asked, Clicked, Opened, Place
from bot.channels.slack_sending import Message, SlackSender, marked

AT_ONCE = 2

MOST_REMEMBERED = 10_000


class SlackDesk:
    """Settles what arrives from Slack; nothing it does fails without an apology."""

    def __init__(self, sender: SlackSender, health: Health) -> None:
        self._sender = sender
        self._health = health
        self._room = Room(AT_ONCE)
        self._talking: dict[str, None] = {}

    async def settle(self, agent: Agent, arrival: Arrival) -> bool:
        """Do what a person wants; whether that is settled.

        It is when they were told something, be it an apology, or when nobody can know whether
        they were: better that than to say it twice. What is not settled is tried again. A process
        that fails because it stood still says nothing of a message that others have taken over or
        answered, as far as it can tell.
        """
        phrases = Phrases(agent.domain.responses)
        try:
            if isinstance(arrival, Clicked):
                await self._click(agent, arrival, phrases)
            elif isinstance(arrival, Opened):
                await self._welcome(agent, arrival, phrases)
            else:
                await self._answer(agent, arrival, phrases)
            return True
        except Exception as error:
            reference = log_failure(NAME)
            self._health.failed(error, reference)
            is_told = arrival.place.is_private and getattr(error, "may_have_arrived", False)
        if await is_left_to_others(agent, arrival.place.key, arrival.id):
            return False
        sentence = phrases.say("error", reference=reference)
        return await self._apologise(arrival.place, sentence) or is_told

    async def is_meant(self, agent: Agent, asked: Asked) -> bool:
        """Whether a message is for the assistant: it was called, or talks with this person here."""
        key = asked.place.key
        if not asked.is_addressed and key not in self._talking:
            return bool(await agent.tracker_store.retrieve(key))
        self._talking[key] = None
        while len(self._talking) > MOST_REMEMBERED:
            del self._talking[next(iter(self._talking))]
        return True

    async def _answer(self, agent: Agent, asked: Asked, phrases: Phrases, line: str = "") -> None:
        """Answer a message where it was asked, unless that was done before.

        Args:
            line: who asked what, where people cannot see it.
        """
        place = asked.place
        async with one_at_a_time(agent, place.key, asked.id):
            async with self._room.enter():
                if await is_delivered(agent, place.key, asked.id):
                    return
                message = await self._message(agent, asked, phrases, line)
            if await self._post_once(agent, place, asked.id, message):
                async with self._room.enter():
                    await note_delivered(agent, place.key, asked.id)

    async def _message(self, agent: Agent, asked: Asked, phrases: Phrases, line: str) -> Message:
        place = asked.place
        try:
            text = read_text(asked.text)
            conversations.check_in_service(agent, NAME)
        except Refusal as refusal:
            return await self._without_words(agent, asked, refusal, phrases)
        message = UserMessage(text, sender_id=place.key, input_channel=NAME, message_id=asked.id)
        turn, _ = await conversations.answer_once(agent, message)
        frame = Frame(place.key, turn.id, line, place.is_private)
        return lay_out([each.to_data() for each in turn.replies], phrases, frame)

    async def _without_words(
        self, agent: Agent, asked: Asked, refusal: Refusal, phrases: Phrases
    ) -> Message:
        """What is said to a message that cannot be read; a greeting to a first one without text."""
        name = "files_unread" if refusal.code == "empty" and asked.has_files else refusal.code
        notice = Reply(phrases.say(name, **refusal.values))
        first = _greeting(phrases) if name == "empty" else notice
        is_new = await self._open(agent, asked.place.key, first)
        reply = first if is_new else notice
        return lay_out([reply.to_data()], phrases, Frame(asked.place.key))

    async def _open(self, agent: Agent, key: str, reply: Reply) -> bool:
        """Begin a conversation with what is said; whether there was none."""
        async with agent.lock_store.lock(key, wait_time_in_seconds=PATIENCE):
            if await agent.tracker_store.retrieve(key):
                return False
            await conversations.open_conversation(agent, key, reply)
            return True

    async def _welcome(self, agent: Agent, opened: Opened, phrases: Phrases) -> None:
        """Greet somebody who has never talked with the assistant, once."""
        place = opened.place
        async with one_at_a_time(agent, place.key, opened.id):
            greeting = _greeting(phrases)
            is_new = await self._open(agent, place.key, greeting)
            if not is_new and not await self._is_greeting_due(agent, opened):
                return
            message = lay_out([greeting.to_data()], phrases, Frame(place.key))
            if await self._post_once(agent, place, opened.id, message):
                await note_delivered(agent, place.key, opened.id)

    async def _post_once(
        self, agent: Agent, place: Place, message_id: str, message: Message
    ) -> bool:
        post = partial(self._sender.post, place, marked(message, message_id))
        look = partial(self._sender.has_posted, place, message_id)
        return await post_once(agent, place.key, message_id, post, look)

    async def _is_greeting_due(self, agent: Agent, opened: Opened) -> bool:
        """Whether a conversation has begun without the greeting being sent or anything asked."""
        key = opened.place.key
        tracker = await agent.tracker_store.retrieve_full_tracker(key)
        has_asked = tracker is not None and tracker.latest_message.text is not None
        return not has_asked and not await is_delivered(agent, key, opened.id)

    async def _click(self, agent: Agent, clicked: Clicked, phrases: Phrases) -> None:
        """A button of ours: a suggestion, feedback, or to share an answer."""
        place, offer = clicked.place, clicked.offer
        tracker = await agent.tracker_store.retrieve_full_tracker(offer.conversation)
        if clicked.action == SUGGESTION:
            if not is_offered(tracker, offer.question):
                return await self._whisper(place, phrases.say("not_offered"))
            line = asked_line(place.user, offer.question, phrases)
            self._talking[place.key] = None
            return await self._answer(
                agent, Asked(place, clicked.id, offer.question), phrases, line
            )
        if place.key != offer.conversation:
            return await self._whisper(place, phrases.say("feedback_not_yours"))
        if clicked.action == SHARE:
            return await self._share(agent, clicked, tracker, phrases)
        helpful = clicked.action == HELPFUL
        kept = await conversations.judge(
            agent, place.key, offer.turn, helpful, None, conversations.admit_all
        )
        return await self._whisper(
            place, phrases.say("feedback_thanks" if kept else "unknown_turn")
        )

    async def _share(
        self,
        agent: Agent,
        clicked: Clicked,
        tracker: Optional[DialogueStateTracker],
        phrases: Phrases,
    ) -> None:
        """Show an answer that one person got to the channel, once, without what was around it."""
        place, turn = clicked.place, find_turn(tracker, clicked.offer.turn)
        if turn is None:
            return await self._whisper(place, phrases.say("unknown_turn"))
        name = f"share-{turn.id}"
        async with one_at_a_time(agent, place.key, name):
            if await is_delivered(agent, place.key, name):
                return None
            frame = Frame(place.key, asked=asked_line(place.user, turn.text, phrases))
            replies = [each.to_data() for each in turn.replies]
            await self._sender.share(place, lay_out(replies, phrases, frame))
            # Before anything else can fail, as a second click would share it again.
            await note_delivered(agent, place.key, name)
            await self._sender.take_back(place)
        return None

    async def _whisper(self, place: Place, sentence: str) -> None:
        await self._sender.whisper(place, _sentence(sentence))

    async def _apologise(self, place: Place, sentence: str) -> bool:
        try:
            await self._sender.post(place, _sentence(sentence))
        except Exception as error:
            self._health.failed(error, log_failure(NAME))
            return False
        return True


def _greeting(phrases: Phrases) -> Reply:
    answer = greet(phrases)
    return Reply(plain_text(answer, phrases), answer.suggestions, answer.to_data())


def _sentence(sentence: str) -> Message:
    return lay_out([Reply(sentence).to_data()], Phrases({}), Frame())
