"""Moves the clock of one Python process, for the faults: what `time.time` tells is set by a file.

Python runs this at its start where the folder is on its path. The file named by FAULTS_CLOCK holds
the seconds to add. What reads the clock without `time.time` (datetime, databases) is not moved.
"""

import os
import threading
import time

_real = time.time
_added = 0.0


def _moved() -> float:
    return _real() + _added


def _follow(path: str) -> None:
    global _added
    while True:
        try:
            with open(path, encoding="utf-8") as file:
                _added = float(file.read() or 0)
        except (OSError, ValueError):
            pass
        time.sleep(0.1)


if "FAULTS_CLOCK" in os.environ:
    time.time = _moved
    threading.Thread(target=_follow, args=(os.environ["FAULTS_CLOCK"],), daemon=True).start()
