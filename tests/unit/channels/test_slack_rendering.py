"""Tests of laying an answer out in Slack: whole, in one message, within every limit."""

from __future__ import annotations

import datetime

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.answers import Answer, Outcome, Phrases, plain_text
from bot.answers.answer import cite, tell
from bot.channels.rendering.mrkdwn import clip, mrkdwn, pieces
from bot.channels.rendering.slack import Frame, Offer, asked_line, lay_out, read_offer
from bot.facts import read_facts
from bot.settings import ROOT
from tests.unit.channels.slack_limits import all_texts, within_limits

SENTENCES = {
    "utter_helpful": [{"text": "Helpful"}],
    "utter_not_helpful": [{"text": "Not helpful"}],
    "utter_slack_share": [{"text": "Share with the channel"}],
    "utter_slack_asked": [{"text": "{person} asked: {question}"}],
}
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
PHRASES = Phrases({**SENTENCES, **DOMAIN["responses"]})
FRAME = Frame("slack:T1:C1:1.0:UADA", "1.0")
SOURCE = {
    "id": "s",
    "title": "Clinical radiology",
    "publisher": "NHS",
    "address": "https://example.org/a?b=1&c=2",
}
FACT = {"id": "f", "says": "CT is a scan.", "items": ["fast", "loud"], "source": "s"}
ANSWER = {"outcome": "answered", "facts": [FACT], "sources": [SOURCE]}


def blocks(answer=None, text="", suggestions=(), frame=FRAME):
    reply = {"text": text, "suggestions": list(suggestions)}
    reply = {**reply, "answer": answer} if answer else reply
    return lay_out([reply], PHRASES, frame)["blocks"]


def section(text: str) -> dict:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def texts(laid_out) -> list[str]:
    return [each["text"]["text"] for each in laid_out if each["type"] == "section"]


def buttons(laid_out) -> list[dict]:
    rows = (each["elements"] for each in laid_out if each["type"] == "actions")
    return [button for row in rows for button in row]


def test_an_answer_is_sections_sources_suggestions_and_feedback_in_this_order() -> None:
    found = blocks({**ANSWER, "opening": ["No."]}, suggestions=["What is MRI?"])

    offer = Offer(FRAME.conversation, FRAME.turn)
    asks = Offer(FRAME.conversation, FRAME.turn, "What is MRI?")

    def button(action: str, label: str, offered: Offer) -> dict:
        text = {"type": "plain_text", "text": label, "emoji": False}
        value = offered.to_value()
        return {"type": "button", "action_id": action, "text": text, "value": value}

    source = "Source: <https://example.org/a?b=1&amp;c=2|NHS, Clinical radiology>"
    assert found == [
        section("No. CT is a scan.\n• fast\n• loud"),
        {"type": "context", "elements": [{"type": "mrkdwn", "text": source, "verbatim": True}]},
        {"type": "actions", "elements": [button("suggestion_0", "What is MRI?", asks)]},
        {
            "type": "actions",
            "elements": [
                button("helpful", "Helpful", offer),
                button("not-helpful", "Not helpful", offer),
            ],
        },
    ]


def test_the_pathway_the_dates_and_the_close_are_told() -> None:
    step = {"name": "Core training", "years": 3, "enter": "Apply.", "leave_with": "FRCR."}
    fact = {**FACT, "as_of": "2025-04", "is_overdue": True, "items": []}
    answer = {"facts": [fact], "steps": [step, {**step, "years": None}], "closing": ["Ask NHS."]}

    assert texts(blocks(answer)) == [
        "CT is a scan. (as of April 2025) (due for review: please check this)",
        "1. *Core training (3 years)*. To enter: Apply. At the end: FRCR.",
        "2. *Core training*. To enter: Apply. At the end: FRCR.",
        "Ask NHS.",
    ]


def test_compared_things_stand_under_their_names() -> None:
    facts = [{"id": each, "says": f"{each} is so."} for each in ("a", "b", "c", "d")]
    answer = {"facts": facts, "compared": ["CT", "MRI"], "columns": [["b"], ["c", "d"]]}

    assert texts(blocks(answer)) == [
        "a is so.",
        "*CT*\nb is so.",
        "*MRI*\nc is so.\nd is so.",
    ]


def test_what_has_no_answer_is_told_as_it_is() -> None:
    assert blocks(text="Sorry & bye <!here>", frame=Frame()) == [
        section("Sorry &amp; bye &lt;!here&gt;")
    ]


def test_five_suggestions_are_buttons_and_further_ones_are_listed() -> None:
    """S13."""
    asked = [f"Question {each}?" for each in range(7)]

    found = blocks(ANSWER, suggestions=asked)

    on_buttons = [read_offer(each["value"]).question for each in buttons(found)]
    assert on_buttons == [*asked[:5], "", ""]
    assert texts(found)[-1] == "• Question 5?\n• Question 6?"


def test_a_long_suggestion_is_cut_on_its_button_and_whole_behind_it() -> None:
    """S14."""
    asked = "Which of the many interventional procedures " * 5

    button = buttons(blocks(suggestions=[asked], text="x"))[0]

    assert len(button["text"]["text"]) <= 75
    assert button["text"]["text"].endswith("…")
    assert read_offer(button["value"]).question == asked


def test_a_suggestion_that_no_button_can_carry_is_listed() -> None:
    """S13."""
    asked = "Which of the many procedures " * 80

    found = blocks(ANSWER, suggestions=[asked, "Why?"])

    assert [read_offer(each["value"]).question for each in buttons(found)] == ["Why?", "", ""]
    assert texts(found)[-1] == f"• {asked}"


def test_yes_stays_where_there_is_no_fact_to_lead() -> None:
    assert texts(blocks({"opening": ["Yes."], "closing": ["Ask NHS."]})) == ["Yes.", "Ask NHS."]


def test_only_a_private_answer_can_be_shared() -> None:
    private = Frame(FRAME.conversation, FRAME.turn, is_private=True)

    assert "share" not in {each["action_id"] for each in buttons(blocks(ANSWER))}
    assert buttons(blocks(ANSWER, frame=private))[-1]["action_id"] == "share"


def test_the_question_can_be_told_and_calls_nobody() -> None:
    line = asked_line("UADA", "<!channel> what is CT & MRI?", PHRASES)

    assert line == "<@UADA> asked: &lt;!channel&gt; what is CT &amp; MRI?"
    assert blocks(ANSWER, frame=Frame(asked=line))[0]["elements"][0]["text"] == line


def test_several_replies_are_one_message() -> None:
    """S16."""
    replies = [{"text": "One."}, {"text": "Two.", "answer": ANSWER, "suggestions": ["Why?"]}]

    found = lay_out(replies, PHRASES, FRAME)

    assert texts(found["blocks"]) == ["One.", "CT is a scan.\n• fast\n• loud"]
    assert found["text"] == "One.\nTwo."


def test_parts_that_nobody_knows_break_nothing() -> None:
    """S17, S21."""
    answer = {**ANSWER, "channel": "C2", "thread_ts": "1", "image": "x", "custom": {"blocks": []}}

    assert blocks(answer) == blocks(ANSWER)


def test_very_much_text_is_cut_and_the_sources_stay() -> None:
    facts = [{"id": str(n), "says": f"Fact {n} " + "word " * 300, "items": []} for n in range(90)]
    sources = [{**SOURCE, "id": str(n), "title": f"Title {n}"} for n in range(30)]
    answer = {"facts": facts, "sources": sources}

    found = blocks(answer, suggestions=["Why?"] * 9)

    assert texts(found)[-1].endswith("…")
    (context,) = (part["text"] for part in found[-3]["elements"])
    assert all(f"Title {n}" in context for n in range(30))
    within_limits(found)


TEXTS = st.text(max_size=40) | st.sampled_from(
    ["word " * 700, "w" * 3500, "&<>" * 1000, "a\n" * 99]
)
FACTS = st.fixed_dictionaries({"id": st.text(max_size=3), "says": TEXTS, "items": st.lists(TEXTS)})
SOURCES = st.fixed_dictionaries(
    {"id": st.text(max_size=3), "title": TEXTS, "publisher": TEXTS, "address": TEXTS}
)


@settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.lists(FACTS), st.lists(SOURCES), st.lists(TEXTS), st.lists(TEXTS), st.booleans())
def test_any_answer_stays_within_slacks_limits(facts, sources, closing, asked, private) -> None:
    answer = {"facts": facts, "sources": sources, "closing": closing}
    frame = Frame(FRAME.conversation, "1.0", "x" if private else "", private)

    within_limits(blocks(answer, text="x", suggestions=asked, frame=frame))


MARKDOWN = {
    "see [the page](https://example.org/a)": "see <https://example.org/a|the page>",
    "see https://example.org/a?b=1&c=2.": "see <https://example.org/a?b=1&amp;c=2>.",
    "the RCR (https://www.rcr.ac.uk) or": "the RCR (<https://www.rcr.ac.uk>) or",
    "**Pay** & hours": "*Pay* &amp; hours",
    "- one\n- two": "• one\n• two",
    "1 < 2 > 0": "1 &lt; 2 &gt; 0",
    "<!channel> <@U1>": "&lt;!channel&gt; &lt;@U1&gt;",
    "[x](javascript:alert)": "[x](javascript:alert)",
}


@pytest.mark.parametrize("text", MARKDOWN)
def test_markdown_becomes_mrkdwn(text: str) -> None:
    """S15."""
    assert mrkdwn(text) == MARKDOWN[text]


def test_texts_are_divided_behind_lines_and_words_and_never_within_a_link() -> None:
    link = "<https://example.org/a|a label of words>"

    assert pieces("one two\nthree four", 12) == ["one two", "three four"]
    assert pieces("one two three", 8) == ["one two", "three"]
    assert pieces(f"x {link}", len(link) + 1) == ["x", link]
    assert pieces("\n" + "x" * 15, 10) == ["x" * 10, "x" * 5]
    assert clip("one two three", 9) == "one two…"
    assert clip("x" * 20, 10) == "x" * 9 + "…"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab <>|\n", max_size=200), st.integers(1, 40))
def test_no_letter_is_lost_where_a_text_is_divided(text: str, longest: int) -> None:
    found = pieces(text, longest)

    assert all(len(each) <= longest for each in found)
    assert all(each.strip() for each in found) or not text.strip()
    assert "".join("".join(found).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "value", [None, 5, "", "x", "{}", "[]", '["a"]', '[1,"b","c"]', "[" * 9999]
)
def test_what_is_no_offer_is_none(value) -> None:
    assert read_offer(value) is None


LIBRARY = read_facts()


@pytest.mark.parametrize("place", range(30))
def test_slack_shows_the_same_facts_sources_and_suggestions_as_the_plain_text(place: int) -> None:
    facts = LIBRARY.facts[place * 3 : place * 3 + 3]
    asked = tuple(each.asks for each in facts if each.asks)
    answer = Answer(
        outcome=Outcome.ANSWERED,
        facts=tell(facts, LIBRARY, datetime.date(2026, 1, 1)),
        sources=cite(facts, LIBRARY),
        suggestions=asked,
    )
    text = plain_text(answer, PHRASES)

    found = blocks(answer.to_data(), text=text, suggestions=asked)

    shown = "\n".join(all_texts(found))
    for fact in answer.facts:
        assert all(mrkdwn(each) in shown for each in (fact.says, *fact.items))
    assert all(f"<{each.address.replace('&', '&amp;')}|" in shown for each in answer.sources)
    assert tuple(read_offer(each["value"]).question for each in buttons(found)[:-2]) == asked
