"""An administrator's work in the console, in a real browser: the switch and deletion."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.settings import ROOT
from tests.browser import launched
from tests.scenarios.console_served import PASSWORD, ServedConsole
from tests.scenarios.served import Served

CANARY = "quokkaxylophone"
SENDER = "administration-ann"
SOON = 10
"""Seconds within which every process has seen a switch."""


@pytest.fixture(scope="module")
def console(server: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedConsole]:
    """The console beside an assistant that has talked with two people."""
    server.ask(f"where does the {CANARY} live", SENDER)
    server.ask("what is CT?", "administration-ben")
    served = ServedConsole(tmp_path_factory.mktemp("console"), ROOT, server.database)
    served.make_account("ada", "administrator")
    assert served.run("index").returncode == 0
    try:
        yield served.start()
    finally:
        served.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with launched() as started:
        yield started


@pytest.fixture
def page(browser: Browser, console: ServedConsole) -> Iterator[Page]:
    """A window in which an administrator has logged in."""
    context = browser.new_context(base_url=console.address)
    window = context.new_page()
    window.goto("/log-in/")
    window.get_by_label("Name").fill("ada")
    window.get_by_label("Password").fill(PASSWORD)
    window.get_by_role("button", name="Log in").click()
    yield window
    context.close()


def answer_of(server: Served, status: int) -> httpx.Response:
    """What the assistant answers, once it answers so."""
    body = json.dumps({"sender": SENDER, "message": "what is MRI?"}).encode()
    until = time.monotonic() + SOON
    while (response := server.post(body)).status_code != status and time.monotonic() < until:
        time.sleep(0.2)
    assert response.status_code == status, response.text
    return response


def keeps_nobody_out(page: Page) -> None:
    """Axe finds nothing on the page."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_channel_is_taken_out_of_service_and_back(page: Page, server: Served) -> None:
    page.get_by_role("link", name="Service").click()
    page.get_by_label("Reason, for the log: REST").fill("A drill")
    page.get_by_role("button", name=re.compile("Take out of service.*REST")).click()
    expect(page.get_by_text("REST, for programs is out of service")).to_be_visible()
    keeps_nobody_out(page)

    assert "I am out of service at the moment" in answer_of(server, 503).text

    page.get_by_label("Reason, for the log: REST").fill("The drill is over")
    page.get_by_role("button", name=re.compile("Back into service.*REST")).click()
    expect(page.get_by_role("cell", name="The drill is over")).to_be_visible()
    expect(page.get_by_role("cell", name="A drill")).to_be_visible()
    answer_of(server, 200)


def test_a_conversation_is_deleted_by_its_key_and_gone_from_every_file(
    page: Page, server: Served, console: ServedConsole
) -> None:
    files = [*server.database.parent.glob("*.db*"), *console.folder.glob("console.db*")]
    assert any(CANARY.encode() in each.read_bytes() for each in files)
    page.goto("/conversations/")
    page.get_by_role("link", name=CANARY).click()
    key = page.locator(".head code").inner_text()
    page.get_by_role("link", name="Deletion").click()
    page.get_by_label("Key", exact=True).fill(key)
    page.get_by_role("button", name="One conversation").click()
    expect(page.get_by_text("1 conversation", exact=True)).to_be_visible()
    keeps_nobody_out(page)

    page.get_by_role("button", name="Delete for good").click()

    expect(page.get_by_text("Deleted, here and at the assistant")).to_be_visible()
    expect(page.get_by_role("rowheader", name="ada")).to_be_visible()
    files = [*server.database.parent.glob("*.db*"), *console.folder.glob("console.db*")]
    assert [each.name for each in files if CANARY.encode() in each.read_bytes()] == []
    page.goto("/conversations/")
    expect(page.get_by_role("link", name="what is CT?").first).to_be_visible()
    expect(page.get_by_role("link", name=CANARY)).to_have_count(0)
