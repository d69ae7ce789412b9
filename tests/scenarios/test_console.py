"""A trainer's work in the console, in a real browser: each test can be read aloud."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.rasa_runtime.training import current_model
from bot.settings import ROOT
from tests.scenarios.console_served import ARGUMENTS, PASSWORD, ServedConsole, browser_path
from tests.scenarios.served import Served, copy_project

GAP = "Is the radiology reporting room kept cold?"
ALIKE = "Do radiologists get a bonus at Christmas?"
SAYS = "The reporting room of this trust is kept as warm as any other room."
SCRIPT = "<script>document.title='broken'</script> what is CT"
TALKS = {
    "ann": ["What is interventional radiology?", "and how long does the training take", "thanks"],
    "ben": [GAP, "what colour are the walls in radiology departments"],
    "cat": [ALIKE, "which hospital has the best radiology canteen"],
    "dev": [SCRIPT, "is radiology boring?"],
    "eve": ["why", "do radiologists wear scrubs", "what is the best hotel near an MRI scanner"],
    "fay": ["do radiologists have to retire at a particular age", "who invented the apron"],
    "gus": [
        "do radiologists get free coffee",
        "what is it like to report alone",
        "can I bring my dog",
    ],
    "hal": ["what is the radiology department's wifi password", "do they have lockers"],
}
PAGES = (
    *("/queue/", "/conversations/", "/conversations/?q=training&outcome=answered", "/gaps/"),
    *("/changes/", "/facts/", "/facts/ir_definition/", "/dashboard/", "/replays/", "/people/"),
    *("/help/", "/deletions/", "/service/"),
)


@pytest.fixture(scope="module")
def checkout(server: Served, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, which a patch may change; the server has seen to a model."""
    copy = copy_project(tmp_path_factory.mktemp("checkout") / "project")
    for folder in ("held_out", "dialogues"):
        shutil.copytree(ROOT / "tests" / folder, copy / "tests" / folder)
    subprocess.run(["git", "init", "-q"], cwd=copy, check=True)
    return copy


@pytest.fixture(scope="module")
def console(
    server: Served, checkout: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServedConsole]:
    """The console beside an assistant that has talked with some people."""
    for sender, texts in TALKS.items():
        for text in texts:
            server.ask(text, f"console-{sender}")
    served = ServedConsole(tmp_path_factory.mktemp("console"), checkout, server.database)
    for name, role in (("rosa", "trainer"), ("ada", "administrator"), ("rhys", "reader")):
        served.make_account(name, role)
    assert served.run("index").returncode == 0
    try:
        yield served.start()
    finally:
        served.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, console: ServedConsole) -> Iterator[Page]:
    """A window in which a trainer has logged in; at the end nothing was complained of."""
    context = browser.new_context(base_url=console.address, accept_downloads=True)
    window = context.new_page()
    complaints: list[str] = []
    window.on("console", lambda said: complaints.append(said.text))
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.on("request", lambda asked: _stays_here(asked.url, console.address))
    log_in(window, "rosa")
    yield window
    context.close()
    assert not complaints


def _stays_here(address: str, here: str) -> None:
    assert address.startswith((here, "data:")), f"a request went to {address}"


def log_in(page: Page, name: str) -> None:
    page.goto("/log-in/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Needs a look")).to_be_visible()


def waiting(page: Page) -> int:
    """How many turns the queue says it has."""
    page.goto("/queue/")
    return int(page.locator(".reasons a strong").first.inner_text())


def test_a_trainer_looks_ahead_and_back_without_judging(page: Page) -> None:
    before = waiting(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/turns/*/")
    first = page.url

    page.keyboard.press("n")
    page.wait_for_url(lambda url: url != first)
    page.keyboard.press("p")
    page.wait_for_url(first)

    assert waiting(page) == before


def test_a_trainer_clears_ten_turns_with_the_keyboard_alone(page: Page) -> None:
    before = waiting(page)
    assert before >= 10, "the assistant has answered too much"

    page.keyboard.press("Enter")
    for number in range(10):
        expect(page.get_by_role("heading", name="Review")).to_be_visible()
        address = page.url
        page.keyboard.press("15"[number % 2])
        page.keyboard.press("s")
        page.wait_for_url(lambda url, last=address: url != last)

    assert waiting(page) == before - 10


def test_a_trainer_finds_a_conversation_by_a_word_and_corrects_what_was_understood(
    page: Page,
) -> None:
    page.goto("/conversations/")
    page.keyboard.press("/")
    page.keyboard.type("boring")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="is radiology boring?").click()
    page.get_by_role("link", name=re.compile("Review.*boring")).click()
    # The keys are heard once the page's script is there.
    page.wait_for_url("**/turns/*/")
    page.wait_for_load_state()

    page.keyboard.press("2")
    page.keyboard.press("c")
    page.get_by_label("It asked for").select_option("ask_benefits")
    page.get_by_label("The fact that answers it").fill("radiology_forefront")
    page.get_by_label("Propose as a training question").check()
    page.get_by_label("Tags").fill("doubts")
    page.get_by_role("button", name="Save").click()

    page.goto("/changes/")
    expect(page.get_by_text("is radiology boring?").first).to_be_visible()
    page.goto("/conversations/?tag=doubts")
    expect(page.get_by_role("link", name=re.compile("boring"))).to_be_visible()


def test_what_a_visitor_wrote_is_text_and_never_runs(page: Page) -> None:
    page.goto("/conversations/?q=document.title")
    page.get_by_role("link", name=re.compile("script")).click()

    expect(page.get_by_text(SCRIPT).first).to_be_visible()
    assert "broken" not in page.title()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_keeps_anybody_out(
    browser: Browser, console: ServedConsole, address: str, scheme: str
) -> None:
    context = browser.new_context(base_url=console.address, color_scheme=scheme)
    page = context.new_page()
    log_in(page, "ada")
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")

    found = Axe().run(page)

    context.close()
    assert found.violations_count == 0, found.generate_report()


def test_one_turn_one_conversation_and_one_gap_keep_nobody_out(page: Page) -> None:
    page.goto("/gaps/")
    page.locator("tbody a").first.click()
    page.get_by_role("heading", name="Draft a fact").click()
    assert Axe().run(page).violations_count == 0, Axe().run(page).generate_report()
    page.goto("/conversations/?q=interventional")
    page.locator(".card-link").first.click()
    assert Axe().run(page).violations_count == 0, Axe().run(page).generate_report()
    page.get_by_role("link", name=re.compile("Review")).first.click()
    page.keyboard.press("c")
    assert Axe().run(page).violations_count == 0, Axe().run(page).generate_report()


@pytest.mark.parametrize("address", PAGES)
def test_every_page_fits_a_phone(browser: Browser, console: ServedConsole, address: str) -> None:
    size = {"width": 360, "height": 740}
    context = browser.new_context(base_url=console.address, viewport=size)
    page = context.new_page()
    log_in(page, "ada")

    page.goto(address)

    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert width <= size["width"]


def test_a_stolen_session_ends_when_the_trainer_logs_out(
    browser: Browser, console: ServedConsole
) -> None:
    own, thief = (browser.new_context(base_url=console.address) for _ in range(2))
    page, stolen = own.new_page(), thief.new_page()
    log_in(page, "rosa")
    thief.add_cookies(own.cookies())
    stolen.goto("/queue/")
    expect(stolen.get_by_role("heading", name="Needs a look")).to_be_visible()

    page.get_by_role("button", name="Log out").click()
    stolen.goto("/conversations/")

    expect(stolen.get_by_role("heading", name="Log in")).to_be_visible()
    own.close()
    thief.close()


def test_from_a_gap_to_an_answer(
    page: Page, console: ServedConsole, checkout: Path, start, tmp_path: Path
) -> None:
    """Draft a fact from the gap board, take the patch, apply it, train, replay, and ask again."""
    page.goto("/gaps/")
    page.get_by_role("link", name=GAP).click()
    page.get_by_role("heading", name="Draft a fact").click()
    page.get_by_label("What it says").fill(SAYS)
    page.get_by_label("The question it answers").fill(
        "How warm is the room that radiologists report in?"
    )
    page.get_by_label("Name", exact=True).fill("reporting_room_warmth")
    page.get_by_label("Aspect").select_option("settings")
    page.get_by_label("About").select_option("radiologist")
    page.get_by_label("More questions").fill(
        "how cold does it get where radiologists report\nis the reporting room cool"
    )
    page.get_by_label("Name of the new source").fill("trust_handbook")
    page.get_by_label("Publisher").fill("A trust")
    page.get_by_label("Title").fill("Handbook of posts")
    page.get_by_label("Address").fill("https://example.org/handbook")
    page.get_by_role("button", name="Propose the fact").click()
    card = page.locator("article", has_text="reporting_room_warmth")
    card.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Approved. It is in the patch now.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the patch").click()
    patch = tmp_path / "reviewed.patch"
    download.value.save_as(patch)
    assert "reporting_room_warmth" not in (checkout / "data" / "facts.yml").read_text()

    applied = console.run("apply", str(patch), "--to", str(checkout))
    assert "Changed: data/facts.yml, data/nlu/settings.yml" in applied.stdout, applied.stderr
    old = current_model(ROOT)
    train = [sys.executable, "-m", "bot.training"]
    environment = {**console.environment, "PYTHONPATH": str(checkout)}
    subprocess.run(train, cwd=checkout, env=environment, check=True)
    new = current_model(checkout)
    words = ["--old", str(old), "--new", str(new), "--new-project", str(checkout)]
    replayed = console.run("replay", *words)
    assert replayed.returncode in (0, 1), replayed.stderr

    page.goto("/replays/")
    page.locator("tbody a").first.click()
    changed = page.locator("article", has_text=GAP)
    expect(changed).to_contain_text(SAYS)
    answer = start(checkout).wait_until_it_answers().ask(GAP, "again")["answer"]
    assert (answer["outcome"], answer["facts"][0]["id"]) == ("answered", "reporting_room_warmth")
