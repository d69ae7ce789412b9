"""Who may ask the web channel, and what is counted as one asker."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from bot.channels.refusals import Refusal
from bot.channels.web_gate import Gate, _place


@pytest.mark.parametrize(
    "origin",
    [
        *("https://evil.example", "null", "http://[::1", "http://[evil", "//here.example"),
        *("http://here.example.evil.example", "http://a@here.example", "ftp://here.example"),
    ],
)
def test_a_page_of_elsewhere_is_refused_however_its_origin_is_written(origin: str) -> None:
    request = SimpleNamespace(headers={"origin": origin}, host="here.example")

    with pytest.raises(Refusal, match="origin_refused"):
        Gate().check_origin(request)


@pytest.mark.parametrize("origin", ["", "http://here.example", "https://here.example"])
def test_our_own_pages_may_ask(origin: str) -> None:
    Gate().check_origin(SimpleNamespace(headers={"origin": origin}, host="here.example"))


def test_addresses_are_counted_by_house() -> None:
    assert _place("2001:db8::1") == _place("[2001:DB8:0:0:ffff::2]") != _place("2001:db8:1::1")
    assert _place("192.0.2.1") != _place("192.0.2.2")
    assert _place("\udcff';--") == _place("unknown") == _place("1" * 9_000)
