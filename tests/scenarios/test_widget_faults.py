"""The widget when something fails: it says what, keeps what was written, and duplicates nothing."""

from __future__ import annotations

import re

from playwright.sync_api import Route, expect

from tests.scenarios.served import Served
from tests.scenarios.visitor import Visitor
from tests.scenarios.widget_page import WidgetPage

CT = "What is CT?"
MARKUP = '<img src=x onerror="window.ran = 1"><script>window.ran = 1</script>'


def holder(widget: WidgetPage, server: Served) -> Visitor:
    """The same conversation, held over HTTP."""
    visitor = Visitor(server.address)
    visitor.token = widget.token
    return visitor


def test_a_message_that_did_not_arrive_is_sent_again_under_the_same_id(widget, server) -> None:
    ids: list[str] = []

    def fail_once(route: Route) -> None:
        ids.append(route.request.post_data_json["id"])
        route.abort() if len(ids) == 1 else route.continue_()

    widget.page.route("**/messages", fail_once)
    widget.type(CT)
    expect(widget.problem).to_have_attribute("data-kind", "unreachable")
    expect(widget.turns).to_have_attribute("data-state", "failed")
    widget.press("Try again")

    widget.answer_at(0)
    assert ids == [ids[0]] * 2
    assert len(holder(widget, server).history().json()["turns"]) == 1


def test_a_message_whose_reply_was_lost_is_not_answered_twice(widget, server) -> None:
    widget.lose_next_reply()
    widget.type(CT)
    expect(widget.problem).to_be_visible()

    widget.press("Try again")

    widget.answer_at(0)
    assert len(holder(widget, server).history().json()["turns"]) == 1


def test_a_reload_after_a_lost_reply_finds_the_answer_once(widget, server) -> None:
    widget.lose_next_reply()
    widget.type(CT)
    expect(widget.problem).to_be_visible()

    widget.reload()

    widget.answer_at(0)
    assert widget.turns.count() == 1
    assert len(holder(widget, server).history().json()["turns"]) == 1


def test_a_reload_sends_what_never_arrived(widget) -> None:
    widget.next_message(lambda route: route.abort())
    widget.type(CT)
    expect(widget.problem).to_be_visible()

    widget.reload()

    expect(widget.answer_at(0).get_by_role("heading")).to_contain_text(CT)


def test_a_failure_of_the_server_tells_its_reference(widget) -> None:
    sentence = "It failed. Reference: 3fa9c0de."
    error = {"code": "failed", "message": sentence, "reference": "3fa9c0de"}
    widget.fulfil_next(500, json={"error": error})
    widget.type(CT)

    expect(widget.problem).to_have_attribute("data-kind", "failed")
    expect(widget.problem).to_contain_text(sentence)
    assert widget.told[-1] == sentence
    widget.press("Try again")
    widget.answer_at(0)


def test_a_reply_that_is_no_json_is_a_failure_too(widget) -> None:
    widget.fulfil_next(502, body="<h1>Bad gateway</h1>")
    widget.type(CT)

    expect(widget.problem).to_contain_text("Something went wrong.")
    widget.press("Try again")
    widget.answer_at(0)


def test_offline_is_said_and_the_message_goes_out_by_itself_when_back(widget) -> None:
    widget.ask(CT)
    widget.page.context.set_offline(True)
    expect(widget.page.locator(".offline")).to_have_text("You are offline.")

    widget.type("What is MRI?")
    expect(widget.problem).to_have_attribute("data-kind", "offline")
    expect(widget.problem).to_contain_text("It goes out when you are back.")
    widget.page.context.set_offline(False)

    widget.answer_at(1)
    expect(widget.page.locator(".offline")).to_be_empty()


def test_what_is_too_long_is_counted_and_not_sent(widget) -> None:
    widget.field.fill("x" * 799)
    expect(widget.count).to_be_empty()
    widget.field.fill("x" * 850)
    expect(widget.count).to_have_text("150 characters left")

    widget.type("x" * 1003)

    expect(widget.count).to_have_text("3 characters too long")
    expect(widget.field).to_have_attribute("aria-invalid", "true")
    expect(widget.page.locator(".send")).to_have_attribute("aria-disabled", "true")
    widget.page.locator(".send").click(force=True)
    assert widget.turns.count() == 0
    assert widget.told == ["150 characters left", "3 characters too long"]
    expect(widget.field).to_have_value("x" * 1003)


def test_too_many_questions_are_slowed_down_by_the_server(widget, server: Served) -> None:
    visitor = holder(widget, server)
    for _ in range(20):
        visitor.say("thanks", "the-same-again")

    widget.type(CT)

    expect(widget.problem).to_have_attribute("data-kind", "slow_down")
    expect(widget.problem).to_contain_text(
        re.compile(r"Too many questions at once\. Wait [1-6]?\d seconds?\.")
    )


def test_the_wait_is_counted_down_and_then_one_can_send_again(widget) -> None:
    widget.fulfil_next(429, headers={"Retry-After": "2"}, json={"error": {"code": "too_fast"}})
    widget.type(CT)
    again = widget.problem.get_by_role("button")
    expect(again).to_have_attribute("aria-disabled", "true")
    again.click(force=True)
    expect(widget.turns).to_have_attribute("data-state", "failed")

    expect(widget.problem).to_contain_text("You can send again.")
    expect(again).to_have_attribute("aria-disabled", "false")
    again.click()

    widget.answer_at(0)
    assert [each for each in widget.told if "Wait" in each] == [
        "Too many questions at once. Wait 2 seconds."
    ]


def test_a_conversation_that_is_gone_stays_in_sight_and_the_message_opens_another(
    widget, server
) -> None:
    widget.ask(CT)
    holder(widget, server).forget()

    widget.type("What is MRI?")
    expect(widget.problem).to_have_attribute("data-kind", "gone")
    widget.press("Send in a new conversation")

    widget.answer_at(1)
    expect(widget.page.locator(".divider")).to_have_text("New conversation")
    turns = holder(widget, server).history().json()["turns"]
    assert [each["text"] for each in turns] == ["What is MRI?"]
    widget.turns.first.locator(".suggestion").first.click()
    widget.answer_at(2)


def test_a_reload_tells_that_the_conversation_is_gone(widget, server) -> None:
    widget.ask(CT)
    holder(widget, server).forget()

    widget.reload()

    expect(widget.notice).to_contain_text("Your earlier conversation is no longer there.")
    widget.ask("What is MRI?")


def test_a_refused_message_can_be_changed(widget) -> None:
    error = {"code": "empty", "message": "There is nothing to read."}
    widget.fulfil_next(400, json={"error": error})
    widget.type("\u2800 ?")

    expect(widget.problem).to_have_attribute("data-kind", "refused")
    expect(widget.problem).to_contain_text("There is nothing to read.")
    widget.press("Change the text")

    expect(widget.turns).to_have_count(0)
    expect(widget.field).to_have_value("\u2800 ?")
    expect(widget.field).to_be_focused()


def test_an_assistant_that_cannot_be_reached_at_the_start_is_tried_again(visit) -> None:
    widget = visit()
    widget.page.route("**/conversations", lambda route: route.abort(), times=1)
    widget.launcher.click()

    expect(widget.notice).to_contain_text("The assistant cannot be reached.")
    widget.press("Try again")

    widget.ask(CT)
    expect(widget.notice).to_be_empty()


def test_a_panel_opened_again_tells_nothing_of_a_failure_that_is_over(visit) -> None:
    widget = visit()
    widget.page.route("**/conversations", lambda route: route.abort(), times=1)
    widget.launcher.click()
    expect(widget.notice).to_contain_text("The assistant cannot be reached.")
    widget.page.keyboard.press("Escape")

    widget.open()

    expect(widget.notice).to_be_empty()


def test_feedback_that_failed_says_so_and_can_be_given_again(widget) -> None:
    widget.ask(CT)
    widget.page.route("**/feedback", lambda route: route.abort(), times=1)

    widget.press("Helpful")
    expect(widget.problem).to_have_text("Your feedback was not sent. Please try again.")
    expect(widget.page.locator(".helpful")).to_have_attribute("aria-pressed", "false")
    widget.press("Helpful")

    expect(widget.page.locator(".helpful")).to_have_attribute("aria-pressed", "true")
    expect(widget.problem).to_have_count(0)


def test_markup_in_a_message_stays_text(widget) -> None:
    turn = widget.ask(f"{MARKUP} {CT}")

    expect(turn.get_by_role("heading")).to_contain_text(MARKUP)
    widget.reload()
    expect(widget.turns.get_by_role("heading")).to_contain_text(MARKUP)
    assert nothing_ran(widget)


def test_markup_and_scripts_in_an_answer_stay_text(widget) -> None:
    facts = [{"id": "a", "says": MARKUP, "items": [MARKUP], "as_of": MARKUP, "source": "s"}]
    source = {"id": "s", "title": MARKUP, "publisher": MARKUP, "address": "javascript:ran=1"}
    answer = {"outcome": "answered", "opening": [f"{MARKUP} javascript:ran=1"], "facts": facts}
    answer |= {"compared": [MARKUP, "b"], "columns": [["a"], ["a"]], "sources": [source]}
    answer |= {"steps": [{"name": MARKUP, "years": 1, "enter": MARKUP, "leave_with": MARKUP}]}
    replies = [{"text": MARKUP, "suggestions": [MARKUP], "answer": answer}]
    turn = {"id": "x" * 8, "text": MARKUP, "at": "2026-01-31T12:00:00Z", "replies": replies}
    widget.fulfil_next(200, json={"turn": turn})

    widget.type(CT)

    shown = widget.answer_at(0)
    expect(shown.locator(".step strong")).to_have_text(MARKUP)
    shown.locator("summary").click()
    expect(shown.locator(".sources b")).to_have_text(MARKUP)
    assert shown.locator("[href^=javascript]").count() == 0
    assert nothing_ran(widget)


def nothing_ran(widget: WidgetPage) -> bool:
    """Whether no markup of `MARKUP` became an element, and no script of it ran."""
    made = widget.turns.locator("img, script").count()
    return made == 0 and widget.page.evaluate("() => window.ran === undefined")
