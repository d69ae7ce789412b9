"""What axe-core finds on the widget in each of its states, and on the pages around it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.scenarios.widget_page import WidgetPage

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
QUESTIONS = {
    "answer": "What is CT?",
    "list": "Which imaging techniques are there?",
    "dated": "How much does a radiologist earn?",
    "timeline": "Show me all the steps from school to consultant",
    "table": "Compare a radiologist with a radiographer",
    "emergency": "I can't breathe",
}
SCREENS = {
    f"{scheme} at {width} px": {
        "color_scheme": scheme,
        "viewport": {"width": width, "height": height},
        # A colour that is still fading in is not the colour.
        "reduced_motion": "reduce",
        # axe-core sets styles in a way that our pages refuse.
        "bypass_csp": True,
    }
    for scheme in ("light", "dark")
    for width, height in ((1280, 860), (320, 640))
}


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
def test_axe_finds_nothing_in_any_state(visit, screen: dict) -> None:
    widget = visit(**screen)

    found = {state: violations(widget.page) for state in states(widget)}

    assert {state: faults for state, faults in found.items() if faults} == {}
    assert len(found) == 11


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
def test_axe_finds_nothing_on_the_page_of_its_own_and_on_the_plain_page(visit, screen) -> None:
    widget = visit("chat", **screen)
    page = widget.page
    assert violations(page) == []

    page.goto(page.url.replace("chat", "plain"))
    for state in ("answer", "timeline", "table"):
        page.get_by_label("Your question").fill(QUESTIONS[state])
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(page.locator("#last h2")).to_have_text(QUESTIONS[state])
    page.evaluate("() => document.querySelectorAll('details').forEach((each) => each.open = true)")

    assert violations(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def states(widget: WidgetPage) -> Iterator[str]:
    """Brings the widget from one state to the next, and tells its name."""
    yield "closed"
    widget.open()
    yield "open"
    for state, question in QUESTIONS.items():
        turn = widget.ask(question)
        if turn.locator("summary").count():
            turn.locator("summary").click()
        yield state
    widget.turns.first.get_by_role("button", name="Helpful", exact=True).click()
    expect(widget.page.locator(".remark")).to_be_visible()
    widget.press("More")
    yield "menu and remark"
    widget.press("Forget this conversation")
    yield "about to forget"
    widget.press("Keep it")
    widget.fulfil_next(429, headers={"Retry-After": "40"}, json={"error": {"code": "too_fast"}})
    widget.type("What is MRI?")
    expect(widget.problem).to_be_visible()
    widget.field.fill("x" * 1001)
    yield "error and too long"


def violations(page: Page) -> list[str]:
    """What axe-core objects to, and where."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("(options) => axe.run(options).then((each) => each.violations)", OPTIONS)
    return [
        f"{each['id']}: {node['html'][:150]} {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
    ]
