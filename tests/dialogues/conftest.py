"""The trained assistant, loaded once for all dialogues; trained now if its data is new."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.starting import quieten, trained_model
from tests.dialogues.conversation import Assistant


@pytest.fixture(scope="session")
def assistant() -> Iterator[Assistant]:
    """The assistant of the present data."""
    quieten()
    loaded = Assistant(trained_model())
    yield loaded
    loaded.close()
