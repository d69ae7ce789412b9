"""The training questions of data/nlu, each with its line, its intent and its label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Optional

from bot.checks.document import Document, as_mapping


@dataclass(frozen=True)
class Block:
    """One block of an intent's examples; `lines` are those of the text, as they stand."""

    path: str
    line: int
    intent: str
    metadata: Any
    lines: tuple[tuple[int, str], ...]

    @property
    def fact(self) -> Optional[str]:
        """The id of the fact that the block is labelled with."""
        fact = as_mapping(self.metadata).get("fact")
        return fact if isinstance(fact, str) else None

    @property
    def examples(self) -> Iterator[Example]:
        """The examples, without the dash before each."""
        for line, text in self.lines:
            if text.startswith("-"):
                yield Example(self, line, text[1:].strip())


@dataclass(frozen=True)
class Example:
    """One training question or message."""

    block: Block
    line: int
    text: str

    @property
    def place(self) -> str:
        """Where it stands, as problems name it."""
        return f"{self.block.path}:{self.line}"


def read_blocks(document: Document) -> Iterator[Block]:
    """The blocks of a training file; what is no block of an intent has the intent ''."""
    for place, item in enumerate(document.sequence("nlu")):
        parts = as_mapping(item)
        examples = parts.get("examples")
        first = document.line("nlu", place, "examples") + 1
        texts = examples.splitlines() if isinstance(examples, str) else []
        yield Block(
            path=document.path,
            line=document.line("nlu", place),
            intent=str(parts.get("intent") or ""),
            metadata=parts.get("metadata"),
            lines=tuple((first + at, text) for at, text in enumerate(texts) if text.strip()),
        )
