"""Waiting for what another thread or process does: at once when it is done, and long enough on a busy machine."""

import time
from collections.abc import Callable

PATIENCE = 120.0
"""Seconds; only a test that fails waits for them."""


def until(done: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Return once ``done()`` is true; an ``AssertionError`` says that it never was."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, f"not done within {seconds:g} s"
        time.sleep(0.01)
