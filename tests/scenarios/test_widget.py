"""The widget in a real browser: open, ask, read, go on, and keep or forget the conversation."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.scenarios.served import Served
from tests.scenarios.visitor import Visitor, code, stored
from tests.scenarios.widget_page import WidgetPage

CT = "What is CT?"
ALL_STEPS = "Show me all the steps from school to consultant"


def test_the_launcher_opens_the_panel_and_the_cursor_stands_in_the_field(visit) -> None:
    widget = visit()
    expect(widget.launcher).to_have_attribute("aria-expanded", "false")
    expect(widget.panel).to_be_hidden()

    widget.open()

    expect(widget.launcher).to_have_attribute("aria-expanded", "true")
    expect(widget.page.get_by_role("dialog", name="Radiology careers")).to_be_visible()
    expect(widget.field).to_be_focused()
    expect(widget.page.locator(".suggestion")).to_have_count(3)


def test_a_question_is_answered_with_a_lead_sentence(widget) -> None:
    turn = widget.ask(CT)

    expect(turn.get_by_role("heading")).to_contain_text(CT)
    expect(turn.locator(".answer")).to_have_attribute("data-outcome", "answered")
    expect(turn.locator(".lead")).to_contain_text("computed tomography", ignore_case=True)
    expect(widget.field).to_be_empty()


def test_enter_pressed_twice_sends_once_and_shift_enter_makes_a_line(widget) -> None:
    widget.field.fill(CT)
    widget.field.press("Shift+Enter")
    widget.page.keyboard.type("Please.")
    expect(widget.field).to_have_value(f"{CT}\nPlease.")

    widget.field.fill(CT)
    widget.field.press("Enter")
    widget.field.press("Enter")

    widget.answer_at(0)
    assert widget.turns.count() == 1


def test_a_chosen_suggestion_is_asked_and_marked_and_the_others_stay(widget) -> None:
    first = widget.page.locator(".suggestion").first
    text = first.inner_text()

    first.dblclick()

    turn = widget.answer_at(0)
    expect(turn.get_by_role("heading")).to_contain_text(text)
    expect(first).to_have_text(f"{text} (asked)")
    expect(widget.page.locator(".answer").first.locator(".suggestion")).to_have_count(3)
    assert widget.turns.count() == 1


def test_a_follow_up_is_understood(widget) -> None:
    widget.ask(CT)

    turn = widget.ask("and how does it work?")

    expect(turn.locator(".answer")).to_have_attribute("data-outcome", "answered")
    expect(turn.locator(".fact").first).to_contain_text(re.compile("CT|x-rays", re.IGNORECASE))


def test_sources_are_one_key_press_away(widget) -> None:
    turn = widget.ask(CT)
    link = turn.locator(".sources a").first
    expect(link).to_be_hidden()

    turn.locator("summary").press("Enter")

    expect(link).to_be_visible()
    expect(link).to_have_attribute("href", re.compile("^https://"))
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_contain_text("(opens in a new tab)")
    assert turn.locator(".sources li span").last.inner_text()


def test_a_fact_that_changes_says_of_when_it_is(widget) -> None:
    turn = widget.ask("How much does a radiologist earn?")

    expect(turn.locator("time").first).to_have_text(re.compile(r"\(as of ([A-Z][a-z]+ )?20\d\d\)"))


def test_the_pathway_is_a_timeline_with_years_on_one_scale(widget) -> None:
    turn = widget.ask(ALL_STEPS)

    steps = turn.locator("ol.timeline > li")
    assert steps.count() >= 6
    expect(steps.first.locator(".step strong")).not_to_be_empty()
    for row in turn.locator(".timeline li:has(.scale)").all():
        years = int(re.search(r"\d+", row.locator(".step span").inner_text())[0])
        assert row.locator(".scale .filled").count() == years
    expect(turn.locator(".total")).to_contain_text("year")


def test_two_subjects_stand_side_by_side_in_a_table(widget) -> None:
    turn = widget.ask("Compare a radiologist with a radiographer")

    expect(turn.get_by_role("columnheader")).to_have_text(
        [re.compile("radiologist", re.I), re.compile("radiographer", re.I)]
    )
    for cell in turn.get_by_role("cell").all():
        expect(cell.locator(".fact").first).to_be_visible()


def test_an_emergency_is_told_first_with_numbers_to_call_and_no_further_questions(widget) -> None:
    turn = widget.ask("I can't breathe")

    expect(turn.locator(".alarm")).to_have_attribute("data-outcome", "signposted_emergency")
    expect(turn.get_by_role("link", name="Call 999")).to_have_attribute("href", "tel:999")
    expect(turn.get_by_role("button")).to_have_count(0)


def test_a_reload_finds_the_conversation_and_says_nothing_aloud(widget) -> None:
    widget.page.locator(".suggestion").first.click()
    widget.answer_at(0)
    said = widget.turns.first.inner_text()

    widget.reload()

    expect(widget.answered).to_have_count(1)
    assert widget.turns.first.inner_text() == said
    expect(widget.page.locator(".chosen")).to_have_count(1)
    assert widget.heard == []


def test_a_second_tab_goes_on_with_the_same_conversation(widget) -> None:
    widget.ask(CT)

    second = widget.beside()
    expect(second.answered).to_have_count(1)
    second.ask("What about ultrasound?")

    expect(widget.answered).to_have_count(2)
    assert widget.turns.last.inner_text() == second.turns.last.inner_text()
    second.press("Helpful")
    expect(widget.page.locator(".helpful").last).to_have_attribute("aria-pressed", "true")


def test_start_again_begins_a_new_conversation_in_every_tab(widget) -> None:
    widget.ask(CT)
    second = widget.beside()
    before = widget.token

    widget.choose("Start again")

    expect(widget.turns).to_have_count(0)
    expect(widget.notice).to_have_text("This is a new conversation.")
    expect(second.turns).to_have_count(0)
    expect(second.page.locator(".suggestion")).to_have_count(3)
    expect(second.notice).to_have_text("The conversation was ended in another tab.")
    assert widget.token != before
    widget.ask("What is MRI?")
    expect(second.answered).to_have_count(1)


def test_forget_asks_first_and_then_deletes_everywhere(widget, server: Served) -> None:
    widget.ask("My secret word is quokkastring")
    forgetful = Visitor(server.address)
    forgetful.token = widget.token
    widget.choose("Forget this conversation")
    widget.press("Keep it")
    expect(widget.answered).to_have_count(1)

    widget.choose("Forget this conversation")
    widget.press("Delete it")

    expect(widget.notice).to_contain_text("This conversation was deleted.")
    expect(widget.turns).to_have_count(0)
    assert widget.token is None
    assert code(forgetful.history()) == (401, "unknown_conversation")
    assert stored(server.database, forgetful.token) == []
    assert b"quokkastring" not in server.database.read_bytes()
    widget.ask(CT)


def test_feedback_and_a_remark_are_stored(widget, server: Served) -> None:
    turn = widget.ask(CT)

    turn.get_by_role("button", name="Not helpful").click()
    turn.get_by_label("Anything to add? (optional)").fill("Which dose is it?")
    turn.get_by_role("button", name="Send remark").click()

    expect(turn.locator(".thanks")).to_have_text("Thank you. Your feedback was kept.")
    kept = [each for each in stored(server.database, widget.token) if "Which dose" in each]
    assert len(kept) == 1
    assert '"helpful": false' in kept[0]
    widget.reload()
    expect(widget.page.locator(".not_helpful")).to_have_attribute("aria-pressed", "true")


def test_the_conversation_can_be_copied_saved_and_printed_with_its_sources(visit) -> None:
    widget = visit(permissions=["clipboard-read", "clipboard-write"]).open()
    turn = widget.ask(CT)
    source = turn.locator(".sources a").first.get_attribute("href")

    turn.get_by_role("button", name="Copy answer").click()
    expect(turn.locator(".act").last.locator("path")).to_have_attribute("d", re.compile("^m5 12"))
    assert source in copied(widget)
    widget.choose("Copy conversation")
    widget.page.wait_for_function("() => heard.status.filter((t) => t === 'Copied.').length === 2")
    assert f"You asked: {CT}" in copied(widget)
    assert source in copied(widget)

    with widget.page.expect_download() as saving:
        widget.choose("Save as a file")
    saved = Path(saving.value.path()).read_text(encoding="utf-8")
    assert saving.value.suggested_filename.endswith(".txt")
    assert f"You asked: {CT}" in saved
    assert source in saved

    paper = "document.querySelector('radiology-paper').shadowRoot"
    widget.page.evaluate(f"() => {{ window.print = () => window.printed = {paper}.textContent }}")
    widget.choose("Print")
    widget.page.wait_for_function("() => window.printed")
    assert CT in widget.page.evaluate("() => printed")
    expect(widget.page.locator("radiology-paper details")).to_have_attribute("open", "")


def test_two_visitors_at_once_never_see_each_others_text(visit: Callable[..., WidgetPage]) -> None:
    ada, ben = visit().open(), visit().open()

    ada.type("What is CT? I am Ada")
    ben.type("What is MRI? I am Ben")

    for widget, own, other in ((ada, "Ada", "Ben"), (ben, "Ben", "Ada")):
        widget.answer_at(0)
        widget.reload()
        widget.answer_at(0)
        expect(widget.panel).to_contain_text(f"I am {own}")
        expect(widget.panel).not_to_contain_text(f"I am {other}")
    assert ada.token != ben.token


def test_an_opening_question_of_the_demo_page_asks_itself_once(visit) -> None:
    widget = visit()

    widget.page.get_by_role("button", name="How long is clinical radiology training?").dblclick()

    turn = widget.answer_at(0)
    expect(turn.locator(".answer")).to_contain_text("five")
    assert widget.turns.count() == 1


def test_the_widget_fills_a_page_of_its_own(visit) -> None:
    widget = visit("chat")

    expect(widget.page.get_by_role("region", name="Radiology careers")).to_be_visible()
    expect(widget.page.get_by_role("heading", level=1, name="Radiology careers")).to_be_visible()
    expect(widget.launcher).to_have_count(0)
    widget.ask(CT)


def copied(widget: WidgetPage) -> str:
    """What is on the clipboard."""
    return widget.page.evaluate("() => navigator.clipboard.readText()")
