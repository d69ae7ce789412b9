"""The running assistant, and copies of the project that tests may break."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser

from bot.answers import Phrases
from bot.facts import Library, read_facts
from bot.settings import ROOT
from tests.browser import launched
from tests.scenarios.colleague import Colleague
from tests.scenarios.microsoft import Microsoft
from tests.scenarios.served import TO_START, TO_TRAIN, Served, copy_project
from tests.scenarios.widget_page import WidgetPage


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The assistant of this checkout, up; it trains first when its data is new."""
    served = Served(ROOT, tmp_path_factory.mktemp("server"))
    try:
        yield served.wait_until_it_answers(TO_TRAIN + TO_START)
    finally:
        served.stop()


@pytest.fixture
def project(server: Served, tmp_path: Path) -> Path:
    """A copy of the project; the server has seen to it that there is a model."""
    return copy_project(tmp_path / "project")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Starts further assistants, and stops them at the end of the test."""
    started: list[Served] = []

    def start_in(
        root: Path, port: int | None = None, settings: dict[str, str] | None = None
    ) -> Served:
        kept = tmp_path / f"kept_{len(started)}"
        kept.mkdir()
        started.append(Served(root, kept, port, settings))
        return started[-1]

    yield start_in
    for each in started:
        each.stop()


@pytest.fixture(scope="session")
def library() -> Library:
    """The facts of this checkout."""
    return read_facts()


@pytest.fixture(scope="session")
def phrases() -> Phrases:
    """The fixed sentences of this checkout."""
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return Phrases(domain["responses"])


@pytest.fixture(scope="session")
def microsoft() -> Iterator[Microsoft]:
    """Microsoft's services, on this machine."""
    services = Microsoft()
    yield services
    services.stop()


@pytest.fixture(scope="session")
def teams(microsoft: Microsoft, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The assistant, connected to Teams."""
    served = Served(ROOT, tmp_path_factory.mktemp("teams"), settings=microsoft.settings)
    try:
        yield served.wait_until_it_answers(TO_TRAIN + TO_START)
    finally:
        served.stop()


@pytest.fixture
def colleague(teams: Served, microsoft: Microsoft) -> Callable[..., Colleague]:
    """Makes people in Teams."""

    def make(*chat: str, **told: str) -> Colleague:
        return Colleague(teams.address, microsoft, *chat, **told)

    return make


@pytest.fixture
def ada(colleague: Callable[..., Colleague]) -> Colleague:
    """A person in a chat of their own."""
    return colleague()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser; one for each module, as no test with asyncio can run while it is up."""
    with launched() as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser, server: Served) -> Iterator[Callable[..., WidgetPage]]:
    """Brings people to the widget, each with a browser profile of their own.

    At the end no script of any of them has failed or was kept from running.
    """
    tabs: list[WidgetPage] = []

    def come(path: str = "", **settings: object) -> WidgetPage:
        tabs.append(WidgetPage(browser.new_context(**settings), server.address))
        return tabs[-1].go(path)

    yield come
    for tab in tabs:
        tab.page.context.close()
    assert [tab.faults for tab in tabs if tab.faults] == []


@pytest.fixture
def widget(visit: Callable[..., WidgetPage]) -> WidgetPage:
    """The widget on the demo page, open."""
    return visit().open()
