"""Tests of reading what Teams sends: who, where, and what was meant."""

from __future__ import annotations

import copy
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.teams_activity import (
    LONGEST_BODY,
    LONGEST_RAW_TEXT,
    read_activity,
    read_body,
)
from bot.channels.teams_refusals import Refused

BOT = "28:bot"
MESSAGE = {
    "type": "message",
    "id": "1485983408511",
    "channelId": "msteams",
    "serviceUrl": "https://smba.example/emea/",
    "from": {"id": "29:ada", "name": "Ada Lovelace", "aadObjectId": "ada-object"},
    "recipient": {"id": BOT, "name": "Radiology Careers"},
    "conversation": {"id": "a:1x", "conversationType": "personal", "tenantId": "tenant"},
    "text": "What is CT?",
    "locale": "en-GB",
}


def message(**changed):
    content = copy.deepcopy(MESSAGE)
    content.update(changed)
    return content


def words(text: str, *entities) -> str:
    return read_activity(message(text=text, entities=list(entities))).text


def mention(text: str, mentioned: str = BOT) -> dict:
    return {"type": "mention", "text": text, "mentioned": {"id": mentioned, "name": "x"}}


def refused(content) -> tuple[str, int]:
    with pytest.raises(Refused) as refusal:
        read_activity(content)
    return refusal.value.code, refusal.value.status


def test_the_text_keeps_no_mention_of_the_bot_but_those_of_people() -> None:
    """B18."""
    at = "<at>Radiology Careers</at>"
    ada = "<at>Ada</at>"

    assert words(f"{at} What is CT?", mention(at)) == "What is CT?"
    assert words(f"What is {at}&nbsp;CT?", mention(at)) == "What is CT?"
    assert words(f"{at} {at}", mention(at)) == ""
    assert words(f"{at} ask {ada}: MRI?", mention(at), mention(ada, "29:ada")) == "ask Ada: MRI?"
    assert words(f"{at} What is CT?") == "What is CT?"
    assert words('<at id="0">Radiology Careers</at> CT?', mention("")) == "CT?"


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("a &amp; b &lt;c&gt; &#39;d&#39;", "a & b <c> 'd'"),
        ("<p>One</p><p>Two <b>three</b></p>", "One\nTwo three"),
        ("one<br/>two", "one\ntwo"),
        ("F2 < ST1 and pay<50k", "F2 < ST1 and pay<50k"),
        ("is a<b true", "is a<b true"),
        ("<radiology> rocks", "<radiology> rocks"),
        ("what is <!-- a remark --> CT <!-- for us", "what is CT <!-- for us"),
        ("<at>Ada and <at>Bob</at> ask", "Ada and Bob ask"),
        ('<img alt="x" src="y"/>MRI<IMG>', "MRI"),
        ("  two   spaces ", "two spaces"),
        ("/restart", "/restart"),
        ('/inform{"x": 1}', '/inform{"x": 1}'),
    ],
)
def test_mark_up_becomes_plain_text(sent: str, meant: str) -> None:
    """B18."""
    assert words(sent) == meant


@pytest.mark.parametrize("piece", ["<a ", "<at>", "<!--", "</a", "<", "<a b='", "&", "<![CDATA["])
def test_a_text_made_to_take_long_does_not_stop_everybody_else(piece: str) -> None:
    began = time.process_time()

    words(piece * (LONGEST_RAW_TEXT // len(piece)))

    assert time.process_time() - began < 1


def test_conversations_are_apart_by_tenant_chat_thread_and_person() -> None:
    """B19."""
    chats = [
        {"id": "a:1x", "conversationType": "personal", "tenantId": "tenant"},
        {"id": "a:1x", "conversationType": "personal", "tenantId": "another"},
        {"id": "19:g@thread.v2", "conversationType": "groupChat", "tenantId": "tenant"},
        {"id": "19:c@thread.tacv2;messageid=1", "conversationType": "channel", "tenantId": "t"},
        {"id": "19:c@thread.tacv2;messageid=2", "conversationType": "channel", "tenantId": "t"},
    ]
    people = [{"id": "29:ada"}, {"id": "29:bob"}]

    read = [
        read_activity(message(**{"conversation": chat, "from": who}))
        for chat in chats
        for who in people
    ]

    assert len({each.key for each in read}) == len(chats) * len(people)
    assert len({each.chat_key for each in read}) == len(chats)
    for each in read:
        assert each.key == f"{each.chat_key}:{each.person_key}"
        assert each.key.startswith("teams:")
        assert len(each.key) < 100
        assert "ada" not in each.key


def test_one_person_in_one_chat_keeps_one_conversation() -> None:
    """B19."""
    one = read_activity(message(id="1", text="What is CT?"))
    two = read_activity(message(id="2", text="Why?", locale="fr"))

    assert one.key == two.key


def test_locale_tenant_and_kind_of_chat_are_kept_and_names_are_not() -> None:
    """B23; the name is personal, and no answer needs it."""
    kept = read_activity(message()).metadata

    assert kept == {"locale": "en-GB", "tenant": "tenant", "scope": "personal"}
    told = message(conversation={"id": "x"}, channelData={"tenant": {"id": "other"}})
    assert read_activity(told).metadata["tenant"] == "other"


def test_what_a_button_carries_is_read_in_every_form_in_which_clients_send_it() -> None:
    """B16."""
    value = {"suggestion": "What is MRI?"}
    forms = (value, json.dumps(value), {"msteams": {"type": "messageBack", "value": value}})

    assert [read_activity(message(value=each)).value for each in forms] == [value] * 3
    assert read_activity(message()).value is None
    assert read_activity(message(value="not json")).value == {}
    assert read_activity(message(value=[1])).value == {}


@pytest.mark.parametrize(
    "sender",
    [{"id": BOT}, {"id": "28:another"}, {"id": "x", "role": "bot"}, {"id": "x", "role": "skill"}],
)
def test_its_own_and_other_bots_messages_are_told_apart(sender) -> None:
    assert read_activity(message(**{"from": sender})).is_by_bot
    assert not read_activity(message()).is_by_bot


def test_an_installation_is_told_from_people_who_come_and_go() -> None:
    """B17."""
    update = {"text": None, "type": "conversationUpdate"}
    added = message(**update, membersAdded=[{"id": "29:x"}, {"id": BOT}])
    others = message(**update, membersAdded=[{"id": "29:x"}, "29:y", None])

    assert read_activity(added).is_installed
    assert not read_activity(others).is_installed
    assert not read_activity(message(**update, membersRemoved=[{"id": BOT}])).is_installed
    assert read_activity(message(type="installationUpdate", action="add")).is_installed
    assert not read_activity(message(type="installationUpdate", action="remove")).is_installed
    assert not read_activity(message(membersAdded=[{"id": BOT}])).is_installed


def test_a_file_is_told_from_the_html_that_comes_with_every_text() -> None:
    html = {"contentType": "text/html", "content": "<div>What is CT?</div>"}
    file = {"contentType": "application/vnd.microsoft.teams.file.download.info", "name": "cv"}

    assert not read_activity(message(attachments=[html])).has_files
    assert read_activity(message(attachments=[html, file])).has_files
    assert read_activity(message(attachments=[{"contentType": "image/png"}])).has_files
    assert not read_activity(message(attachments=[5, {"contentType": 5}])).has_files


@pytest.mark.parametrize(
    "lacking",
    [
        {"type": None},
        {"id": ""},
        {"id": "x" * 501},
        {"id": "x\ud800"},
        {"from": None},
        {"from": {"id": 5}},
        {"recipient": {}},
        {"conversation": "a:1x"},
        {"conversation": {"id": "a\n1x"}},
    ],
)
def test_what_lacks_a_proper_name_is_refused(lacking) -> None:
    assert refused(message(**lacking)) == ("wrong_type", 400)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not_json"),
        (b"hello", "not_json"),
        (b"\xff", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"[]", "wrong_type"),
        (b"null", "wrong_type"),
        (b" " * (LONGEST_BODY + 1), "too_long"),
        (b"x" * 5_000_000, "too_long"),
    ],
)
def test_a_body_that_is_no_activity_is_refused(body: bytes, code: str) -> None:
    """B9."""
    with pytest.raises(Refused) as refusal:
        read_body(body)

    assert refusal.value.code == code


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from([BOT, "message"]),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.sampled_from(["id", "text", "type", "mentioned", "msteams"]), inner)
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from([*MESSAGE, "value", "entities", "attachments"]), JSON))
def test_any_activity_is_read_or_refused(changed) -> None:
    status = 400
    try:
        activity = read_activity({**MESSAGE, **changed})
    except Refused as refusal:
        activity, status = None, refusal.status

    assert status == 400
    if activity:
        kept = [activity.key, activity.id, json.dumps(activity.metadata)]
        assert "".join(kept).encode("utf-8")
