"""Gradio as the page needs it: imported in half the time, and patient when it starts on a busy machine.

Take ``gr`` from here, before anything else of Gradio is imported.
"""

import inspect
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def without_stubs() -> Iterator[None]:
    """Keep Gradio from rendering stub files for editors beside its components, which it does at every import.

    That takes as long as all the rest of the import. A class that lies in no file gets no stub.
    """
    getfile = inspect.getfile

    def place(thing: Any) -> str:
        if type(thing).__name__ == "ComponentMeta":
            raise OSError("no stubs wanted")
        return getfile(thing)

    inspect.getfile = place  # type: ignore[assignment]
    try:
        yield
    finally:
        inspect.getfile = getfile


with without_stubs():
    import gradio as gr
    from gradio.exceptions import ServerFailedToStartError
    from gradio.http_server import Server

__all__ = ["gr"]

_PATIENCE = 60.0
"""Seconds for the server to come up; it takes less than one where nothing else is going on."""


def _start_patiently(server: Server) -> None:
    """Start Gradio's server in a thread of its own, and wait until it is up.

    Gradio itself gives it 5 seconds and then tells that the port is taken, which on a busy machine is not so.
    """
    server.thread = threading.Thread(target=server.run, daemon=True)
    server.thread.start()
    end = time.monotonic() + _PATIENCE
    while not server.started:
        if not server.thread.is_alive() or time.monotonic() > end:
            raise ServerFailedToStartError(f"no server after {_PATIENCE:.0f} s")
        time.sleep(0.005)


Server.run_in_thread = _start_patiently  # type: ignore[method-assign]
