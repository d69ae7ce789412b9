"""Holds the dialogues of tests/dialogues and counts those that go as expected."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from bot.settings import ROOT
from bot.starting import report

FOLDER = "tests/dialogues"
TEST = "test_the_dialogue_goes_as_expected"


def hold_dialogues(folder: Path) -> dict[str, Any]:
    """How many dialogues there are, how many went as expected, and the names of the others."""
    if not any((ROOT / FOLDER).glob("*.yml")):
        return {"dialogues": 0, "passed": 0, "failed": []}
    report("Holding the dialogues (less than a minute) ...")
    found = folder / "dialogues.xml"
    found.unlink(missing_ok=True)
    command = ["-m", "pytest", FOLDER, "-q", "--no-header", "-k", TEST, f"--junitxml={found}"]
    run = subprocess.run(
        [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    cases = list(ElementTree.parse(found).iter("testcase")) if found.is_file() else []
    if not cases:
        report(f"{FOLDER}: no dialogue could be held:\n{run.stdout[-2000:]}")
    failed = [each.attrib["name"][len(TEST) + 1 : -1] for each in cases if _has_failed(each)]
    return {"dialogues": len(cases), "passed": len(cases) - len(failed), "failed": failed}


def _has_failed(case: ElementTree.Element) -> bool:
    return case.find("failure") is not None or case.find("error") is not None
