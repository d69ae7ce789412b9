"""Posts beside the event loop, which an answer in the making keeps to itself.

So the reply to a post is read as soon as it comes, and the post noted: a process that ends between
the two posts once more. In the one event loop that took as long as the answers of others.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from functools import lru_cache
from typing import Any, TypeVar

Result = TypeVar("Result")

TO_END = 0.8
"""Seconds that a post gets to end, and to be noted, when who waits for it is cancelled."""


async def beside(work: Coroutine[Any, Any, Result]) -> Result:
    """Do some work in the event loop of the posts, and wait for it in ours.

    It does not outlive a cancellation by more than a moment: others may do it then.
    """
    begun = asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, _loop()))
    try:
        return await asyncio.shield(begun)
    except asyncio.CancelledError:
        # A post that is cut off may have arrived, and nobody would know.
        await asyncio.wait({begun}, timeout=TO_END)
        begun.cancel()
        raise


@lru_cache(maxsize=1)
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="posts", daemon=True).start()
    return loop
