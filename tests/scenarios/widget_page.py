"""The widget on a page, as a person meets it in a browser."""

from __future__ import annotations

import re
from typing import Optional
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Page, Request, Route, expect

HOME = "/webhooks/web/"
PATIENCE = 15_000
"""Milliseconds until something counts as missing: the machine may be busy."""

LISTEN = """
(() => {
  const heard = (window.heard = { log: [], status: [] });
  const attach = Element.prototype.attachShadow;
  const listen = (changes) => {
    for (const { target, addedNodes } of changes) {
      const element = target.closest ? target : target.parentElement;
      const region = element?.closest("[role=log], [role=status]");
      const added = [...addedNodes].map((node) => node.textContent);
      const texts = target.nodeType === Node.TEXT_NODE ? [target.data] : added;
      if (region) heard[region.role].push(...texts.filter(Boolean));
    }
  };
  Element.prototype.attachShadow = function (settings) {
    const root = attach.call(this, settings);
    const all = { childList: true, subtree: true, characterData: true };
    new MutationObserver(listen).observe(root, all);
    return root;
  };
})();
"""
"""Collects what live regions receive, from before the widget is there: a screen reader's ears."""

FOCUSED = """() => {
  let found = document.activeElement;
  while (found.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found;
}"""


class WidgetPage:
    """One tab with the widget.

    Args:
        address: where the assistant is served.
    """

    def __init__(self, context: BrowserContext, address: str) -> None:
        context.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        self.page: Page = context.new_page()
        self.page.add_init_script(LISTEN)
        self.faults: list[str] = []
        self._requests: list[Request] = []
        self._address = address
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda message: self._hear_console(message.text))
        for event in ("requestfinished", "requestfailed"):
            self.page.on(event, lambda request: self._requests.append(request))
        self.panel = self.page.locator(".panel")
        self.launcher = self._button("Ask about radiology careers")
        self.field = self.page.get_by_label("Your question")
        self.count = self.page.locator("#count")
        self.turns = self.page.locator(".turn")
        self.answered = self.page.locator(".turn[data-state=answered]")
        self.problem = self.page.locator(".problem")
        self.notice = self.page.locator(".notice")

    def go(self, path: str = "", address: Optional[str] = None) -> WidgetPage:
        """Go to a page of the channel, or of another server, and wait for the widget."""
        self.page.goto(f"{address}{path}" if address else f"{self._address}{HOME}{path}")
        expect(self.panel).to_be_attached()
        return self

    def reload(self) -> WidgetPage:
        """Load the page again, and open the panel as it was."""
        self.page.reload()
        return self.open()

    def open(self) -> WidgetPage:
        """Open the panel, and wait until the conversation is there."""
        self.launcher.click()
        expect(self.panel.locator(".answer").first).to_be_visible()
        return self

    def type(self, text: str) -> None:
        """Write a question and press Enter."""
        self.field.fill(text)
        self.field.press("Enter")

    def ask(self, text: str) -> Locator:
        """Ask, and wait for the answer; the turn."""
        place = self.turns.count()
        self.type(text)
        return self.answer_at(place)

    def answer_at(self, place: int) -> Locator:
        """The turn at a place, from 0, once it is answered and nothing else is asked."""
        expect(self.answered).to_have_count(place + 1)
        return self.turns.nth(place)

    def choose(self, name: str) -> None:
        """Choose from the menu."""
        self._button("More").click()
        self._button(name).click()

    def press(self, name: str) -> None:
        """Press the last button of a name."""
        self._button(name).last.click()

    def tab_to(self, selector: str, key: str = "Tab", most: int = 60) -> bool:
        """Press a key until the focus is on what a selector names; whether it came there."""
        for _ in range(most):
            self.page.keyboard.press(key)
            if self.has_focus(selector):
                return True
        return False

    def has_focus(self, selector: str) -> bool:
        """Whether the focus is on what a selector names."""
        return self.page.evaluate(f"(selector) => ({FOCUSED})().matches(selector)", selector)

    def beside(self) -> WidgetPage:
        """A second tab of the same browser, with the panel open."""
        tab = WidgetPage(self.page.context, self._address)
        tab.faults = self.faults
        return tab.go().open()

    def fulfil_next(self, status: int, **reply: object) -> None:
        """Have the next message answered in this way, and not by the server."""
        self.next_message(lambda route: route.fulfill(status=status, **reply))

    def next_message(self, handle: object) -> None:
        """Have the next message handled by a function of its route."""
        self.page.route("**/messages", handle, times=1)

    def lose_next_reply(self) -> None:
        """Have the next message reach the server, and its reply get lost."""

        def lose(route: Route) -> None:
            route.fetch()
            route.abort()

        self.next_message(lose)

    @property
    def heard(self) -> list[str]:
        """What was given to screen readers as messages, in order."""
        return self.page.evaluate("() => heard.log")

    @property
    def told(self) -> list[str]:
        """What was given to screen readers as states, in order."""
        return self.page.evaluate("() => heard.status")

    @property
    def token(self) -> Optional[str]:
        """The token that the browser keeps."""
        kept = self.page.evaluate("() => Object.values(localStorage)")
        return kept[0] if kept else None

    @property
    def hosts(self) -> set[str]:
        """The hosts that requests went to."""
        urls = (urlsplit(each.url) for each in self._requests)
        return {url.netloc for url in urls if url.scheme.startswith("http")}

    @property
    def files(self) -> dict[str, int]:
        """The widget's files that were loaded, by name, with their bytes as they were sent."""
        kinds = (".js", ".css", ".json")
        return {
            urlsplit(each.url).path.removeprefix(HOME): each.sizes()["responseBodySize"]
            for each in self._requests
            if each.method == "GET" and urlsplit(each.url).path.endswith(kinds)
        }

    @property
    def is_wider_than_the_screen(self) -> bool:
        """Whether something has to be scrolled sideways."""
        return self.page.evaluate(
            """() => {
              const root = document.querySelector("radiology-careers").shadowRoot;
              const boxes = [document.documentElement, ...root.querySelectorAll(
                ".panel, .transcript, .sheet, .composer, .header")];
              return boxes.some((box) => box.scrollWidth > box.clientWidth);
            }"""
        )

    def _button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def _hear_console(self, text: str) -> None:
        if re.search("Content.Security.Policy", text, re.IGNORECASE):
            self.faults.append(text)
