"""Tests of reading messages on a second core while others wait, and that Rasa still waits."""

from __future__ import annotations

import asyncio
import inspect
import threading
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.parts import PARTS
from bot.nlu.sentence_embedding import SentenceEmbedding
from bot.rasa_runtime import reading_ahead, rules
from bot.rasa_runtime.reading_ahead import _parse


class Reader:
    """Notes in which thread it reads; with `fails` it does not."""

    def __init__(self, fails: bool = False) -> None:
        self.fails = fails
        self.read: list[tuple[str, bool]] = []
        self.kept: list[str] = []

    def read_ahead(self, text: str) -> str:
        self.read.append((text, threading.current_thread() is threading.main_thread()))
        if self.fails:
            raise RuntimeError("planted")
        return text

    def have_read(self, found: str) -> None:
        self.kept.append(found)


@pytest.fixture
def reader(monkeypatch) -> Reader:
    async def parse(processor: Any, message: UserMessage, *_more: Any) -> dict[str, Any]:
        return {"text": message.text}

    monkeypatch.setattr(reading_ahead, "_rasa_parse", parse)
    return Reader()


def ask(reader: Reader, *texts: str) -> list[Any]:
    nodes = {"reader": SimpleNamespace(_component=reader), "other": SimpleNamespace()}
    runner = SimpleNamespace(_instantiated_nodes=nodes)
    processor = SimpleNamespace(graph_runner=runner)

    async def all_at_once() -> list[Any]:
        asked = (_parse(processor, UserMessage(each)) for each in texts)
        return await asyncio.gather(*asked, return_exceptions=True)

    return asyncio.run(all_at_once())


def test_a_message_that_comes_alone_is_not_read_ahead(reader) -> None:
    assert ask(reader, "one") == [{"text": "one"}]
    assert reader.read == []


def test_messages_that_come_together_are_read_in_another_thread(reader) -> None:
    assert ask(reader, "one", "two", "three") == [{"text": e} for e in ("one", "two", "three")]
    assert {text for text, _ in reader.read} == set(reader.kept) >= {"one", "two"}
    assert not any(in_main for _, in_main in reader.read)
    assert reading_ahead._in_hand == 0


def test_processes_that_share_a_port_read_one_by_one(reader, monkeypatch) -> None:
    monkeypatch.setattr(reading_ahead, "_one_by_one", False)
    reading_ahead.read_one_by_one()

    assert len(ask(reader, "one", "two", "three")) == 3
    assert reader.read == []


def test_a_failure_reaches_whoever_asked_and_is_not_counted_on(reader) -> None:
    reader.fails = True

    first, second = ask(reader, "one", "two")

    assert [str(first), str(second)] == ["planted", "planted"]
    assert reading_ahead._in_hand == 0


@pytest.mark.parametrize(
    "text", ["what is CT?", "/ what is  CT?", "What is CT? Is it safe?", "word " * 50, "🩻"]
)
def test_what_was_read_ahead_is_what_is_read(text: str) -> None:
    component = SentenceEmbedding("embedding")
    plain, (questions, vectors) = component.read_ahead(text)

    async def with_it() -> Any:
        component.have_read((plain, (questions, vectors)))
        return component.process([Message({TEXT: plain})])[0].get(PARTS)

    there, here = asyncio.run(with_it()), component.process([Message({TEXT: plain})])[0].get(PARTS)
    assert [each.text for each in there] == [each.text for each in here]
    assert all((one.vector == other.vector).all() for one, other in zip(there, here, strict=True))


def test_another_text_is_read_as_ever() -> None:
    component = SentenceEmbedding("embedding")

    async def with_another() -> Any:
        component.have_read(component.read_ahead("how long does it take"))
        return component.process([Message({TEXT: "what is CT?"})])[0].get(PARTS)

    assert [each.text for each in asyncio.run(with_another())] == ["what is CT?"]


def test_rasa_still_reads_a_message_in_one_go() -> None:
    assert rules
    assert MessageProcessor.parse_message is _parse
    source = inspect.getsource(inspect.getmodule(_parse)._rasa_parse)
    assert "parse_data = self._parse_message_with_graph(" in source
    assert "self.http_interpreter.parse(message)" in source
    assert "parse_data = await self.parse_message(message, tracker)" in inspect.getsource(
        MessageProcessor._handle_message_with_tracker
    )
