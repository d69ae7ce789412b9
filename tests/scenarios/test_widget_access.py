"""The widget without a mouse, without eyes, on a small screen, and without JavaScript."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route, expect

from tests.scenarios.widget_page import HOME, WidgetPage

CT = "What is CT?"
ALL_STEPS = "Show me all the steps from school to consultant"
COMPARE = "Compare a radiologist with a radiographer"
SCREEN = {"width": 390, "height": 700}
PHONE = {"viewport": SCREEN, "has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}


def test_the_keyboard_alone_leads_from_opening_to_the_page_of_a_source(visit, server) -> None:
    widget = visit()
    keyboard, context = widget.page.keyboard, widget.page.context
    own = urlsplit(server.address).netloc
    context.route(lambda url: own not in url, lambda route: route.fulfill(body="A source."))

    assert widget.tab_to(".launcher")
    keyboard.press("Enter")
    expect(widget.field).to_be_focused()
    keyboard.type(CT)
    keyboard.press("Enter")
    widget.answer_at(0)
    assert widget.tab_to("summary", "Shift+Tab")
    keyboard.press("Enter")
    assert widget.tab_to(".sources a", most=1)
    with context.expect_page() as opening:
        keyboard.press("Enter")

    expect(opening.value.locator("body")).to_have_text("A source.")
    assert opening.value.url.startswith("https://")


def test_escape_closes_and_gives_the_focus_back(visit) -> None:
    widget = visit().open()
    widget.page.keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()
    expect(widget.launcher).to_be_focused()

    opener = widget.page.get_by_role("button", name="What is interventional radiology?")
    opener.click()
    widget.answer_at(0)
    widget.page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_escape_closes_the_menu_and_the_question_before_the_panel(widget) -> None:
    for steps in (["More"], ["More", "Forget this conversation"]):
        for name in steps:
            widget.press(name)
        widget.page.keyboard.press("Escape")
        expect(widget.page.locator(".menu")).to_be_hidden()
        expect(widget.page.locator(".confirm")).to_be_hidden()
        expect(widget.panel).to_be_visible()
        assert widget.has_focus("[aria-label=More]")


def test_an_answer_does_not_take_the_focus(widget) -> None:
    widget.field.press("Shift+Tab")
    assert not widget.has_focus("#question")
    widget.ask(CT)
    expect(widget.field).to_be_focused()

    suggestion = widget.turns.first.locator(".suggestion").first
    suggestion.press("Enter")

    widget.answer_at(1)
    expect(suggestion).to_be_focused()


def test_each_message_is_announced_exactly_once_and_whole(widget) -> None:
    first = widget.ask(CT)
    first.locator(".suggestion").first.click()
    widget.answer_at(1)
    widget.ask(ALL_STEPS)
    widget.ask(COMPARE)
    widget.page.wait_for_timeout(1200)

    heard = widget.heard
    assert len(heard) == 5
    assert "What would you like to know?" in heard[0]
    for place, text in enumerate(heard[1:]):
        turn = widget.turns.nth(place)
        for part in turn.locator(".fact, .step strong, .timeline dd, .total").all():
            assert words(part.evaluate(SEEN)) in words(text)
    regions = widget.page.locator("[aria-live], [role=log], [role=status], [role=alert]")
    assert regions.count() == 2
    assert regions.locator("button, a").count() == 0


def test_what_happens_in_another_tab_is_not_announced_here(widget) -> None:
    second = widget.beside()
    second.ask(CT)

    widget.answer_at(0)
    assert len(widget.heard) == 1
    assert len(second.heard) == 1


def test_waiting_is_announced_once(widget) -> None:
    def delay(route: Route) -> None:
        time.sleep(1.5)
        route.continue_()

    widget.next_message(delay)
    widget.ask(CT)

    assert widget.told == ["Looking for an answer"]
    assert len(widget.heard) == 2


def test_a_failure_is_announced_once(widget) -> None:
    widget.next_message(lambda route: route.abort())
    widget.type(CT)
    expect(widget.problem).to_be_visible()
    widget.page.wait_for_timeout(500)

    assert widget.told == ["The assistant cannot be reached."]


def test_on_a_phone_the_panel_fills_the_screen_and_keeps_the_focus_inside(visit) -> None:
    widget = visit(**PHONE).open()

    assert widget.panel.bounding_box() == {"x": 0, "y": 0, **SCREEN}
    assert widget.has_focus("#title"), "the keyboard on the screen would hide the greeting"
    assert not widget.tab_to(".launcher, .main-action", most=15)
    widget.page.keyboard.press("Escape")
    expect(widget.launcher).to_be_focused()


SIZES = {"320 px": (320, 640), "400 % zoom": (320, 256), "desktop": (1280, 860)}


@pytest.mark.parametrize(("width", "height"), SIZES.values(), ids=SIZES)
def test_nothing_has_to_be_scrolled_sideways(visit, width: int, height: int) -> None:
    widget = visit(viewport={"width": width, "height": height}).open()
    for question in (ALL_STEPS, COMPARE):
        widget.ask(question)
        assert not widget.is_wider_than_the_screen

    space_text(widget)
    assert not widget.is_wider_than_the_screen


def test_nothing_moves_where_less_motion_is_wished_for(visit) -> None:
    widget = visit(reduced_motion="reduce").open()
    widget.next_message(lambda route: None)
    widget.type(CT)
    expect(widget.page.locator(".sending")).to_be_visible()

    moving = "(panel) => panel.getAnimations({ subtree: true }).length"
    assert widget.panel.evaluate(moving) == 0


def test_without_javascript_the_same_conversation_goes_on_in_plain_forms(browser, server) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.address}{HOME}")
    page.get_by_role("link", name="Ask on a page that works without JavaScript").click()

    page.get_by_label("Your question").fill(CT)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("heading", name=CT)).to_be_visible()
    page.get_by_text("Sources (").last.click()
    expect(page.locator("details a").last).to_have_attribute("rel", "noopener noreferrer")
    page.locator(".offered button").first.click()
    expect(page.get_by_role("heading", level=2)).to_have_count(2)
    page.get_by_role("button", name="Delete this conversation").click()

    expect(page.get_by_role("status")).to_have_text("This conversation has been deleted.")
    assert context.cookies() == []
    context.close()


SEEN = """(element) => {
  const copy = element.cloneNode(true);
  for (const each of copy.querySelectorAll(".unseen, [aria-hidden]")) each.remove();
  return copy.textContent;
}"""


def words(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())


def space_text(widget: WidgetPage) -> None:
    """Space the text as WCAG's criterion 1.4.12 has it."""
    widget.page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
            word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
          document.querySelector("radiology-careers").shadowRoot.adoptedStyleSheets = [sheet];
        }"""
    )
