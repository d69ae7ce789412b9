"""The conversation without JavaScript: plain forms that keep the token in the page."""

from __future__ import annotations

import re
from html import unescape

import httpx
import pytest

from tests.scenarios.served import Served


class Reader:
    """Somebody who fills in the forms of the plain page."""

    def __init__(self, address: str) -> None:
        self._page = f"{address}/webhooks/web/plain"
        self.page = httpx.get(self._page).text

    def hidden(self, name: str) -> str:
        """The value of the first hidden field of a name."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
        return unescape(found[1]) if found else ""

    def send(self, **form: str) -> str:
        """Submit a form, and read the page that comes."""
        form = {"token": self.hidden("token"), "id": self.hidden("id"), **form}
        self.last = form
        reply = httpx.post(self._page, data=form, timeout=30)
        assert reply.status_code == 200, reply.text
        self.page = reply.text
        return self.page

    def reload(self) -> str:
        """Send the last form again, as a browser does on reload."""
        self.page = httpx.post(self._page, data=self.last, timeout=30).text
        return self.page


@pytest.fixture
def reader(server: Served) -> Reader:
    return Reader(server.address)


def test_a_question_is_answered_with_its_source_and_further_questions(reader) -> None:
    page = reader.send(text="What is interventional radiology?")

    assert "<h2>What is interventional radiology?</h2>" in page
    assert "minimally invasive" in page
    assert "<summary>Sources (1)</summary>" in page
    assert 'name="suggestion"' in page


def test_a_suggestion_is_a_button_and_the_conversation_goes_on(reader) -> None:
    page = reader.send(text="What is CT?")
    offered = unescape(re.search(r'name="suggestion" value="([^"]+)"', page)[1])

    page = reader.send(suggestion=offered)

    assert page.count("<h2>") == 2


def test_a_reload_asks_nothing_twice(reader) -> None:
    reader.send(text="What is CT?")

    assert reader.reload().count("<h2>") == 1


def test_what_a_visitor_writes_stays_text(reader) -> None:
    page = reader.send(text="<script>alert(1)</script> What is CT?")

    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_feedback_is_thanked_for(reader) -> None:
    reader.send(text="What is CT?")

    page = reader.send(act="helpful", turn=reader.hidden("turn"))

    assert "You said: helpful" in page


def test_the_pathway_is_a_list_in_order(reader) -> None:
    page = reader.send(text="Show me all the steps from school to consultant")

    assert '<ol class="steps">' in page


def test_two_subjects_stand_side_by_side(reader) -> None:
    page = reader.send(text="Compare a radiologist with a radiographer")

    assert page.count('<th scope="col">') == 2


def test_a_conversation_can_be_deleted(reader) -> None:
    reader.send(text="What is CT?")
    before = dict(reader.last, token=reader.hidden("token"))

    assert "has been deleted" in reader.send(act="forget")
    reader.last = before
    assert "do not know this conversation" in reader.reload()


def test_too_long_a_question_is_kept_to_be_shortened(reader) -> None:
    page = reader.send(text="x" * 1001)

    assert 'role="alert"' in page
    assert "x" * 1001 in page
