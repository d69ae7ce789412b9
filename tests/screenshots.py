"""Makes the pictures of the README: `.venv/bin/python -m tests.screenshots`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from bot.settings import ROOT
from tests.browser import launched
from tests.scenarios.served import Served
from tests.scenarios.widget_page import WidgetPage

FOLDER = ROOT / "docs" / "images"
COLOURS = 128
DESKTOP = {"viewport": {"width": 1360, "height": 900}, "color_scheme": "light"}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "color_scheme": "dark",
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}


def draw_desktop(browser: Browser, address: str) -> None:
    """The demo page, with an answer whose sources are unfolded."""
    widget = WidgetPage(browser.new_context(**DESKTOP, reduced_motion="reduce"), address)
    widget.go().open()
    turn = widget.ask("How long is clinical radiology training?")
    turn.locator("summary").click()
    keep(widget, "desktop")


def draw_phone(browser: Browser, address: str) -> None:
    """A phone in dark mode, with the pathway as a timeline."""
    widget = WidgetPage(browser.new_context(**PHONE, reduced_motion="reduce"), address)
    widget.go().open()
    widget.ask("Show me all the steps from school to consultant")
    keep(widget, "phone")


def keep(widget: WidgetPage, name: str) -> None:
    """Keep what the screen shows, in few colours so that it stays small."""
    path = FOLDER / f"{name}.png"
    widget.page.mouse.move(0, 0)
    widget.page.screenshot(path=path)
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")


def main() -> None:
    """Start an assistant and a browser, and take every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        served = Served(ROOT, Path(folder))
        try:
            served.wait_until_it_answers()
            draw_desktop(browser, served.address)
            draw_phone(browser, served.address)
        finally:
            served.stop()


if __name__ == "__main__":
    main()
