"""How heavy the widget is, and how soon an answer is on the page.

Run it as `.venv/bin/python -m benchmarks.widget`; it starts an assistant and a browser of its own.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from bot.settings import ROOT
from tests.browser import launched
from tests.scenarios.served import Served
from tests.scenarios.widget_page import WidgetPage

QUESTIONS = (
    "What is CT?",
    "and how does it work?",
    "How long is clinical radiology training?",
    "What is interventional radiology?",
    "How do I apply for radiology training?",
    "Which imaging techniques are there?",
    "How much does a radiologist earn?",
    "Compare a radiologist with a radiographer",
    "Show me all the steps from school to consultant",
    "What skills does a radiologist need?",
)
ROUNDS = 3
"""Each round is a visitor of its own: one conversation may ask 20 questions a minute."""

WATCH = """() => {
  const root = document.querySelector("radiology-careers").shadowRoot;
  const turns = '.turn[data-state="answered"]';
  root.addEventListener("keydown", ({ key, timeStamp }) => {
    if (key !== "Enter") return;
    window.took = null;
    const before = root.querySelectorAll(turns).length;
    const watch = new MutationObserver(() => {
      if (root.querySelectorAll(turns).length === before) return;
      watch.disconnect();
      const drawn = () => (window.took = performance.now() - timeStamp);
      requestAnimationFrame(() => setTimeout(drawn));
    });
    const all = { subtree: true, childList: true, attributes: true };
    watch.observe(root, all);
  }, { capture: true });
}"""
"""Measures from the key press to the end of the frame that shows the answer."""


def measure(browser: Browser, address: str) -> tuple[dict[str, int], list[float]]:
    """The bytes of each file as it is sent, and milliseconds from Enter to the answer."""
    context = browser.new_context()
    widget = WidgetPage(context, address).go("chat")
    widget.page.evaluate(WATCH)
    widget.ask("Hello")
    times = [_time_of(widget, question) for question in QUESTIONS]
    files = widget.files
    context.close()
    return files, times


def _time_of(widget: WidgetPage, question: str) -> float:
    widget.ask(question)
    widget.page.wait_for_function("() => window.took")
    return widget.page.evaluate("() => took")


def main() -> None:
    """Print the weight of the widget, and the median of the times."""
    times: list[float] = []
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        served = Served(ROOT, Path(folder))
        try:
            served.wait_until_it_answers()
            for _ in range(ROUNDS):
                files, round_times = measure(browser, served.address)
                times += round_times
        finally:
            served.stop()
    print(f"Widget: {sum(files.values()):,} bytes gzipped in {len(files)} files")
    print(
        f"From Enter to the answer on the page: median {statistics.median(times):.0f} ms "
        f"of {len(times)} (fastest {min(times):.0f}, slowest {max(times):.0f})"
    )


if __name__ == "__main__":
    main()
