"""The widget on pages of other origins, what it loads, and a server that starts again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect

from bot.settings import ROOT
from tests.scenarios.served import HOST, Served, free_port
from tests.scenarios.widget_page import HOME, WidgetPage

BUDGET = 20 * 1024
CT = "What is CT?"
PAGE = """<!doctype html><html lang="en"><title>Careers</title><link rel="icon" href="data:,">
<script type="module" src="{widget}/webhooks/web/widget.js"></script>
<h1>Careers</h1><radiology-careers></radiology-careers>"""
POLICY = (
    "default-src 'none'; img-src data:; "
    "script-src {widget}; style-src {widget}; connect-src {widget}"
)


class Site(ThreadingHTTPServer):
    """A site of somebody else's, with one page that names the widget of another server."""

    daemon_threads = True

    def __init__(self, widget: str) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Security-Policy", POLICY.format(widget=widget))
                self.end_headers()
                self.wfile.write(PAGE.format(widget=widget).encode())

            def log_message(self, *_words: object) -> None:
                """Stay silent."""

        super().__init__((HOST, 0), Handler)
        self.address = f"http://{HOST}:{self.server_address[1]}"
        Thread(target=self.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def port() -> int:
    """Where the assistant of these tests is served."""
    return free_port()


@pytest.fixture(scope="module")
def make_site(port: int) -> Iterator[Callable[[], Site]]:
    """Makes sites that embed the widget."""
    sites: list[Site] = []

    def make() -> Site:
        sites.append(Site(f"http://{HOST}:{port}"))
        return sites[-1]

    yield make
    for site in sites:
        site.shutdown()
        site.server_close()


@pytest.fixture(scope="module")
def named(make_site) -> Site:
    """A site that the settings name."""
    return make_site()


@pytest.fixture(scope="module")
def embeddable(port: int, named: Site, tmp_path_factory) -> Iterator[Served]:
    """An assistant that one other origin may embed."""
    settings = {"ASSISTANT_WEB_ORIGINS": named.address}
    served = Served(ROOT, tmp_path_factory.mktemp("embeddable"), port, settings)
    try:
        yield served.wait_until_it_answers()
    finally:
        served.stop()


@pytest.fixture
def guest(browser: Browser, embeddable: Served) -> Iterator[WidgetPage]:
    """Somebody with a browser of their own."""
    widget = WidgetPage(browser.new_context(), embeddable.address)
    yield widget
    widget.page.context.close()


def test_a_page_of_a_named_origin_embeds_the_widget(guest, named: Site) -> None:
    guest.go(address=named.address).open()

    guest.ask(CT)
    guest.press("Helpful")
    expect(guest.page.locator(".helpful")).to_have_attribute("aria-pressed", "true")
    guest.choose("Forget this conversation")
    guest.press("Delete it")

    expect(guest.notice).to_contain_text("This conversation was deleted.")
    assert guest.faults == []


def test_a_page_of_an_origin_that_is_not_named_gets_neither_widget_nor_conversation(
    guest, embeddable: Served, make_site
) -> None:
    guest.page.goto(make_site().address)

    assert guest.page.locator("radiology-careers").count() == 1
    assert guest.page.evaluate("() => customElements.get('radiology-careers') === undefined")
    called = guest.page.evaluate(
        """(address) => fetch(address, { method: "POST", body: "{}" })
             .then((reply) => reply.status, () => "kept out")""",
        f"{embeddable.address}{HOME}conversations",
    )
    assert called == "kept out"


def test_all_that_the_widget_loads_is_20_kilobytes_and_comes_from_one_host(
    guest, named: Site, embeddable: Served
) -> None:
    guest.go(address=named.address).open()
    guest.ask(CT)

    assert {"widget.js", "widget.css", "strings/en.json"} < set(guest.files)
    assert sum(guest.files.values()) <= BUDGET, guest.files
    assert guest.hosts == {each.address.removeprefix("http://") for each in (named, embeddable)}


def test_a_server_that_starts_again_still_has_the_conversation(guest, embeddable: Served) -> None:
    guest.go().open().ask(CT)
    embeddable.stop()

    guest.type("and how does it work?")
    expect(guest.problem).to_have_attribute("data-kind", "unreachable")
    embeddable.start_again()
    guest.press("Try again")

    turn = guest.answer_at(1)
    expect(turn.locator(".answer")).to_have_attribute("data-outcome", "answered")
