"""Logging in and out: slowed down when guessed at, and over when it is over."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.unit.console.talk import PASSWORD


@pytest.fixture
def browser() -> Client:
    return Client(headers={"host": "localhost"})


def enter(browser: Client, password: str, **more: str):
    return browser.post("/log-in/", {"username": "rosa", "password": password, **more})


def test_the_right_password_opens_the_queue(account, browser) -> None:
    account("rosa", "trainer")

    assert enter(browser, PASSWORD).url == "/queue/"
    assert browser.get("/queue/").status_code == 200


def test_wrong_passwords_many_times_over_make_the_log_in_rest(account, browser) -> None:
    account("rosa", "trainer")

    tries = [enter(browser, f"guess {number}").status_code for number in range(5)]

    assert tries[:4] == [200] * 4
    assert tries[4] == 429
    assert enter(browser, PASSWORD).status_code == 429
    assert browser.get("/queue/").status_code == 302
    assert "rests" in enter(browser, PASSWORD).content.decode()


def test_a_stolen_session_ends_at_log_out(account, browser) -> None:
    account("rosa", "trainer")
    enter(browser, PASSWORD)
    thief = Client(headers={"host": "localhost"})
    thief.cookies.load({"console_session": browser.cookies["console_session"].value})
    assert thief.get("/queue/").status_code == 200

    browser.post("/log-out/")

    assert thief.get("/queue/").status_code == 302


def test_nobody_is_sent_elsewhere_after_the_log_in(account, browser) -> None:
    account("rosa", "trainer")

    assert enter(browser, PASSWORD, next="https://evil.test/").url == "/queue/"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(account, browser) -> None:
    account("rosa", "trainer")
    enter(browser, PASSWORD)

    cookie = browser.cookies["console_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_foreign_host_name_is_refused(browser) -> None:
    assert browser.get("/log-in/", headers={"host": "evil.test"}).status_code == 400
