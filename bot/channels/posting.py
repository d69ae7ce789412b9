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


async def beside(work: Coroutine[Any, Any, Result]) -> Result:
    """Do some work in the event loop of the posts, and wait for it in ours."""
    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, _loop()))


@lru_cache(maxsize=1)
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="posts", daemon=True).start()
    return loop
