"""Adjustment: what loading the model left behind is given back, and what stays is not searched.

Reading the model takes more memory than it needs afterwards, and the C library keeps the rest:
37 of 564 MB. Python's search for garbage walks over everything that was loaded each time that it
looks at the old objects; they stay as long as the process does.
"""

from __future__ import annotations

import ctypes
import gc
import sys


def settle() -> None:
    """Give memory back, and leave what is loaded by now out of every later search."""
    gc.collect()
    gc.freeze()
    gc.enable()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # The C library may be another.
        if trim is not None:
            trim(0)
