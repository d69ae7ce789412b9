"""Finds a Chromium for the tests in a real browser, and installs one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Optional

from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = [
    # In a container there is no sandbox for root; and the browser is to call nobody by itself.
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find(playwright: Playwright) -> Optional[str]:
    """The path of a Chromium: CHROMIUM, one on the path, or Playwright's own; None without one."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    own = playwright.chromium.executable_path
    on_path = next((found for name in NAMES if (found := shutil.which(name))), None)
    return on_path or (own if Path(own).is_file() else None)


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless Chromium, closed at the end.

    Raises:
        RuntimeError: there is none; `python -m tests.browser` installs one.
    """
    with sync_playwright() as playwright:
        path = find(playwright)
        if path is None:
            raise RuntimeError("No Chromium is found: run `.venv/bin/python -m tests.browser`")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def install() -> None:
    """Install a Chromium: Playwright's own, which needs no root, or else the system's."""
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get"):
        ways.append([*sudo, "apt-get", "update", "-q"])
        ways.append(
            [*sudo, "apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"]
        )
    for way in ways:
        print(f"No browser for the tests: {' '.join(way)}", flush=True)
        subprocess.run(way, check=False)
        with sync_playwright() as playwright:
            if find(playwright):
                return


def ensure() -> None:
    """Make sure that the tests find a browser that starts, or end with the remedy."""
    with sync_playwright() as playwright:
        found = find(playwright)
    if not found:
        install()
    try:
        with launched() as browser:
            print(f"Browser for the tests: Chromium {browser.version}")
    except Exception as error:
        sys.exit(
            f"The tests need a Chromium that starts ({error}): "
            "install one, or name it with CHROMIUM=/its/path"
        )


if __name__ == "__main__":
    ensure()
