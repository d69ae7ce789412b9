"""Kinds of hostile input, each with a strategy that makes as many of it as are wanted."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.hostile import corpus

SEED = 20_261_122

TEXTS: dict[str, st.SearchStrategy[str]] = {}
"""Kinds that are a text: it is put wherever a channel takes one."""

BODIES: dict[str, st.SearchStrategy[bytes]] = {}
"""Kinds that are the body of a request."""

anything = st.text(st.characters(), max_size=300)
"""Any characters, lone surrogates too."""

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=20), inner, max_size=5)
    ),
    max_leaves=15,
)


def _mixed(texts: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Texts of the corpus: as they are, doubled, inside one another, cut, among any others."""
    one = st.sampled_from(texts)
    return st.one_of(
        one,
        st.tuples(one, anything).map("".join),
        st.tuples(anything, one).map("".join),
        st.lists(one, min_size=2, max_size=4).map(" ".join),
        st.tuples(one, one, st.integers(0, 20)).map(lambda each: _inside(*each)),
        st.tuples(one, st.integers(2, 30)).map(lambda each: (each[0] * each[1])[:1000]),
    )


def _inside(outer: str, inner: str, at: int) -> str:
    return outer[:at] + inner + outer[at:]


def _disguised(text: str, places: list[int]) -> str:
    """A text with hidden characters in it."""
    for place in places:
        at = place % (len(text) + 1)
        text = text[:at] + corpus.HIDDEN[place % len(corpus.HIDDEN)] + text[at:]
    return text


_hidden = st.tuples(
    st.sampled_from(corpus.PROMPTS + corpus.COMMANDS + corpus.UNICODE),
    st.lists(st.integers(0, 500), min_size=1, max_size=30),
).map(lambda each: _disguised(*each))
_storm = st.tuples(
    st.sampled_from(("what is CT?", "\u0915", "\u0e01", "a")),
    st.text(st.characters(categories=["Mn", "Me", "Mc", "Cf"]), min_size=50, max_size=900),
).map("".join)
_repeated = st.tuples(
    st.text(st.characters(), min_size=1, max_size=12), st.integers(2, 999), anything
).map(lambda each: (each[0] * each[1])[:980] + each[2][:20])

TEXTS.update(
    {
        "prompt-like text": _mixed(corpus.PROMPTS),
        "markup": _mixed(corpus.MARKUP),
        "SQL": _mixed(corpus.SQL),
        "path traversal": _mixed(corpus.PATHS),
        "commands and intents": _mixed(corpus.COMMANDS),
        "regular expressions": st.sampled_from(corpus.REGULAR_EXPRESSIONS) | _repeated,
        "Unicode tricks": st.one_of(_mixed(corpus.UNICODE), _hidden, _storm),
        "any text": anything,
    }
)


def _nested(opening: str, closing: str, depth: int, is_closed: bool) -> bytes:
    end = closing * depth if is_closed else ""
    return (opening * depth + "1" + end).encode()


_deep = st.tuples(
    st.sampled_from((("[", "]"), ('{"a":', "}"), ('[{"message":', "}]"))),
    st.integers(500, 60_000),
    st.booleans(),
).map(lambda each: _nested(*each[0], each[1], each[2]))
_long = st.tuples(st.integers(1_001, 600_000), st.sampled_from("a\u00e9\U0001f600\x00")).map(
    lambda each: (
        json.dumps({"id": "12345678", "sender": "x", "message": each[1] * each[0]})
        .replace('"message"', '"text"' if each[0] % 2 else '"message"')
        .encode()
    )
)
_wide = st.integers(1_000, 50_000).map(
    lambda size: json.dumps({f"key{number}": number for number in range(size)}).encode()
)
_number = st.integers(100, 9_000).map(lambda size: b'{"id": ' + b"9" * size + b"}")
_broken = st.one_of(
    st.binary(max_size=300),
    st.tuples(json_values.map(json.dumps), st.integers(0, 200)).map(
        lambda each: each[0][: each[1]].encode()
    ),
    json_values.map(lambda value: json.dumps(value).encode("utf-16")),
    st.sampled_from(
        (
            b"",
            b"null",
            b"NaN",
            b"[]",
            b'""',
            b"{",
            b"\xff\xfe",
            b"\xef\xbb\xbf{}",
            b'{"id":1e999}',
            b'{"a":1}{"b":2}',
            b"\x1f\x8b\x08\x00",
            b'{"text":"\\ud800"}',
            b'{"message":"\\u0000","sender":"\\u0000"}',
        )
    ),
)

BODIES.update(
    {
        "oversized and deeply nested JSON": st.one_of(_deep, _long, _wide, _number),
        "JSON that is broken or of wrong types": _broken
        | json_values.map(lambda value: json.dumps(value).encode()),
    }
)

_name = st.text(st.characters(codec="latin-1"), min_size=0, max_size=30).map(
    lambda text: text.encode("latin-1")
)
_value = st.binary(max_size=200)
HEADERS: st.SearchStrategy[list[tuple[bytes, bytes]]] = st.one_of(
    st.lists(st.tuples(_name, _value), min_size=1, max_size=4),
    st.sampled_from(
        (
            [(b"X", b"a\r\nSet-Cookie: broken=in")],
            [(b"X-A", b"a\nX-B: b")],
            [(b"X-A\r\nX-B", b"c")],
            [(b"Content-Length", b"5"), (b"Transfer-Encoding", b"chunked")],
            [(b"Content-Length", b"5"), (b"Content-Length", b"6")],
            [(b"Content-Length", b"-1")],
            [(b"Content-Length", b"99999999999999999999")],
            [(b"Content-Length", b"+5")],
            [(b"Content-Length", b"abc")],
            [(b"Content-Length", b"")],
            [(b"Transfer-Encoding", b"xchunked")],
            [(b"Transfer-Encoding", b"Chunked")],
            [(b"Transfer-Encoding", b"chunked"), (b"Transfer-Encoding", b"identity")],
            [(b"Expect", b"100-continue")],
            [(b"Expect", b"broken-in")],
            [(b"Host", b"evil.example\r\nX: y")],
            [(b"Host", b"")],
            [(b"Host", b"a"), (b"Host", b"b")],
            [(b"Host", b"[::1"), (b"Origin", b"http://[::1")],
            [(b"X-Forwarded-For", b"';--, <script>, \xff")],
            [(b"X-Forwarded-For", b"1.2.3.4, 5.6.7.8" * 200)],
            [(b"X-Forwarded-Host", b"evil.example"), (b"X-Forwarded-Proto", b"javascript")],
            [(b"X-Forwarded-Port", b"\xc2\xb2")],
            [(b"X-Forwarded-Path", b"%zz")],
            [(b"Forwarded", b'for="_x;by=";host=\\"')],
            [(b"Accept-Encoding", b"gzip;q=\xb2, *;q=nan")],
            [(b"If-None-Match", b'"' * 3000)],
            [(b"Range", b"bytes=0-,5-1,99999999999-")],
            [(b"Content-Type", b"multipart/form-data")],
            [(b"Content-Type", b"multipart/form-data; boundary=" + b"x" * 5000)],
            [(b"Content-Type", b"application/json; charset=rot13")],
            [(b"Content-Type", b"application/x-www-form-urlencoded; charset=\xff")],
            [(b"Content-Encoding", b"gzip")],
            [(b"Cookie", b"a=" + b"b" * 7000)],
            [(b"Cookie", b'console_session="\\000"; console_csrf=\xff')],
            [(b"Upgrade", b"websocket"), (b"Connection", b"Upgrade")],
            [(b"Upgrade", b"h2c"), (b"HTTP2-Settings", b"AAMAAABkAARAAAAAAAIAAAAA")],
            [(b"X-" + b"a" * 9000, b"b")],
            [(b"X-A", b"b" * 20_000)],
            [(b"X-%d" % each, b"b") for each in range(300)],
            [(b"X-HTTP-Method-Override", b"DELETE")],
            [(b"", b"")],
            [(b" Authorization", b"Bearer x")],
            [(b"Authorization", b"Bearer " + b"\x00" * 50)],
            [(b"Authorization", b"Basic \xff\xff")],
        )
    ),
)
"""Lists of headers that no client library would send."""

ORIGINS = st.sampled_from(
    (
        "https://evil.example",
        "null",
        "http://127.0.0.1.evil.example",
        "https://127.0.0.1@evil.example",
        "file://",
        "http://localhost:1",
        "https://evil.example, http://127.0.0.1",
        "chrome-extension://abcdef",
        "http://[::1",
        "http://[evil",
        "//127.0.0.1",
        "HTTPS://EVIL.EXAMPLE",
        "data:text/html,x",
    )
) | st.text(st.characters(codec="latin-1", exclude_characters="\r\n\x00"), max_size=60)

FORGERIES = (
    *("none", "cut", "doubled", "changed", "another secret", "an older moment", "a later moment"),
    *("no moment", "odd moment", "odd characters", "very long", "empty", "of another", "key of it"),
)
"""Ways to get a token or a signature wrong."""


def generate(strategy: st.SearchStrategy[Any], count: int, kind: str) -> list[Any]:
    """So many examples of a strategy, the same whenever and wherever they are made."""
    made: list[Any] = []

    @seed(SEED + sum(kind.encode()))
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def keep(value: Any) -> None:
        made.append(value)

    keep()
    # A strategy that has run out of new examples begins again.
    return [made[number % len(made)] for number in range(count)] if count else []
